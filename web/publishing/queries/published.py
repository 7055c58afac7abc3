"""What is published: versions, agendas, and who has left since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaking.agendas import Entry
from web.core.database import db
from web.core.event_rows import TAKES_PART
from web.models import Event, MeetingStatus, Organisation, Person, Publication, PublishedEntry, Registration, Role

PAGE = 50
NOBODY = "somebody who has left"
MEETING_WITH_NOBODY = f"Meeting: {NOBODY}"


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody whose meetings were published and who no longer takes part."""

    name: str
    role: Role
    meetings: int


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published of an event: its versions, the newest first, and everybody's entries, cancelled ones too."""

    versions: Sequence[Publication]
    entries: Sequence[PublishedEntry]

    @property
    def newest(self) -> int:
        """Number of the version that holds; 0: nothing is published yet."""
        return self.versions[0].version if self.versions else 0

    @property
    def departed(self) -> list[Departed]:
        """Who has left, or was refused, since the last version, with how much of theirs is free for others; by name."""
        gone = [
            entry.registration for entry in self.entries if entry.status is MeetingStatus.CONFIRMED and not entry.registration.takes_part
        ]
        by_name = sorted(gone, key=lambda registration: (registration.person.name.casefold(), registration.person_id))
        return [Departed(row.person.label, row.role, count) for row, count in Counter(by_name).items()]


def read_published(event: Event) -> Published:
    """Read what is published of an event."""
    return Published(versions(event), entries_of_event(event))


def versions(event: Event) -> Sequence[Publication]:
    """An event's versions, the newest first."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.event_id == event.id)
        .options(joinedload(Publication.published_by))
        .order_by(Publication.version.desc())
    ).all()


def newest_version(event: Event) -> Publication | None:
    """The version that holds; None: nothing is published yet."""
    return db.session.scalar(select(Publication).where(Publication.event_id == event.id).order_by(Publication.version.desc()).limit(1))


def entries_of_event(event: Event) -> Sequence[PublishedEntry]:
    """Everybody's published entries, cancelled ones too, with their people."""
    return db.session.scalars(
        select(PublishedEntry)
        .join(PublishedEntry.registration)
        .where(PublishedEntry.event_id == event.id)
        .options(contains_eager(PublishedEntry.registration).joinedload(Registration.person))
        .order_by(PublishedEntry.start, PublishedEntry.id)
    ).all()


def entries_of(registration: Registration) -> Sequence[PublishedEntry]:
    """One agenda as published, cancelled entries too, in the order of time."""
    return db.session.scalars(
        select(PublishedEntry).where(PublishedEntry.registration_id == registration.id).order_by(PublishedEntry.start, PublishedEntry.uid)
    ).all()


def entry_of(row: PublishedEntry) -> Entry:
    """Read a published entry."""
    return Entry(row.uid, row.start, row.end, row.title, row.place, tuple(row.who), row.why, tuple(row.questions))


def diaries(event: Event, search: str, page: int) -> tuple[list[tuple[Registration, int]], int]:
    """Who has an agenda, by name, with how many meetings and dialogues it holds.

    Returns
    -------
    tuple
        One page of them, and how many people there are in all.
    """
    found = (
        select(Registration.id)
        .join(Registration.person)
        .outerjoin(Registration.organisation)
        .where(Registration.event_id == event.id, TAKES_PART)
    )
    if search:
        found = found.where(
            or_(
                Person.name.icontains(search, autoescape=True), Organisation.name.icontains(search, autoescape=True), Person.email == search
            )
        )
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ids = list(db.session.scalars(found.order_by(Person.name, Registration.id).limit(PAGE).offset((page - 1) * PAGE)))
    counts = db.session.execute(
        select(PublishedEntry.registration_id, func.count())
        .where(PublishedEntry.registration_id.in_(ids), PublishedEntry.status == MeetingStatus.CONFIRMED)
        .group_by(PublishedEntry.registration_id)
    )
    held = {row[0]: row[1] for row in counts}
    people = db.session.scalars(
        select(Registration).where(Registration.id.in_(ids)).options(joinedload(Registration.person), joinedload(Registration.organisation))
    )
    by_id = {registration.id: registration for registration in people}
    return [(by_id[id_], held.get(id_, 0)) for id_ in ids], total
