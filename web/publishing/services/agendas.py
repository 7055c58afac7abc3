"""A person's published agenda: as days for a page, as a calendar for a feed or a file; and the secret in the feed's address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaking.agendas import Entry, Revision, calendar
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import NotFound
from web.models import MeetingStatus, Person, PublishedEntry, Registration, new_token, now
from web.publishing.queries.published import entries_of, entry_of

CANCELLED_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of an agenda as a page shows it."""

    entry: Entry
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it goes out; ``modified`` is when anything in it last changed."""

    content: bytes
    modified: datetime


def days_of(registration: Registration) -> list[tuple[date, list[ShownEntry]]]:
    """Give somebody's published agenda day by day, on the event's walls."""
    zone = ZoneInfo(registration.event.timezone)
    entries = [ShownEntry(entry_of(row), row.status is MeetingStatus.CANCELLED) for row in entries_of(registration)]
    return [(day, list(group)) for day, group in groupby(entries, lambda shown: shown.entry.start.astimezone(zone).date())]


def feed_of_token(token: str) -> Feed:
    """Look up the calendar that an address with a secret in it leads to.

    Raises
    ------
    NotFound
        Where nobody has that secret, or no longer.
    """
    registration = db.session.scalar(
        select(Registration)
        .where(Registration.calendar_token == token)
        .options(joinedload(Registration.event), joinedload(Registration.person))
    )
    if registration is None or not registration.takes_part:
        raise NotFound
    return feed_of(registration)


def feed_of(registration: Registration) -> Feed:
    """Write somebody's calendar; the same bytes as long as nothing in it has changed.

    What is cancelled stays in it, and says so, until 30 days after the event, because many clients need to hear of it.
    """
    event = registration.event
    zone = ZoneInfo(event.timezone)
    over = now().astimezone(zone).date() > event.ends_on + CANCELLED_KEPT
    rows = [row for row in entries_of(registration) if not (over and row.status is MeetingStatus.CANCELLED)]
    modified = max([registration.created_at.replace(microsecond=0), *(row.last_modified for row in rows)])
    content = calendar(
        [entry_of(row) for row in rows],
        Revision(modified),
        name=f"{event.name} – {registration.person.label}",
        revisions=_revisions(rows),
        zone=zone,
    )
    return Feed(content, modified)


def _revisions(rows: Sequence[PublishedEntry]) -> dict[str, Revision]:
    return {row.uid: Revision(row.last_modified, row.sequence, row.status is MeetingStatus.CANCELLED) for row in rows}


def new_calendar_address(registration: Registration, by: Person) -> None:
    """Give somebody's calendar another secret address; the one before leads nowhere from now on."""
    registration.calendar_token = new_token()
    record("changed the calendar address of", registration, by, registration.event)
    db.session.flush()


def end_calendar_address(registration: Registration, by: Person) -> None:
    """End the subscription of somebody's calendar: its address leads nowhere from now on."""
    registration.calendar_token = None
    record("ended the calendar address of", registration, by, registration.event)
    db.session.flush()
