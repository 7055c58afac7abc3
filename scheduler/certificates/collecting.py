"""What a run knows of why its bounds hold, put beside the bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.arrays import Bools
from scheduler.certificates.prices import floor_prices
from scheduler.certificates.relaxing import best_multipliers, linear_program, multipliers_evidence, nothing_new
from scheduler.checker.bounds import KINDS, SEARCH, Ground, UnfitEvidence, by_definition
from scheduler.checker.bounds.prices import PRICED
from scheduler.instance.instance import Instance
from scheduler.model.goals.lowest import levels
from scheduler.plan import Evidence, GoalResult
from scheduler.run.incumbent import Search


@dataclass(frozen=True)
class Asked:
    """What evidence is wanted for.

    Attributes
    ----------
    ground
        The problem, the goals asked for, and what the plan achieves of each.
    instance
        The whole event, with the reference plan if there is one.
    bounds
        The bound known of each goal.
    frozen
        (S,) slots in which nothing new comes; None: there are none.
    end
        Monotonic time until which prices may be looked for that the run has not kept.
    """

    ground: Ground
    instance: Instance
    bounds: Mapping[str, int]
    frozen: Bools | None
    end: float


def collect_evidence(search: Search, asked: Asked) -> tuple[tuple[GoalResult, ...], tuple[Evidence, ...]]:
    """The goals with their bounds, and what each bound rests on as far as it is not in the nature of the goal.

    Evidence that proves more than was known makes the bound better.
    """
    ground, problem = asked.ground, asked.ground.problem
    results: list[GoalResult] = []
    kept: list[Evidence] = []
    for goal in ground.order:
        bound, achieved = asked.bounds[goal], ground.achieved[goal]
        shown, best, unfit = by_definition(problem, goal), None, ""
        wanted = ground.reference is not None or ground.better(goal, shown, bound) != shown
        for entry in _candidates(search, asked, goal) if wanted and shown != achieved else ():
            try:
                proven = KINDS[entry.kind](ground, entry)
            except UnfitEvidence as why:  # something new had to come into a frozen slot: the bound rests on the search, which says so
                unfit = str(why)
                continue
            if ground.better(goal, shown, proven) != shown:
                shown, best = proven, replace(entry, bound=proven)
            if shown == achieved:
                break
        if best is not None:
            kept.append(best)
        if ground.better(goal, shown, bound) != shown:
            kept.append(Evidence(goal, SEARCH, bound, {"by": search.proven_by(goal)} | ({"unfit": unfit} if unfit else {})))
        results.append(GoalResult(goal, achieved, ground.better(goal, shown, bound)))
    return tuple(results), tuple(kept)


def _candidates(search: Search, asked: Asked, goal: str) -> Iterator[Evidence]:
    """Evidence for a goal that the run has kept, and prices of the linear program of an event that is not too large."""
    instance, ground = asked.instance, asked.ground
    yield from (entry for entry in search.evidence if entry.goal == goal)
    if goal == "floor":
        prices = floor_prices(instance)
        if prices.floor is not None and prices.floor.any():  # everybody's may be met: there is nothing to show
            yield prices.evidence(instance, goal)
    if goal == "changes":
        yield Evidence(goal, "prices", 0, {})  # what can stay by itself in no plan costs a change at any prices
    parameters = search.settings.parameters.evidence
    most = parameters.options if ground.reference is None else parameters.repair_options
    if goal not in (*PRICED, "lowest") or instance.options > most:
        return
    seconds = asked.end - time.monotonic()
    until = asked.end if search.settings.reproducible else time.monotonic() + min(parameters.seconds, seconds)
    found = _highest_missed(asked, until) if goal == "lowest" else _relaxed(asked, goal, None, until)
    if found is not None:
        yield found


def _relaxed(asked: Asked, goal: str, missed: int | None, until: float) -> Evidence | None:
    """Prices of the best bound that a linear program gives; for the lowest satisfaction of what it takes to reach a percentage."""
    ground = asked.ground
    model, linear = linear_program(asked.instance, ground.order, ground.achieved, goal, missed)
    if asked.frozen is not None:
        linear = nothing_new(model.layout, linear, asked.frozen)
    multipliers = best_multipliers(linear, model.objectives[-1].cost, until - time.monotonic())
    if multipliers is None:
        return None
    found = multipliers_evidence(model, goal, multipliers, {}, missed)
    if asked.frozen is None or not asked.frozen.any():
        return found
    slots = [slot.id for slot, shut in zip(ground.problem.slots, asked.frozen.tolist(), strict=True) if shut]
    return replace(found, data=found.data | {"frozen": slots})


def _highest_missed(asked: Asked, until: float) -> Evidence | None:
    """Evidence for the lowest percentage that its prices show to be out of reach, by halving."""
    ground = asked.ground
    grid = levels(asked.instance)
    grid = grid[grid > ground.achieved["lowest"]].tolist()
    best, low, high = None, 0, len(grid)
    while low < high:
        middle = (low + high) // 2
        found = _relaxed(asked, "lowest", grid[middle], until)
        if found is None:
            return best
        try:
            proven = KINDS[found.kind](ground, found)
        except UnfitEvidence:
            return found  # unfit at any percentage, which whoever takes it learns as well
        if proven < grid[middle]:
            best, high = found, middle
        else:
            low = middle + 1
    return best
