"""Set market dialogues up, and ask to join them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.planning.dialogue_rules import DialogueFault, dialogue_faults
from matchmaking.taxonomy import Taxonomy
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid, NotAllowed
from web.models import (
    Dialogue,
    DialogueLock,
    Event,
    Person,
    Place,
    Registration,
    SeatWish,
    Strength,
)


@dataclass(frozen=True, slots=True)
class DialogueWords:
    """What organisers say of a market dialogue; of seats, how many are needed and how many there are."""

    topic: str
    theme: str
    product_group: str
    questions: Sequence[str]
    length: int
    seats: tuple[int, int]
    minimum: Mapping[str, int]
    moderators: Sequence[Registration]
    places: Sequence[Place]
    language: str = "en"
    must: bool = True


def save_dialogue(
    event: Event, taxonomy: Taxonomy, by: Person | None, words: DialogueWords, *, dialogue: Dialogue | None = None
) -> Dialogue:
    """Add a market dialogue to an event, or change ``dialogue``.

    Raises
    ------
    Invalid
        Where a value is out of its range or of another event.
    """
    wrong = dialogue_faults(
        taxonomy, theme=words.theme, product_group=words.product_group, length=words.length, seats=words.seats, minimum=words.minimum
    )
    faults = dict(_in_words(fault) for fault in wrong)
    if dialogue is not None and dialogue.lock is not None:
        faults |= _faults_of_lock(dialogue.lock, words.moderators, words.places)
    if ({row.event_id for row in words.moderators} | {row.event_id for row in words.places}) - {event.id}:
        faults["moderators"] = _("Choose from the list.")
    if faults:
        raise Invalid(fields=faults)
    if dialogue is None:
        dialogue = Dialogue(event_id=event.id)
        db.session.add(dialogue)
    dialogue.topic, dialogue.theme = words.topic, words.theme
    dialogue.product_group, dialogue.language = words.product_group, words.language
    dialogue.questions, dialogue.length, dialogue.must = list(words.questions), words.length, words.must
    dialogue.least_seats, dialogue.most_seats, dialogue.minimum = words.seats[0], words.seats[1], dict(words.minimum)
    dialogue.moderators, dialogue.places = list(words.moderators), list(words.places)
    db.session.flush()
    record("saved", dialogue, by, event)
    return dialogue


def _in_words(fault: DialogueFault) -> tuple[str, str]:
    """The field that is to blame, and what to do about it."""
    return {
        DialogueFault.THEME: ("theme", _("Choose from the list.")),
        DialogueFault.PRODUCT_GROUP: ("product_group", _("Choose from the list.")),
        DialogueFault.LENGTH: ("length", _("A dialogue takes at least one slot.")),
        DialogueFault.SEATS: ("most_seats", _("There have to be at least as many seats as people needed, and at least one.")),
        DialogueFault.MINIMUM: ("least_buyers", _("Buyers and suppliers together cannot be more than the seats.")),
    }[fault]


def _faults_of_lock(lock: DialogueLock, moderators: Sequence[Registration], places: Sequence[Place]) -> dict[str, str]:
    """What is locked has to stay possible."""
    faults = {}
    if lock.place is not None and lock.place not in places:
        faults["places"] = _("It is locked at %(place)s: keep that, or unlock the dialogue in the plan first.", place=lock.place.name)
    if lock.moderator is not None and lock.moderator not in moderators:
        faults["moderators"] = _(
            "It is locked with %(name)s: keep them, or unlock the dialogue in the plan first.", name=lock.moderator.person.label
        )
    return faults


def wish_to_join(registration: Registration, dialogue: Dialogue, strength: Strength | None) -> None:
    """Ask for a seat at a dialogue; None takes the wish back.

    Raises
    ------
    NotAllowed
        Where the dialogue is of another event.
    """
    if dialogue.event_id != registration.event_id:
        raise NotAllowed(_("This dialogue is at another event."))
    wish = db.session.scalar(select(SeatWish).where(SeatWish.dialogue_id == dialogue.id, SeatWish.registration_id == registration.id))
    if strength is None:
        if wish is not None:
            db.session.delete(wish)
    elif wish is None:
        db.session.add(SeatWish(dialogue=dialogue, registration=registration, strength=strength))
    else:
        wish.strength = strength
    db.session.flush()


def put_back(dialogue: Dialogue, by: Person) -> None:
    """Have later runs hold a dialogue again that was cancelled."""
    dialogue.cancelled_at = None
    db.session.flush()
    record("put back", dialogue, by, dialogue.event)
