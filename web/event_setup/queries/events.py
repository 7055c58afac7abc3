"""Lists of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from web.core.database import db
from web.models import Event, EventState, Person, Publication, Registration, RegistrationState


def public_events() -> Sequence[Event]:
    """Events that everybody may see, the next one first."""
    return db.session.scalars(select(Event).where(Event.state != EventState.DRAFT).order_by(Event.starts_on, Event.id)).all()


def events_of(person: Person) -> Sequence[Registration]:
    """A person's registrations with their events and organisations, the next event first; without what they have left."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .where(Registration.person_id == person.id, Registration.state != RegistrationState.LEFT)
        .options(joinedload(Registration.event), joinedload(Registration.organisation))
        .order_by(Event.starts_on, Event.id, Registration.id)
    ).all()


def published_among(event_ids: Iterable[int]) -> set[int]:
    """Say which of these events have published agendas."""
    return set(db.session.scalars(select(Publication.event_id).where(Publication.event_id.in_(set(event_ids)))))
