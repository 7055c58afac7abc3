"""The hard rules of each one-to-one meeting by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.checker.timetable import Timetable


def meeting_names_known(timetable: Timetable) -> Iterator[str]:
    """The request, slot and place of each meeting are the problem's."""
    for meeting in timetable.plan.meetings:
        if meeting.request not in timetable.requests:
            yield f"a meeting of {meeting.request}: there is no such request"
        elif meeting.slot not in timetable.slots:
            yield f"{timetable.what(meeting.request)} is held in {meeting.slot}: there is no such slot"
        elif meeting.place not in timetable.places:
            yield f"{timetable.what(meeting.request)} is held at {meeting.place}: there is no such place"


def request_held_once(timetable: Timetable) -> Iterator[str]:
    """No request is held more than once."""
    for request, times in Counter(meeting.request for meeting in timetable.plan.meetings).items():
        if times > 1 and request in timetable.requests:
            slots = ", ".join(meeting.slot for meeting in timetable.plan.meetings if meeting.request == request)
            yield f"{timetable.what(request)} is held {times} times: {slots}"


def own_slot(timetable: Timetable) -> Iterator[str]:
    """A request that names slots is held in one of them."""
    for name, meeting in timetable.held.items():
        slots = timetable.requests[name].slots
        if slots is not None and meeting.slot not in slots:
            yield f"{timetable.what(name)} is held in {timetable.when(timetable.slots[meeting.slot])}, which is not among its slots"


def allowed_place(timetable: Timetable) -> Iterator[str]:
    """A request is held at one of its places; at a home of either where it names none, or at a shared one."""
    shared = frozenset(timetable.shared)
    for name, meeting in timetable.held.items():
        allowed = timetable.allowed_places(name)
        inside = meeting.place in (shared if allowed is timetable.shared else allowed)
        if not inside and meeting.place in timetable.places:
            yield f"{timetable.what(name)} is held at {meeting.place} in {meeting.slot}, which is not open to it"


def request_must(timetable: Timetable) -> Iterator[str]:
    """A request that must be held is held."""
    listed = {meeting.request for meeting in timetable.plan.meetings}
    for request in timetable.problem.requests:
        if request.must and request.id not in listed:
            yield f"{timetable.what(request.id)} must be held and is not"


def fixed(timetable: Timetable) -> Iterator[str]:
    """What was decided already is as it was decided."""
    for decided in timetable.problem.fixed:
        meeting = timetable.held.get(decided.request)
        where = "" if decided.place is None else f" at {decided.place}"
        what = f"{timetable.what(decided.request)} is fixed in {timetable.when(timetable.slots[decided.slot])}{where}"
        if meeting is None:
            yield f"{what}, and is not held"
        elif meeting.slot != decided.slot or decided.place not in (None, meeting.place):
            yield f"{what}, and is held in {meeting.slot} at {meeting.place}"


def after(timetable: Timetable) -> Iterator[str]:
    """Of two requests that are held and have an order, the later is in a later slot."""
    for name, meeting in timetable.held.items():
        for earlier in timetable.requests[name].after:
            other = timetable.held.get(earlier)
            if other is not None and timetable.slots[other.slot] >= timetable.slots[meeting.slot]:
                yield f"{timetable.what(name)} in {meeting.slot} has to come after {timetable.what(earlier)} in {other.slot}"
