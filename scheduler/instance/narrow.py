"""An instance cut down to some of its options, and the way back to the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance

Columns = TypeVar("Columns", Ints, Bools)


@dataclass(frozen=True)
class Narrow:
    """Some options of an instance; the columns of the dialogues are the same in both.

    Attributes
    ----------
    instance
        With the options left.
    options
        Number of options of the whole.
    index
        (N,) which of those each one left is.
    """

    instance: Instance
    options: int
    index: Ints

    def widen(self, core: Columns) -> Columns:
        """Core columns of the whole instance from those of this one."""
        whole = np.zeros(self.options + len(core) - len(self.index), dtype=core.dtype)
        whole[self.index] = core[: len(self.index)]
        whole[self.options :] = core[len(self.index) :]
        return whole

    def narrow(self, core: Columns) -> Columns:
        """Core columns of this instance from those of the whole."""
        return np.concatenate([core[self.index], core[self.options :]])


def narrow(instance: Instance, left: Bools, must: Bools | None = None) -> Narrow:
    """Leave only some options.

    Parameters
    ----------
    left
        (N,) options to leave.
    must
        (R,) requests that have to be held, in place of the instance's own.
    """
    index = np.flatnonzero(left)
    smaller = replace(
        instance,
        must=instance.must if must is None else must,
        option_request=instance.option_request[index],
        option_slot=instance.option_slot[index],
        option_pool=instance.option_pool[index],
    )
    return Narrow(smaller, instance.options, index)
