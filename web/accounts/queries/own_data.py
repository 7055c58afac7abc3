"""Everything that is stored about somebody, as they can take it with them; what others wrote about them is left to the others."""

from __future__ import annotations

import enum
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from web.core.database import db
from web.meetings.queries.requests import asked_by_others, own_requests
from web.models import Activity, Mail, MeetingRequest, Offer, Person, Picture, Registration, SeatWish, Strength
from web.models.base import Base
from web.publishing.queries.published import entries_of

PERSON = ("email", "name", "phone", "language", "created_at", "last_signed_in_at")
ORGANISATION = ("name", "kind", "town", "country", "website", "vat_number", "about")
REGISTRATION = ("role", "state", "function", "wants_booth", "people", "max_meetings", "catalogue_consent", "contact_consent", "remark")
DECISION = ("refusal", "created_at", "submitted_at", "decided_at", "left_at")
OFFER = ("title", "description", "product_group", "strategies", "business_models", "evidence", "available", "language", "picture_text")
NEED = ("functional_need", "product_group", "goals", "strategies", "step", "volume", "horizon", "questions", "must", "may", "language")
ENTRY_COLUMNS = ("start", "end", "title", "place", "who", "why", "questions", "status", "sequence", "last_modified")


def own_archive(person: Person) -> bytes:
    """Write what is stored about somebody as a ZIP archive: ``data.json``, and their pictures beside it."""
    registrations = _registrations(person)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(_own_data(person, registrations), ensure_ascii=False, indent=2))
        for offer in (offer for registration in registrations for offer in registration.offers if offer.picture):
            archive.writestr(_picture_name(offer), offer.picture.content if offer.picture else b"")
    return stream.getvalue()


def _registrations(person: Person) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.person_id == person.id)
            .options(
                joinedload(Registration.event),
                joinedload(Registration.organisation),
                selectinload(Registration.absences),
                selectinload(Registration.needs),
                selectinload(Registration.offers).joinedload(Offer.picture).options(undefer(Picture.content)),
                selectinload(Registration.seat_wishes).joinedload(SeatWish.dialogue),
            )
            .order_by(Registration.id)
        )
    )


def _own_data(person: Person, registrations: Iterable[Registration]) -> dict[str, Any]:
    mails = db.session.scalars(select(Mail).where(Mail.recipient == person.email).order_by(Mail.id))
    done = db.session.scalars(select(Activity).where(Activity.person_id == person.id).order_by(Activity.id))
    return {
        "person": _columns(person, PERSON),
        "registrations": [_registration(registration) for registration in registrations],
        # Without the texts: some hold links to sign in with, and an archive is passed on more easily than a mailbox.
        "mails": [_columns(mail, ("subject", "created_at", "sent_at")) for mail in mails],
        "done": [_columns(activity, ("at", "verb", "subject")) for activity in done],
    }


def _registration(registration: Registration) -> dict[str, Any]:
    own = registration
    return {
        "event": _columns(own.event, ("name", "venue", "starts_on", "ends_on")),
        **_columns(own, REGISTRATION + DECISION),
        "organisation": _columns(own.organisation, ORGANISATION) if own.organisation else None,
        "away": [
            _columns(row, ("reason", "start", "end")) | {"session": row.session.title if row.session else None} for row in own.absences
        ],
        "offers": [_columns(row, OFFER) | {"picture": _picture_name(row) if row.picture else None} for row in own.offers],
        "needs": [_columns(row, NEED) for row in own.needs],
        "seats": [{"dialogue": wish.dialogue.topic, "strength": wish.strength.value} for wish in own.seat_wishes],
        "asked": [_request(row, row.asked) | {"strength": row.strength.value} for row in own_requests(own)],
        "asked_by": [_request(row, row.asker) | _columns(row, ("answer", "answered_at")) for row in _asked_by(own)],
        "agenda": [_columns(row, ENTRY_COLUMNS) for row in entries_of(own)],
    }


def _asked_by(registration: Registration) -> list[MeetingRequest]:
    """Who asked to meet them; never who would rather not."""
    return [row for row in asked_by_others(registration) if row.strength is not Strength.RATHER_NOT]


def _request(row: MeetingRequest, other: Registration) -> dict[str, Any]:
    return {"organisation": other.organisation.name if other.organisation else "", **_columns(row, ("message", "asked_at"))}


def _picture_name(offer: Offer) -> str:
    return f"pictures/{offer.public_id}.jpg"


def _columns(row: Base, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value
