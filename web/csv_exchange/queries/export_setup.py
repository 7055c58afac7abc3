"""What the organisers have set up and decided, as rows of spreadsheets; see `web.csv_exchange.queries.exports`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaking.vocabulary import words_of
from web.core.database import db
from web.core.event_data import taxonomy_of, weights_of
from web.csv_exchange.queries.columns import ABSENCES
from web.models import Absence, Dialogue, Event, MeetingLock, Registration
from web.planning.queries.pair_values import pair_values

Row = Iterable[object]
FACTS = ("name", "venue", "timezone", "starts_on", "ends_on", "state", "contact_email", "catalogue_public")
DEADLINES = ("register_until", "ask_until", "answer_until")


def facts(event: Event) -> Iterator[Row]:
    """The event itself, with deadlines, quotas by role and weights: what, and its value."""
    yield ("what", "value")
    zone = ZoneInfo(event.timezone)
    for name in FACTS:
        yield (name, getattr(event, name))
    for name in DEADLINES:
        moment = getattr(event, name)
        yield (name, moment.astimezone(zone) if moment else "")
    for role, quota in sorted(event.quotas.items()):
        for name, number in quota.items():
            yield (f"{role} {name}", number)
    for name, number in asdict(weights_of(event)).items():
        yield (f"weight {name}", number)


def words(event: Event) -> Iterator[Row]:
    """The vocabulary."""
    yield ("list", "code", "below", "stage", "en", "nl", "fr")
    for word in words_of(taxonomy_of(event)):
        yield (word.kind.value, word.code, word.parent, word.stage, word.label["en"], word.label["nl"], word.label["fr"])


def absences(event: Event) -> Iterator[Row]:
    """When somebody cannot meet."""
    yield ABSENCES
    zone = ZoneInfo(event.timezone)
    rows = db.session.scalars(
        select(Absence)
        .join(Absence.registration)
        .where(Registration.event_id == event.id)
        .options(contains_eager(Absence.registration).joinedload(Registration.person), joinedload(Absence.session))
        .order_by(Registration.id, Absence.id)
    )
    for row in rows:
        times = (moment.astimezone(zone) if moment else "" for moment in (row.start, row.end))
        session = row.session.title if row.session else ""
        yield (row.registration.person.email, row.registration.role.value, session, *times, row.reason)


def values(event: Event) -> Iterator[Row]:
    """What each meeting that may be planned is worth, term by term."""
    yield ("id", "one", "other", "value", "terms")
    for row in pair_values(event):
        terms = [f"{term.because} {term.points}" for term in row.value.terms]
        yield (row.subject, row.one, row.other, row.value.total, terms)


def locks(event: Event) -> Iterator[Row]:
    """What later planning runs keep: meetings by both addresses, dialogues by their topic."""
    yield ("kind", "what", "start", "place", "moderator_email")
    zone, person = ZoneInfo(event.timezone), joinedload(MeetingLock.one).joinedload(Registration.person)
    meetings = db.session.scalars(
        select(MeetingLock)
        .where(MeetingLock.event_id == event.id)
        .options(person, joinedload(MeetingLock.other).joinedload(Registration.person))
        .options(joinedload(MeetingLock.slot), joinedload(MeetingLock.place))
        .order_by(MeetingLock.id)
    )
    for row in meetings:
        pair = f"{row.one.person.email} – {row.other.person.email}"
        yield ("meeting", pair, row.slot.start.astimezone(zone), row.place.name if row.place else "", "")
    for dialogue in db.session.scalars(select(Dialogue).join(Dialogue.lock).where(Dialogue.event_id == event.id).order_by(Dialogue.id)):
        if lock := dialogue.lock:
            moderator = lock.moderator.person.email if lock.moderator else ""
            yield ("dialogue", dialogue.topic, lock.slot.start.astimezone(zone), lock.place.name if lock.place else "", moderator)
