"""Add whatever fits to a schedule, greedily."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.arrays import Bools, Ints
from scheduler.model.columns import Layout
from scheduler.parameters import DEFAULTS


def fill(
    layout: Layout,
    core: Ints,
    priority: npt.NDArray[np.floating] | Ints,
    only: Bools | None = None,
    chunk: int = DEFAULTS.first_plan.chunk,
) -> Ints:
    """Add options to a schedule greedily, the highest priority first, wherever they fit.

    Parameters
    ----------
    core
        (core,) a valid schedule.
    priority
        (N,) order of the options; of equal ones the slot that has most places left is taken.
    only
        (N,) options that may be added.
    chunk
        Options that are tried one by one before those that have become impossible are left out.

    Returns
    -------
    ints
        A schedule with at least the same meetings; does not look at `after` and break differences.
    """
    spread = np.random.default_rng(0).permutation(layout.instance.options)
    order = np.lexsort((spread, -np.asarray(priority)))
    if only is not None:
        order = order[only[order]]
    filling = _Filling(layout, core)
    while len(order):
        filling.add(order[:chunk])
        # Most of what is left has become impossible: told apart at once, not one by one.
        order = filling.possible(order[chunk:])
    return filling.result


class _Filling:
    """A schedule that grows, and the room that it leaves.

    Attributes
    ----------
    load
        (P, S) meetings that each participant holds; a dialogue counts as all that it could hold at once.
    used
        (K, S) meetings that each pool of places holds; a dialogue counts as all that its place could.
    held, meetings
        (R,) whether each request is held, and (P,) meetings of each participant.
    meets_in
        By participant and slot, the pool where it holds meetings.
    """

    def __init__(self, layout: Layout, core: Ints) -> None:
        self.instance = instance = layout.instance
        self.result = core.copy()
        self.load = _load(layout, core)
        self.used = _used(layout, core)
        self.held = np.bincount(instance.option_request, weights=core[layout.option], minlength=instance.requests).astype(np.int64)
        weights = np.repeat(self.held, 2)
        self.meetings = np.bincount(instance.pair.ravel(), weights=weights, minlength=instance.people).astype(np.int64)
        self.meets_in = {
            (p, int(instance.option_slot[o])): int(instance.option_pool[o])
            for o in np.flatnonzero(core[layout.option])
            for p in instance.pair[instance.option_request[o]].tolist()
        }
        self._single = [min(pool.capacity, pool.total) for pool in instance.pools]
        # Lists are several times faster than arrays where one entry is looked at after the other.
        self._request, self._slot, self._pool = (
            instance.option_request.tolist(),
            instance.option_slot.tolist(),
            instance.option_pool.tolist(),
        )
        self._pair, self._parallel, self._limit = instance.pair.tolist(), instance.parallel.tolist(), instance.limit.tolist()

    def add(self, options: Ints) -> None:
        """Try these options one after the other."""
        held, used, load, meetings, meets_in = self.held, self.used, self.load, self.meetings, self.meets_in
        room, parallel, limit, single = self.instance.capacity, self._parallel, self._limit, self._single
        for o in options.tolist():
            r, t, k = self._request[o], self._slot[o], self._pool[o]
            if held[r] or used[k, t] >= room[k]:
                continue
            a, b = self._pair[r]
            if meetings[a] >= limit[a] or meetings[b] >= limit[b]:
                continue
            if any(load[p, t] >= parallel[p] or (load[p, t] and (meets_in.get((p, t)) != k or load[p, t] >= single[k])) for p in (a, b)):
                continue
            held[r] = 1
            used[k, t] += 1
            self.result[o] = 1
            for p in (a, b):
                load[p, t] += 1
                meetings[p] += 1
                meets_in[p, t] = k

    def possible(self, options: Ints) -> Ints:
        """Those of these options that people and places still have room for."""
        instance = self.instance
        r, t, k = instance.option_request[options], instance.option_slot[options], instance.option_pool[options]
        people = instance.pair[r]
        free = (self.load < instance.parallel[:, None])[people, t[:, None]]
        roomy = (free & (self.meetings < instance.limit)[people]).all(axis=1)
        left: Ints = options[roomy & (self.held[r] == 0) & (self.used[k, t] < instance.capacity[k])]
        return left


def _load(layout: Layout, core: Ints) -> Ints:
    instance = layout.instance
    load = np.zeros((instance.people, instance.slots), dtype=np.int64)
    person, slot, column, whole = layout.busy
    np.add.at(load, (person, slot), np.where(whole, instance.parallel[person], 1) * core[column])
    return load


def _used(layout: Layout, core: Ints) -> Ints:
    instance = layout.instance
    used = np.zeros((len(instance.pools), instance.slots), dtype=np.int64)
    np.add.at(used, (instance.option_pool, instance.option_slot), core[layout.option])
    pool, at, column = layout.dialogue_places
    capacity = np.array([each.capacity for each in instance.pools], dtype=np.int64)
    np.add.at(used, (pool, at), capacity[pool] * core[column])
    return used
