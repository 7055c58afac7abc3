"""A first valid plan at once: what has to be held, then whatever fits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.cpsat import solve_cpsat
from scheduler.errors import NoPlanInTime
from scheduler.instance import Ints
from scheduler.layout import Layout
from scheduler.reduced import reduce
from scheduler.search import Search


class Impossible(Exception):
    """Proven: the hard rules leave no plan."""


def find_first(search: Search) -> None:
    """Put a first plan into the search.

    Raises
    ------
    Impossible
        If it is proven that no plan exists.
    NoPlanInTime
        If none was found.
    """
    layout = search.model.layout
    nothing = np.zeros(layout.core, dtype=np.int64)
    if not search.offer(nothing):
        _hold_what_must(search)
    if not search.model.instance.after and search.model.instance.problem.max_break_difference is None:
        search.offer(fill(layout, search.require()[: layout.core], search.model.instance.value[search.model.instance.option_request]))


def _hold_what_must(search: Search) -> None:
    """Solve the part of the model that has to be held; the rest stays empty unless a rule may need it."""
    model, instance = search.model, search.model.instance
    free = np.ones(model.linear.columns, dtype=bool)
    if instance.problem.max_break_difference is None:
        free[: instance.options] = instance.must[instance.option_request]
    part = reduce(model.linear, free, np.zeros(model.linear.columns, dtype=np.int64))
    seats = np.zeros(model.linear.columns, dtype=np.int64)
    seats[model.layout.seating.seat_column] = -model.layout.seating.seat_value
    goal = seats if instance.problem.max_break_difference is None else np.zeros_like(seats)
    # Seats of the tables are worth some seconds, feasibility is worth all there are.
    result = solve_part(search, part.linear, goal[part.free], min(search.left, 2.0))
    if result is None:
        result = solve_part(search, part.linear, np.zeros(len(part.free), dtype=np.int64), search.left)
    if result is None:
        raise NoPlanInTime("no plan was found in the time given, and none was shown to be impossible; give it more seconds")
    search.offer(part.expand(result))


def solve_part(search: Search, linear: object, cost: Ints, seconds: float) -> Ints | None:
    """Any good solution of a part that decides whether a plan exists; raises `Impossible` where there is none."""
    from threading import Event

    handle: list[object] = []
    done = Event()
    with search.stop.calling(lambda: [stop() for stop in handle]):  # type: ignore[operator]
        result = solve_cpsat(
            linear,  # type: ignore[arg-type]
            cost,
            seconds=seconds,
            workers=search.settings.workers,
            seed=search.settings.seed,
            register=handle.append,
        )
    done.set()
    if result.infeasible:
        raise Impossible
    return result.x


def fill(layout: Layout, core: Ints, priority: npt.NDArray[np.floating] | Ints, only: npt.NDArray[np.bool_] | None = None) -> Ints:
    """Add options to a schedule greedily, the highest priority first, wherever they fit.

    Parameters
    ----------
    core
        (core,) a valid schedule.
    priority
        (N,) order of the options; of equal ones the slot that has most places left is taken.
    only
        (N,) options that may be added.

    Returns
    -------
    ints
        A schedule with at least the same meetings; does not look at `after` and break differences.
    """
    instance = layout.instance
    result = core.copy()
    load = np.zeros((instance.people, instance.slots), dtype=np.int64)
    person, slot, column, whole = layout.busy
    np.add.at(load, (person, slot), np.where(whole, instance.parallel[person], 1) * core[column])
    used = np.zeros((len(instance.pools), instance.slots), dtype=np.int64)
    np.add.at(used, (instance.option_pool, instance.option_slot), core[layout.option])
    pool, at, table = layout.tables
    np.add.at(used, (pool, at), np.array([p.capacity for p in instance.pools], dtype=np.int64)[pool] * core[table])
    held = np.bincount(instance.option_request, weights=core[layout.option], minlength=instance.requests).astype(np.int64)
    meetings = np.bincount(instance.pair.ravel(), weights=np.repeat(held, 2), minlength=instance.people).astype(np.int64)
    meets_in = {(int(p), int(instance.option_slot[o])): int(instance.option_pool[o]) for o in np.flatnonzero(core[layout.option]) for p in instance.pair[instance.option_request[o]]}
    request, slots, pools = instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist()
    pair, parallel, limit = instance.pair.tolist(), instance.parallel.tolist(), instance.limit.tolist()
    room = instance.capacity
    single = [min(p.capacity, p.total) for p in instance.pools]
    spread = np.random.default_rng(0).permutation(instance.options)
    order = np.lexsort((spread, -np.asarray(priority)))
    for o in order.tolist():
        r, t, k = request[o], slots[o], pools[o]
        if held[r] or (only is not None and not only[o]) or used[k, t] >= room[k]:
            continue
        a, b = pair[r]
        if meetings[a] >= limit[a] or meetings[b] >= limit[b]:
            continue
        if any(load[p, t] >= parallel[p] or (load[p, t] and (meets_in.get((p, t)) != k or load[p, t] >= single[k])) for p in (a, b)):
            continue
        held[r] = 1
        used[k, t] += 1
        result[o] = 1
        for p in (a, b):
            load[p, t] += 1
            meetings[p] += 1
            meets_in[p, t] = k
    return result
