"""Who asked whom, told to each side: nobody learns from here what the other side answered, or who would rather not meet them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.planning import best_fit
from matchmaking.planning import event as data
from matchmaking.planning.fit import Fit
from web.database import db
from web.models import Event, MeetingRequest, Registration, RegistrationState, Role, Strength
from web.queries.event_data import offers_and_needs

MOST_SUGGESTIONS = 20
APPROVED = Registration.state == RegistrationState.APPROVED


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who fits, and why: which offer answers which need."""

    who: Registration
    fit: Fit
    offer: data.Offer | None
    need: data.Need | None


def own_wishes(registration: Registration) -> Sequence[MeetingRequest]:
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


def wish_about(asker: Registration, asked: Registration) -> MeetingRequest | None:
    """Find what somebody wished about somebody."""
    return db.session.scalar(select(MeetingRequest).where(MeetingRequest.asker_id == asker.id, MeetingRequest.asked_id == asked.id))


def strengths_of(registration: Registration) -> dict[int, Strength]:
    """Say by the other's key what somebody wished about them."""
    rows = db.session.execute(select(MeetingRequest.asked_id, MeetingRequest.strength).where(MeetingRequest.asker_id == registration.id))
    return {row[0]: row[1] for row in rows}


def participant_to_meet(event: Event, public_id: str) -> Registration | None:
    """Find an approved buyer or supplier, with organisation, offers and needs."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.public_id == public_id,
            Registration.role.in_((Role.BUYER, Role.SUPPLIER)),
            APPROVED,
        )
        .options(joinedload(Registration.organisation), selectinload(Registration.offers), selectinload(Registration.needs))
    )


def suggestions_for(registration: Registration) -> list[Suggestion]:
    """Find who fits best among those about whom nothing was wished yet: suppliers for a buyer, buyers for a supplier.

    The best fits first, in a constant number of statements.
    """
    event = registration.event
    told = offers_and_needs(event)
    wished = set(
        db.session.scalars(
            select(Registration.public_id)
            .join(MeetingRequest, MeetingRequest.asked_id == Registration.id)
            .where(MeetingRequest.asker_id == registration.id)
        )
    )
    others = told.offers_of if registration.role is Role.BUYER else told.needs_of
    fits = {id_: best_fit(told, registration.public_id, id_) for id_ in others if id_ not in wished and id_ != registration.public_id}
    best = sorted((id_ for id_ in fits if fits[id_][0].score), key=lambda id_: -fits[id_][0].score)[:MOST_SUGGESTIONS]
    rows = db.session.scalars(select(Registration).where(Registration.public_id.in_(best)).options(joinedload(Registration.organisation)))
    who = {row.public_id: row for row in rows}
    return [Suggestion(who[id_], *fits[id_]) for id_ in best]
