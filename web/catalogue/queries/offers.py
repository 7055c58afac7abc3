"""Offers with their pictures."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from web.core.database import db
from web.models import Event, Offer, Picture, Registration


def offer_with_picture(event: Event, public_id: str) -> Offer | None:
    """Find an offer of an event with its supplier and the picture itself."""
    return db.session.scalar(
        select(Offer)
        .join(Offer.registration)
        .where(Registration.event_id == event.id, Offer.public_id == public_id)
        .options(joinedload(Offer.registration), joinedload(Offer.picture).options(undefer(Picture.content)))
    )
