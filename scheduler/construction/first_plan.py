"""A first valid plan at once: what has to be held, then whatever fits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.errors import NoPlanInTime
from scheduler.improvement.neighbourhoods import free_columns
from scheduler.instance.instance import Ints
from scheduler.maxsat.race import MaxSat
from scheduler.model.columns import Layout
from scheduler.program.restriction import Reduced, reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat

CHUNK = 20_000  # options that are tried one by one before those that have become impossible are left out


class Impossible(Exception):
    """Proven: the hard rules leave no plan."""


def find_first(search: Search, race: MaxSat) -> None:
    """Put a first plan into the search.

    Parameters
    ----------
    race
        A MaxSAT run that may get there first.

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
        _hold_what_must(search, race)
    if not search.model.instance.after and search.model.instance.problem.max_break_difference is None:
        search.offer(fill(layout, search.require()[: layout.core], search.model.instance.value[search.model.instance.option_request]))


def _hold_what_must(search: Search, race: MaxSat) -> None:
    """Solve the part of the model that has to be held; the rest stays empty unless a rule may need it."""
    model, instance = search.model, search.model.instance
    nothing = model.layout.complete(np.zeros(model.layout.core, dtype=np.int64))
    if instance.problem.max_break_difference is None:
        free = free_columns(model, instance.must[instance.option_request], tables=True)
    else:
        free = np.ones(model.linear.columns, dtype=bool)
    part = reduce(model.linear, free, nothing)
    seats = np.zeros(model.linear.columns, dtype=np.int64)
    seats[model.layout.seating.seat_column] = -model.layout.seating.seat_value
    if instance.problem.max_break_difference is None and len(model.layout.seating.seat_column):
        # Good seats at the tables are worth a second; whether there is a plan at all is worth all there are.
        _offer_part(search, part, seats[part.free], search.left if search.settings.reproducible else min(search.left / 3, 1.0), race)
    if search.best is None:
        _offer_part(search, part, np.zeros(len(part.free), dtype=np.int64), search.left, race)
    if search.best is None:
        raise NoPlanInTime("no plan was found in the time given, and none was shown to be impossible; give it more seconds")


def _offer_part(search: Search, part: Reduced, cost: Ints, seconds: float, race: MaxSat) -> None:
    """Offer any good solution of a part that decides whether a plan exists; the first of two solvers wins."""
    single = search.settings.reproducible or search.settings.workers == 1
    result = solve_cpsat(
        part.linear,
        cost,
        Effort(
            seconds=seconds,
            workers=1 if single else search.settings.workers,
            seed=search.settings.seed,
            end=search.end,
            deterministic=search.settings.seconds / 8 if search.settings.reproducible else None,
        ),
        stops=[search.stop, race.found],
        # That nothing exists is often shown by the relaxation alone, that something does, without it.
        parameters={"linearization_level": 2} if single else {"subsolvers": ["max_lp", "no_lp"]},
    )
    if result.x is not None:
        search.offer(part.expand(result.x))
    if result.infeasible:
        raise Impossible
    if race.infeasible:
        raise Impossible


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
    meets_in = {
        (p, int(instance.option_slot[o])): int(instance.option_pool[o])
        for o in np.flatnonzero(core[layout.option])
        for p in instance.pair[instance.option_request[o]].tolist()
    }
    request, slots, pools = instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist()
    pair, parallel, limit = instance.pair.tolist(), instance.parallel.tolist(), instance.limit.tolist()
    room = instance.capacity
    single = [min(p.capacity, p.total) for p in instance.pools]
    spread = np.random.default_rng(0).permutation(instance.options)
    order = np.lexsort((spread, -np.asarray(priority)))
    if only is not None:
        order = order[only[order]]
    while len(order):
        for o in order[:CHUNK].tolist():
            r, t, k = request[o], slots[o], pools[o]
            if held[r] or used[k, t] >= room[k]:
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
        # Most of what is left has become impossible: told apart at once, not one by one.
        order = order[CHUNK:]
        r, t, k = instance.option_request[order], instance.option_slot[order], instance.option_pool[order]
        people = instance.pair[r]
        roomy = ((load < instance.parallel[:, None])[people, t[:, None]] & (meetings < instance.limit)[people]).all(axis=1)
        order = order[roomy & (held[r] == 0) & (used[k, t] < room[k])]
    return result
