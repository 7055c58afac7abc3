"""The part of a program that is left when some columns keep their values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from scheduler.arrays import Bools, Ints
from scheduler.program.integer_program import Linear


@dataclass(frozen=True)
class Reduced:
    """A smaller program, and the columns of the whole that it decides."""

    linear: Linear
    free: Ints
    base: Ints

    def expand(self, x: Ints) -> Ints:
        """A solution of the whole from one of this part."""
        full = self.base.copy()
        full[self.free] = x
        return full


def reduce(linear: Linear, free: Bools, x: Ints) -> Reduced:
    """Fix all columns but the `free` ones at `x` and leave out rows that can no longer be broken.

    Parameters
    ----------
    linear
        The whole program.
    free
        (n,) columns that may change.
    x
        (n,) a solution of the whole.
    """
    kept = np.flatnonzero(free)
    columns = linear.by_column[:, kept]
    constant = linear.matrix @ np.where(free, 0, x)
    concerned = (constant < linear.low) | (constant > linear.high)
    concerned[columns.indices] = True
    rows = np.flatnonzero(concerned)
    part = sp.csr_array(columns.tocsr()[rows])
    low, high = linear.low[rows] - constant[rows], linear.high[rows] - constant[rows]
    lower, upper = linear.lower[kept], linear.upper[kept]
    positive, negative = part.maximum(0), part.minimum(0)
    least = positive @ lower + negative @ upper
    most = positive @ upper + negative @ lower
    rows = np.flatnonzero((least < low) | (most > high))
    return Reduced(Linear(sp.csr_array(part[rows]), low[rows], high[rows], lower, upper), kept, x.copy())
