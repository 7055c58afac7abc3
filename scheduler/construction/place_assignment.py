"""Give every meeting and dialogue its place: in the pool that the model chose, with few moves between zones and places.

Slot by slot a minimum-cost assignment (the Hungarian method) of what is held to the places of its pool; what it costs is how
many of the people concerned are elsewhere in the slot before or after. Sweeps go on until nothing changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.parameters import DEFAULTS, PlacementParameters


@dataclass(frozen=True)
class Placed:
    """Places by index: of each held option, and of each held start."""

    meeting: dict[int, int]
    dialogue: dict[int, int]


def place_all(
    layout: Layout,
    core: Ints,
    pinned: Placed | None = None,
    parameters: PlacementParameters = DEFAULTS.placement,
    zones: dict[int, int] | None = None,
) -> Placed:
    """Assign places to a valid schedule.

    Parameters
    ----------
    core
        (core,) the schedule.
    pinned
        Places, in their pools, that some of it has already and keeps as long as the rest has places beside it.
    zones
        Of held options, that they are to be in: numbers of zones in the order in which the places of the event name them.
    """
    pinned = pinned or Placed({}, {})
    state = _State(layout, core, parameters, zones or {})
    if not state.place_dialogues(pinned):
        state = _State(layout, core, parameters, zones or {})
        state.place_dialogues(Placed(pinned.meeting, {}))
    state.gather(pinned.meeting)
    for sweep in range(parameters.sweeps):
        if not sum(state.place_slot(t) for t in range(layout.instance.slots)) and sweep:
            break
    return Placed(dict(zip(state.held.tolist(), state.place[state.held].tolist(), strict=True)), state.dialogue)


@dataclass(frozen=True)
class _Units:
    """Meetings of one slot and pool in `count` groups that have to share a place, and whose they are: (unit, person) pairs."""

    count: int
    option: Ints
    unit_of_option: Ints
    unit: Ints
    person: Ints


class _State:
    def __init__(self, layout: Layout, core: Ints, parameters: PlacementParameters, zones: dict[int, int]) -> None:
        self.wanted = zones
        self.layout, self.instance, self.parameters = layout, layout.instance, parameters
        self.zone = _zones(self.instance)
        self.place = np.full(self.instance.options, -1, dtype=np.int64)
        self.dialogue: dict[int, int] = {}
        self.where = np.full((self.instance.people, self.instance.slots), -1, dtype=np.int64)
        self.taken: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.core = core
        self.held = np.flatnonzero(core[: self.instance.options])
        self.settled: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        self.units: list[dict[int, _Units]] = []
        homes = [person.home for person in self.instance.problem.participants]
        index = {place.id: i for i, place in enumerate(self.instance.problem.places)}
        self.home = np.array([index[home] if home is not None else -1 for home in homes], dtype=np.int64)

    def gather(self, pinned: dict[int, int]) -> None:
        """Settle meetings that have their places, with all that share a participant with them then, and put the others in units."""
        held = self._settle_single()
        for t in range(self.instance.slots):
            by_pool: dict[int, list[list[int]]] = defaultdict(list)
            for unit in _together(self.instance, held[self.instance.option_slot[held] == t]):
                pool, places = int(self.instance.option_pool[unit[0]]), [pinned[option] for option in unit if option in pinned]
                if places and self._has_room(pool, t, places[0], len(unit)):
                    self.settled[pool, t][places[0]] += len(unit)
                    self.place[unit] = places[0]
                    self.where[self.instance.pair[self.instance.option_request[unit]], t] = places[0]
                else:
                    by_pool[pool].append(unit)
            self.units.append({pool: _units(self.instance, groups) for pool, groups in by_pool.items()})

    def _settle_single(self) -> Ints:
        """Place all meetings in pools of a single place; returns the held options of the other pools."""
        instance = self.instance
        single = np.array([pool.places[0] if len(pool.places) == 1 else -1 for pool in instance.pools], dtype=np.int64)
        place = single[instance.option_pool[self.held]]
        here = self.held[place >= 0]
        self.place[here] = place[place >= 0]
        self.where[instance.pair[instance.option_request[here]], instance.option_slot[here, None]] = self.place[here, None]
        return self.held[place < 0]

    def _has_room(self, pool: int, t: int, place: int, meetings: int) -> bool:
        room = self.instance.pools[pool].capacity - self.settled[pool, t][place]
        return meetings <= room and place not in self.taken[pool, t]

    def place_dialogues(self, pinned: Placed) -> bool:
        """Places for dialogues; returns whether there is one for each, which pinned dialogues alone could prevent.

        Pinned ones come first, then the earliest start: an interval graph needs no more than its widest slot.
        """
        dialogues, instance = self.layout.dialogues, self.instance
        meetings = {(place, int(instance.option_slot[option])) for option, place in pinned.meeting.items()}
        chosen = [e for e in range(len(dialogues.place_start)) if self._takes_place(e)]
        slot = dialogues.start_slot[dialogues.place_start]
        chosen.sort(key=lambda e: (int(dialogues.place_start[e]) not in pinned.dialogue, int(slot[e])))
        for e in chosen:
            start, pool = int(dialogues.place_start[e]), int(dialogues.place_pool[e])
            first = int(dialogues.start_slot[start])
            run = range(first, first + instance.dialogues[int(dialogues.start_dialogue[start])].length)
            free = [q for q in instance.pools[pool].places if all(q not in self.taken[pool, t] for t in run)]
            if pinned.dialogue.get(start) in free:
                free = [pinned.dialogue[start]]
            if not free:
                return False
            place = next((q for q in free if all((q, t) not in meetings for t in run)), free[0])
            self.dialogue[start] = place
            seats, moderators = self.layout.seated(self.core, start)
            for t in run:
                self.taken[pool, t].add(place)
                self.where[seats + moderators, t] = place
        return True

    def place_slot(self, t: int) -> int:
        """Assign the meetings of one slot; returns how many people moved."""
        return sum(self._place_pool(t, pool, units) for pool, units in self.units[t].items())

    def _place_pool(self, t: int, pool: int, units: _Units) -> int:
        free = np.array([q for q in self.instance.pools[pool].places if q not in self.taken[pool, t]], dtype=np.int64)
        room = self.instance.pools[pool].capacity - np.array([self.settled[pool, t][q] for q in free.tolist()], dtype=np.int64)
        seats = np.repeat(free, room) if len(free) > 1 else np.repeat(free, units.count)
        large = units.count * len(seats) > self.parameters.cells
        chosen = self._nearby(units, t, seats) if large else self._cheapest(units, t, free, seats)
        before = self.where[units.person, t]
        self.where[units.person, t] = chosen[units.unit]
        self.place[units.option] = chosen[units.unit_of_option]
        return int((before != self.where[units.person, t]).sum())

    def _cheapest(self, units: _Units, t: int, free: Ints, seats: Ints) -> Ints:
        """(units,) places by a minimum-cost assignment."""
        # Imported here: it takes as long as all the rest of a small repair, which seldom needs it.
        from scipy.optimize import linear_sum_assignment

        row, column = linear_sum_assignment(self._cost(units, t, free)[:, np.searchsorted(free, seats)])
        chosen: Ints = seats[column[np.argsort(row)]]
        return chosen

    def _nearby(self, units: _Units, t: int, seats: Ints) -> Ints:
        """(units,) places one after the other: where somebody was just before, else in that zone, else anywhere."""
        near = t - 1 if t and self.instance.day[t - 1] == self.instance.day[t] else t
        left, by_zone = Counter(seats.tolist()), defaultdict[int, list[int]](list)
        for seat in seats.tolist():
            by_zone[int(self.zone[seat])].append(seat)
        were: list[list[int]] = [[] for _ in range(units.count)]
        for unit, place in zip(units.unit.tolist(), self.where[units.person, near].tolist(), strict=True):
            if place >= 0:
                were[unit].append(place)
        chosen = np.full(units.count, -1, dtype=np.int64)
        for unit, places in enumerate(were):
            stay = next((place for place in places if left[place] > 0), -1)
            if stay >= 0:
                chosen[unit] = stay
                left[stay] -= 1
        taken = Counter(chosen[chosen >= 0].tolist())
        for unit in np.flatnonzero(chosen < 0).tolist():
            zones = [int(self.zone[place]) for place in were[unit]]
            for zone in (*zones, *by_zone):
                chosen[unit] = self._next_free(by_zone[zone], taken)
                if chosen[unit] >= 0:
                    break
        return chosen

    @staticmethod
    def _next_free(seats: list[int], taken: Counter[int]) -> int:
        """Take the last of these seats that nobody has yet, or -1."""
        while seats:
            seat = seats.pop()
            if taken[seat] > 0:
                taken[seat] -= 1
            else:
                return seat
        return -1

    def _cost(self, units: _Units, t: int, places: Ints) -> Ints:
        """(units, places) less the more of the people concerned are there, or in that zone, just before and after; `places` sorted."""
        day, zone = self.instance.day, self.zone
        same_zone = np.zeros((units.count, int(zone.max()) + 1), dtype=np.int64)
        same_place = np.zeros((units.count, len(self.zone) + 1), dtype=np.int64)
        np.add.at(same_place, (units.unit, self.home[units.person]), self.parameters.place)
        for near in (t - 1, t + 1):
            if 0 <= near < self.instance.slots and day[near] == day[t]:
                other = self.where[units.person, near]
                np.add.at(same_zone, (units.unit[other >= 0], zone[other[other >= 0]]), self.parameters.zone)
                np.add.at(same_place, (units.unit, other), self.parameters.place)
        cost: Ints = -same_zone[:, zone[places]] - same_place[:, places]
        if self.wanted:
            wanted = np.full(units.count, -1, dtype=np.int64)
            wanted[units.unit_of_option] = [self.wanted.get(option, -1) for option in units.option.tolist()]
            cost -= self.parameters.wanted_zone * (wanted[:, None] == zone[places])
        return cost

    def _takes_place(self, entry: int) -> bool:
        dialogues = self.layout.dialogues
        return bool(self.core[dialogues.place_column[entry]] and self.core[dialogues.start_column[dialogues.place_start[entry]]])


def _units(instance: Instance, groups: list[list[int]]) -> _Units:
    option = np.concatenate(groups).astype(np.int64)
    number = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    people = instance.pair[instance.option_request[option]]
    cells = np.unique(np.concatenate([number * instance.people + people[:, side] for side in (0, 1)]))
    return _Units(len(groups), option, number, cells // instance.people, cells % instance.people)


def _zones(instance: Instance) -> Ints:
    number: dict[str | None, int] = {}
    return np.array([number.setdefault(place.zone, len(number)) for place in instance.problem.places], dtype=np.int64)


def _together(instance: Instance, held: Ints) -> list[list[int]]:
    """Options of one slot in groups that share a participant and so have to share a place."""
    owner: dict[int, list[int]] = {}
    for option in held.tolist():
        merged = [option]
        for person in instance.pair[instance.option_request[option]].tolist():
            for member in owner.get(person, ()):
                if member not in merged:
                    merged.append(member)
        for member in merged:
            for person in instance.pair[instance.option_request[member]].tolist():
                owner[person] = merged
    return list({id(group): group for group in owner.values()}.values())
