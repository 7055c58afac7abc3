"""What could be held beside everything that a plan holds with nothing moved, and what is in the way of two people slot by slot.

A plan is laid out once; a question then takes milliseconds, so whoever is asked often keeps it laid out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.plan import Plan
from scheduler.problem import Problem, Request
from scheduler.reasons.needs import fits
from scheduler.reasons.occupancy import lay_out

OBSTACLES = ("away", "dialogue", "meeting", "max_meetings", "slots", "order", "apart", "place", "break_difference")


@dataclass(frozen=True, slots=True)
class Opening:
    """A request that is not held and could be as things are, in each of these slots; ids."""

    request: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of two people in a slot.

    Attributes
    ----------
    code
        One of `OBSTACLES`: somebody is away, in a dialogue, meets as many then as they can, or as many in all as they want; the request
        has slots of its own, or an order with another one; the two are bound to different places, no place is left, or breaks would
        differ by more than the event allows.
    participant
        Whom it concerns, where it is one of the two.
    subjects
        Requests that are held then, or the dialogue.
    """

    code: str
    participant: str | None = None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InSlot:
    """What would be of two people in a slot: where they could meet, or all that is in the way (then ``place`` is None)."""

    slot: str
    place: str | None
    obstacles: tuple[Obstacle, ...]


