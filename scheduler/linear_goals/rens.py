"""From a fractional relaxation to a plan: ever larger integer programs around what is fractional in it.

The linear program of an event is nearly whole, so what it leaves open is small and solved in a moment, while branch and bound
over everything first has to find its way there. First only fractional decisions are free (relaxation enforced neighbourhood;
T. Berthold, Mathematical Programming Computation 6, 2014), then all options of the requests they belong to, then those among the
people of these requests. Each program starts from the best plan of the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from scheduler.instance.instance import Bools, Ints
from scheduler.model.model import Model
from scheduler.program.integer_program import Linear
from scheduler.program.restriction import Reduced, reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

SHARE = 0.2  # of the time left for one of these programs, and at least
LEAST = 1.0  # seconds


def complete_relaxation(
    search: Search, small: Model, linear: Linear, cost: Ints, highs: Highs, x: npt.NDArray[np.float64], near: Bools, end: float, target: int
) -> None:
    """Offer plans near a fractional solution of `linear`, until one costs no more than `target`.

    Parameters
    ----------
    small
        The model whose columns `linear` has.
    cost
        (n,) to be minimised.
    x
        (n,) the fractional solution.
    near
        (n,) columns of reduced costs so small that they may be in a good plan.
    end
        Monotonic time to end by.
    target
        A proven bound of the cost.
    """
    whole = np.round(x).astype(np.int64)
    fractional = np.abs(x - whole) > 1e-6
    core = small.layout.core
    best: Ints | None = None
    for free in _wider(small, fractional, near):
        base = whole if best is None else best
        part = reduce(linear, free, base)
        left = search.left_until(end)
        if left <= 0:
            return
        highs.load(part.linear)
        result = highs.minimise(
            cost[part.free],
            seconds=left if search.settings.reproducible else min(left, max(LEAST, SHARE * left)),
            integral=True,
            start=None if best is None else best[part.free],
            on_solution=offering(search, part, core),
        )
        if result.x is not None:
            found = part.expand(np.round(result.x).astype(np.int64))
            search.offer(found[:core])
            best = found if best is None or cost @ found < cost @ best else best
        best = best if best is not None else feasible(search, small, linear)
        if best is None or cost @ best <= target:
            return


def offering(search: Search, part: Reduced, core: int) -> Callable[[Ints], object]:
    """Offer solutions of a part to the search."""
    return lambda x: search.offer(part.expand(x)[:core])


def feasible(search: Search, small: Model, linear: Linear) -> Ints | None:
    """(n,) the best plan of a search in the columns of `linear`, if it lies in that program."""
    if search.best is None:
        return None
    full = small.layout.complete(search.best[: small.layout.core])
    return None if len(linear.violated(full)) else full


def _wider(small: Model, fractional: Bools, near: Bools) -> Iterator[Bools]:
    """Columns that may change, step by step more of them; what follows from decisions always may."""
    instance, layout = small.instance, small.layout
    free = fractional.copy()
    free[layout.core :] = True
    yield free
    tables = slice(instance.options, layout.core)
    free[tables] |= near[tables]
    requests = np.unique(instance.option_request[fractional[: instance.options]])
    people = np.zeros(instance.people, dtype=bool)
    people[instance.pair[requests]] = True
    among: Bools = np.all(people[instance.pair], axis=1)
    for of_step in (np.isin(np.arange(instance.requests), requests), among):
        free[: instance.options] |= of_step[instance.option_request] & near[: instance.options]
        yield free
