"""The lowest satisfaction, percentage by percentage: nobody below one means that everybody holds a certain number of meetings.

So each percentage is a question about floors, which linear programs answer well, where the percentage as a column of its own says little.
Halving finds the lowest one that no plan reaches, with prices to show it; plans are looked for from there downwards.
"""

from __future__ import annotations

import time
from dataclasses import replace

from scheduler.aggregate import aggregate, families
from scheduler.certificate import lagrangian_bound, round_multipliers
from scheduler.evidence import linear_program, multipliers_evidence
from scheduler.goals.lowest import levels
from scheduler.highs import Highs
from scheduler.linear import Ints, Linear
from scheduler.model import Model, limited_as
from scheduler.search import Search
from scheduler.value_stage import minimise_linear


def raise_lowest(search: Search, goal: int, highs: Highs, end: float) -> None:
    """Raise the lowest satisfaction and lower its bound; plans, bounds and evidence go to the search.

    Parameters
    ----------
    goal
        The number of the goal `lowest`; the goals before it stay as they are.
    end
        Monotonic time to end by.
    """
    task = _Task(search, goal, highs, end)
    task.halve()
    task.seek()


def bound_lowest(search: Search, goal: int, highs: Highs, end: float) -> None:
    """Only lower the bound of the lowest satisfaction, among plans that are as good in the linear goals before it."""
    _Task(search, goal, highs, end).halve()


class _Task:
    """Which percentages are reached, open, and out of reach."""

    def __init__(self, search: Search, goal: int, highs: Highs, end: float) -> None:
        self.search, self.goal, self.highs, self.end = search, goal, highs, end
        self.instance = search.model.instance
        self.order = tuple(objective.name for objective in search.model.objectives)
        self.grid = levels(self.instance).tolist()
        self.missed = len(self.grid)  # position of the lowest percentage that is known to be out of reach

    @property
    def reached(self) -> int:
        """Position of the percentage that the best plan reaches."""
        return int(self.grid.index(-self.search.costs[self.goal]))

    def halve(self) -> None:
        """Find the lowest percentage that the linear program with its slots added up shows to be out of reach."""
        low = self.reached + 1
        while low < self.missed:
            middle = (low + self.missed) // 2
            model, linear = self._program(self.grid[middle])
            cost = model.objectives[-1].cost
            sums = aggregate(linear, cost, families(model.family, linear.rows))
            self.highs.load(sums.linear)
            result = self.highs.minimise(sums.cost, seconds=self.search.left_until(self.end), integral=False)
            if result.dual is None or not result.optimal:
                return
            multipliers = round_multipliers(sums.duals(result.dual), linear)
            if lagrangian_bound(linear, cost, multipliers) > 0:
                self._exclude(middle, model, multipliers)
            else:
                low = middle + 1

    def seek(self) -> None:
        """Look for a plan of the highest percentage that is open, then of ever lower ones."""
        top = self.missed
        while self.reached + 1 < top and self.search.left_until(self.end) > 0:
            # The highest one settles everything; after that, halves.
            tried = top - 1 if top == self.missed else (self.reached + top) // 2
            self._seek(tried)
            top = min(top, self.missed) if self.reached >= tried else min(tried, self.missed)

    def _seek(self, position: int) -> None:
        search = self.search
        model, linear = self._program(self.grid[position])
        core = model.layout.core
        inner = Search(model, search.settings, search.stop, search.end, on_better=lambda full: search.offer(full[:core]))
        inner.offer(search.require()[:core])
        bounds: list[int] = []

        left = search.left_until(self.end)
        end = self.end if search.settings.reproducible else time.monotonic() + left / 2
        lacking = model.objectives[-1].cost
        relaxation = minimise_linear(inner, model, linear, lacking, self.highs, end, bounds.append)
        if relaxation is not None and relaxation.bound > 0:
            self._exclude(position, model, relaxation.multipliers)
        elif max(bounds, default=0) > 0:
            self._exclude(position)

    def _program(self, level: int) -> tuple[Model, Linear]:
        costs = zip(self.search.model.objectives, self.search.costs, strict=True)
        achieved = {objective.name: objective.sign * cost for objective, cost in costs}
        model, linear = linear_program(self.instance, self.order, achieved, "lowest", level)
        limited = limited_as(self.search.model, model)
        return limited, replace(linear, lower=limited.linear.lower, upper=limited.linear.upper)

    def _exclude(self, position: int, model: Model | None = None, multipliers: Ints | None = None) -> None:
        """Take it that a percentage is out of reach, by prices where there are any."""
        if position >= self.missed:
            return
        self.missed = position
        if model is not None and multipliers is not None:
            self.search.evidence.append(multipliers_evidence(model, "lowest", multipliers, {}, self.grid[position]))
        self.search.raise_bound(self.goal, -self.grid[position - 1])
