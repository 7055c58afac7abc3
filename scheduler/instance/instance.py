"""The event as integers and arrays, ready for the model; names stay outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.memory import LEAN, require_memory
from scheduler.instance.pools import Pool, PoolMap
from scheduler.instance.reference_plan import IndexedReference
from scheduler.plan import Plan
from scheduler.problem import Dialogue, Problem

NO_LIMIT = 1 << 30


@dataclass(frozen=True, slots=True)
class IndexedDialogue:
    """A dialogue in indices: where and when it can be held, and who can sit or moderate.

    Attributes
    ----------
    starts
        Slots in which it can start, its whole length within one day.
    pools
        Pools that it can take a place of.
    moderators
        Participants who can moderate; None where it needs none.
    wanted
        Participants who asked, with the values of their seats beside.
    """

    index: int
    length: int
    starts: tuple[int, ...]
    pools: tuple[int, ...]
    moderators: tuple[int, ...] | None
    least: int
    most: int
    minimum: tuple[tuple[tuple[int, ...], int], ...]
    wanted: tuple[int, ...]
    values: tuple[int, ...]
    must: bool


@dataclass(frozen=True)
class Instance:
    """Arrays over P participants, S slots, R requests and N options.

    An option is a (request, slot, pool) that no single rule forbids; options are sorted by request, then slot.

    Attributes
    ----------
    day
        (S,) day number of each slot, from 0.
    free
        (P, S) whether the participant is available.
    parallel, limit, floor
        (P,) meetings at once, in all, and wanted at least.
    pair, value, must
        (R, 2) participants, (R,) value, (R,) whether it has to be held.
    after
        Pairs (later request, earlier request).
    option_request, option_slot, option_pool
        (N,) what each option is.
    reference
        The plan that the goal ``changes`` compares with; None: there is none.
    """

    problem: Problem
    day: Ints
    free: Bools
    parallel: Ints
    limit: Ints
    floor: Ints
    pair: Ints
    value: Ints
    must: Bools
    after: tuple[tuple[int, int], ...]
    pools: tuple[Pool, ...]
    dialogues: tuple[IndexedDialogue, ...]
    option_request: Ints
    option_slot: Ints
    option_pool: Ints
    reference: IndexedReference | None = None

    @property
    def people(self) -> int:
        """Number of participants."""
        return len(self.parallel)

    @property
    def slots(self) -> int:
        """Number of slots."""
        return len(self.day)

    @property
    def requests(self) -> int:
        """Number of requests."""
        return len(self.value)

    @property
    def options(self) -> int:
        """Number of options."""
        return len(self.option_request)

    @cached_property
    def first_option(self) -> Ints:
        """(R + 1,) where each request's options begin."""
        return np.searchsorted(self.option_request, np.arange(self.requests + 1)).astype(np.int64)

    @cached_property
    def days(self) -> tuple[range, ...]:
        """The slots of each day."""
        edges = np.flatnonzero(np.diff(self.day)) + 1
        bounds = [0, *edges.tolist(), self.slots] if self.slots else []
        return tuple(range(a, b) for a, b in pairwise(bounds))

    @cached_property
    def capacity(self) -> Ints:
        """(K,) meetings that each pool can hold at once."""
        return np.array([pool.total for pool in self.pools], dtype=np.int64)


