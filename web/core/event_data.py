"""An event's rows as the data that the planning speaks of (`matchmaking.planning`), in a constant number of statements.

Only approved participants count, with what hangs on them. Ids in the data are the public ids of the rows, but for requests, which
carry their number, and for places and slots: these are called by what people see, their name and their beginning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from matchmaking.planning import EventData, Weights, to_problem
from matchmaking.planning import event as data
from matchmaking.taxonomy import Taxonomy, load_taxonomy, parse_taxonomy
from scheduler.files.writing import problem_to_json
from scheduler.problem import Problem
from web.core.database import db
from web.models import (
    Absence,
    Dialogue,
    DialogueLock,
    Event,
    ItemKind,
    MeetingLock,
    MeetingRequest,
    Need,
    Offer,
    Organisation,
    Place,
    PlaceKind,
    ProgrammeItem,
    Registration,
    RegistrationState,
    Role,
    SeatWish,
    Slot,
)

Row = TypeVar("Row", Offer, Need)
APPROVED = Registration.state == RegistrationState.APPROVED


def problem_of(event: Event) -> Problem:
    """Make the scheduler's problem of an event as it is now."""
    return to_problem(event_data(event), weights_of(event))


def weights_of(event: Event) -> Weights:
    """What makes a meeting of this event worth holding."""
    return Weights(**event.weights)


def taxonomy_of(event: Event) -> Taxonomy:
    """The event's vocabulary, its own or the default one."""
    return load_taxonomy() if event.vocabulary is None else parse_taxonomy(event.vocabulary, "vocabulary")


def slot_name(event: Event, start: datetime) -> str:
    """Name a slot in problems and plans by when it begins on the event's walls: ``2026-11-24T10:00+01:00``."""
    return start.astimezone(ZoneInfo(event.timezone)).isoformat(timespec="minutes")


def event_data(event: Event) -> EventData:
    """Read an event."""
    people = participants(event)
    taking_part = {registration.id: registration.public_id for registration in people}
    return EventData(
        event=_event(event),
        taxonomy=taxonomy_of(event),
        places=_places(event, taking_part),
        organisations=_organisations(people),
        participants=tuple(_participant(registration) for registration in people),
        absences=_absences(event),
        offers=_offers(event),
        needs=_needs(event),
        dialogues=_dialogues(event, taking_part),
        requests=_requests(event),
        locks=_locks(event),
    )


def offers_and_needs(event: Event) -> EventData:
    """Read only what tells who fits whom: the vocabulary, and the offers and needs of those who take part."""
    bare = data.Event(event.public_id, event.name, event.venue, event.timezone, slots=())
    return EventData(event=bare, taxonomy=taxonomy_of(event), offers=_offers(event), needs=_needs(event))


