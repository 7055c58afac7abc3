"""A model that is never written down as a whole: whatever is asked of a schedule is found from the rows that what it holds is in.

The rows of an event with millions of options fill memory, and what nobody holds adds nothing to them. So a schedule is judged by the model
of the instance that has no other options than those that it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.instance.narrow import narrow
from scheduler.model.columns import Layout
from scheduler.model.model import Judged, Model, Objective, build_model
from scheduler.program.integer_program import Linear


class LeanModel(Model):
    """The model of an instance for some goals, of which full vectors have the core columns alone.

    Attributes
    ----------
    objectives
        The goals by name; their cost is left empty.
    whole
        The same model written down, once that is asked for.
    """

    def __init__(self, instance: Instance, goals: Sequence[str]) -> None:
        for name, value in (
            ("layout", Layout(instance)),
            ("objectives", tuple(Objective(goal, np.zeros(0, dtype=np.int64)) for goal in goals)),
        ):
            object.__setattr__(self, name, value)

    @cached_property
    def whole(self) -> Model:
        """The model with all its rows."""
        return build_model(self.instance, [objective.name for objective in self.objectives])

    @property
    def linear(self) -> Linear:
        """The program of `whole`."""
        return self.whole.linear

    @property
    def owner(self) -> Ints:
        """Those of `whole`."""
        return self.whole.owner

    @property
    def family(self) -> Ints:
        """Those of `whole`."""
        return self.whole.family

    @property
    def limits(self) -> tuple[Ints, Ints]:
        """(core,) the least and the most that each decision may be: all are open."""
        return np.zeros(self.layout.core, dtype=np.int64), np.ones(self.layout.core, dtype=np.int64)

    def judge(self, core: Ints) -> Judged | None:
        """What a schedule costs; None where it breaks a rule."""
        core = core[: self.layout.core]
        part = narrow(self.instance, core[: self.instance.options] != 0)
        found = build_model(part.instance, [objective.name for objective in self.objectives]).judge(part.narrow(core))
        return None if found is None else Judged(core.copy(), found.costs)

    def achieved(self, x: Ints) -> tuple[int, ...]:
        """Costs of the core columns of a valid schedule."""
        found = self.judge(x)
        if found is None:
            raise ValueError("the schedule breaks a rule")
        return found.costs
