"""Ask for meetings, answer, and lock what is decided."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.clock import is_over
from matchmaking.planning.event import Quota
from matchmaking.planning.meeting_rules import NoMeeting, is_same_person, used_up, why_no_meeting
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid, NotAllowed
from web.meetings.queries.requests import asked_so_far
from web.models import (
    Answer,
    Event,
    EventState,
    MeetingLock,
    MeetingRequest,
    Person,
    Place,
    Registration,
    Role,
    Slot,
    Strength,
    now,
)


def quota_of(event: Event, role: Role) -> Quota:
    """What a role may ask at an event."""
    return Quota(**event.quotas.get(role.value, {}))


def may_ask(event: Event) -> bool:
    """Whether it is still time to ask for meetings."""
    return event.state is not EventState.CLOSED and not is_over(event.ask_until, now())


def may_answer(event: Event) -> bool:
    """Whether it is still time to accept and decline."""
    return event.state is not EventState.CLOSED and not is_over(event.answer_until, now())


def ask_for_meeting(
    asker: Registration, asked: Registration, strength: Strength, by: Person | None, *, message: str = "", at: datetime | None = None
) -> MeetingRequest:
    """Say that one would like to meet somebody, or rather not; asking again changes the request.

    Parameters
    ----------
    at
        When; None: now. The time to ask is not over for who brings requests from elsewhere and says when they were made.

    Raises
    ------
    NotAllowed
        Where the two cannot meet: of different events, the same person, not taking part, or two buyers.
    Conflict
        Where the time to ask is over, the event too, or the quota is used up.
    """
    event = asker.event
    _require_possible(asker, asked)
    if at is None and not may_ask(event):
        raise Conflict(_("The time to ask for meetings is over."))
    # One request of theirs at a time: two at once would both count the quota before either stands in it.
    db.session.execute(select(Registration.id).where(Registration.id == asker.id).with_for_update())
    request = db.session.scalar(select(MeetingRequest).where(MeetingRequest.asker_id == asker.id, MeetingRequest.asked_id == asked.id))
    _require_quota(asker, strength, request)
    if request is None:
        request = MeetingRequest(event_id=event.id, asker=asker, asked=asked, strength=strength, asked_at=at or now())
        db.session.add(request)
    request.strength, request.message = strength, message
    db.session.flush()
    record("asked to meet", request, by, event, strength=strength.value)
    return request


def withdraw(request: MeetingRequest, by: Person | None) -> None:
    """Take a request back, as if it had never been."""
    record("withdrew", request, by, request.event)
    db.session.delete(request)
    db.session.flush()


def answer_request(request: MeetingRequest, answer: Answer, by: Person | None, *, at: datetime | None = None) -> None:
    """Accept or decline to be met, or leave it open again.

    Parameters
    ----------
    at
        When; None: now. The time to answer is not over for who brings answers from elsewhere and says when they were given.

    Raises
    ------
    Conflict
        Where the time to answer is over.
    """
    event = request.event
    if at is None and not may_answer(event):
        raise Conflict(_("The time to answer is over. Write to the organisers: they can still change it."))
    request.answer, request.answered_at = answer, (at or now()) if answer is not Answer.OPEN else None
    record(f"answered {answer.value}", request, by, event)
    db.session.flush()


def _require_possible(asker: Registration, asked: Registration) -> None:
    fault = why_no_meeting(asker, asked)
    if fault is NoMeeting.APART:
        raise NotAllowed(_("These two cannot meet at this event."))
    if fault is NoMeeting.ROLES:
        raise NotAllowed(_("Meetings are between buyers and suppliers, or between two suppliers."))


def _require_quota(asker: Registration, strength: Strength, request: MeetingRequest | None) -> None:
    """Without the request at hand, which may be one of those counted."""
    quota = quota_of(asker.event, asker.role)
    part = used_up(quota, asked_so_far(asker, but=request), strength)
    if part == "wishes":
        raise Conflict(_("You have asked for %(most)s meetings, which is as many as you can. Withdraw one first.", most=quota.wishes))
    if part == "musts":
        raise Conflict(
            _("You have %(most)s meetings that you must have, which is as many as you can. Make one of them a wish.", most=quota.musts)
        )


def lock_meeting(one: Registration, other: Registration, slot: Slot, place: Place | None, by: Person | None) -> MeetingLock:
    """Decide a meeting: every later run keeps it in this slot. Whether a plan can hold it is for the planner to say.

    Raises
    ------
    Invalid
        Where it is with oneself, or something is of another event.
    """
    if is_same_person(one, other) or {one.event_id, other.event_id, slot.event_id, place.event_id if place else slot.event_id} != {
        one.event_id
    }:
        raise Invalid(_("These cannot be put together."))
    first, second = sorted((one, other), key=lambda registration: registration.id)
    lock = db.session.scalar(select(MeetingLock).where(MeetingLock.one_id == first.id, MeetingLock.other_id == second.id))
    if lock is None:
        lock = MeetingLock(event_id=one.event_id, one=first, other=second)
        db.session.add(lock)
    lock.slot, lock.place = slot, place
    db.session.flush()
    record("locked", one, by, one.event, other=other.public_id)
    return lock
