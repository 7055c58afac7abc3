"""A plan laid out as arrays over its problem: who is where when, and where there is room, with every place by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.instance.instance import NO_LIMIT
from scheduler.plan import Plan
from scheduler.problem import Participant, Problem, Request


@dataclass(frozen=True)
class Occupancy:
    """Arrays over P participants, S slots, R requests, Q places and L different lists of places.

    Attributes
    ----------
    free, in_dialogue
        (P, S) whether a participant is available, and whether it is in a dialogue.
    load, where
        (P, S) meetings that it holds, and the place where (-1: nowhere).
    parallel, limit, meetings, home
        (P,) meetings at once, at most, and held; place at home, or -1.
    moderates
        (P,) whether it moderates something.
    pair, value, slot, place
        (R, 2) participants, (R,) value, and where it is held, -1 where it is not.
    own
        (R, S) whether the request's own list of slots has a slot.
    first, last
        (R,) slots between which it has to be, because of what is held and has to come before or after it.
    listed
        (R,) number of its list of places.
    member
        (L, Q + 1) whether a place is in a list; the last one is "nowhere", in none, so that an index of -1 does no harm.
    spare
        (Q + 1, S) how many meetings more each place can take; 0 where a dialogue is.
    settled
        (R,) whether it is fixed, or in an order with another.
    shut
        (S,) slots in which nothing may change any more.
    """

    problem: Problem
    free: Bools
    in_dialogue: Bools
    load: Ints
    where: Ints
    parallel: Ints
    limit: Ints
    meetings: Ints
    home: Ints
    moderates: Bools
    pair: Ints
    value: Ints
    slot: Ints
    place: Ints
    own: Bools
    first: Ints
    last: Ints
    listed: Ints
    member: Bools
    spare: Ints
    settled: Bools
    shut: Bools

    @cached_property
    def busy(self) -> Bools:
        """(P, S) whether a participant can take no further meeting because of what it has."""
        result: Bools = self.in_dialogue | (self.load >= self.parallel[:, None])
        return result

    @cached_property
    def room(self) -> Bools:
        """(Q + 1, S) whether each place can take one meeting more."""
        result: Bools = self.spare > 0
        return result

    @cached_property
    def somewhere(self) -> Bools:
        """(R,) whether a request has any place."""
        return np.asarray(self.member[self.listed].any(axis=1), dtype=bool)


def lay_out(problem: Problem, plan: Plan, shut: Bools | None = None) -> Occupancy:
    """Lay a valid plan out; only its meetings and dialogues are looked at, and slots that are `shut` told apart."""
    people = {person.id: p for p, person in enumerate(problem.participants)}
    places = {place.id: q for q, place in enumerate(problem.places)}
    slots = {slot.id: t for t, slot in enumerate(problem.slots)}
    requests = {request.id: r for r, request in enumerate(problem.requests)}
    pair = _whole([[people[name] for name in request.participants] for request in problem.requests], 2)
    held = _whole([[requests[each.request], slots[each.slot], places[each.place]] for each in plan.meetings], 3)
    slot, place = (np.full(len(problem.requests), -1, dtype=np.int64) for _ in range(2))
    slot[held[:, 0]], place[held[:, 0]] = held[:, 1], held[:, 2]
    load = np.zeros((len(people), len(slots)), dtype=np.int64)
    where = np.full_like(load, -1)
    used = np.zeros((len(places) + 1, len(slots)), dtype=np.int64)
    for side in (0, 1):
        person = pair[held[:, 0], side]
        np.add.at(load, (person, held[:, 1]), 1)
        where[person, held[:, 1]] = held[:, 2]
    np.add.at(used, (held[:, 2], held[:, 1]), 1)
    spare = np.array([*(each.capacity for each in problem.places), 0], dtype=np.int64).reshape(-1, 1) - used
    in_dialogue, moderates = np.zeros(load.shape, dtype=bool), np.zeros(len(people), dtype=bool)
    length = {dialogue.id: dialogue.length for dialogue in problem.dialogues}
    for dialogue in plan.dialogues:
        span = slice(slots[dialogue.start], slots[dialogue.start] + length[dialogue.dialogue])
        spare[places[dialogue.place], span] = 0
        for name in (*dialogue.participants, *filter(None, [dialogue.moderator])):
            in_dialogue[people[name], span] = True
            moderates[people[name]] |= name == dialogue.moderator
    listed, member = _lists(problem, places)
    first, last, settled = _order(problem.requests, requests, slot)
    settled[[requests[fixed.request] for fixed in problem.fixed]] = True
    return Occupancy(
        problem=problem,
        free=_free(problem.participants, slots),
        in_dialogue=in_dialogue,
        load=load,
        where=where,
        parallel=np.array([person.parallel for person in problem.participants], dtype=np.int64),
        limit=np.array([NO_LIMIT if p.max_meetings is None else p.max_meetings for p in problem.participants], dtype=np.int64),
        meetings=load.sum(axis=1),
        home=np.array([-1 if person.home is None else places[person.home] for person in problem.participants], dtype=np.int64),
        moderates=moderates,
        pair=pair,
        value=np.array([request.value for request in problem.requests], dtype=np.int64),
        slot=slot,
        place=place,
        own=_own(problem.requests, slots),
        first=first,
        last=last,
        listed=listed,
        member=member,
        spare=spare,
        settled=settled,
        shut=np.zeros(len(slots), dtype=bool) if shut is None else shut,
    )


def _whole(rows: list[list[int]], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def _free(people: Sequence[Participant], slots: dict[str, int]) -> Bools:
    free = np.ones((len(people), len(slots)), dtype=bool)
    for p, person in enumerate(people):
        free[p, [slots[name] for name in person.unavailable]] = False
    return free


def _lists(problem: Problem, places: dict[str, int]) -> tuple[Ints, Bools]:
    """(R,) list of each request, (L, Q) what is in each."""
    allowed = AllowedPlaces(problem)
    number, shared = {allowed.shared: 0}, allowed.shared
    lists = map(allowed.of, problem.requests)
    # Hashing hundreds of names for each request would take longer than all the rest.
    listed = [0 if names is shared else number.setdefault(names, len(number)) for names in lists]
    member = np.zeros((len(number), len(places) + 1), dtype=bool)
    for names, n in number.items():
        member[n, [places[name] for name in names]] = True
    return np.array(listed, dtype=np.int64), member


def _own(requests: Sequence[Request], slots: dict[str, int]) -> Bools:
    """(R, S) slots that each request's own list leaves it."""
    own = np.ones((len(requests), len(slots)), dtype=bool)
    for r, request in enumerate(requests):
        if request.slots is not None:
            own[r] = False
            own[r, [slots[name] for name in request.slots]] = True
    return own


def _order(requests: Sequence[Request], number: dict[str, int], slot: Ints) -> tuple[Ints, Ints, Bools]:
    """(R,) first and last slot that what is held leaves each request by `after`, and whether it is in any such order."""
    first, last = np.zeros(len(requests), dtype=np.int64), np.full(len(requests), NO_LIMIT)
    ordered = np.zeros(len(requests), dtype=bool)
    for r, request in enumerate(requests):
        for name in request.after:
            earlier = number[name]
            ordered[[r, earlier]] = True
            if slot[earlier] >= 0:
                first[r] = max(first[r], slot[earlier] + 1)
            if slot[r] >= 0:
                last[earlier] = min(last[earlier], slot[r] - 1)
    return first, last, ordered
