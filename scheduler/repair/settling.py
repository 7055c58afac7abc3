"""Settle what a repair leaves open, goal by goal: small programs to the end, large ones as far as time allows."""

from __future__ import annotations

import time

import numpy as np

from scheduler.improve import improve
from scheduler.instance import Bools, Ints
from scheduler.reduced import reduce
from scheduler.repair.integer import Solver
from scheduler.search import Search

LINEAR = ("floor", "value")
MOST = 25_000  # columns up to which CP-SAT sees all that is open at once
SHARE = 0.5  # of the time left for a goal that is linear in the decisions


def settle(search: Search, free: Bools, solver: Solver) -> None:
    """Improve every goal in turn among plans that change nothing but the free columns.

    Parameters
    ----------
    search
        Has a plan; its bounds are over the plans that keep all columns that are not free.
    free
        (n,) columns that may change; all others follow from what stays.
    """
    names = [objective.name for objective in search.model.objectives]
    for goal, name in enumerate(names):
        if search.proven(goal):
            continue
        if solver.left <= 0 and name not in LINEAR:
            return
        search.enter(goal)
        if name not in LINEAR and int(free.sum()) > MOST:
            improve(search, goal, solver.end, free[: search.model.instance.options], rounds=_rounds(search))
            return  # it has worked on all later goals as well
        open_goals = sum(not search.proven(k) for k in range(goal, len(names)))
        share = solver.left * (SHARE if name in LINEAR else 1 / open_goals)
        until = solver if search.settings.reproducible else solver.until(time.monotonic() + share)
        _settle_goal(search, goal, free, until, relaxed=name in LINEAR)


def _settle_goal(search: Search, goal: int, free: Bools, solver: Solver, relaxed: bool) -> None:
    best, cost = search.require(), search.model.objectives[goal].cost
    part = reduce(search.program(goal), free, best)
    constant = int(cost @ np.where(free, 0, best))

    def offer(x: Ints) -> None:
        search.offer(part.expand(x))

    minimise = solver.minimise if relaxed else solver.exactly
    found = minimise(part.linear, cost[part.free], best[part.free], offer, search.bound(goal) - constant)
    if found.x is not None:
        offer(found.x)
    if found.bound is not None:
        search.raise_bound(goal, found.bound + constant, "branch and bound" if relaxed else "CP-SAT")


def _rounds(search: Search) -> int | None:
    """Rounds of a reproducible run, few enough to end well before the clock."""
    settings = search.settings
    return max(1, int(settings.seconds / 5)) if settings.reproducible else None
