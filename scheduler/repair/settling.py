"""Settle what a repair leaves open, goal by goal: small programs to the end, large ones as far as time allows."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.improvement.lns import improve
from scheduler.model.model import Model, build_model, limited_as
from scheduler.program.integer_program import FREE
from scheduler.program.lagrangian import ceil_bound
from scheduler.program.relaxation import proven_by
from scheduler.program.restriction import Reduced, reduce
from scheduler.repair.integer import Solver
from scheduler.run.incumbent import Search
from scheduler.solvers.glop import solve_glop

LINEAR = ("floor", "value", "mix")


def settle(search: Search, free: Bools, solver: Solver) -> None:
    """Improve every goal in turn among plans that change nothing but the free columns.

    Parameters
    ----------
    search
        Has a plan; its bounds are over the plans that keep all columns that are not free.
    free
        (n,) columns that may change; all others follow from what stays.
    """
    parameters, names = search.settings.parameters.settling, [objective.name for objective in search.model.objectives]
    goal = 0
    while goal < len(names):
        if search.proven(goal):
            goal += 1
            continue
        search.enter(goal)
        if names[goal] in LINEAR:
            last = next((k for k in range(goal, len(names)) if names[k] not in LINEAR), len(names))
            _settle_linear(search, goal, last, _for_share(search, solver, parameters.linear_share if last < len(names) else 1.0))
            goal = last
            continue
        if solver.left <= 0:
            return
        if int(free.sum()) > parameters.exact_columns:
            large = search.model.instance.requests > parameters.large_requests
            if solver.left > (parameters.large_round_seconds if large else parameters.round_seconds):
                improve(search, goal, solver.end, free[: search.model.instance.options], rounds=_rounds(search))
            return  # it has worked on all later goals as well
        open_goals = sum(not search.proven(k) for k in range(goal, len(names)))
        _settle_exactly(search, goal, free, _for_share(search, solver, 1 / open_goals))
        goal += 1


def _for_share(search: Search, solver: Solver, share: float) -> Solver:
    """The solver for a share of the time left; a reproducible run looks at the clock only at its very end."""
    return solver if search.settings.reproducible else solver.until(time.monotonic() + solver.left * share)


def _settle_linear(search: Search, first: int, last: int, solver: Solver) -> None:
    """Goals from `first` to before `last`, in a model that knows no others: that of the diaries is three times as large."""
    parameters = search.settings.parameters.settling
    wide = search.model.linear.columns > parameters.wide_columns
    solver = solver.patient(parameters.relaxed_seconds, parameters.branched_seconds) if wide else solver
    names = [objective.name for objective in search.model.objectives[:last]]
    small = limited_as(search.model, build_model(search.model.instance, names))
    goal = first
    while goal < last:
        if names[goal : goal + 2] == ["floor", "value"]:
            # Far more than any one meeting is worth: the shortfall is as good as settled first.
            weight = 4 * int(small.instance.value.max(initial=1)) + 1000
            cost = weight * small.objectives[goal].cost + small.objectives[goal + 1].cost
            with ThreadPoolExecutor(1) as other:  # on the other core: the shortfall by itself
                alone = other.submit(_relaxed_alone, search, small, goal, solver) if wide and not search.proven(goal) else None
                bound = _minimise(search, small, goal, cost, solver)
                least = None if alone is None else alone.result()
            if bound is not None:
                # Of plans with this shortfall; one that falls less short only tightens it.
                search.raise_bound(goal + 1, bound - weight * search.costs[goal])
            if least is not None:
                search.raise_bound(goal, least, "its relaxation")
        if not search.proven(goal):
            bound = _minimise(search, small, goal, small.objectives[goal].cost, solver)
            if bound is not None:
                search.raise_bound(goal, bound)
        goal += 1


def _minimise(search: Search, small: Model, goal: int, cost: Ints, solver: Solver) -> int | None:
    """Minimise a cost among plans as good as the best one in the goals before; plans go to the search, the bound is returned."""
    part, best = _program(search, small, goal)
    core = small.layout.core

    def offer(x: Ints) -> None:
        search.offer(part.expand(x)[:core])

    found = solver.minimise(part.linear, cost[part.free], best[part.free], offer)
    if found.x is not None:
        offer(found.x)
    return None if found.bound is None else found.bound + _constant(part, cost)


def _relaxed_alone(search: Search, small: Model, goal: int, solver: Solver) -> int | None:
    """The bound that the relaxation gives of a goal, beside whatever else is solved."""
    part, _ = _program(search, small, goal)
    cost = small.objectives[goal].cost
    found = solve_glop(part.linear, cost[part.free], max(solver.left, solver.grace))
    return None if found is None else ceil_bound(proven_by(part.linear, cost[part.free], *found).bound) + _constant(part, cost)


def _program(search: Search, small: Model, goal: int) -> tuple[Reduced, Ints]:
    """The open columns of the plans that are as good as the best one in the goals before this one, and that plan."""
    linear = small.linear
    for objective, achieved in zip(small.objectives[:goal], search.costs, strict=False):
        linear = linear.with_row(objective.cost, -FREE, achieved)
    best = small.layout.complete(search.require()[: small.layout.core])
    return reduce(linear, linear.lower < linear.upper, best), best


def _constant(part: Reduced, cost: Ints) -> int:
    """What the columns that are not open cost."""
    shut = part.base.copy()
    shut[part.free] = 0
    return int(cost @ shut)


def _settle_exactly(search: Search, goal: int, free: Bools, solver: Solver) -> None:
    best, cost = search.require(), search.model.objectives[goal].cost
    part = reduce(search.program(goal), free, best)
    constant = int(cost @ np.where(free, 0, best))

    def offer(x: Ints) -> None:
        search.offer(part.expand(x))

    found = solver.exactly(part.linear, cost[part.free], best[part.free], offer, search.bound(goal) - constant)
    if found.x is not None:
        offer(found.x)
    if found.bound is not None:
        search.raise_bound(goal, found.bound + constant, "CP-SAT")


def _rounds(search: Search) -> int | None:
    """Rounds of a reproducible run, few enough to end well before the clock."""
    settings = search.settings
    return max(1, int(settings.seconds / 5)) if settings.reproducible else None
