"""Whether the reasons that can be seen from a plan are true; each function finds what speaks against one, None where nothing does.

``outweighed`` and ``not_proven`` tell of a search and cannot be seen from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Against, Violation
from scheduler.plan import Reason


def _own_slots(timetable: Timetable, request: str) -> frozenset[int] | None:
    """The slots, as positions, that a request names; none where no place is allowed, None for any slot."""
    slots = timetable.requests[request].slots
    if not timetable.allowed_places(request):
        return frozenset()
    return None if slots is None else frozenset(timetable.slots[slot] for slot in slots)


def common_slots(timetable: Timetable, request: str, free: bool) -> list[int]:
    """The slots, as positions in order, that a request allows and in which both are available, or even free."""
    first, second = timetable.requests[request].participants
    slots_of = timetable.free_slots if free else timetable.available_slots
    common, own = slots_of(first) & slots_of(second), _own_slots(timetable, request)
    return sorted(common if own is None else common & own)


def no_common_slot(timetable: Timetable, request: str, reason: Reason) -> Violation | None:
    """The two are never both available in a slot and at a place that the request allows."""
    slots = common_slots(timetable, request, free=False)
    return Violation(Against.BOTH_AVAILABLE, slots=(timetable.slot(slots[0]),)) if slots else None


def participant_full(timetable: Timetable, request: str, reason: Reason) -> Violation | None:
    """The participant holds as many meetings as it wants, or is busy in each slot in which it is available."""
    participant = timetable.people[reason.participant or ""]
    held = timetable.meetings_held(participant.id)
    if participant.max_meetings is not None and held >= participant.max_meetings:
        return None
    free = timetable.free_slots(participant.id)
    if not free:
        return None
    against = Against.NOT_FULL if participant.max_meetings is None else Against.NOT_AT_LIMIT
    return Violation(against, (participant.id,), slots=(timetable.slot(min(free)),), found=held, allowed=participant.max_meetings)


def no_slot_left(timetable: Timetable, request: str, reason: Reason) -> Violation | None:
    """In every common slot one of the two is busy."""
    slots = common_slots(timetable, request, free=True)
    return Violation(Against.BOTH_FREE, slots=(timetable.slot(slots[0]),)) if slots else None


def no_place_left(timetable: Timetable, request: str, reason: Reason) -> Violation | None:
    """There are common slots in which both are free, and in none of them is there room at an allowed place."""
    slots = common_slots(timetable, request, free=True)
    if not slots:
        return Violation(Against.NEVER_BOTH_FREE)
    for t in slots:
        place = place_for(timetable, request, t)
        if place is not None:
            return Violation(Against.PLACE_FREE, slots=(timetable.slot(t),), places=(place,))
    return None


def place_for(timetable: Timetable, request: str, t: int) -> str | None:
    """A place that could take a request in a slot; who meets somebody already then, can do so only at the same place."""
    people = timetable.requests[request].participants
    meetings_of = timetable.meetings_of
    bound = {meeting.place for name in people if name in meetings_of for meeting in meetings_of[name].get(t, ())}
    if not bound:
        return timetable.allowed_with_room(request, t)
    place = bound.pop()
    return place if not bound and place in timetable.allowed_places(request) and timetable.has_room(place, t) else None


TRUTHS: Mapping[str, Callable[[Timetable, str, Reason], Violation | None]] = {
    "no_common_slot": no_common_slot,
    "participant_full": participant_full,
    "no_slot_left": no_slot_left,
    "no_place_left": no_place_left,
}
