"""The lowest satisfaction, percentage by percentage: nobody below one means that everybody holds a certain number of meetings.

So each percentage is a question about floors, which linear programs answer well, where the percentage as a column of its own says little.
Halving finds the lowest one that no plan reaches, with prices to show it; plans are looked for from there downwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from scheduler.arrays import Ints
from scheduler.certificates import multipliers_evidence
from scheduler.linear_goals.late_bounds import program_of
from scheduler.model.goals.lowest import levels
from scheduler.model.model import Model
from scheduler.program.aggregation import aggregate, families
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import lagrangian_bound, round_multipliers
from scheduler.program.relaxation import Relaxation
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask, OnBound
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop

Minimise = Callable[[LinearTask, OnBound], Relaxation | None]


def raise_lowest(search: Search, goal: int, highs: Highs, end: float, minimise: Minimise) -> None:
    """Raise the lowest satisfaction and lower its bound; plans, bounds and evidence go to the search.

    Parameters
    ----------
    goal
        The number of the goal `lowest`; the goals before it stay as they are.
    end
        Monotonic time to end by.
    minimise
        How a linear cost is minimised: `minimise_linear`, or `price_and_schedule` for a very large event.
    """
    percentages = _Percentages(search, goal, highs, end)
    percentages.halve()
    percentages.seek(minimise)


def bound_lowest(search: Search, goal: int, highs: Highs, end: float) -> None:
    """Only lower the bound of the lowest satisfaction, among plans that are as good in the linear goals before it."""
    _Percentages(search, goal, highs, end).halve()


class _Percentages:
    """Which percentages are reached, open, and out of reach."""

    def __init__(self, search: Search, goal: int, highs: Highs, end: float) -> None:
        self.search, self.goal, self.highs, self.end = search, goal, highs, end
        self.instance = search.model.instance
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
            model, linear = program_of(self.search, "lowest", self.grid[middle])
            multipliers = self._prices(model, linear)
            if multipliers is None:
                return
            if lagrangian_bound(linear, model.objectives[-1].cost, multipliers) > 0:
                self._exclude(middle, model, multipliers)
            else:
                low = middle + 1

    def _prices(self, model: Model, linear: Linear) -> Ints | None:
        """Row multipliers of the program with its slots added up, for the meetings that are lacking; None: no time."""
        lacking = model.objectives[-1].cost
        sums = aggregate(linear, self._broken_ties(lacking)[1], families(model.family, linear.rows))
        alone = np.zeros_like(sums.cost)
        alone[sums.column_class] = lacking
        self.highs.load(sums.linear)
        self.highs.minimise(sums.cost, seconds=self.search.left_until(self.end), integral=False)  # only for the next to start where it ends
        result = self.highs.minimise(alone, seconds=self.search.left_until(self.end), integral=False)
        return round_multipliers(sums.duals(result.dual), linear) if result.dual is not None and result.optimal else None

    def seek(self, minimise: Minimise) -> None:
        """Look for a plan of the highest percentage that is open, then of ever lower ones."""
        top = self.missed
        while self.reached + 1 < top and self.search.left_until(self.end) > 0:
            # The highest one settles everything; after that, halves.
            tried = top - 1 if top == self.missed else (self.reached + top) // 2
            self._seek(tried, minimise)
            top = min(top, self.missed) if self.reached >= tried else min(tried, self.missed)

    def _seek(self, position: int, minimise: Minimise) -> None:
        """Look for a plan of one percentage, until there is one or it is shown to be out of reach."""
        over, bounds = Stop(), [0]
        model, linear = program_of(self.search, "lowest", self.grid[position])
        lacking = model.objectives[-1].cost
        weight, cost = self._broken_ties(lacking)

        def bounded(bound: int) -> None:
            bounds.append(bound)
            if bound > 0:
                over.request()

        inner = self._inner(model, lacking, over)
        task = LinearTask(inner, model, linear, cost, self.highs, self._end_of_one())
        with self.search.stop.calling(over.request):
            relaxation = minimise(task, bounded)
        if max(bounds) > 0:
            multipliers = None if relaxation is None else relaxation.multipliers // weight
            certain = multipliers is not None and lagrangian_bound(linear, lacking, multipliers) > 0
            self._exclude(position, model if certain else None, multipliers)

    def _inner(self, model: Model, lacking: Ints, over: Stop) -> Search:
        """A search for a plan in which no meetings are lacking: then it is over. What it finds goes to the outer one."""
        search, core = self.search, model.layout.core

        def found(full: Ints) -> None:
            search.offer(full[:core])
            if not lacking @ full:
                over.request()

        inner = Search(model, search.settings, over, search.end, on_better=found)
        inner.offer(search.require()[:core])
        return inner

    def _end_of_one(self) -> float:
        """When to be done with one percentage."""
        search = self.search
        share = search.settings.parameters.max_min.share
        return self.end if search.settings.reproducible else time.monotonic() + share * search.left_until(self.end)

    def _broken_ties(self, lacking: Ints) -> tuple[int, Ints]:
        """A cost above 0 exactly where meetings are lacking, which is its weight times these less a little for each meeting that is held.

        A linear program in which nearly everything costs nothing has so many equal solutions that it takes ten times as long.
        """
        instance, noise = self.instance, self.search.settings.parameters.max_min.noise
        little = np.random.default_rng(self.search.settings.seed).integers(1, noise + 1, instance.requests)
        weight = int(little.sum()) + 1
        cost = weight * lacking
        cost[: instance.options] -= little[instance.option_request]
        return weight, cost

    def _exclude(self, position: int, model: Model | None = None, multipliers: Ints | None = None) -> None:
        """Take it that a percentage is out of reach, by prices where there are any."""
        if position >= self.missed:
            return
        self.missed = position
        if model is not None and multipliers is not None:
            self.search.evidence.append(multipliers_evidence(model, "lowest", multipliers, {}, self.grid[position]))
        self.search.raise_bound(self.goal, -self.grid[position - 1])
