"""The whole model by CP-SAT: for events small enough, and for proofs."""

from __future__ import annotations

import time

from scheduler.cpsat import solve_cpsat
from scheduler.search import Search


def minimise_exactly(search: Search, goal: int, end: float, workers: int) -> None:
    """Minimise one goal over the whole model, from the best plan on; plans and bounds go to the search."""
    objective = search.model.objectives[goal]
    handle: list[object] = []
    seconds = min(search.left, end - time.monotonic())
    if seconds <= 0.01 or search.proven(goal):
        return
    with search.stop.calling(lambda: [stop() for stop in handle]):  # type: ignore[operator]
        result = solve_cpsat(
            search.program(goal),
            objective.cost,
            seconds=seconds,
            workers=1 if search.settings.reproducible else workers,
            seed=search.settings.seed,
            hint=search.require(),
            register=handle.append,
            on_solution=lambda x: search.offer(x) and None,  # type: ignore[func-returns-value]
            on_bound=lambda bound: search.raise_bound(goal, bound),
            deterministic=seconds * 2 if search.settings.reproducible else None,
        )
    if result.x is not None:
        search.offer(result.x)
    if result.bound is not None:
        search.raise_bound(goal, result.bound)
