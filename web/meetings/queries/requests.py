"""Who asked whom, as each side may know it: nobody learns from here what the other side answered, or who would rather not meet them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.planning.attendance import MEETING_ROLES
from matchmaking.planning.meeting_rules import Used
from matchmaking.planning.suggesting import Suggestion, suggestions
from web.core.database import db
from web.core.event_data import offers_and_needs
from web.core.event_rows import APPROVED
from web.models import Answer, Event, MeetingRequest, Registration, Strength

MOST_SUGGESTIONS = 20


def own_requests(registration: Registration) -> Sequence[MeetingRequest]:
    """List whom somebody asked to meet, or would rather not, also those who left since; the answers are not for them to see."""
    return db.session.scalars(
        select(MeetingRequest)
        .where(MeetingRequest.asker_id == registration.id)
        .options(joinedload(MeetingRequest.asked).joinedload(Registration.organisation))
        .order_by(MeetingRequest.asked_at, MeetingRequest.id)
    ).all()


def asked_by_others(registration: Registration) -> Sequence[MeetingRequest]:
    """List who asked to meet somebody, without those who would rather not."""
    return db.session.scalars(
        select(MeetingRequest)
        .join(MeetingRequest.asker)
        .where(MeetingRequest.asked_id == registration.id, MeetingRequest.strength != Strength.RATHER_NOT, APPROVED)
        .options(
            joinedload(MeetingRequest.asker).joinedload(Registration.organisation),
            joinedload(MeetingRequest.asker).selectinload(Registration.needs),
            joinedload(MeetingRequest.asker).selectinload(Registration.offers),
        )
        .order_by(MeetingRequest.asked_at, MeetingRequest.id)
    ).all()


def waiting_for_answer(registration: Registration) -> int:
    """Count who asked to meet somebody and waits for an answer."""
    waiting = (
        select(func.count())
        .select_from(MeetingRequest)
        .join(MeetingRequest.asker)
        .where(
            MeetingRequest.asked_id == registration.id,
            MeetingRequest.strength != Strength.RATHER_NOT,
            MeetingRequest.answer == Answer.OPEN,
            APPROVED,
        )
    )
    return db.session.scalar(waiting) or 0


def asked_so_far(asker: Registration, but: MeetingRequest | None = None) -> Used:
    """Count what somebody has asked for, one of their requests left out if it is given."""
    counted = (
        select(MeetingRequest.strength, func.count())
        .where(MeetingRequest.asker_id == asker.id, MeetingRequest.strength != Strength.RATHER_NOT)
        .group_by(MeetingRequest.strength)
    )
    if but is not None:
        counted = counted.where(MeetingRequest.id != but.id)
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    return Used(sum(counts.values()), counts.get(Strength.MUST, 0))


def request_about(asker: Registration, asked: Registration) -> MeetingRequest | None:
    """Find what somebody asked about somebody."""
    return db.session.scalar(select(MeetingRequest).where(MeetingRequest.asker_id == asker.id, MeetingRequest.asked_id == asked.id))


def strengths_of(registration: Registration) -> dict[int, Strength]:
    """Say by the other's key how much somebody wants to meet them."""
    rows = db.session.execute(select(MeetingRequest.asked_id, MeetingRequest.strength).where(MeetingRequest.asker_id == registration.id))
    return {row[0]: row[1] for row in rows}


def participant_to_meet(event: Event, public_id: str) -> Registration | None:
    """Find an approved buyer or supplier, with organisation, offers and needs."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.public_id == public_id,
            Registration.role.in_(MEETING_ROLES),
            APPROVED,
        )
        .options(
            joinedload(Registration.organisation),
            joinedload(Registration.person),
            selectinload(Registration.offers),
            selectinload(Registration.needs),
        )
    )


def suggestions_for(registration: Registration) -> list[tuple[Registration, Suggestion]]:
    """Find who fits best among others about whom nothing was asked yet, the best first, in a constant number of statements."""
    event = registration.event
    asked = (MeetingRequest.asked_id == Registration.id) & (MeetingRequest.asker_id == registration.id)
    left_out = set(
        db.session.scalars(
            select(Registration.public_id)
            .outerjoin(MeetingRequest, asked)
            .where(
                Registration.event_id == event.id,
                or_(MeetingRequest.id.is_not(None), Registration.person_id == registration.person_id),
            )
        )
    )
    best = suggestions(offers_and_needs(event), registration.public_id, registration.role, left_out, MOST_SUGGESTIONS)
    ids = [each.who for each in best]
    rows = db.session.scalars(select(Registration).where(Registration.public_id.in_(ids)).options(joinedload(Registration.organisation)))
    who = {row.public_id: row for row in rows}
    return [(who[each.who], each) for each in best]
