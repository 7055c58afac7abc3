"""Goals settled by MaxSAT among the plans of the best cost: how compact agendas can be in them."""

from __future__ import annotations

from functools import partial

from scheduler.instance.instance import Ints
from scheduler.linear_goals.reduced_cost_fixing import Relaxation, relax
from scheduler.linear_goals.rens import feasible
from scheduler.maxsat.agendas import Agendas, can_be_counted, encode_agendas
from scheduler.maxsat.race import GOALS, MaxSat, Task
from scheduler.model.model import Model
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import ceil_bound
from scheduler.program.optimal_face import cost_face
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

LARGEST = 20_000  # options that are worth writing as clauses
LEAST = 8.0  # seconds that there have to be for it to pay


def face_stage(
    search: Search, small: Model, linear: Linear, cost: Ints, relaxation: Relaxation, highs: Highs, end: float, first: int
) -> FaceStage:
    """The stage for the best plan of a search.

    Where that misses what the relaxation proves, it is for the plans with the same tables, as the tables are where most fractions come
    from: without them the relaxation and the plan meet as a rule, and the gap need not be counted in clauses.
    """
    best = feasible(search, small, linear)
    if best is None or cost @ best == ceil_bound(relaxation.bound):
        return FaceStage(search, small, linear, cost, relaxation, first)
    tables = slice(small.instance.options, small.layout.core)
    lower, upper = linear.lower.copy(), linear.upper.copy()
    lower[tables] = upper[tables] = best[tables]
    held = Linear(linear.matrix, linear.low, linear.high, lower, upper)
    again = relax(highs, held, cost, search.left_until(end))
    return FaceStage(search, small, held, cost, again or relaxation, first, whole=False)


class FaceStage:
    """MaxSAT on the goals from `first` on, among the plans that cost the least in the linear goals before.

    Parameters
    ----------
    small, linear, cost, relaxation
        The model of those linear goals, its program, their cost, and what its linear program proves.
    first
        Index of the goal after them.
    whole
        Whether the program has every plan of that cost, so that what is proven of these counts.
    """

    def __init__(
        self, search: Search, small: Model, linear: Linear, cost: Ints, relaxation: Relaxation, first: int, whole: bool = True
    ) -> None:
        self._search, self._small, self._linear, self._cost, self._first = search, small, linear, cost, first
        self._relaxation, self._whole = relaxation, whole
        self._names = [objective.name for objective in search.model.objectives]

    @property
    def suits(self) -> bool:
        """Whether the program can be written as clauses of a sensible size, and there is time for it."""
        search = self._search
        small = self._small.instance.options <= LARGEST and can_be_counted(self._linear)
        return small and search.settings.uses("face") and not search.settings.reproducible and search.left >= LEAST

    def can_settle(self, goal: int) -> bool:
        """Whether `race` makes sense for a goal, with the plan that is best by now."""
        if self._names[goal] not in GOALS or not self.suits or any(name not in GOALS for name in self._names[self._first : goal]):
            return False
        return self._reached == ceil_bound(self._relaxation.bound)  # the terms of a larger gap are counted too roughly to find plans by

    @property
    def _reached(self) -> int | None:
        """What the best plan costs in the linear goals; None where it breaks what they are sought under."""
        full = feasible(self._search, self._small, self._linear)
        return None if full is None else int(self._cost @ full)

    def race(self, goal: int) -> MaxSat:
        """A run that minimises breaks or idle slots among the plans that are as good as the best in the goals before.

        From below alone: what is found from above is no match for windows and neighbourhoods here.
        """
        target = ceil_bound(self._relaxation.bound)
        face = cost_face(self._linear, self._cost, self._relaxation.multipliers, target)
        before = self._names[self._first : goal]
        limits = self._search.costs[self._first : goal] if before else ()
        most = dict(zip(before, limits, strict=True)).get("breaks")
        agendas = Agendas(face, self._small.instance, self._small.layout.busy, self._names[goal], most)

        def holds() -> bool:
            return self._whole and self._reached == target and (not before or self._search.costs[self._first : goal] == limits)

        return MaxSat(self._search, Task(partial(encode_agendas, agendas), goal, holds), ways=["climb"])
