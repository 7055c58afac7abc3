"""Corrections of very many conflicts at once, by counting how many of some meetings fit beside all else.

Of twenty meetings that one participant must hold, any twelve may fit, and then no conflict of these has fewer than thirteen: said at once
instead of once for every twelve. Everything else stays as it is in one plan. Beside it each meeting has some slots left; taken in
the order of how many, all have one if there are never too many of those with few (after P. Hall, Journal of the London Mathematical
Society 10, 1935).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.infeasibility.counting import crowded
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.parameters import DEFAULTS, ConflictParameters

Stair = tuple[tuple[int, ...], int]
"""Requests, and a number of them."""


def find_capacity_cuts(
    layout: Layout, x: Ints, missing: Sequence[int], parameters: ConflictParameters = DEFAULTS.conflicts
) -> Iterator[tuple[frozenset[int], list[Stair]]]:
    """Find meetings of which some fit beside what is kept, whichever they are.

    Parameters
    ----------
    layout
        Of a problem in which all requests must be held but those that are missing, as numbers.
    x
        One plan of it.

    Yields
    ------
    tuple
        Requests, some of them missing, and stairs: as long as fewer of each stair's requests are to be held than its number says, they can
        be, beside everything else in the plan.
    """
    instance = layout.instance
    bound = {r for pair in instance.after for r in pair} | {r for r in range(instance.requests) if _is_fixed(instance, r)}
    free = [r for r in range(instance.requests) if r not in bound]
    people = Counter(p for r in set(missing).intersection(free) for p in instance.pair[r].tolist())
    shared = [p for p, number in people.most_common(parameters.people) if number > 1]
    groups = [(p, [r for r in free if p in instance.pair[r]]) for p in shared]
    for person, group in [*groups, (-1, free)] if len(people) > 2 else groups:
        stairs = _stairs(Room(layout, x, missing, group, person), group, parameters.exact_sets)
        if any(number > 1 for _, number in stairs) or not stairs:
            yield frozenset(group), stairs


def _is_fixed(instance: Instance, r: int) -> bool:
    return any(fixed.request == instance.problem.requests[r].id for fixed in instance.problem.fixed)


class Room:
    """What a plan leaves to some meetings beside everything else that it has to hold.

    Attributes
    ----------
    slots
        For each meeting, the slots in which its people do nothing else and an allowed place has room.
    """

    def __init__(self, layout: Layout, x: Ints, missing: Sequence[int], group: Sequence[int], shared: int) -> None:
        instance = layout.instance
        self._instance, self._shared = instance, shared
        others = np.ones(instance.requests, dtype=bool)
        others[[*group, *missing]] = False
        self._met = np.bincount(instance.pair[others].ravel(), minlength=instance.people)
        self._inside = np.bincount(instance.pair[list(group)].ravel(), minlength=instance.people)
        held = np.flatnonzero(x[: instance.options])
        held = held[others[instance.option_request[held]]]
        self._left = room_left(layout, x, held)
        idle = ~seated(layout, x)
        for side in (0, 1):
            idle[instance.pair[instance.option_request[held], side], instance.option_slot[held]] = False
        self.slots = {r: self._open(r, idle) for r in group}

    def _options(self, r: int) -> slice:
        return slice(int(self._instance.first_option[r]), int(self._instance.first_option[r + 1]))

    def _open(self, r: int, idle: Bools) -> list[int]:
        options = self._options(r)
        slot, pool = self._instance.option_slot[options], self._instance.option_pool[options]
        first, second = self._instance.pair[r]
        fits = idle[first, slot] & idle[second, slot] & (self._left[pool, slot] > 0)
        return sorted(set(slot[fits].tolist()))

    def of(self, r: int) -> int:
        """How many meetings of the group, this one included, can be placed in any order with this one as the last."""
        if not self.slots[r] or any(self._is_limited(p) for p in self._instance.pair[r] if p != self._shared):
            return 0
        if self._shared >= 0:  # each of the others takes one slot
            return len(self.slots[r])
        beside = int(self._inside[self._instance.pair[r]].sum()) - 2
        pools = np.unique(self._instance.option_pool[self._options(r)])
        places = int(self._left[pools][:, self.slots[r]].sum(axis=0).min())
        return max(0, places * (len(self.slots[r]) - beside))

    def most(self) -> int | None:
        """How many the limit of the participant that all have in common leaves."""
        return None if self._shared < 0 else max(0, int(self._instance.limit[self._shared] - self._met[self._shared]))

    def is_plain(self, r: int) -> bool:
        """Whether only the others with the same participant can be in a meeting's way."""
        return self._shared >= 0 and self.of(r) > 0 and all(self._inside[p] == 1 for p in self._instance.pair[r] if p != self._shared)

    def _is_limited(self, p: int) -> bool:
        return bool(self._instance.limit[p] < self._met[p] + self._inside[p])


def seated(layout: Layout, x: Ints) -> Bools:
    """(P, S) who is at a dialogue when."""
    result = np.zeros((layout.instance.people, layout.instance.slots), dtype=bool)
    person, slot, column, whole = layout.busy
    chosen = np.flatnonzero(whole)
    chosen = chosen[x[column[chosen]] == 1]
    result[person[chosen], slot[chosen]] = True
    return result


def room_left(layout: Layout, x: Ints, held: Ints) -> Ints:
    """(K, S) how many meetings more each pool of places can take beside these options and the dialogues."""
    instance = layout.instance
    totals = np.array([pool.total for pool in instance.pools], dtype=np.int64)
    left = np.repeat(totals[:, None], instance.slots, axis=1)
    np.subtract.at(left, (instance.option_pool[held], instance.option_slot[held]), 1)
    pool, slot, column = layout.dialogue_places
    run = np.flatnonzero(x[column] == 1)
    capacity = np.array([each.capacity for each in instance.pools], dtype=np.int64)
    np.subtract.at(left, (pool[run], slot[run]), capacity[pool[run]])
    return left


def _stairs(room: Room, group: Sequence[int], most_sets: int) -> list[Stair]:
    left = {r: room.of(r) for r in group}
    plain = [r for r in group if room.is_plain(r)]
    exact = list(islice(_too_many(room, tuple(plain), set()), most_sets + 1))
    if len(exact) > most_sets:
        plain, exact = [], []
    others = [r for r in group if r not in {*plain}]
    stairs = list(exact)
    for height in sorted({left[r] for r in others}):  # placed after the plain ones
        within = (*plain, *(r for r in others if left[r] <= height))
        if len(within) > height:
            stairs.append((within, height + 1))
    most = room.most()
    return stairs if most is None or most >= len(group) else [*stairs, (tuple(group), most + 1)]


def _too_many(room: Room, group: tuple[int, ...], seen: set[tuple[int, ...]]) -> Iterator[Stair]:
    """Sets of meetings of one participant that have fewer slots between them than they are, each with one more than those slots."""
    slots = {t for r in group for t in room.slots[r]}
    if group in seen or crowded([room.slots[r] for r in group], dict.fromkeys(slots, 1)) is None:
        return
    seen.add(group)
    if len(group) > len(slots):
        yield group, len(slots) + 1
    for t in sorted(slots):
        yield from _too_many(room, tuple(r for r in group if t not in room.slots[r]), seen)
