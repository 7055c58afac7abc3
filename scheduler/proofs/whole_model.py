"""The whole model by CP-SAT: for events small enough, and for proofs."""

from __future__ import annotations

from scheduler.arrays import Ints
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat
from scheduler.stop import Stop


def minimise_exactly(search: Search, goal: int, end: float, units: float | None = None) -> None:
    """Minimise one goal over the whole model, from the best plan on; plans and bounds go to the search.

    Parameters
    ----------
    end
        Monotonic time to end by.
    units
        Limit in CP-SAT's deterministic time, with one worker, for a reproducible run.
    """
    objective = search.model.objectives[goal]
    seconds = search.left_until(end)
    if seconds <= 0.01 or search.proven(goal):
        return
    reached = Stop()

    def offer(x: Ints) -> None:
        search.offer(x)
        if search.proven(goal):
            reached.request()

    result = solve_cpsat(
        search.program(goal),
        objective.cost,
        Effort(
            seconds=seconds,
            workers=1 if units is not None else search.settings.workers,
            seed=search.settings.seed,
            end=min(search.end, end),
            deterministic=units,
        ),
        hint=search.require(),
        stops=[search.stop, reached],  # a bound that is known already ends the search as soon as it is reached
        on_solution=offer,
        on_bound=lambda bound: search.raise_bound(goal, bound, "CP-SAT"),
    )
    if result.x is not None:
        search.offer(result.x)
    if result.bound is not None:
        search.raise_bound(goal, result.bound, "CP-SAT")
