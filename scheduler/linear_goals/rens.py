"""From a fractional relaxation to a plan: ever larger integer programs around what is fractional in it.

The linear program of an event is nearly whole, so what it leaves open is small and solved in a moment, while branch and bound
over everything first has to find its way there. First only fractional decisions are free (relaxation enforced neighbourhood;
T. Berthold, Mathematical Programming Computation 6, 2014), then all options of the requests they belong to, then those among the
people of these requests. Each program starts from the best plan of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.arrays import Bools, Floats, Ints
from scheduler.model.model import Model
from scheduler.program.restriction import reduce
from scheduler.run.linear_task import LinearTask


def complete_relaxation(task: LinearTask, x: Floats, near: Bools, target: int) -> None:
    """Offer plans near a fractional solution of a task's program, until one costs no more than `target`.

    Parameters
    ----------
    x
        (n,) the fractional solution.
    near
        (n,) columns of reduced costs so small that they may be in a good plan.
    target
        A proven bound of the cost.
    """
    whole = np.round(x).astype(np.int64)
    best: Ints | None = None
    for free in _wider(task.model, np.abs(x - whole) > 1e-6, near):
        if task.left <= 0:
            return
        found = _solve(task, free, whole, best)
        if found is not None:
            task.offer(found)
            best = found if best is None or task.cost @ found < task.cost @ best else best
        best = best if best is not None else task.feasible()
        if best is None or task.cost @ best <= target:
            return


def _solve(task: LinearTask, free: Bools, whole: Ints, best: Ints | None) -> Ints | None:
    """The best plan that differs from the best one so far, or from the rounded relaxation, in free columns only; None: none found."""
    part = reduce(task.linear, free, whole if best is None else best)
    parameters, left = task.parameters.rens, task.left
    task.highs.load(part.linear)
    result = task.highs.minimise(
        task.cost[part.free],
        seconds=task.search.at_most(left, max(parameters.least_seconds, parameters.share * left)),
        integral=True,
        start=None if best is None else best[part.free],
        on_solution=task.offering(part),
    )
    return None if result.x is None else part.expand(np.round(result.x).astype(np.int64))


def _wider(small: Model, fractional: Bools, near: Bools) -> Iterator[Bools]:
    """Columns that may change, step by step more of them; what follows from decisions always may."""
    instance, layout = small.instance, small.layout
    free = fractional.copy()
    free[layout.core :] = True
    yield free
    dialogues = slice(instance.options, layout.core)
    free[dialogues] |= near[dialogues]
    requests = np.unique(instance.option_request[fractional[: instance.options]])
    people = np.zeros(instance.people, dtype=bool)
    people[instance.pair[requests]] = True
    among: Bools = np.all(people[instance.pair], axis=1)
    for of_step in (np.isin(np.arange(instance.requests), requests), among):
        free[: instance.options] |= of_step[instance.option_request] & near[: instance.options]
        yield free