def build_instance(problem: Problem, by_zone: bool = False, apart: frozenset[str] = frozenset(), only: Plan | None = None) -> Instance:
    """Turn a validated problem into arrays.

    Parameters
    ----------
    problem
        The event.
    by_zone
        Whether options tell zones apart, as the goal ``moves`` needs.
    apart
        Ids of places that options tell from all others.
    only
        A plan: what need not be held has no options but those in the slots and places that it has there.

    Raises
    ------
    TooLarge
        If there is not enough memory for its options.
    """
    slot_index = {slot.id: t for t, slot in enumerate(problem.slots)}
    person_index = {person.id: p for p, person in enumerate(problem.participants)}
    request_index = {request.id: r for r, request in enumerate(problem.requests)}
    count = len(problem.slots)
    days = list(dict.fromkeys(slot.day for slot in problem.slots))
    day_index = {day: k for k, day in enumerate(days)}
    day = np.array([day_index[slot.day] for slot in problem.slots], dtype=np.int64)
    free = np.ones((len(problem.participants), count), dtype=bool)
    for p, person in enumerate(problem.participants):
        free[p, [slot_index[slot] for slot in person.unavailable]] = False
    pools = PoolMap(problem, by_zone, apart)
    pair = np.array([[person_index[p] for p in r.participants] for r in problem.requests], dtype=np.int64).reshape(-1, 2)
    must = np.array([r.must for r in problem.requests], dtype=bool)
    open_slots = free[pair[:, 0]] & free[pair[:, 1]]
    for r, request in enumerate(problem.requests):
        if request.slots is not None:
            open_slots[r] &= _mask(count, (slot_index[slot] for slot in request.slots))
    for fixed in problem.fixed:
        r = request_index[fixed.request]
        must[r] = True
        open_slots[r] &= _mask(count, (slot_index[fixed.slot],))
    allowed = [pools.of_request(request) for request in problem.requests]
    if only is not None:
        _leave_only(only, pools, slot_index, request_index, must, open_slots, allowed)
    require_memory(int(open_slots.sum(axis=1) @ np.array([len(some) for some in allowed], dtype=np.int64)), LEAN)
    options = _options(open_slots, allowed)
    people = problem.participants
    return Instance(
        problem=problem,
        day=day,
        free=free,
        parallel=np.array([p.parallel for p in people], dtype=np.int64),
        limit=np.array([NO_LIMIT if p.max_meetings is None else p.max_meetings for p in people], dtype=np.int64),
        floor=np.array([p.floor for p in people], dtype=np.int64),
        pair=pair,
        value=np.array([r.value for r in problem.requests], dtype=np.int64),
        must=must,
        after=tuple((request_index[r.id], request_index[q]) for r in problem.requests for q in r.after),
        pools=pools.pools,
        dialogues=tuple(
            _index_dialogue(d, i, slot_index, person_index, pools, day, free, problem) for i, d in enumerate(problem.dialogues)
        ),
        option_request=options[0],
        option_slot=options[1],
        option_pool=options[2],
    )


def _leave_only(
    plan: Plan,
    pools: PoolMap,
    slot_index: dict[str, int],
    request_index: dict[str, int],
    must: Bools,
    open_slots: Bools,
    allowed: list[tuple[int, ...]],
) -> None:
    """Leave requests that need not be held only where a plan has them."""
    slots, there = np.zeros_like(open_slots), [set[int]() for _ in allowed]
    for meeting in plan.meetings:
        r = request_index.get(meeting.request)
        if r is not None and meeting.slot in slot_index and pools.knows(meeting.place):
            slots[r, slot_index[meeting.slot]] = True
            there[r].add(pools.of_place(meeting.place))
    open_slots &= slots | must[:, None]
    for r in np.flatnonzero(~must).tolist():
        allowed[r] = tuple(k for k in allowed[r] if k in there[r]) if there[r] else ()


def _mask(count: int, members: Iterable[int]) -> Bools:
    mask = np.zeros(count, dtype=bool)
    mask[list(members)] = True
    return mask


def _options(open_slots: Bools, pools: list[tuple[int, ...]]) -> tuple[Ints, Ints, Ints]:
    request, slot = np.nonzero(open_slots)
    width = np.array([len(p) for p in pools], dtype=np.int64)
    flat = np.array([k for p in pools for k in p], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(width)))[:-1] if len(width) else width
    repeat = width[request] if len(width) else width
    which = np.repeat(np.arange(len(request)), repeat)
    within = np.arange(len(which)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    if not len(which):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty.copy(), empty.copy()
    return request[which].astype(np.int64), slot[which].astype(np.int64), flat[start[request[which]] + within]


def _index_dialogue(
    dialogue: Dialogue,
    index: int,
    slot_index: dict[str, int],
    person_index: dict[str, int],
    pools: PoolMap,
    day: Ints,
    free: Bools,
    problem: Problem,
) -> IndexedDialogue:
    allowed = range(len(day)) if dialogue.starts is None else sorted({slot_index[s] for s in dialogue.starts})
    last = dialogue.length - 1
    starts = tuple(t for t in allowed if t + last < len(day) and day[t] == day[t + last])
    wanted = tuple(person_index[seat.participant] for seat in dialogue.wanted)
    roles = [(tuple(p for p in wanted if problem.participants[p].role == role), n) for role, n in dialogue.minimum.items()]
    most = len(wanted) if dialogue.seats[1] is None else dialogue.seats[1]
    moderators = None if dialogue.moderators is None else tuple(dict.fromkeys(person_index[m] for m in dialogue.moderators))
    return IndexedDialogue(
        index=index,
        length=dialogue.length,
        starts=starts,
        pools=pools.of_list(dialogue.places),
        moderators=moderators,
        least=dialogue.seats[0],
        most=most,
        minimum=tuple(roles),
        wanted=wanted,
        values=tuple(seat.value for seat in dialogue.wanted),
        must=dialogue.must,
    )
