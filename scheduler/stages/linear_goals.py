"""The linear goals of a run by linear programming: those at the front settled, those after others bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from scheduler.certificates import multipliers_evidence
from scheduler.linear_goals.late_bounds import bound_late
from scheduler.linear_goals.max_min import bound_lowest, raise_lowest
from scheduler.linear_goals.price_and_schedule import price_and_schedule
from scheduler.linear_goals.reduced_cost_fixing import minimise_linear
from scheduler.model.model import Model
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.lagrangian import ceil_bound
from scheduler.program.relaxation import Relaxation
from scheduler.reasons import Proof, rise
from scheduler.run.linear_task import LinearTask, OnBound
from scheduler.solvers.highs import Highs
from scheduler.stages.context import Context
from scheduler.stages.optimal_face_race import optimal_face_stage


@dataclass(frozen=True)
class Solved:
    """The last cost of linear goals that was minimised, and what its relaxation proves; None: that was not solved in time."""

    task: LinearTask
    relaxation: Relaxation | None


def settle_linear_goals(context: Context, highs: Highs) -> Solved:
    """Settle the linear goals at the front in their order.

    The lowest satisfaction is settled by itself, percentage by percentage; the goals after it are solved with it held.
    """
    names, last = context.names, context.front
    stage = _LinearGoals(context, highs, context.until(context.parameters.linear_share if last < len(names) else 1.0))
    if "lowest" not in names[:last]:
        return stage.minimise_goals(0, last, None)
    lowest = names.index("lowest")
    if lowest:
        stage.minimise_goals(0, lowest, None)
    level = stage.raise_lowest(lowest)
    return stage.minimise_goals(lowest + 1, last, level) if lowest + 1 < last else stage.relax_again(lowest, level)


def bound_late_goal(context: Context, goal: int, highs: Highs) -> None:
    """A bound of a linear goal for which others are in the way of finding its best plans by linear programming."""
    name, end = context.names[goal], context.until(context.parameters.late_bound_share)
    if name == "lowest":
        bound_lowest(context.search, goal, highs, end)
    elif name != "changes":
        bound_late(context.search, goal, highs, end, context.aggregated)


class _LinearGoals:
    """Linear goals one after the other, the shortfall of the floors and the value together where they follow one another."""

    def __init__(self, context: Context, highs: Highs, end: float) -> None:
        self.context, self.search = context, context.search
        self.highs, self.end = highs, end

    def raise_lowest(self, goal: int) -> int:
        """Raise the lowest satisfaction, and return the percentage."""
        self.search.enter(goal)
        end = self.context.until(self.context.parameters.max_min_share)
        raise_lowest(self.search, goal, self.highs, end, price_and_schedule if self.context.aggregated else minimise_linear)
        return -self.search.costs[goal]

    def minimise_goals(self, first: int, last: int, level: int | None) -> Solved:
        """Goals from `first` to before `last`, those before being as good as they are.

        Parameters
        ----------
        level
            The lowest satisfaction, in percent, if that is one of those before.
        """
        names = self.context.names[:last]
        whole = names == self.context.names and level is None
        small = self.context.model if whole else self.context.linear_model(last, level)
        task = LinearTask(self.search, small, self._held(small, first), small.objectives[first].cost, self.highs, self.end)
        relaxation: Relaxation | None = None
        goal = first
        while goal < last:
            self.search.enter(goal)
            together = names[goal : goal + 2] == ("floor", "value")
            if together:
                task, relaxation = self._minimise_with_next(task, goal)
            if together and self.search.proven(goal):
                goal += 2
                task = replace(task, linear=self._held(small, goal)) if goal < last else task
                continue
            task, relaxation = self._minimise_alone(task, goal)
            goal += 1
            task = replace(task, linear=self._held(small, goal))
        return Solved(task, relaxation)

    def relax_again(self, goal: int, level: int) -> Solved:
        """The goals before the lowest satisfaction once more, now with that held as well."""
        small = self.context.linear_model(goal + 1, level)
        weights = {"floor": self._weight, "value": 1}
        cost = sum((weights.get(objective.name, 0) * objective.cost for objective in small.objectives), np.zeros_like(small.linear.lower))
        # Floors and values are in the cost: rows for them would make the program fractional.
        linear = small.linear.with_row(small.objectives[goal].cost, -FREE, 0)
        task = LinearTask(self.search, small, linear, cost, self.highs, self.end)
        return Solved(task, None if self.context.aggregated else task.relax())

    def _minimise_with_next(self, task: LinearTask, goal: int) -> tuple[LinearTask, Relaxation | None]:
        """A goal and the next one as one weighted cost: where the first meets its own bound, both are settled."""
        weight, objectives = self._weight, task.model.objectives
        task = replace(task, cost=weight * objectives[goal].cost + objectives[goal + 1].cost)

        def on_shared_bound(bound: int) -> None:
            # Of plans with this shortfall; one that falls less short only tightens it.
            self.search.raise_bound(goal + 1, bound - weight * self.search.costs[goal])

        relaxation = self._minimise(task, on_shared_bound, goal + 2)
        if relaxation is not None:
            on_shared_bound(ceil_bound(relaxation.bound))  # of the shortfall by now: it was reported when the plan fell shorter
        self._keep(task, relaxation, {goal: weight, goal + 1: 1})
        return task, relaxation

    def _minimise_alone(self, task: LinearTask, goal: int) -> tuple[LinearTask, Relaxation | None]:
        task = replace(task, cost=task.model.objectives[goal].cost)
        relaxation = self._minimise(task, partial(self.search.raise_bound, goal), goal + 1)
        self._keep(task, relaxation, {goal: 1})
        return task, relaxation

    def _minimise(self, task: LinearTask, on_bound: OnBound, following: int) -> Relaxation | None:
        """Minimise a linear cost; where agendas are the `following` goal, MaxSAT can go on to them among the best plans."""
        if self.context.aggregated:
            return price_and_schedule(task, on_bound)
        relaxation = minimise_linear(task, on_bound)
        if following == self.context.front and relaxation is not None:
            self.context.optimal_face = optimal_face_stage(task, relaxation, following)
        return relaxation

    def _held(self, small: Model, goal: int) -> Linear:
        """The program of some goals with a row for each before `goal`: as good as in the best plan."""
        linear = small.linear
        for objective, cost in zip(small.objectives[:goal], self.search.costs, strict=False):
            linear = linear.with_row(objective.cost, -FREE, 0 if objective.name == "lowest" else cost)
        return linear

    @property
    def _weight(self) -> int:
        """Of the shortfall: far more than any one meeting is worth, so that it is as good as settled first."""
        return 4 * int(self.context.model.instance.value.max(initial=1)) + 1000

    def _keep(self, task: LinearTask, relaxation: Relaxation | None, weights: dict[int, int]) -> None:
        """Remember what the relaxation of a weighted cost proves, for the reasons and as evidence for the last goal in it."""
        if relaxation is None:
            return
        small, names = task.model, self.context.names
        limits = task.linear.high[small.linear.rows :]
        self.context.proofs.append(Proof(relaxation.bound, rise(small.instance, relaxation.reduced), weights, tuple(limits.tolist())))
        shared = {names[k]: weight for k, weight in weights.items() if k != max(weights)}
        self.search.evidence.append(multipliers_evidence(small, names[max(weights)], relaxation.multipliers, shared))
