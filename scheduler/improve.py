"""Large neighbourhood search: free a part of the plan, solve it with CP-SAT, keep what is better (Shaw, 1998).

Rounds are synchronous: every worker takes a neighbourhood of the same plan, and the results are merged in order. So a run
that counts rounds instead of seconds gives the same plan every time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduler.cpsat import solve_cpsat
from scheduler.goals.breaks import waiting
from scheduler.goals.floor import shortfall
from scheduler.instance import Bools, Ints
from scheduler.linear import Linear
from scheduler.neighbourhoods import NEIGHBOURHOODS, free_columns
from scheduler.reduced import reduce
from scheduler.search import Search

SHORT = 20  # how much more a missing meeting draws the search than a break
PATIENCE = 1.5  # seconds for one neighbourhood
UNITS = 0.6  # of deterministic time, in a reproducible run


@dataclass
class _Arm:
    """How one kind of neighbourhood has done, and how large it is by now."""

    size: int
    gain: float = 1.0

    def learn(self, gain: float, solved: bool, most: int) -> None:
        self.gain = 0.8 * self.gain + 0.2 * gain
        self.size = min(most, self.size * 9 // 8 + 1) if solved else max(8, self.size * 4 // 5)


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
    model, workers = search.model, workers or search.settings.workers
    random = np.random.default_rng(search.settings.seed)
    start = max(30, min(600, model.instance.requests // 3))
    arms = [_Arm(start) for _ in NEIGHBOURHOODS]
    linear = search.program(goal)
    cost = weighted_cost(search, goal)
    number = 0
    with ThreadPoolExecutor(workers) as pool:
        while min(search.left, end - time.monotonic()) > 0.05 and (rounds is None or number < rounds):
            if all(search.proven(k) for k in range(goal, len(model.objectives))) or (until is not None and until()):
                return
            number += 1
            best = search.require()
            gains = np.array([arm.gain for arm in arms]) + 0.1
            chosen = [int(random.choice(len(arms), p=gains / gains.sum())) for _ in range(workers)]
            seeds = [int(random.integers(1 << 30)) for _ in range(workers)]
            jobs = [
                pool.submit(_solve_one, search, linear, cost, best, arms[k].size, k, seed, allowed, end)
                for k, seed in zip(chosen, seeds, strict=True)
            ]
            before = search.costs
            for k, job in zip(chosen, jobs, strict=True):
                found, solved, seconds = job.result()
                here = int(cost @ search.require())
                if found is not None:
                    search.offer_change(best, found)
                gain = max(0, here - int(cost @ search.require()))
                arms[k].learn(np.sqrt(gain) / max(0.2, seconds if rounds is None else 1.0), solved, model.instance.requests)
            if search.costs[:goal] != before[:goal]:
                linear = search.program(goal)


def _solve_one(
    search: Search, linear: Linear, cost: Ints, best: Ints, size: int, kind: int, seed: int, allowed: Bools | None, end: float
) -> tuple[Ints | None, bool, float]:
    """Solve one neighbourhood; returns (a plan or None, whether it was solved to the end, seconds)."""
    began = time.monotonic()
    random = np.random.default_rng(seed)
    model = search.model
    trouble = waiting(model.layout, best) + SHORT * shortfall(model.layout, best)
    options = NEIGHBOURHOODS[kind](model, best, trouble, size, random)
    if allowed is not None:
        options = options & (allowed | (best[: model.instance.options] == 1))
    part = reduce(linear, free_columns(model, options, tables=bool(random.random() < 0.15)), best)
    fixed_time = search.settings.reproducible
    seconds = min(search.left, end - time.monotonic())
    result = solve_cpsat(
        part.linear,
        cost[part.free],
        seconds=seconds if fixed_time else min(seconds, PATIENCE),
        workers=1,
        seed=seed,
        hint=best[part.free],
        stops=[search.stop],
        deterministic=UNITS if fixed_time else None,
        parameters={"linearization_level": 2, "symmetry_level": 0},
    )
    spent = time.monotonic() - began
    if result.x is None:
        return None, result.infeasible, spent
    found = part.expand(result.x)
    solved = result.bound is not None and int(cost[part.free] @ result.x) <= result.bound
    return found, solved, spent


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
