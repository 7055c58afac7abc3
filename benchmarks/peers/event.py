"""An event as the plain models read it, and the plan that their choices make; nothing of it is the planner's."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.checker import goals_of
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan
from scheduler.problem import Dialogue, Problem

GOALS = ("floor", "value", "breaks")
"""What the peers strive for, in this order."""

STEPS = (("floor", "value"), ("breaks",))
"""What exact peers strive for together: a floor weighs more than all value, and breaks are counted among plans that reach the same."""


class NotPlain(ValueError):
    """The event has something that the plain models do not know."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to hold a dialogue: the slots it takes, where, and who leads it (None: nobody has to)."""

    slots: tuple[int, ...]
    place: str
    moderator: int | None


@dataclass(frozen=True)
class Event:
    """Numbers of P participants, S slots in time order, R requests and K dialogues.

    Attributes
    ----------
    day
        (S,) number of the day of each slot.
    free
        (P,) slots in which each participant is available.
    pair, options
        (R,) the two participants, and the slots in which both are available and the request may be held.
    pool, pools
        (R,) number of the places where it may be held, and the names of these, as often as each takes meetings at once.
    openings, wanted
        (K,) ways to hold each dialogue, and who would like a seat at it, with the value of that.
    """

    problem: Problem
    day: list[int]
    free: list[frozenset[int]]
    pair: list[tuple[int, int]]
    options: list[list[int]]
    pool: list[int]
    pools: list[list[str]]
    openings: list[list[Opening]]
    wanted: list[list[tuple[int, int]]]

    @property
    def most(self) -> int:
        """The value of everything that is asked for."""
        return sum(request.value for request in self.problem.requests) + sum(value for wanted in self.wanted for _, value in wanted)

    def bounds(self, step: Sequence[str], floor: int, bound: float) -> dict[str, int]:
        """What a bound of one of `STEPS` proves of its goals, given what is short of the floors in the best plan found."""
        least = math.ceil(bound - 1e-6)
        if step == STEPS[1]:
            return {"breaks": max(0, least)}
        weight = self.most + 1
        return {"floor": max(0, -(-least // weight)), "value": min(self.most, weight * floor - least)}

    def runs(self) -> Iterator[list[int]]:
        """The slots of each day, in order."""
        slots_of: dict[int, list[int]] = defaultdict(list)
        for t, day in enumerate(self.day):
            slots_of[day].append(t)
        yield from slots_of.values()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a peer has chosen.

    Attributes
    ----------
    meetings
        Request: its slot.
    dialogues
        Dialogue: how it is held, and who is seated, by number.
    bounds
        Goal: what the peer proves of it, given what it reaches of those before.
    """

    meetings: Mapping[int, int]
    dialogues: Mapping[int, tuple[Opening, Sequence[int]]]
    bounds: Mapping[str, int]


def read_event(problem: Problem) -> Event:
    """Number what a problem names.

    Raises
    ------
    NotPlain
        If it has something that the plain models do not know: an order of requests, locks, places shared by halves.
    """
    if problem.fixed or problem.max_break_difference is not None or problem.unavailable_counts_as_break:
        raise NotPlain("locks and limits on breaks are not in the plain models")
    if any(request.after for request in problem.requests):
        raise NotPlain("an order of requests is not in the plain models")
    slots = {slot.id: t for t, slot in enumerate(problem.slots)}
    people = {person.id: p for p, person in enumerate(problem.participants)}
    days = {day: k for k, day in enumerate(dict.fromkeys(slot.day for slot in problem.slots))}
    free = [frozenset(t for name, t in slots.items() if name not in person.unavailable) for person in problem.participants]
    day = [days[slot.day] for slot in problem.slots]
    pair = [(people[request.participants[0]], people[request.participants[1]]) for request in problem.requests]
    own = [range(len(slots)) if request.slots is None else sorted(slots[name] for name in request.slots) for request in problem.requests]
    options = [[t for t in allowed if t in free[p] and t in free[q]] for allowed, (p, q) in zip(own, pair, strict=True)]
    pool, pools = _pools(problem, pair)
    openings = [list(_openings(dialogue, problem, slots, people, free, day)) for dialogue in problem.dialogues]
    wanted = [[(people[seat.participant], seat.value) for seat in dialogue.wanted] for dialogue in problem.dialogues]
    event = Event(problem, day, free, pair, options, pool, pools, openings, wanted)
    _require_plain_places(event)
    return event


def to_plan(event: Event, chosen: Chosen, sha256: str) -> Plan:
    """Name what was chosen and give every meeting a place; goals are counted by the checker, bounds are the peer's own."""
    problem = event.problem
    taken: dict[tuple[int, int], int] = defaultdict(int)
    meetings = []
    for r, t in chosen.meetings.items():
        pool = event.pool[r]
        meetings.append(Meeting(problem.requests[r].id, problem.slots[t].id, event.pools[pool][taken[pool, t]]))
        taken[pool, t] += 1
    dialogues = [_named(problem, k, *how) for k, how in chosen.dialogues.items()]
    bare = Plan(sha256, tuple(meetings), tuple(dialogues), (), ())
    reached = goals_of(problem, bare)
    goals = tuple(GoalResult(goal, reached[goal], chosen.bounds.get(goal, reached[goal])) for goal in (*GOALS, "idle"))
    return Plan(sha256, bare.meetings, bare.dialogues, (), goals)


def _named(problem: Problem, k: int, opening: Opening, seated: Sequence[int]) -> HeldDialogue:
    people = problem.participants
    leads = None if opening.moderator is None else people[opening.moderator].id
    return HeldDialogue(
        problem.dialogues[k].id, problem.slots[opening.slots[0]].id, opening.place, leads, tuple(people[p].id for p in seated)
    )


def _pools(problem: Problem, pair: Sequence[tuple[int, int]]) -> tuple[list[int], list[list[str]]]:
    """(R,) number of the places of each request, and all spots of each."""
    capacity = {place.id: place.capacity for place in problem.places}
    shared = tuple(place.id for place in problem.places if place.owner is None)
    number: dict[tuple[str, ...], int] = {}
    pool = []
    for request, two in zip(problem.requests, pair, strict=True):
        homes = tuple(home for p in two if (home := problem.participants[p].home) is not None)
        places = request.places if request.places is not None else homes or shared
        pool.append(number.setdefault(places, len(number)))
    return pool, [[name for name in places for _ in range(capacity[name])] for places in number]


def _openings(
    dialogue: Dialogue,
    problem: Problem,
    slots: Mapping[str, int],
    people: Mapping[str, int],
    free: Sequence[frozenset[int]],
    day: list[int],
) -> Iterator[Opening]:
    starts = range(len(slots)) if dialogue.starts is None else [slots[name] for name in dialogue.starts]
    places = dialogue.places if dialogue.places is not None else tuple(place.id for place in problem.places)
    leaders = [None] if dialogue.moderators is None else [people[name] for name in dialogue.moderators]
    for start in starts:
        taken = tuple(range(start, start + dialogue.length))
        if taken[-1] < len(day) and day[taken[-1]] == day[start]:
            for leader in leaders:
                if leader is None or free[leader].issuperset(taken):
                    yield from (Opening(taken, place, leader) for place in places)


def _require_plain_places(event: Event) -> None:
    """Places are alike within a pool and in no other; so counting them is enough."""
    names = [set(spots) for spots in event.pools]
    if sum(map(len, names)) != len(set().union(*names)):
        raise NotPlain("places that are shared by halves are not in the plain models")
    tables = {opening.place for openings in event.openings for opening in openings}
    if not tables.isdisjoint(set().union(*names)):
        raise NotPlain("dialogues at the places of meetings are not in the plain models")
    for pool, pair in zip(event.pool, event.pair, strict=True):
        if len(names[pool]) > 1 and any(event.problem.participants[p].parallel > 1 for p in pair):
            raise NotPlain("who meets several at once at no place of its own is not in the plain models")
