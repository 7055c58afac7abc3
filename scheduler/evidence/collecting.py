"""What a run knows of why its bounds hold, put beside the bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.checker.bounds import KINDS, SEARCH, Ground, by_definition
from scheduler.checker.bounds.prices import PRICED
from scheduler.evidence.prices import floor_prices
from scheduler.evidence.relaxing import best_multipliers, linear_program, multipliers_evidence
from scheduler.goals.lowest import levels
from scheduler.instance import Instance
from scheduler.plan import Evidence, GoalResult
from scheduler.search import Search

SMALL = 6_000  # options up to which prices are found anew where a run has kept none
SECONDS = 1.0


def collect_evidence(
    search: Search, order: Sequence[str], achieved: Mapping[str, int], bounds: Sequence[int], end: float
) -> tuple[tuple[GoalResult, ...], tuple[Evidence, ...]]:
    """The goals with their bounds, and what each bound rests on as far as it is not in the nature of the goal.

    Evidence that proves more than was known makes the bound better.

    Parameters
    ----------
    order, achieved, bounds
        The goals asked for, what the plan achieves of each, and the bound known of each.
    end
        Monotonic time until which prices may be looked for that the run has not kept.
    """
    problem = search.model.instance.problem
    ground = Ground(problem, tuple(order), achieved)
    results: list[GoalResult] = []
    kept: list[Evidence] = []
    for goal, bound in zip(order, bounds, strict=True):
        shown, best = by_definition(problem, goal), None
        if ground.better(goal, shown, bound) != shown:
            for entry in _candidates(search, ground, goal, end):
                proven = KINDS[entry.kind](ground, entry)
                if ground.better(goal, shown, proven) != shown:
                    shown, best = proven, replace(entry, bound=proven)
        if best is not None:
            kept.append(best)
        if ground.better(goal, shown, bound) != shown:
            kept.append(Evidence(goal, SEARCH, bound, {"by": search.proven_by(goal)}))
        results.append(GoalResult(goal, achieved[goal], ground.better(goal, shown, bound)))
    return tuple(results), tuple(kept)


def _candidates(search: Search, ground: Ground, goal: str, end: float) -> list[Evidence]:
    """Evidence for a goal that the run has kept, and prices of the linear program of a small event."""
    instance = search.model.instance
    kept = [entry for entry in search.evidence if entry.goal == goal]
    if goal == "floor":
        kept.append(floor_prices(instance).evidence(instance, goal))
    if goal not in (*PRICED, "lowest") or instance.options > SMALL:
        return kept
    seconds = end - time.monotonic()
    until = end if search.settings.reproducible else time.monotonic() + min(SECONDS, seconds)
    found = _highest_missed(instance, ground, until) if goal == "lowest" else _relaxed(instance, ground, goal, None, until)
    return kept if found is None else [*kept, found]


def _relaxed(instance: Instance, ground: Ground, goal: str, missed: int | None, until: float) -> Evidence | None:
    """Prices of the best bound that a linear program gives; for the lowest satisfaction of what it takes to reach a percentage."""
    model, linear = linear_program(instance, ground.order, ground.achieved, goal, missed)
    multipliers = best_multipliers(linear, model.objectives[-1].cost, until - time.monotonic())
    return None if multipliers is None else multipliers_evidence(model, goal, multipliers, {}, missed)


def _highest_missed(instance: Instance, ground: Ground, until: float) -> Evidence | None:
    """Evidence for the lowest percentage that its prices show to be out of reach, by halving."""
    grid = levels(instance)
    grid = grid[grid > ground.achieved["lowest"]].tolist()
    best, low, high = None, 0, len(grid)
    while low < high:
        middle = (low + high) // 2
        found = _relaxed(instance, ground, "lowest", grid[middle], until)
        if found is None:
            return best
        if KINDS[found.kind](ground, found) < grid[middle]:
            best, high = found, middle
        else:
            low = middle + 1
    return best
