"""The dialogue tables that somebody moderates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.agendas import Entry, dialogue_uid
from web.core.database import db
from web.models import Dialogue, MeetingStatus, PublishedMeeting, Registration, SeatWish
from web.publishing.queries.published import entry_of


@dataclass(frozen=True, slots=True)
class Table:
    """A dialogue with its published line in the moderator's agenda; ``entry`` None: not published, or not theirs to lead then."""

    dialogue: Dialogue
    entry: Entry | None
    seated: tuple[Registration, ...]


def tables_of(moderator: Registration) -> list[Table]:
    """List what somebody moderates: what is published in the order of time, then what they could be asked to lead."""
    dialogues = db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == moderator.event_id, Dialogue.moderators.any(Registration.id == moderator.id))
        .options(selectinload(Dialogue.wanted).joinedload(SeatWish.registration))
        .order_by(Dialogue.id)
    ).all()
    uids = {dialogue_uid(moderator.event.public_id, dialogue.public_id): dialogue for dialogue in dialogues}
    lines = db.session.scalars(
        select(PublishedMeeting)
        .where(PublishedMeeting.uid.in_(uids), PublishedMeeting.status == MeetingStatus.CONFIRMED)
        .options(
            joinedload(PublishedMeeting.registration).joinedload(Registration.person),
            joinedload(PublishedMeeting.registration).joinedload(Registration.organisation),
        )
        .order_by(PublishedMeeting.start, PublishedMeeting.id)
    ).all()
    mine = [line for line in lines if line.registration_id == moderator.id]
    held = [Table(uids[line.uid], entry_of(line), _seated(lines, line)) for line in mine]
    published = {table.dialogue.id for table in held}
    later = (dialogue for dialogue in dialogues if dialogue.id not in published and dialogue.cancelled_at is None)
    return [*held, *(Table(dialogue, None, ()) for dialogue in later)]


def _seated(lines: Sequence[PublishedMeeting], mine: PublishedMeeting) -> tuple[Registration, ...]:
    others = (line.registration for line in lines if line.uid == mine.uid and line.registration_id != mine.registration_id)
    return tuple(other for other in others if other.takes_part)
