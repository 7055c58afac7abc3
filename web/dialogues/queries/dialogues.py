"""The market dialogues of an event as its organisers see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from web.core.database import db
from web.core.errors import NotFound
from web.models import Dialogue, Event, Registration


def list_dialogues(event: Event) -> Sequence[Dialogue]:
    """List the dialogues with their moderators and those who asked to join, cancelled ones too."""
    return db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == event.id)
        .options(selectinload(Dialogue.moderators), selectinload(Dialogue.wanted))
        .order_by(Dialogue.id)
    ).all()


def dialogue_of(event: Event, public_id: str) -> Dialogue:
    """Find a dialogue of an event.

    Raises
    ------
    NotFound
        Where the event has none of that id.
    """
    return _dialogue(event, public_id)


def dialogue_to_hold(event: Event, public_id: str) -> Dialogue:
    """Find a dialogue of an event with where it could be held and who could moderate it. Raises as `dialogue_of`."""
    moderators = selectinload(Dialogue.moderators).joinedload(Registration.person)
    return _dialogue(event, public_id, moderators, selectinload(Dialogue.places))


def locked_dialogues(event: Event) -> frozenset[str]:
    """Ids of the dialogues that the organisers have locked."""
    return frozenset(db.session.scalars(select(Dialogue.public_id).join(Dialogue.lock).where(Dialogue.event_id == event.id)))


def topics_not_in(event: Event, known: Collection[str]) -> Sequence[str]:
    """The topics of the dialogues whose public ids are not among those that are known: those made since, in their order."""
    rows = select(Dialogue.topic).where(Dialogue.event_id == event.id, Dialogue.public_id.not_in(known)).order_by(Dialogue.id)
    return db.session.scalars(rows).all()


def dialogues_of(event: Event) -> Sequence[Dialogue]:
    """List the market dialogues of an event, but for cancelled ones."""
    rows = select(Dialogue).where(Dialogue.event_id == event.id, Dialogue.cancelled_at.is_(None))
    return db.session.scalars(rows.order_by(Dialogue.id)).all()


def _dialogue(event: Event, public_id: str, *options: ExecutableOption) -> Dialogue:
    wanted = select(Dialogue).where(Dialogue.event_id == event.id, Dialogue.public_id == public_id)
    found = db.session.scalar(wanted.options(*options))
    if found is None:
        raise NotFound
    return found
