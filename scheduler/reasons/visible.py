"""Reasons that can be seen from a plan as it is written: who is free together, who is full, what is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.place_assignment import Placed
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout


@dataclass(frozen=True)
class Visible:
    """What a plan shows of each request; the reasons are false for those that are held.

    Attributes
    ----------
    held, no_common_slot, no_slot_left, no_place_left
        (R,) each.
    full
        (R, 2) whether each of its two participants is full.
    """

    held: Bools
    no_common_slot: Bools
    full: Bools
    no_slot_left: Bools
    no_place_left: Bools

    @property
    def any(self) -> Bools:
        """(R,) whether there is any reason."""
        result: Bools = self.no_common_slot | self.full.any(axis=1) | self.no_slot_left | self.no_place_left
        return result


@dataclass(frozen=True)
class Taken:
    """Who and what is taken when.

    Attributes
    ----------
    meetings
        (P,) meetings that each participant holds.
    busy
        (P, S) whether it can take no further one: at its limit of meetings at once, or in a dialogue.
    where
        (P, S) the place where it meets, -1 where it does not.
    room
        (Q, S) whether each place could take one meeting more.
    """

    meetings: Ints
    busy: Bools
    where: Ints
    room: Bools


def see(layout: Layout, core: Ints, placed: Placed) -> Visible:
    """Find every reason that a plan shows.

    Parameters
    ----------
    core
        (core,) the schedule.
    placed
        Its places.
    """
    instance = layout.instance
    taken = take(layout, core, placed)
    held = _requests_of(instance, np.flatnonzero(core[: instance.options]))
    common = _requests_of(instance, slice(None))
    possible = np.flatnonzero(~held[instance.option_request])
    first, second = instance.pair[instance.option_request[possible]].T
    slot = instance.option_slot[possible]
    possible = possible[~taken.busy[first, slot] & ~taken.busy[second, slot]]
    slot_left = _requests_of(instance, possible)
    place_left = _requests_of(instance, possible[_has_room(instance, taken, possible)])
    return Visible(
        held=held,
        no_common_slot=~common & ~held,
        full=_full(instance, taken)[instance.pair] & ~held[:, None],
        no_slot_left=common & ~slot_left & ~held,
        no_place_left=slot_left & ~place_left & ~held,
    )


def take(layout: Layout, core: Ints, placed: Placed) -> Taken:
    """Lay a schedule out over participants and places."""
    instance = layout.instance
    option, place = _pairs(placed.meeting.items())
    slot = instance.option_slot[option]
    pair = instance.pair[instance.option_request[option]]
    load = np.zeros((instance.people, instance.slots), dtype=np.int64)
    where = np.full((instance.people, instance.slots), -1, dtype=np.int64)
    for side in (0, 1):
        np.add.at(load, (pair[:, side], slot), 1)
        where[pair[:, side], slot] = place
    used = np.zeros((len(instance.problem.places), instance.slots), dtype=np.int64)
    np.add.at(used, (place, slot), 1)
    capacity = np.array([p.capacity for p in instance.problem.places], dtype=np.int64)
    room = used < capacity[:, None]
    _take_dialogues(layout, placed, room)
    return Taken(load.sum(axis=1), (load >= instance.parallel[:, None]) | _in_dialogue(layout, core), where, room)


def _in_dialogue(layout: Layout, core: Ints) -> Bools:
    """(P, S) whether a participant sits in a dialogue or moderates one."""
    person, slot, column, whole = layout.busy
    result = np.zeros((layout.instance.people, layout.instance.slots), dtype=bool)
    chosen = np.flatnonzero(whole)
    chosen = chosen[core[column[chosen]] == 1]
    result[person[chosen], slot[chosen]] = True
    return result


def _take_dialogues(layout: Layout, placed: Placed, room: Bools) -> None:
    """A dialogue takes its place as a whole in each of its slots."""
    dialogues = layout.dialogues
    for start, place in placed.dialogue.items():
        first = int(dialogues.start_slot[start])
        room[place, first : first + layout.instance.dialogues[int(dialogues.start_dialogue[start])].length] = False


def _full(instance: Instance, taken: Taken) -> Bools:
    """(P,) whether a participant has no meeting left to give; who is never available has no slot that could be taken."""
    no_slot = np.all(taken.busy | ~instance.free, axis=1) & np.any(instance.free, axis=1)
    result: Bools = no_slot | (taken.meetings >= instance.limit)
    return result


def _has_room(instance: Instance, taken: Taken, options: Ints) -> Bools:
    """Whether each option has a place; who meets somebody already in its slot has to stay at that place."""
    pool, slot = instance.option_pool[options], instance.option_slot[options]
    first, second = (taken.where[person, slot] for person in instance.pair[instance.option_request[options]].T)
    bound = np.maximum(first, second)
    apart = (first >= 0) & (second >= 0) & (first != second)
    pool_of_place = np.full(len(instance.problem.places) + 1, -1, dtype=np.int64)  # the last one is for "unbound"
    room_in_pool = np.zeros((len(instance.pools), instance.slots), dtype=bool)
    for k, members in enumerate(instance.pools):
        pool_of_place[list(members.places)] = k
        room_in_pool[k] = taken.room[list(members.places)].any(axis=0)
    same = (pool_of_place[bound] == pool) & taken.room[bound, slot] & ~apart
    result: Bools = np.where(bound >= 0, same, room_in_pool[pool, slot])
    return result


def _requests_of(instance: Instance, options: Ints | slice) -> Bools:
    """(R,) whether a request has any of these options."""
    result = np.zeros(instance.requests, dtype=bool)
    result[instance.option_request[options]] = True
    return result


def _pairs(items: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    array = np.array(list(items), dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]
