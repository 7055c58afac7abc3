"""Ask for meetings, answer, set up dialogues and ask to join them, and lock what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.planning.event import Quota
from matchmaking.taxonomy import Taxonomy
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid, NotAllowed
from web.meetings.queries.wishes import asked_so_far
from web.models import (
    Answer,
    Dialogue,
    DialogueLock,
    Event,
    EventState,
    MeetingLock,
    MeetingRequest,
    Person,
    Place,
    Registration,
    Role,
    SeatWish,
    Slot,
    Strength,
    now,
)

WHO_CAN_MEET = (Role.BUYER, Role.SUPPLIER)


def quota_of(event: Event, role: Role) -> Quota:
    """What a role may ask at an event."""
    return Quota(**event.quotas.get(role.value, {}))


def may_ask(event: Event) -> bool:
    """Whether it is still time to ask for meetings."""
    return event.state is not EventState.CLOSED and (event.ask_until is None or event.ask_until >= now())


def may_answer(event: Event) -> bool:
    """Whether it is still time to accept and decline."""
    return event.state is not EventState.CLOSED and (event.answer_until is None or event.answer_until >= now())


def ask_for_meeting(
    asker: Registration, asked: Registration, strength: Strength, by: Person | None, *, message: str = "", at: datetime | None = None
) -> MeetingRequest:
    """Say that one would like to meet somebody, or rather not; asking again changes the wish.

    Parameters
    ----------
    at
        When; None: now. The time to ask is not over for who brings wishes from elsewhere and says when they were made.

    Raises
    ------
    NotAllowed
        Where the two cannot meet: of different events, the same person, not taking part, or two buyers.
    Conflict
        Where the time to ask is over, the event too, or the quota is used up.
    """
    event = asker.event
    _require_possible(asker, asked)
    if at is None and not may_ask(event):
        raise Conflict(_("The time to ask for meetings is over."))
    # One wish of theirs at a time: two at once would both count the quota before either stands in it.
    db.session.execute(select(Registration.id).where(Registration.id == asker.id).with_for_update())
    request = db.session.scalar(select(MeetingRequest).where(MeetingRequest.asker_id == asker.id, MeetingRequest.asked_id == asked.id))
    if strength is not Strength.RATHER_NOT:
        _require_quota(asker, strength, request)
    if request is None:
        request = MeetingRequest(event_id=event.id, asker=asker, asked=asked, strength=strength, asked_at=at or now())
        db.session.add(request)
    request.strength, request.message = strength, message
    db.session.flush()
    record("asked to meet", request, by, event, strength=strength.value)
    return request


def withdraw(request: MeetingRequest, by: Person | None) -> None:
    """Take a wish back, as if it had never been."""
    record("withdrew", request, by, request.event)
    db.session.delete(request)
    db.session.flush()


def answer_request(request: MeetingRequest, answer: Answer, by: Person | None, *, at: datetime | None = None) -> None:
    """Accept or decline to be met, or leave it open again.

    Parameters
    ----------
    at
        When; None: now. The time to answer is not over for who brings answers from elsewhere and says when they were given.

    Raises
    ------
    Conflict
        Where the time to answer is over.
    """
    event = request.event
    if at is None and not may_answer(event):
        raise Conflict(_("The time to answer is over. Write to the organisers: they can still change it."))
    request.answer, request.answered_at = answer, (at or now()) if answer is not Answer.OPEN else None
    record(f"answered {answer.value}", request, by, event)
    db.session.flush()


def _require_possible(asker: Registration, asked: Registration) -> None:
    if asker.event_id != asked.event_id or asker.person_id == asked.person_id or not (asker.takes_part and asked.takes_part):
        raise NotAllowed(_("These two cannot meet at this event."))
    if asker.role not in WHO_CAN_MEET or asked.role not in WHO_CAN_MEET or asker.role is asked.role is Role.BUYER:
        raise NotAllowed(_("Meetings are between buyers and suppliers, or between two suppliers."))


def _require_quota(asker: Registration, strength: Strength, request: MeetingRequest | None) -> None:
    """Without the request at hand, which may be one of those counted."""
    quota, used = quota_of(asker.event, asker.role), asked_so_far(asker, but=request)
    if quota.wishes is not None and used.wishes >= quota.wishes:
        raise Conflict(_("You have asked for %(most)s meetings, which is as many as you can. Withdraw one first.", most=quota.wishes))
    if strength is Strength.MUST and quota.musts is not None and used.musts >= quota.musts:
        raise Conflict(
            _("You have %(most)s meetings that you must have, which is as many as you can. Make one of them a wish.", most=quota.musts)
        )


def save_dialogue(
    event: Event,
    taxonomy: Taxonomy,
    by: Person | None,
    *,
    topic: str,
    theme: str,
    product_group: str,
    questions: Sequence[str],
    length: int,
    seats: tuple[int, int],
    minimum: Mapping[str, int],
    moderators: Sequence[Registration],
    places: Sequence[Place],
    language: str = "en",
    must: bool = True,
    dialogue: Dialogue | None = None,
) -> Dialogue:
    """Add a market dialogue to an event, or change ``dialogue``.

    Raises
    ------
    Invalid
        Where a value is out of its range or of another event.
    """
    faults = {}
    if theme not in {tag.code for tag in taxonomy.themes}:
        faults["theme"] = _("Choose from the list.")
    if product_group not in taxonomy.groups:
        faults["product_group"] = _("Choose from the list.")
    if length < 1:
        faults["length"] = _("A dialogue takes at least one slot.")
    if not 1 <= seats[0] <= seats[1]:
        faults["most_seats"] = _("There have to be at least as many seats as people needed, and at least one.")
    if sum(minimum.values()) > seats[1]:
        faults["least_buyers"] = _("Buyers and suppliers together cannot be more than the seats.")
    if dialogue is not None and dialogue.lock is not None:
        faults |= _faults_of_lock(dialogue.lock, moderators, places)
    if ({row.event_id for row in moderators} | {row.event_id for row in places}) - {event.id}:
        faults["moderators"] = _("Choose from the list.")
    if faults:
        raise Invalid(fields=faults)
    if dialogue is None:
        dialogue = Dialogue(event_id=event.id)
        db.session.add(dialogue)
    dialogue.topic, dialogue.theme, dialogue.product_group, dialogue.language = topic, theme, product_group, language
    dialogue.questions, dialogue.length, dialogue.must = list(questions), length, must
    dialogue.least_seats, dialogue.most_seats, dialogue.minimum = seats[0], seats[1], dict(minimum)
    dialogue.moderators, dialogue.places = list(moderators), list(places)
    db.session.flush()
    record("saved", dialogue, by, event)
    return dialogue


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


def lock_meeting(one: Registration, other: Registration, slot: Slot, place: Place | None, by: Person | None) -> MeetingLock:
    """Decide a meeting: every later run keeps it in this slot. Whether a plan can hold it is for the planner to say.

    Raises
    ------
    Invalid
        Where it is with oneself, or something is of another event.
    """
    if one.person_id == other.person_id or {one.event_id, other.event_id, slot.event_id, place.event_id if place else slot.event_id} != {
        one.event_id
    }:
        raise Invalid(_("These cannot be put together."))
    first, second = sorted((one, other), key=lambda registration: registration.id)
    lock = db.session.scalar(select(MeetingLock).where(MeetingLock.one_id == first.id, MeetingLock.other_id == second.id))
    if lock is None:
        lock = MeetingLock(event_id=one.event_id, one=first, other=second)
        db.session.add(lock)
    lock.slot, lock.place = slot, place
    db.session.flush()
    record("locked", one, by, one.event, other=other.public_id)
    return lock
