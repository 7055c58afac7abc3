"""The hard rules about the meetings of requests, one by one and in their order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.support.judge.timetable import Timetable


def known_names(timetable: Timetable) -> Iterator[str]:
    """A plan speaks of what the problem has."""
    yield from timetable.strays


def request_at_most_once(timetable: Timetable) -> Iterator[str]:
    """A request is held at most once."""
    for name, times in Counter(meeting.request for meeting in timetable.meetings).items():
        if times > 1:
            yield f"{name} is held {times} times"


def request_in_its_slots(timetable: Timetable) -> Iterator[str]:
    """A meeting is in a slot that its request allows."""
    for meeting in timetable.meetings:
        if meeting.slot not in timetable.event.requests[meeting.request].slots:
            yield f"{meeting.request} does not allow slot {meeting.slot + 1}"


def request_at_its_places(timetable: Timetable) -> Iterator[str]:
    """A meeting is at a place that its request allows: one named, a home of the two, or a shared one."""
    for meeting in timetable.meetings:
        if meeting.place not in timetable.event.requests[meeting.request].places:
            yield f"{meeting.request} does not allow place {meeting.place}"


def request_that_must(timetable: Timetable) -> Iterator[str]:
    """What says ``must`` is held."""
    held = {meeting.request for meeting in timetable.meetings}
    for name, request in timetable.event.requests.items():
        if request.must and name not in held:
            yield f"{name} has to be held"


def fixed_meeting(timetable: Timetable) -> Iterator[str]:
    """What is fixed is held so."""
    held = {(meeting.request, meeting.slot, place) for meeting in timetable.meetings for place in (meeting.place, None)}
    for name, (slot, place) in timetable.event.fixed.items():
        if (name, slot, place) not in held:
            yield f"{name} is fixed in slot {slot + 1} at {place or 'any place'}"


def order_of_requests(timetable: Timetable) -> Iterator[str]:
    """A request that follows another is in a later slot, where both are held."""
    slots: dict[str, list[int]] = defaultdict(list)
    for meeting in timetable.meetings:
        slots[meeting.request].append(meeting.slot)
    for name, held in slots.items():
        for earlier in timetable.event.requests[name].follows:
            if earlier in slots and max(slots[earlier]) >= min(held):
                yield f"{name} follows {earlier} and is not in a later slot"


MEETING_RULES = (
    known_names,
    request_at_most_once,
    request_in_its_slots,
    request_at_its_places,
    request_that_must,
    fixed_meeting,
    order_of_requests,
)
