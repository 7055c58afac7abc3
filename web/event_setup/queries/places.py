"""The places of an event."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from web.core.database import db
from web.models import Event, Place, Registration


def places_of(event: Event) -> Sequence[Place]:
    """The places of an event with their zones and those whose booths they are."""
    owner = joinedload(Place.owner)
    return db.session.scalars(
        select(Place)
        .where(Place.event_id == event.id)
        .options(joinedload(Place.zone), owner.joinedload(Registration.person), owner.joinedload(Registration.organisation))
        .order_by(Place.position, Place.id)
    ).all()