class Openings:
    """A plan laid out to be asked.

    Parameters
    ----------
    problem, plan
        The plan's meetings and dialogues are the problem's; nothing else of it is looked at.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self._occupancy = lay_out(problem, plan)
        self._people = {person.id: p for p, person in enumerate(problem.participants)}
        self._slots = [slot.id for slot in problem.slots]
        self._places = {place.id: q for q, place in enumerate(problem.places)}
        days = np.array([slot.day for slot in problem.slots])
        self._days = [np.flatnonzero(days == day) for day in dict.fromkeys(days.tolist())]
        self._allowed = AllowedPlaces(problem)
        self._met = self._meetings()
        self._sat = self._dialogues()
        self._asked: dict[frozenset[str], list[int]] = defaultdict(list)
        for r, request in enumerate(problem.requests):
            self._asked[frozenset(request.participants)].append(r)

    @cached_property
    def open_requests(self) -> tuple[Opening, ...]:
        """Every request that is not held and could be with nothing moved, the most valuable first."""
        occupancy, requests = self._occupancy, self.problem.requests
        rows = np.flatnonzero(occupancy.slot < 0)
        rows = rows[np.argsort(-occupancy.value[rows], kind="stable")]
        found = []
        for r, open_in in zip(rows.tolist(), self._open(rows), strict=True):
            pair = occupancy.pair[r].tolist()
            slots = tuple(self._slots[t] for t in np.flatnonzero(open_in).tolist() if self._keeps_difference(pair, t))
            if slots:
                found.append(Opening(requests[r].id, slots))
        return tuple(found)

    def request_of(self, one: str, other: str) -> Request | None:
        """What two people asked for: a request that is held, else the first one; None: nobody asked.

        Raises
        ------
        ValueError
            If one of them is unknown, or they are the same.
        """
        self._require(one, other)
        rows = self._asked.get(frozenset((one, other)), [])
        held = [r for r in rows if self._occupancy.slot[r] >= 0]
        return next((self.problem.requests[r] for r in (*held, *rows)), None)

    def between(self, one: str, other: str) -> tuple[InSlot, ...]:
        """What would be of a meeting of two people in each slot, beside everything that is held: what they asked for, or a meeting anyway.

        Raises
        ------
        ValueError
            If one of them is unknown, or they are the same.
        """
        request = self.request_of(one, other) or Request("", (one, other))
        rows = [r for r in self._asked.get(frozenset((one, other)), []) if self.problem.requests[r].id == request.id]
        places = [self._places[name] for name in self._allowed.of(request)]
        return tuple(self._in_slot(request, rows[0] if rows else -1, places, t) for t in range(len(self._slots)))

    def free_in(self, slot: str) -> tuple[tuple[str, ...], int]:
        """Who could take a meeting in a slot, and how many more meetings the shared places could."""
        occupancy, t = self._occupancy, self._slots.index(slot)
        free = occupancy.free[:, t] & ~occupancy.busy[:, t] & (occupancy.meetings < occupancy.limit)
        shared = [q for q, place in enumerate(self.problem.places) if place.owner is None]
        people = tuple(self.problem.participants[p].id for p in np.flatnonzero(free).tolist())
        return people, int(np.maximum(0, occupancy.spare[shared, t]).sum())

    def _open(self, rows: Ints) -> Bools:
        """(N, S) whether each request could be held there as things are."""
        occupancy = self._occupancy
        slots, pair = np.arange(len(self._slots)), occupancy.pair[rows]
        between = (slots >= occupancy.first[rows, None]) & (slots <= occupancy.last[rows, None])
        below: Bools = np.all(occupancy.meetings[pair] < occupancy.limit[pair], axis=1)
        result: Bools = fits(occupancy, rows) & occupancy.own[rows] & between & below[:, None]
        return result

    def _in_slot(self, request: Request, row: int, places: list[int], t: int) -> InSlot:
        obstacles = [obstacle for name in request.participants for obstacle in self._of_person(name, t)]
        if row >= 0:
            occupancy = self._occupancy
            obstacles += [] if occupancy.own[row, t] else [Obstacle("slots")]
            obstacles += [] if occupancy.first[row] <= t <= occupancy.last[row] else [Obstacle("order")]
        place = None
        if not obstacles:
            place, obstacles = self._place(request, places, t)
        if not obstacles and not self._keeps_difference([self._people[name] for name in request.participants], t):
            place, obstacles = None, [Obstacle("break_difference")]
        return InSlot(self._slots[t], None if place is None else self.problem.places[place].id, tuple(obstacles))

    def _of_person(self, name: str, t: int) -> Iterator[Obstacle]:
        occupancy, p = self._occupancy, self._people[name]
        if not occupancy.free[p, t]:
            yield Obstacle("away", name)
        if occupancy.in_dialogue[p, t]:
            yield Obstacle("dialogue", name, tuple(self._sat[p, t]))
        elif occupancy.load[p, t] >= occupancy.parallel[p]:
            yield Obstacle("meeting", name, tuple(self._met[p, t]))
        if occupancy.meetings[p] >= occupancy.limit[p]:
            yield Obstacle("max_meetings", name)

    def _place(self, request: Request, places: list[int], t: int) -> tuple[int | None, list[Obstacle]]:
        """Where the two could be: who meets somebody already stays where that is."""
        at = {int(self._occupancy.where[self._people[name], t]) for name in request.participants} - {-1}
        if len(at) > 1 or not at.issubset(places):
            return None, [Obstacle("apart")]
        place = next((q for q in sorted(at) or places if self._occupancy.room[q, t]), None)
        return place, [] if place is not None else [Obstacle("place")]

    def _keeps_difference(self, pair: Sequence[int], t: int) -> bool:
        """Whether breaks would not differ by more than the event allows if two people met in a slot."""
        most = self.problem.max_break_difference
        if most is None:
            return True
        breaks = self._breaks.copy()
        for p in pair:
            breaks[p] = self._breaks_of(p, t)
        return int(np.ptp(breaks)) <= most

    @cached_property
    def _breaks(self) -> Ints:
        """(P,) breaks of each participant."""
        return np.array([self._breaks_of(p) for p in range(len(self._people))], dtype=np.int64)

    def _breaks_of(self, p: int, also: int | None = None) -> int:
        """Somebody's breaks, with something in one slot more."""
        occupancy = self._occupancy
        busy = occupancy.in_dialogue[p] | (occupancy.load[p] > 0)
        if also is not None:
            busy[also] = True
        waits: Bools = ~busy if self.problem.unavailable_counts_as_break else ~busy & occupancy.free[p]
        count = 0
        for day in self._days:
            at = day[busy[day]]
            if len(at) > 1:
                run = waits[at[0] : at[-1]]
                count += int((run[1:] & ~run[:-1]).sum())
        return count

    def _meetings(self) -> dict[tuple[int, int], list[str]]:
        """Participant and slot: requests that are held there."""
        met: dict[tuple[int, int], list[str]] = defaultdict(list)
        occupancy = self._occupancy
        for r in np.flatnonzero(occupancy.slot >= 0).tolist():
            for p in occupancy.pair[r].tolist():
                met[p, int(occupancy.slot[r])].append(self.problem.requests[r].id)
        return met

    def _dialogues(self) -> dict[tuple[int, int], list[str]]:
        """Participant and slot: dialogues that they are at."""
        sat: dict[tuple[int, int], list[str]] = defaultdict(list)
        length = {dialogue.id: dialogue.length for dialogue in self.problem.dialogues}
        for held in self.plan.dialogues:
            start = self._slots.index(held.start)
            for name in dict.fromkeys((*held.participants, *filter(None, [held.moderator]))):
                for t in range(start, start + length[held.dialogue]):
                    sat[self._people[name], t].append(held.dialogue)
        return sat

    def _require(self, *names: str) -> None:
        for name in names:
            if name not in self._people:
                raise ValueError(f"there is no participant {name!r}")
        if len(set(names)) < len(names):
            raise ValueError(f"{names[0]} cannot meet themselves")
