"""What somebody sees who registers: what they have registered before, and what the event offers beside the meetings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from web.core.database import db
from web.models import Event, ItemKind, Person, ProgrammeItem, Registration, Role


def registration_in_role(event: Event, person: Person, role: Role) -> Registration | None:
    """Find somebody's registration in a role, whatever became of it."""
    return db.session.scalar(
        select(Registration).where(Registration.event_id == event.id, Registration.person_id == person.id, Registration.role == role)
    )


def latest_registration(person: Person) -> Registration | None:
    """Find what somebody last registered for an organisation, at any event, to begin the next one with."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.person_id == person.id, Registration.organisation_id.is_not(None))
        .options(joinedload(Registration.organisation))
        .order_by(Registration.id.desc())
        .limit(1)
    )


def sessions_of(event: Event) -> Sequence[ProgrammeItem]:
    """List the sessions beside the meetings, in the order of time."""
    return db.session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event.id, ProgrammeItem.kind == ItemKind.SESSION)
        .order_by(ProgrammeItem.start, ProgrammeItem.id)
    ).all()