def participants(event: Event) -> Sequence[Registration]:
    """Who takes part: the approved ones but for organisers, with person and organisation, in the order of registration."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, APPROVED, Registration.role != Role.ORGANISER)
        .options(joinedload(Registration.person), joinedload(Registration.organisation))
        .order_by(Registration.id)
    ).all()


def _event(event: Event) -> data.Event:
    slots = db.session.scalars(select(Slot).where(Slot.event_id == event.id).order_by(Slot.start))
    items = db.session.scalars(
        select(ProgrammeItem).where(ProgrammeItem.event_id == event.id).order_by(ProgrammeItem.start, ProgrammeItem.id)
    ).all()
    return data.Event(
        id=event.public_id,
        name=event.name,
        venue=event.venue,
        timezone=event.timezone,
        slots=tuple(data.Period(slot_name(event, slot.start), slot.start, slot.end) for slot in slots),
        breaks=tuple(_period(item) for item in items if item.kind is ItemKind.BREAK),
        sessions=tuple(_period(item) for item in items if item.kind is ItemKind.SESSION),
        quotas={role: data.Quota(**quota) for role, quota in event.quotas.items()},
    )


def _period(item: ProgrammeItem) -> data.Period:
    return data.Period(item.public_id, item.start, item.end, item.title)


def _places(event: Event, taking_part: dict[int, str]) -> tuple[data.Place, ...]:
    rows = db.session.scalars(
        select(Place).where(Place.event_id == event.id).options(joinedload(Place.zone)).order_by(Place.position, Place.id)
    )
    return tuple(
        data.Place(row.name, row.name, row.kind.value, row.zone.name, row.capacity, taking_part.get(row.owner_id or 0))
        for row in rows
        # A booth that nobody stands at is no table for others: its owner may yet come.
        if row.kind is not PlaceKind.BOOTH or row.owner_id in taking_part
    )


def _organisations(people: Sequence[Registration]) -> tuple[data.Organisation, ...]:
    return tuple({_organisation_id(person): _organisation(person) for person in people}.values())


def _organisation_id(registration: Registration) -> str:
    return registration.organisation.public_id if registration.organisation else registration.person.public_id


def _organisation(registration: Registration) -> data.Organisation:
    """Somebody who comes for nobody else, such as a facilitator, is an organisation of one."""
    found = registration.organisation or Organisation(name=registration.person.label, kind=registration.role.value, town="", about="")
    return data.Organisation(_organisation_id(registration), found.name, found.kind, found.town, found.about or None)


def _participant(registration: Registration) -> data.Participant:
    return data.Participant(
        id=registration.public_id,
        role=registration.role.value,
        organisation=_organisation_id(registration),
        name=registration.person.label,
        function=registration.function,
        email=registration.person.email,
        language=registration.person.language,
        people=registration.people,
        max_meetings=registration.max_meetings,
    )


def _absences(event: Event) -> tuple[data.Absence, ...]:
    rows = db.session.scalars(
        select(Absence)
        .join(Absence.registration)
        .where(Registration.event_id == event.id, APPROVED, Registration.role != Role.ORGANISER)
        .options(contains_eager(Absence.registration), joinedload(Absence.session))
        .order_by(Absence.id)
    )
    return tuple(
        data.Absence(row.registration.public_id, row.reason, row.session.public_id if row.session else None, row.start, row.end)
        for row in rows
    )


def _of_approved(model: type[Row], event: Event) -> Sequence[Row]:
    return db.session.scalars(
        select(model)
        .join(model.registration)
        .where(Registration.event_id == event.id, APPROVED)
        .options(contains_eager(model.registration))
        .order_by(Registration.id, model.position, model.id)
    ).all()


def _offers(event: Event) -> tuple[data.Offer, ...]:
    return tuple(
        data.Offer(
            id=row.public_id,
            supplier=row.registration.public_id,
            language=row.language,
            title=row.title,
            description=row.description,
            product_group=row.product_group,
            strategies=row.strategies,
            business_models=row.business_models,
            evidence=tuple(row.evidence),
            available=row.available or None,
        )
        for row in _of_approved(Offer, event)
    )


def _needs(event: Event) -> tuple[data.Need, ...]:
    return tuple(
        data.Need(
            id=row.public_id,
            buyer=row.registration.public_id,
            language=row.language,
            functional_need=row.functional_need,
            product_group=row.product_group,
            goals=row.goals,
            strategies=row.strategies,
            step=row.step,
            volume=row.volume,
            horizon=row.horizon,
            questions=tuple(row.questions),
            must=row.must or None,
            may=row.may or None,
        )
        for row in _of_approved(Need, event)
    )


def _dialogues(event: Event, taking_part: dict[int, str]) -> tuple[data.Dialogue, ...]:
    rows = db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == event.id, Dialogue.cancelled_at.is_(None))
        .options(selectinload(Dialogue.moderators), selectinload(Dialogue.places), selectinload(Dialogue.wanted))
        .options(joinedload(Dialogue.lock).options(joinedload(DialogueLock.slot), joinedload(DialogueLock.place)))
        .order_by(Dialogue.id)
    )
    return tuple(_dialogue(event, row, taking_part) for row in rows)


def _dialogue(event: Event, row: Dialogue, taking_part: dict[int, str]) -> data.Dialogue:
    wanted: list[SeatWish] = [wish for wish in row.wanted if wish.registration_id in taking_part and wish.set_aside_at is None]
    return data.Dialogue(
        id=row.public_id,
        topic=row.topic,
        theme=row.theme,
        product_group=row.product_group,
        language=row.language,
        questions=tuple(row.questions),
        length=row.length,
        seats=(row.least_seats, row.most_seats),
        minimum=dict(row.minimum),
        moderators=tuple(taking_part[moderator.id] for moderator in row.moderators if moderator.id in taking_part),
        places=tuple(place.name for place in row.places),
        wanted=tuple(data.SeatWish(taking_part[wish.registration_id], wish.strength) for wish in wanted),
        must=row.must,
        lock=_dialogue_lock(event, row.lock, taking_part) if row.lock else None,
    )


def _dialogue_lock(event: Event, row: DialogueLock, taking_part: dict[int, str]) -> data.DialogueLock:
    place, moderator = row.place.name if row.place else None, taking_part.get(row.moderator_id or 0)
    return data.DialogueLock(slot_name(event, row.slot.start), place, moderator)


def _requests(event: Event) -> tuple[data.Request, ...]:
    asker, asked = aliased(Registration), aliased(Registration)
    zone = ZoneInfo(event.timezone)
    rows = db.session.execute(
        select(MeetingRequest, asker.public_id, asked.public_id)
        .join(asker, MeetingRequest.asker_id == asker.id)
        .join(asked, MeetingRequest.asked_id == asked.id)
        .where(
            MeetingRequest.event_id == event.id,
            MeetingRequest.set_aside_at.is_(None),
            asker.state == RegistrationState.APPROVED,
            asked.state == RegistrationState.APPROVED,
        )
        .order_by(MeetingRequest.asked_at, MeetingRequest.id)
    )
    return tuple(
        data.Request(
            # Who asked first on one day is told apart by it.
            id=f"{row.id:012}",
            asker=asker_id,
            asked=asked_id,
            strength=row.strength,
            answer=row.answer,
            asked_on=row.asked_at.astimezone(zone).date(),
            message=row.message or None,
        )
        for row, asker_id, asked_id in rows
    )


def _locks(event: Event) -> tuple[data.Lock, ...]:
    one, other = aliased(Registration), aliased(Registration)
    rows = db.session.execute(
        select(MeetingLock, one.public_id, other.public_id)
        .join(one, MeetingLock.one_id == one.id)
        .join(other, MeetingLock.other_id == other.id)
        .where(
            MeetingLock.event_id == event.id,
            one.state == RegistrationState.APPROVED,
            other.state == RegistrationState.APPROVED,
        )
        .options(joinedload(MeetingLock.slot), joinedload(MeetingLock.place))
        .order_by(MeetingLock.id)
    )
    return tuple(
        data.Lock((one_id, other_id), slot_name(event, lock.slot.start), lock.place.name if lock.place else None)
        for lock, one_id, other_id in rows
    )


def problem_text(event: Event) -> tuple[str, str]:
    """Write an event as a problem document.

    Returns
    -------
    tuple
        The text and its SHA-256, which is the version of the event's data: the same while nothing that counts has changed.
    """
    text = json.dumps(problem_to_json(problem_of(event)), ensure_ascii=False)
    return text, hashlib.sha256(text.encode()).hexdigest()
