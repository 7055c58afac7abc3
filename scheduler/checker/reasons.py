"""Whether the reasons that can be seen from a plan are true; each function tells what speaks against one, None where nothing does.

``outweighed`` and ``not_proven`` tell of a search and cannot be seen from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from scheduler.checker.timetable import Timetable
from scheduler.plan import Reason


def _common_slots(timetable: Timetable, request: str) -> Iterator[int]:
    """The slots, as positions, in which both are available and the request is allowed; none where no place is allowed."""
    wish = timetable.requests[request]
    first, second = (timetable.people[name] for name in wish.participants)
    if not timetable.allowed_places(request):
        return
    for t, slot in enumerate(timetable.problem.slots):
        if (wish.slots is None or slot.id in wish.slots) and slot.id not in first.unavailable and slot.id not in second.unavailable:
            yield t


def _slots_left(timetable: Timetable, request: str) -> Iterator[int]:
    """The common slots in which neither is busy."""
    first, second = timetable.requests[request].participants
    return (t for t in _common_slots(timetable, request) if not timetable.is_busy(first, t) and not timetable.is_busy(second, t))


def no_common_slot(timetable: Timetable, request: str, reason: Reason) -> str | None:
    """The two are never both available in a slot and at a place that the request allows."""
    t = next(_common_slots(timetable, request), None)
    return None if t is None else f"both are available in {timetable.when(t)}"


def participant_full(timetable: Timetable, request: str, reason: Reason) -> str | None:
    """The participant holds as many meetings as it wants, or is busy in each slot in which it is available."""
    participant = timetable.people[reason.participant or ""]
    held = timetable.meetings_held(participant.id)
    if participant.max_meetings is not None and held >= participant.max_meetings:
        return None
    for t in range(len(timetable.slots)):
        if timetable.is_available(participant, t) and not timetable.is_busy(participant.id, t):
            most = "" if participant.max_meetings is None else f" of at most {participant.max_meetings}"
            return f"{timetable.who(participant.id)} holds {held} meetings{most} and is free in {timetable.when(t)}"
    return None


def no_slot_left(timetable: Timetable, request: str, reason: Reason) -> str | None:
    """In every common slot one of the two is busy."""
    t = next(_slots_left(timetable, request), None)
    return None if t is None else f"both are free in {timetable.when(t)}"


def no_place_left(timetable: Timetable, request: str, reason: Reason) -> str | None:
    """There are common slots in which both are free, and in none of them is there room at an allowed place."""
    any_left = False
    for t in _slots_left(timetable, request):
        any_left = True
        place = _place_with_room(timetable, request, t)
        if place is not None:
            return f"both are free in {timetable.when(t)}, and so is {place}"
    return None if any_left else "there is no slot in which both are free, so it is no matter of places"


def _place_with_room(timetable: Timetable, request: str, t: int) -> str | None:
    """A place that could take a request in a slot; who meets somebody already then, can do so only at the same place."""
    bound = {
        meeting.place for name in timetable.requests[request].participants for meeting in timetable.meetings_of.get(name, {}).get(t, ())
    }
    allowed = timetable.allowed_places(request)
    places = allowed if not bound else tuple(bound & set(allowed)) if len(bound) == 1 else ()
    return next((place for place in places if _has_room(timetable, place, t)), None)


def _has_room(timetable: Timetable, place: str, t: int) -> bool:
    meetings, tables = timetable.meetings_in.get(place, {}).get(t, ()), timetable.tables_in.get(place, {}).get(t, ())
    return not tables and len(meetings) < timetable.places[place].capacity


TRUTHS: Mapping[str, Callable[[Timetable, str, Reason], str | None]] = {
    "no_common_slot": no_common_slot,
    "participant_full": participant_full,
    "no_slot_left": no_slot_left,
    "no_place_left": no_place_left,
}
