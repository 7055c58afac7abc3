"""The dialogues that somebody moderates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.agendas import Entry, dialogue_uid
from web.core.database import db
from web.models import Dialogue, MeetingStatus, PublishedEntry, Registration, SeatWish
from web.publishing.queries.published import entry_of


@dataclass(frozen=True, slots=True)
class ModeratedDialogue:
    """A dialogue with its published entry in the moderator's agenda; ``entry`` None: not published, or not theirs to lead then."""

    dialogue: Dialogue
    entry: Entry | None
    seated: tuple[Registration, ...]


def moderated_by(moderator: Registration) -> list[ModeratedDialogue]:
    """List what somebody moderates: what is published in the order of time, then what they could be asked to lead."""
    dialogues = db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == moderator.event_id, Dialogue.moderators.any(Registration.id == moderator.id))
        .options(selectinload(Dialogue.wanted).joinedload(SeatWish.registration))
        .order_by(Dialogue.id)
    ).all()
    uids = {dialogue_uid(moderator.event.public_id, dialogue.public_id): dialogue for dialogue in dialogues}
    entries = db.session.scalars(
        select(PublishedEntry)
        .where(PublishedEntry.uid.in_(uids), PublishedEntry.status == MeetingStatus.CONFIRMED)
        .options(
            joinedload(PublishedEntry.registration).joinedload(Registration.person),
            joinedload(PublishedEntry.registration).joinedload(Registration.organisation),
        )
        .order_by(PublishedEntry.start, PublishedEntry.id)
    ).all()
    mine = [entry for entry in entries if entry.registration_id == moderator.id]
    held = [ModeratedDialogue(uids[entry.uid], entry_of(entry), _seated(entries, entry)) for entry in mine]
    published = {led.dialogue.id for led in held}
    later = (dialogue for dialogue in dialogues if dialogue.id not in published and dialogue.cancelled_at is None)
    return [*held, *(ModeratedDialogue(dialogue, None, ()) for dialogue in later)]


def _seated(entries: Sequence[PublishedEntry], mine: PublishedEntry) -> tuple[Registration, ...]:
    others = (entry.registration for entry in entries if entry.uid == mine.uid and entry.registration_id != mine.registration_id)
    return tuple(other for other in others if other.takes_part)
