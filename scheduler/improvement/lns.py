"""Large neighbourhood search: free a part of the plan, solve it with CP-SAT, keep what is better (Shaw, 1998).

Usually every worker goes its own way and merges what it finds into the plan that is best by then. A reproducible run counts
rounds instead, in which all workers start from the same plan and are merged in order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.improvement.neighbourhoods import NEIGHBOURHOODS, whole_slots
from scheduler.model.following import free_columns
from scheduler.model.goals.breaks import waiting
from scheduler.model.goals.floor import shortfall
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.restriction import Reduced, reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat


@dataclass
class _Arm:
    """How one kind of neighbourhood has done, and how large it is by now."""

    size: int
    most: int
    gain: float = 1.0

    def learn(self, gain: float, solved: bool) -> None:
        self.gain = 0.8 * self.gain + 0.2 * gain
        smaller = self.size * 4 // 5 if gain else self.size // 2  # where nothing at all was found in time it was far too much
        self.size = min(self.most, self.size * 9 // 8 + 1) if solved else max(min(8, self.most), smaller)


def improve(
    search: Search,
    goal: int,
    end: float,
    allowed: Bools | None = None,
    rounds: int | None = None,
    workers: int | None = None,
    until: Callable[[], bool] | None = None,
) -> None:
    """Improve the goals from `goal` on, lexicographically, without harm to those before.

    Parameters
    ----------
    end
        Monotonic time to end by.
    allowed
        (N,) options that can be in a plan as good as this one in the goals before; None: all.
    rounds
        At most so many rounds, for reproducible runs.
    workers
        Neighbourhoods at once; by default as many as the run has workers.
    until
        Ends the search once true.
    """
    hunt = _Hunt(search, goal, end, allowed, until)
    workers = workers or search.settings.workers
    with ThreadPoolExecutor(workers) as pool:
        if rounds is None:
            list(pool.map(hunt.alone, [search.settings.seed * 64 + k for k in range(workers)]))
        else:
            hunt.together(pool, workers, rounds)


class _Hunt:
    """One search in neighbourhoods; its threads share what they learn."""

    def __init__(self, search: Search, goal: int, end: float, allowed: Bools | None, until: Callable[[], bool] | None) -> None:
        self.search, self.goal, self.end, self.allowed, self.until = search, goal, end, allowed, until
        self.parameters = search.settings.parameters.lns
        instance = search.model.instance
        slots_fit = instance.options <= self.parameters.slot_options * instance.slots
        self.kinds = [kind for kind in NEIGHBOURHOODS if kind is not whole_slots or slots_fit]
        self.arms = [self._first_arm() for _ in self.kinds]
        self.cost = weighted_cost(search, goal)

    def _first_arm(self) -> _Arm:
        instance, parameters = self.search.model.instance, self.parameters
        each = instance.options / max(1, instance.requests) + 6 * instance.slots  # its options, and the diaries of its two participants
        most = max(1, min(instance.requests, int(parameters.columns / each)))
        # Small ones are solved at once and grow; a reproducible run has too few rounds for that.
        first = parameters.first_counted if self.search.settings.reproducible else parameters.first
        return _Arm(min(most, max(parameters.first_least, min(first, instance.requests // 3))), most)

    def alone(self, seed: int) -> None:
        """Free, solve and merge again and again, in one thread of several."""
        random = np.random.default_rng(seed)
        while not self._over():
            kind, began = self._choose(random), time.monotonic()
            best = self.search.require()
            found, solved = self._solve(best, kind, self.arms[kind].size, int(random.integers(1 << 30)))
            gain = self._merge(best, found)
            self.arms[kind].learn(np.sqrt(gain) / max(0.2, time.monotonic() - began), solved)

    def together(self, pool: Executor, workers: int, rounds: int) -> None:
        """Rounds in which every worker starts from the same plan, merged in order: the same plan every time."""
        random = np.random.default_rng(self.search.settings.seed)
        for _ in range(rounds):
            if self._over():
                return
            best = self.search.require()
            kinds = [self._choose(random) for _ in range(workers)]
            sizes = [self.arms[kind].size for kind in kinds]
            seeds = [int(random.integers(1 << 30)) for _ in range(workers)]
            for kind, (found, solved) in zip(kinds, pool.map(partial(self._solve, best), kinds, sizes, seeds), strict=True):
                self.arms[kind].learn(np.sqrt(self._merge(best, found)), solved)

    def _over(self) -> bool:
        search = self.search
        if search.left_until(self.end) <= 0.05 or (self.until is not None and self.until()):
            return True
        return all(search.proven(k) for k in range(self.goal, len(search.model.objectives)))

    def _choose(self, random: np.random.Generator) -> int:
        gains = np.array([arm.gain for arm in self.arms]) + 0.1
        return int(random.choice(len(gains), p=gains / gains.sum()))

    def _merge(self, best: Ints, found: Ints | None) -> int:
        """Offer what was found on top of the best plan by now; returns by how much that became better."""
        before = int(self.cost @ self.search.require())
        if found is None or not self.search.offer_change(best, found):
            return 0
        return max(0, before - int(self.cost @ self.search.require()))

    def _solve(self, best: Ints, kind: int, size: int, seed: int) -> tuple[Ints | None, bool]:
        """Solve one neighbourhood; returns a plan or None, and whether it was solved to the end."""
        search, part = self.search, self._free(best, kind, size, np.random.default_rng(seed))
        seconds = search.left_until(self.end)
        cost = self.cost[part.free]
        result = solve_cpsat(
            self._protecting(part, best),
            cost,
            Effort(
                seconds=search.at_most(seconds, self.parameters.seconds),
                workers=1,
                seed=seed,
                end=min(search.end, self.end),
                deterministic=search.units(self.parameters.units),
            ),
            hint=best[part.free],
            stops=[search.stop],
            parameters={"linearization_level": 2, "symmetry_level": 0},
        )
        if result.x is None:
            return None, result.infeasible
        return part.expand(result.x), result.bound is not None and int(cost @ result.x) <= result.bound

    def _free(self, best: Ints, kind: int, size: int, random: np.random.Generator) -> Reduced:
        """The part of the model that a neighbourhood frees."""
        model = self.search.model
        trouble = waiting(model.layout, best) + self.parameters.shortfall_weight * shortfall(model.layout, best)
        options = self.kinds[kind](model, best, trouble, size, random)
        if self.allowed is not None:
            options = options & (self.allowed | (best[: model.instance.options] == 1))
        dialogues = bool(random.random() < self.parameters.dialogue_share)
        return reduce(model.linear, free_columns(model, options, dialogues=dialogues), best)

    def _protecting(self, part: Reduced, best: Ints) -> Linear:
        """The part with a row for each goal before: no worse than now. Rows of the part alone, since the whole may be very large."""
        linear, now = part.linear, best[part.free]
        for objective in self.search.model.objectives[: self.goal]:
            cost = objective.cost[part.free]
            if cost.any():
                linear = linear.with_row(cost, -FREE, int(cost @ now))
        return linear


def weighted_cost(search: Search, goal: int) -> Ints:
    """One cost for all goals from `goal` on whose weights stay small enough to be lexicographic."""
    objectives = search.model.objectives[goal:]
    return _combine([objective.cost for objective in objectives], search.model.linear.upper)


def _combine(costs: Sequence[Ints], upper: Ints) -> Ints:
    """Weigh costs so that one unit of an earlier one outweighs all of the later ones; later ones are left out past 2^40."""
    total = costs[0].copy()
    weights = [1]
    reach = 1
    for cost in costs[1:]:
        reach *= 1 + int((np.abs(cost) * upper).sum())
        if reach > 1 << 40:
            break
        weights.append(reach)
    used = costs[: len(weights)]
    total = np.zeros_like(costs[0])
    for k, cost in enumerate(used):
        total += cost * (weights[-1] // weights[k])
    return total
