"""The hard rules of each one-to-one meeting by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Rule, Violation


def meeting_names_known(timetable: Timetable) -> Iterator[Violation]:
    """The request, slot and place of each meeting are the problem's."""
    for meeting in timetable.plan.meetings:
        which = (meeting.request,)
        if meeting.request not in timetable.requests:
            yield Violation(Rule.UNKNOWN_REQUEST, requests=which)
        elif meeting.slot not in timetable.slots:
            yield Violation(Rule.UNKNOWN_SLOT, requests=which, slots=(meeting.slot,))
        elif meeting.place not in timetable.places:
            yield Violation(Rule.UNKNOWN_PLACE, requests=which, places=(meeting.place,))


def request_held_once(timetable: Timetable) -> Iterator[Violation]:
    """No request is held more than once."""
    for request, times in Counter(meeting.request for meeting in timetable.plan.meetings).items():
        if times > 1 and request in timetable.requests:
            slots = tuple(meeting.slot for meeting in timetable.plan.meetings if meeting.request == request)
            yield Violation(Rule.REQUEST_HELD_ONCE, requests=(request,), slots=slots, found=times, allowed=1)


def own_slot(timetable: Timetable) -> Iterator[Violation]:
    """A request that names slots is held in one of them."""
    for name, meeting in timetable.held.items():
        slots = timetable.requests[name].slots
        if slots is not None and meeting.slot not in slots:
            yield Violation(Rule.OWN_SLOT, requests=(name,), slots=(meeting.slot,))


def allowed_place(timetable: Timetable) -> Iterator[Violation]:
    """A request is held at one of its places; at a home of either where it names none, or at a shared one."""
    shared = frozenset(timetable.shared)
    for name, meeting in timetable.held.items():
        allowed = timetable.allowed_places(name)
        inside = meeting.place in (shared if allowed is timetable.shared else allowed)
        if not inside and meeting.place in timetable.places:
            yield Violation(Rule.ALLOWED_PLACE, requests=(name,), slots=(meeting.slot,), places=(meeting.place,))


def request_must(timetable: Timetable) -> Iterator[Violation]:
    """A request that must be held is held."""
    listed = {meeting.request for meeting in timetable.plan.meetings}
    for request in timetable.problem.requests:
        if request.must and request.id not in listed:
            yield Violation(Rule.REQUEST_MUST, requests=(request.id,))


def fixed(timetable: Timetable) -> Iterator[Violation]:
    """What was decided already is as it was decided."""
    for decided in timetable.problem.fixed:
        meeting = timetable.held.get(decided.request)
        which, where = (decided.request,), () if decided.place is None else (decided.place,)
        if meeting is None:
            yield Violation(Rule.FIXED_NOT_HELD, requests=which, slots=(decided.slot,), places=where)
        elif meeting.slot != decided.slot or decided.place not in (None, meeting.place):
            # Where it is held stands last, also where no place was decided on.
            spots = (decided.slot, meeting.slot)
            yield Violation(Rule.FIXED_ELSEWHERE, requests=which, slots=spots, places=(*where, meeting.place))


def after(timetable: Timetable) -> Iterator[Violation]:
    """Of two requests that are held and have an order, the later is in a later slot."""
    for name, meeting in timetable.held.items():
        for earlier in timetable.requests[name].after:
            other = timetable.held.get(earlier)
            if other is not None and timetable.slots[other.slot] >= timetable.slots[meeting.slot]:
                yield Violation(Rule.AFTER, requests=(name, earlier), slots=(meeting.slot, other.slot))
