"""A reference plan: what of it the problem still knows, in indices, so that the model can count what changes.

Pools (`scheduler.instance.pools`) stand for places that no rule tells apart, and a reference plan names single ones. Counting stays exact
all the same: what stays in its pool can stay at its very place as long as nothing else needs that place, and others go around
it. Where that fails, the places concerned are pools of their own (`places_apart`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.pools import Pool, PoolMap
from scheduler.parameters import DEFAULTS, RepairParameters
from scheduler.plan import HeldDialogue, Plan
from scheduler.problem import Dialogue, Problem


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """What is to be kept: a published plan, perhaps of an older problem, and what of it can no longer move.

    Attributes
    ----------
    frozen_until
        What starts at this moment or earlier stays as it is, and nothing new starts there; None: all may move.
    """

    plan: Plan
    frozen_until: datetime | None = None

    def frozen_slots(self, problem: Problem) -> Bools:
        """(S,) the slots in which nothing moves any more."""
        until = self.frozen_until
        return np.array([until is not None and slot.start <= until for slot in problem.slots], dtype=bool)


@dataclass(frozen=True)
class IndexedReference:
    """Items of the reference plan whose loss is a change; -1 stands for a slot, pool or place that there is no more.

    Attributes
    ----------
    meeting
        (M, 4) request, slot, pool, place.
    dialogue
        (D, 4) dialogue, start, pool, place.
    seat, guide
        (Q, 2), (H, 2) row of `dialogue`, participant who has a seat or moderates.
    """

    meeting: Ints
    dialogue: Ints
    seat: Ints
    moderator: Ints

    @property
    def count(self) -> int:
        """The most changes that there can be."""
        return len(self.meeting) + len(self.seat) + len(self.moderator)


def index_reference(problem: Problem, plan: Plan, pools: Sequence[Pool]) -> IndexedReference:
    """Look up a reference plan; what the problem does not know does not count and is left out.

    Parameters
    ----------
    plan
        Of this problem or an older one; it may break any rule of this one.
    pools
        Those of the instance that the indices are for.
    """
    slot = {slot.id: t for t, slot in enumerate(problem.slots)}
    place = {place.id: q for q, place in enumerate(problem.places)}
    person = {person.id: p for p, person in enumerate(problem.participants)}
    request = {request.id: r for r, request in enumerate(problem.requests)}
    number = {dialogue.id: g for g, dialogue in enumerate(problem.dialogues)}
    pool = {q: k for k, members in enumerate(pools) for q in members.places}

    def where(of: int, at: str, there: str) -> tuple[int, int, int, int]:
        q = place.get(there, -1)
        return of, slot.get(at, -1), pool.get(q, -1), q

    dialogues = [held for held in plan.dialogues if held.dialogue in number]
    seats = [(n, person[name]) for n, held in enumerate(dialogues) for name in held.participants if name in person]
    moderators = [(n, person[held.moderator]) for n, held in enumerate(dialogues) if held.moderator in person]
    return IndexedReference(
        meeting=_rows([where(request[m.request], m.slot, m.place) for m in plan.meetings if m.request in request], 4),
        dialogue=_rows([where(number[held.dialogue], held.start, held.place) for held in dialogues], 4),
        seat=_rows(seats, 2),
        moderator=_rows(moderators, 2),
    )


def _rows(rows: Sequence[tuple[int, ...]], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, width)


def places_apart(problem: Problem, plan: Plan, parameters: RepairParameters = DEFAULTS.repair) -> Iterator[frozenset[str]]:
    """Ids of the reference plan's places that get pools of their own: first those that need it in any case, then all that may need it.

    The former are those of which the reference plan itself asks too much. The latter are also those where a dialogue could come that is
    longer than a slot or takes a place that holds several meetings: a pool may then have room enough, and no single place of it. As
    that is seldom so, and places apart are many more options, it is worth a try without them; what the pools allow is never less
    than what their places do.
    """
    yield frozenset(_overfull(problem, plan))
    around = places_for_dialogues(problem, plan)
    if around:
        pools = PoolMap(problem, by_zone=False, apart=around)
        if len(problem.slots) * sum(len(pools.of_request(request)) for request in problem.requests) <= parameters.apart_options:
            yield around


def places_for_dialogues(problem: Problem, plan: Plan) -> frozenset[str]:
    """Ids of the places that have to be told apart for certain; none where those of which the reference plan asks too much are enough."""
    apart = frozenset(_overfull(problem, plan))
    around = apart | (frozenset(_used(problem, plan)) & frozenset(_open_to_dialogues(problem)))
    return frozenset() if around == apart else around


def _used(problem: Problem, plan: Plan) -> Iterator[str]:
    requests = {request.id for request in problem.requests}
    dialogues = {dialogue.id for dialogue in problem.dialogues}
    yield from (meeting.place for meeting in plan.meetings if meeting.request in requests)
    yield from (held.place for held in plan.dialogues if held.dialogue in dialogues)


def _open_to_dialogues(problem: Problem) -> Iterator[str]:
    """Places where a dialogue could come that does not just take one slot of one meeting; who can go to one place only has it as a pool."""
    capacity = {place.id: place.capacity for place in problem.places}
    for dialogue in problem.dialogues:
        places = capacity if dialogue.places is None else dict.fromkeys(dialogue.places)
        if len(places) > 1:
            yield from (place for place in places if dialogue.length > 1 or capacity[place] > 1)


def _overfull(problem: Problem, plan: Plan) -> Iterator[str]:
    """Places that the reference plan uses more than they bear, or twice for the same request or dialogue."""
    slots = [slot.id for slot in problem.slots]
    capacity = {place.id: place.capacity for place in problem.places}
    dialogues = {dialogue.id: dialogue for dialogue in problem.dialogues}
    known = {request.id for request in problem.requests}
    meetings = [meeting for meeting in plan.meetings if meeting.request in known]
    listed = [held for held in plan.dialogues if held.dialogue in dialogues]
    use = Counter((meeting.place, meeting.slot) for meeting in meetings)
    for held in listed:
        for slot in _run(held, dialogues[held.dialogue], slots):
            use[held.place, slot] += capacity.get(held.place, 1)
    yield from (place for (place, _), times in use.items() if times > capacity.get(place, 1))
    times = Counter(meeting.request for meeting in meetings) + Counter(held.dialogue for held in listed)
    yield from (meeting.place for meeting in meetings if times[meeting.request] > 1)
    yield from (held.place for held in listed if times[held.dialogue] > 1)


def _run(held: HeldDialogue, dialogue: Dialogue, slots: list[str]) -> list[str]:
    if held.start not in slots:
        return []
    first = slots.index(held.start)
    return slots[first : first + dialogue.length]
