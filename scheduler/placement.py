"""Give every meeting and table its place: in the pool that the model chose, with few moves between zones and tables.

Slot by slot a minimum-cost assignment (the Hungarian method) of what is held to the places of its pool; what it costs is how
many of the people concerned are elsewhere in the slot before or after. Sweeps go on until nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from scheduler.instance import Instance, Ints
from scheduler.layout import Layout

SWEEPS = 6
MOVE, TABLE = 1000, 1


@dataclass(frozen=True)
class Placed:
    """Places by index: of each held option, and of each held start."""

    meeting: dict[int, int]
    table: dict[int, int]


def place_all(layout: Layout, core: Ints) -> Placed:
    """Assign places to a valid schedule.

    Parameters
    ----------
    core
        (core,) the schedule.
    """
    state = _State(layout, core)
    state.place_tables()
    for sweep in range(SWEEPS):
        if not sum(state.place_slot(t) for t in range(layout.instance.slots)) and sweep:
            break
    return Placed(state.meeting, state.table)


class _State:
    def __init__(self, layout: Layout, core: Ints) -> None:
        self.layout, self.instance = layout, layout.instance
        self.zone = _zones(self.instance)
        self.meeting: dict[int, int] = {}
        self.table: dict[int, int] = {}
        self.where = np.full((self.instance.people, self.instance.slots), -1, dtype=np.int64)
        self.taken: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.core = core
        held = np.flatnonzero(core[: self.instance.options])
        self.units: list[dict[int, list[list[int]]]] = [defaultdict(list) for _ in range(self.instance.slots)]
        for t in range(self.instance.slots):
            for unit in _together(self.instance, held[self.instance.option_slot[held] == t]):
                self.units[t][int(self.instance.option_pool[unit[0]])].append(unit)
        homes = [person.home for person in self.instance.problem.participants]
        index = {place.id: i for i, place in enumerate(self.instance.problem.places)}
        self.home = np.array([index[home] if home is not None else -1 for home in homes], dtype=np.int64)

    def place_tables(self) -> None:
        """Places for dialogues, the earliest start first: an interval graph needs no more than its widest slot."""
        seating, instance = self.layout.seating, self.instance
        chosen = [e for e in range(len(seating.table_start)) if self._is_table(e)]
        chosen.sort(key=lambda e: int(seating.start_slot[seating.table_start[e]]))
        for e in chosen:
            start, pool = int(seating.table_start[e]), int(seating.table_pool[e])
            first = int(seating.start_slot[start])
            run = range(first, first + instance.groups[int(seating.start_group[start])].length)
            place = next(q for q in instance.pools[pool].places if all(q not in self.taken[pool, t] for t in run))
            self.table[start] = place
            seats, guides = self.layout.seated(self.core, start)
            for t in run:
                self.taken[pool, t].add(place)
                self.where[seats + guides, t] = place

    def place_slot(self, t: int) -> int:
        """Assign the meetings of one slot; returns how many moved."""
        moved = 0
        for pool, units in self.units[t].items():
            free = [q for q in self.instance.pools[pool].places if q not in self.taken[pool, t]]
            capacity = self.instance.pools[pool].capacity
            seats = np.repeat(free, capacity) if capacity > 1 and len(free) > 1 else np.array(free, dtype=np.int64)
            if len(free) == 1:
                targets = [free[0]] * len(units)
            else:
                cost = np.stack([self._cost(unit, t, seats) for unit in units])
                row, column = linear_sum_assignment(cost)
                targets = seats[column[np.argsort(row)]].tolist()
            for unit, place in zip(units, targets, strict=True):
                for option in unit:
                    moved += self.meeting.get(option) != place
                    self.meeting[option] = place
                    self.where[self.instance.pair[self.instance.option_request[option]], t] = place
        return moved

    def _cost(self, unit: list[int], t: int, seats: Ints) -> Ints:
        cost = np.zeros(len(seats), dtype=np.int64)
        day = self.instance.day
        for person in np.unique(self.instance.pair[self.instance.option_request[unit]]):
            cost -= TABLE * (seats == self.home[person])
            for near in (t - 1, t + 1):
                if 0 <= near < self.instance.slots and day[near] == day[t] and self.where[person, near] >= 0:
                    other = self.where[person, near]
                    cost += MOVE * (self.zone[seats] != self.zone[other]) + TABLE * (seats != other)
        return cost

    def _is_table(self, entry: int) -> bool:
        seating = self.layout.seating
        return bool(self.core[seating.table_column[entry]] and self.core[seating.start_column[seating.table_start[entry]]])


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
