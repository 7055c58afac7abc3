"""Row multipliers of a linear program as prices on what is scarce, in the names of the problem.

Only rows that join several requests or dialogues get a price; what either does by itself whoever recomputes the bound finds
out anew, which never weakens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.plan import Evidence
from scheduler.program.lagrangian import SCALE


@dataclass
class Prices:
    """Prices in units of 1 / SCALE, all from 0 up.

    Attributes
    ----------
    earlier
        By name of a goal before the one that is bounded: of a unit of its cost.
    diary
        (P, S) of a participant's slot, for each meeting that it could hold at once; (P,) where all slots cost the same.
    limit, floor, share
        (P,) of a meeting of ``max_meetings``, of ``floor``, of what a satisfaction needs.
    places
        (K, S) of a meeting in a pool of places.
    others
        Entries of the lists ``one_place``, ``after`` and ``mix``, as they are written.
    """

    earlier: dict[str, int] = field(default_factory=dict)
    diary: Ints | None = None
    limit: Ints | None = None
    floor: Ints | None = None
    share: Ints | None = None
    places: Ints | None = None
    others: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def evidence(self, instance: Instance, goal: str) -> Evidence:
        """These prices as evidence for a goal; what it proves is still to be found out."""
        people = [person.id for person in instance.problem.participants]
        data: dict[str, Any] = {"earlier": {name: price for name, price in self.earlier.items() if price}}
        if self.diary is not None:
            grid = np.broadcast_to(self.diary.reshape(instance.people, -1), (instance.people, instance.slots))
            data["diary"] = dict(zip(people, map(_by_slot, grid, instance.free), strict=True))
        for key, prices in (("limit", self.limit), ("floor", self.floor), ("share", self.share)):
            if prices is not None:
                data[key] = dict(zip(people, prices.tolist(), strict=True))
        data = {key: {name: price for name, price in prices.items() if price} for key, prices in data.items()}
        if self.places is not None:
            data["places"] = list(_of_pools(instance, self.places))
        data |= self.others
        return Evidence(goal, "prices", 0, {key: prices for key, prices in data.items() if prices})


def _by_slot(prices: Ints, free: Ints) -> int | list[int]:
    """One number where all slots that count cost the same, else a number a slot."""
    counted = prices[free]
    if not len(counted):
        return 0
    return int(counted[0]) if (counted == counted[0]).all() else np.where(free, prices, 0).tolist()


def _of_pools(instance: Instance, prices: Ints) -> list[dict[str, Any]]:
    everywhere = np.ones(instance.slots, dtype=bool)
    return [
        {"places": [instance.problem.places[q].id for q in pool.places], "prices": _by_slot(row, everywhere)}
        for pool, row in zip(instance.pools, prices, strict=True)
        if row.any()
    ]


def floor_prices(instance: Instance) -> Prices:
    """Prices that prove what each floor is short of whatever is held: by the limit, the free slots or the wishes of its participant."""
    asked = np.bincount(instance.pair[np.unique(instance.option_request)].ravel(), minlength=instance.people)
    room = instance.free.sum(axis=1) * instance.parallel
    short = instance.floor > np.minimum(np.minimum(asked, room), instance.limit)
    limited = short & (instance.limit <= np.minimum(asked, room))
    busy = short & ~limited & (room <= asked)
    return Prices(diary=SCALE * busy.astype(np.int64), limit=SCALE * limited.astype(np.int64), floor=SCALE * short.astype(np.int64))


def prices_of(layout: Layout, multipliers: Ints, earlier: Mapping[str, int]) -> Prices:
    """The prices that row multipliers mean.

    Parameters
    ----------
    layout
        Of the model whose rows come first among those of the program.
    multipliers
        (m,) times SCALE: from 0 up on a row's lower side, from 0 down on its upper side, as `scheduler.program.lagrangian` takes them.
    earlier
        Prices of earlier goals.
    """
    instance = layout.instance
    people, slots = instance.people, instance.slots
    arrays: dict[str, Ints] = {name: np.zeros(people, dtype=np.int64) for name in ("limit", "floor", "share")}
    arrays |= {"diary": np.zeros((people, slots), dtype=np.int64), "places": np.zeros((len(instance.pools), slots), dtype=np.int64)}
    found = Prices(dict(earlier), arrays["diary"], arrays["limit"], arrays["floor"], arrays["share"], arrays["places"])
    for block in layout.builder.blocks:
        rows = multipliers[block.first : block.first + len(block.keys[0])]
        prices = np.maximum(0, rows if block.kind in ("floor", "share", "mix") else -rows)
        array = arrays.get(block.kind)
        if array is not None:
            np.add.at(array, block.keys, prices)
        if block.kind not in _ENTRIES:
            continue
        for k in np.flatnonzero(prices).tolist():
            entry = _ENTRIES[block.kind](instance, *(int(key[k]) for key in block.keys))
            found.others.setdefault(block.kind, []).append(entry | {"price": int(prices[k])})
    return found


def _one_place(instance: Instance, person: int, slot: int, pool: int) -> dict[str, Any]:
    problem = instance.problem
    places = [problem.places[q].id for q in instance.pools[pool].places]
    return {"participant": problem.participants[person].id, "slot": problem.slots[slot].id, "places": places}


def _after(instance: Instance, later: int, earlier: int, slot: int) -> dict[str, Any]:
    requests = instance.problem.requests
    return {"request": requests[later].id, "after": requests[earlier].id, "slot": instance.problem.slots[slot].id}


def _mix(instance: Instance, group: int, person: int, seats: int) -> dict[str, Any]:
    problem = instance.problem
    return {"dialogue": problem.dialogues[group].id, "organisation": problem.participants[person].organisation, "seats": seats}


_ENTRIES = {"one_place": _one_place, "after": _after, "mix": _mix}
