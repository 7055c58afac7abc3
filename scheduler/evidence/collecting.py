"""What a run knows of why its bounds hold, put beside the bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.checker.bounds import KINDS, SEARCH, Ground, by_definition
from scheduler.evidence.prices import floor_prices, prices_of
from scheduler.evidence.relaxing import best_multipliers
from scheduler.linear import FREE
from scheduler.model import build_model
from scheduler.plan import Evidence, GoalResult
from scheduler.search import Search

PRICED = ("floor", "value", "lowest", "mix")  # goals that are linear in decisions that prices can speak of
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
    """Evidence for a goal that the run has kept, else prices of the linear program of a small event."""
    instance = search.model.instance
    kept = [entry for entry in search.evidence if entry.goal == goal]
    if goal == "floor":
        kept.append(floor_prices(instance).evidence(instance, goal))
    seconds = min(SECONDS, end - time.monotonic())
    if goal not in PRICED or instance.options > SMALL or seconds <= 0:
        return kept
    before = [name for name in ground.before(goal) if name in PRICED]
    model = build_model(instance, (*before, goal))
    linear = model.linear
    for objective in model.objectives[:-1]:
        linear = linear.with_row(objective.cost, -FREE, objective.sign * ground.achieved[objective.name])
    multipliers = best_multipliers(linear, model.objectives[-1].cost, seconds)
    if multipliers is None:
        return kept
    earlier = {name: max(0, -int(price)) for name, price in zip(before, multipliers[model.linear.rows :], strict=True)}
    return [*kept, prices_of(model.layout, multipliers, earlier).evidence(instance, goal)]
