"""Goals settled by MaxSAT among the plans of the best cost: how compact agendas can be in them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from scheduler.maxsat.agendas import Agendas, can_be_counted, encode_agendas
from scheduler.maxsat.race import GOALS, MaxSat, Task
from scheduler.program.lagrangian import ceil_bound
from scheduler.program.optimal_face import optimal_face_of
from scheduler.program.relaxation import Relaxation
from scheduler.run.linear_task import LinearTask


def optimal_face_stage(task: LinearTask, relaxation: Relaxation, first: int) -> OptimalFaceStage:
    """The stage for the best plan of a task's search; `first` is the index of the goal after those of the task.

    Where that plan misses what the relaxation proves, it is for the plans with the same dialogues, as these are where most fractions
    come from: without them the relaxation and the plan meet as a rule, and the gap need not be counted in clauses.
    """
    best = task.feasible()
    if best is None or task.cost @ best == ceil_bound(relaxation.bound):
        return OptimalFaceStage(task, relaxation, first)
    dialogues = slice(task.options, task.core)
    lower, upper = task.linear.lower.copy(), task.linear.upper.copy()
    lower[dialogues] = upper[dialogues] = best[dialogues]
    held = replace(task, linear=replace(task.linear, lower=lower, upper=upper))
    return OptimalFaceStage(held, held.relax() or relaxation, first, whole=False)


class OptimalFaceStage:
    """MaxSAT on the goals from `first` on, among the plans that cost the least in the linear goals before.

    Parameters
    ----------
    task
        Those linear goals; what else has to be as good or as it is are rows and limits of its program.
    relaxation
        What its linear program proves.
    first
        Index of the goal after them.
    whole
        Whether the program has every plan of that cost, so that what is proven of these counts.
    """

    def __init__(self, task: LinearTask, relaxation: Relaxation, first: int, whole: bool = True) -> None:
        self._task, self._relaxation, self._first, self._whole = task, relaxation, first, whole
        self._search = task.search
        self._names = [objective.name for objective in task.search.model.objectives]

    @property
    def suits(self) -> bool:
        """Whether the program can be written as clauses of a sensible size, and there is time for it."""
        search, parameters = self._search, self._task.parameters.optimal_face_race
        settings = search.settings
        left = settings.seconds if settings.reproducible else search.left
        small = self._task.options <= parameters.most_options and can_be_counted(self._task.linear, self._task.parameters.clauses)
        return small and settings.uses("face") and left >= parameters.least_seconds

    def can_settle(self, goal: int) -> bool:
        """Whether `race` makes sense for a goal, with the plan that is best by now."""
        if self._names[goal] not in GOALS or not self.suits or any(name not in GOALS for name in self._names[self._first : goal]):
            return False
        return self._reached == ceil_bound(self._relaxation.bound)  # the terms of a larger gap are counted too roughly to find plans by

    @property
    def _reached(self) -> int | None:
        """What the best plan costs in the linear goals; None where it breaks what they are sought under."""
        full = self._task.feasible()
        return None if full is None else int(self._task.cost @ full)

    def race(self, goal: int) -> MaxSat:
        """A run that minimises breaks or idle slots among the plans that are as good as the best in the goals before.

        From below alone: what is found from above is no match for annealing and neighbourhoods here.
        """
        target = ceil_bound(self._relaxation.bound)
        face = optimal_face_of(self._task.linear, self._task.cost, self._relaxation.multipliers, target, self._task.parameters.optimal_face)
        before = self._names[self._first : goal]
        limits = self._search.costs[self._first : goal] if before else ()
        most = dict(zip(before, limits, strict=True)).get("breaks")
        agendas = Agendas(face, self._task.model.instance, self._task.model.layout.busy, self._names[goal], most)

        def holds() -> bool:
            return self._whole and self._reached == target and (not before or self._search.costs[self._first : goal] == limits)

        return MaxSat(self._search, Task(partial(encode_agendas, agendas, self._task.parameters.clauses), goal, holds), ways=["climb"])
