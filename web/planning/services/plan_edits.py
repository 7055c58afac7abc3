"""Change the plan by hand: lock, move, cancel or add a meeting; what would break a rule is refused with the reason.

Each change goes into the event first, as a lock or a request set aside, so that later runs keep it; see `plan_settling`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from matchmaking.planning.meeting_rules import is_same_person
from matchmaking.planning.pairs import SEPARATOR, pair_id
from scheduler.plan import Meeting, Plan
from web.core.database import db
from web.core.errors import Invalid, NotFound
from web.core.event_rows import slot_name
from web.meetings.services.meetings import lock_meeting
from web.models import EditKind, Event, MeetingLock, MeetingRequest, Registration, now
from web.planning.queries.drafts import Draft
from web.planning.services.plan_settling import Edit, note, settle


def put_meeting(edit: Edit, subject: str, slot: str, place: str) -> None:
    """Hold a meeting in a slot at a place, and lock it there; it may be held elsewhere now, or not at all.

    Raises
    ------
    Invalid
        With the rules that forbid it.
    """
    draft = edit.draft
    one, other = _pair(edit.event, subject)
    for request in _requests(one, other):
        request.set_aside_at = None
    _lock(edit, one, other, slot, place)
    held = next((meeting for meeting in draft.plan.meetings if meeting.request == subject), None)
    meetings = [meeting for meeting in draft.plan.meetings if meeting.request != subject]
    edited = replace(draft.plan, meetings=(*meetings, Meeting(subject, slot, place)))
    _settle(edit, edited)
    note(edit.event, edit.by, EditKind.MOVE if held else EditKind.ADD, subject, _stored(held), _stored(Meeting(subject, slot, place)))


def add_meeting(edit: Edit, one: Registration, other: Registration, slot: str, place: str) -> str:
    """Hold a meeting of two participants, whether or not they asked for it; returns its id. Raises as `put_meeting`."""
    if is_same_person(one, other):
        raise Invalid(fields={"other": _("Choose somebody else.")})
    subject = pair_id(one.public_id, other.public_id)
    put_meeting(edit, subject, slot, place)
    return subject


def lock_as_held(edit: Edit, subject: str) -> None:
    """Lock a meeting where it is held. Raises as `put_meeting`."""
    held = _held(edit.draft, subject)
    _lock(edit, *_pair(edit.event, subject), held.slot, held.place)
    _settle(edit, edit.draft.plan)
    note(edit.event, edit.by, EditKind.LOCK, subject, _stored(held), _stored(held))


def unlock(edit: Edit, subject: str) -> None:
    """Leave it to later runs where, and whether, a meeting is held. Raises as `put_meeting`."""
    _drop_lock(*_pair(edit.event, subject))
    _settle(edit, edit.draft.plan)
    note(edit.event, edit.by, EditKind.UNLOCK, subject, None, None)


def cancel_meeting(edit: Edit, subject: str) -> None:
    """Take a meeting out of this plan and of later runs. Raises as `put_meeting`."""
    draft = edit.draft
    held = _held(draft, subject)
    one, other = _pair(edit.event, subject)
    _drop_lock(one, other)
    for request in _requests(one, other):
        request.set_aside_at = now()
    edited = replace(draft.plan, meetings=tuple(meeting for meeting in draft.plan.meetings if meeting.request != subject))
    _settle(edit, edited)
    note(edit.event, edit.by, EditKind.CANCEL, subject, _stored(held), None)


def _settle(edit: Edit, edited: Plan) -> None:
    db.session.flush()
    settle(edit, edit.before.with_new_requests(), edited)


def _held(draft: Draft, subject: str) -> Meeting:
    for meeting in draft.plan.meetings:
        if meeting.request == subject:
            return meeting
    raise NotFound


def _pair(event: Event, subject: str) -> tuple[Registration, Registration]:
    ids = subject.split(SEPARATOR)
    rows = db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.public_id.in_(ids)).order_by(Registration.id)
    ).all()
    if len(rows) != 2:
        raise NotFound
    return rows[0], rows[1]


def _requests(one: Registration, other: Registration) -> list[MeetingRequest]:
    asked = or_(
        and_(MeetingRequest.asker_id == one.id, MeetingRequest.asked_id == other.id),
        and_(MeetingRequest.asker_id == other.id, MeetingRequest.asked_id == one.id),
    )
    return list(db.session.scalars(select(MeetingRequest).where(asked)))


def _lock(edit: Edit, one: Registration, other: Registration, slot: str, place: str) -> None:
    event = edit.event
    when = next((row for row in event.slots if slot_name(event, row.start) == slot), None)
    where = next((row for row in event.places if row.name == place), None)
    if when is None or where is None:
        raise Invalid(_("This time or place is no longer there. Plan again."))
    lock_meeting(one, other, when, where, edit.by)


def _drop_lock(one: Registration, other: Registration) -> None:
    first, second = sorted((one.id, other.id))
    lock = db.session.scalar(select(MeetingLock).where(MeetingLock.one_id == first, MeetingLock.other_id == second))
    if lock is not None:
        db.session.delete(lock)


def _stored(meeting: Meeting | None) -> dict[str, Any] | None:
    return {"slot": meeting.slot, "place": meeting.place} if meeting else None
