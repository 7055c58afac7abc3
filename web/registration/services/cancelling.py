"""Cancel what is published of somebody who no longer takes part, at once: whoever would wait for them hears of it now."""

from __future__ import annotations

from sqlalchemy import select

from matchmaking.agendas.entries import called, leave_dialogue
from matchmaking.changes import EntryChange, Kind
from matchmaking.planning.pairs import SEPARATOR
from scheduler.problem import Participant
from web.core.database import db
from web.models import MeetingStatus, PublishedEntry, Registration, now
from web.publishing.queries.published import MEETING_WITH_NOBODY, NOBODY, entry_of, newest_version
from web.publishing.services.plan_changes import Change
from web.publishing.services.publication_mail import notify_of_change


def cancel_meetings_with(registration: Registration, *, named: bool = True) -> None:
    """Cancel the meetings of others with somebody, tell these others, and take the name off the dialogues where they would sit.

    Their own entries stay as they were published: they tell the organisers what has become free, until the next version.

    Parameters
    ----------
    named
        Whether the others may still read whom they would have met.
    """
    for row in _entries_of_others(registration):
        if SEPARATOR in row.subject:
            _cancel(row, named)
        else:
            row.who = leave_dialogue(row.who, {_called(registration)})
            row.last_modified = now().replace(microsecond=0)
    db.session.flush()


def _entries_of_others(registration: Registration) -> list[PublishedEntry]:
    """What others have on their agendas with them and is not over."""
    confirmed = PublishedEntry.status == MeetingStatus.CONFIRMED, PublishedEntry.end > now()
    uids = select(PublishedEntry.uid).where(PublishedEntry.registration_id == registration.id, *confirmed)
    return list(
        db.session.scalars(
            select(PublishedEntry)
            .where(
                PublishedEntry.event_id == registration.event_id,
                PublishedEntry.uid.in_(uids),
                PublishedEntry.registration_id != registration.id,
                *confirmed,
            )
            .order_by(PublishedEntry.id)
        )
    )


def _cancel(row: PublishedEntry, named: bool) -> None:
    if not named:
        row.title, row.who, row.why = MEETING_WITH_NOBODY, [NOBODY], ""
    row.status, row.last_modified = MeetingStatus.CANCELLED, now().replace(microsecond=0)
    row.sequence += 1
    change = EntryChange(Kind.CANCELLED, row.registration.public_id, row.uid, entry_of(row), None)
    publication = newest_version(row.registration.event)
    if publication is not None and row.registration.active:
        notify_of_change(row.registration.event, publication, row, Change(change, row.registration, row.subject, row))


def _called(registration: Registration) -> str:
    """As it stands in the company of a dialogue."""
    organisation = registration.organisation.name if registration.organisation else registration.person.label
    return called(Participant(registration.public_id, name=registration.person.label, organisation=organisation))
