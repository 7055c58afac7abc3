"""The rows of an event, kind by kind, as the data that the planning speaks of (`matchmaking.planning`).

Only approved participants count, with what hangs on them. Ids in the data are the public ids of the rows, but for requests, which
carry their number, and for places and slots: these are called by what people see, their name and their beginning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload, selectinload

from matchmaking.planning import event as data
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
    NeedTag,
    Offer,
    OfferTag,
    Organisation,
    Place,
    PlaceKind,
    ProgrammeItem,
    Registration,
    RegistrationState,
    Role,
    SeatWish,
    Slot,
    TagKind,
)

Ids = Collection[str] | None
APPROVED = Registration.state == RegistrationState.APPROVED
TAKES_PART = APPROVED & (Registration.role != Role.ORGANISER)
"""As `Registration.takes_part` says it of one."""


def slot_name(event: Event, start: datetime) -> str:
    """Name a slot in problems and plans by when it begins on the event's walls: ``2026-11-24T10:00+01:00``."""
    return start.astimezone(ZoneInfo(event.timezone)).isoformat(timespec="minutes")


def participants(event: Event) -> Sequence[Registration]:
    """Who takes part: the approved ones but for organisers, with person and organisation, in the order of registration."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, TAKES_PART)
        .options(joinedload(Registration.person), joinedload(Registration.organisation))
        .order_by(Registration.id)
    ).all()


def read_facts(event: Event) -> data.Event:
    """Read when and where it is, with its programme."""
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


def read_places(event: Event, taking_part: Mapping[int, str]) -> tuple[data.Place, ...]:
    """Read where people can meet.

    Parameters
    ----------
    taking_part
        Of everybody who takes part the id by their key, here and below.
    """
    rows = db.session.scalars(
        select(Place).where(Place.event_id == event.id).options(joinedload(Place.zone)).order_by(Place.position, Place.id)
    )
    return tuple(
        data.Place(row.name, row.name, row.kind.value, row.zone.name, row.capacity, taking_part.get(row.owner_id or 0))
        for row in rows
        # A booth that nobody stands at is no table for others: its owner may yet come.
        if row.kind is not PlaceKind.BOOTH or row.owner_id in taking_part
    )


def organisations_of(people: Sequence[Registration]) -> tuple[data.Organisation, ...]:
    """Give those for whom people come, each once."""
    return tuple({_organisation_id(person): _organisation(person) for person in people}.values())


def _organisation_id(registration: Registration) -> str:
    return registration.organisation.public_id if registration.organisation else registration.person.public_id


def _organisation(registration: Registration) -> data.Organisation:
    """Somebody who comes for nobody else, such as a facilitator, is an organisation of one."""
    found = registration.organisation or Organisation(name=registration.person.label, kind=registration.role.value, town="", about="")
    return data.Organisation(_organisation_id(registration), found.name, found.kind, found.town, found.about or None)


def participant_of(registration: Registration) -> data.Participant:
    """Give somebody who takes part."""
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


def read_absences(event: Event) -> tuple[data.Absence, ...]:
    """Read when who takes part cannot meet."""
    rows = db.session.scalars(
        select(Absence)
        .join(Absence.registration)
        .where(Registration.event_id == event.id, TAKES_PART)
        .options(contains_eager(Absence.registration), joinedload(Absence.session))
        .order_by(Absence.id)
    )
    return tuple(
        data.Absence(row.registration.public_id, row.reason, row.session.public_id if row.session else None, row.start, row.end)
        for row in rows
    )


def read_offers(event: Event, of: Ids = None) -> tuple[data.Offer, ...]:
    """Read what suppliers bring; ``of``: only these suppliers."""
    columns = Offer.language, Offer.title, Offer.description, Offer.product_group, Offer.evidence, Offer.available
    return tuple(
        data.Offer(
            id=row.id,
            supplier=row.owner,
            language=row.language,
            title=row.title,
            description=row.description,
            product_group=row.product_group,
            strategies=codes[TagKind.STRATEGY],
            business_models=codes[TagKind.BUSINESS_MODEL],
            evidence=tuple(row.evidence),
            available=row.available or None,
        )
        for row, codes in _with_tags(Offer, OfferTag, columns, event, of)
    )


def read_needs(event: Event, of: Ids = None) -> tuple[data.Need, ...]:
    """Read what buyers need; ``of``: only these buyers."""
    columns = Need.language, Need.functional_need, Need.product_group, Need.step
    more = Need.volume, Need.horizon, Need.questions, Need.must, Need.may
    return tuple(
        data.Need(
            id=row.id,
            buyer=row.owner,
            language=row.language,
            functional_need=row.functional_need,
            product_group=row.product_group,
            goals=codes[TagKind.GOAL],
            strategies=codes[TagKind.STRATEGY],
            step=row.step,
            volume=row.volume,
            horizon=row.horizon,
            questions=tuple(row.questions),
            must=row.must or None,
            may=row.may or None,
        )
        for row, codes in _with_tags(Need, NeedTag, (*columns, *more), event, of)
    )


def _with_tags(
    model: type[Offer | Need], tag: type[OfferTag | NeedTag], columns: Sequence[InstrumentedAttribute[Any]], event: Event, of: Ids
) -> Iterator[tuple[Row[Any], dict[TagKind, tuple[str, ...]]]]:
    """Columns of what was written up, with ``id`` and the id of its ``owner``, and its codes by their list: a row of them a code."""
    rows = db.session.execute(
        select(model.public_id.label("id"), Registration.public_id.label("owner"), *columns, tag.kind, tag.code)
        .join(model.registration)
        .outerjoin(model.tags)
        .where(Registration.event_id == event.id, APPROVED, _is_among(Registration, of))
        .order_by(Registration.id, model.position, model.id, tag.id)
    )
    for _id, group in groupby(rows, key=lambda row: row.id):
        found = list(group)
        yield found[0], {kind: tuple(row.code for row in found if row.kind is kind) for kind in TagKind}


def _is_among(registration: type[Registration], of: Ids) -> ColumnElement[bool]:
    return true() if of is None else registration.public_id.in_(of)


def read_dialogues(event: Event, taking_part: Mapping[int, str]) -> tuple[data.Dialogue, ...]:
    """Read the market dialogues, but for cancelled ones."""
    rows = db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == event.id, Dialogue.cancelled_at.is_(None))
        .options(selectinload(Dialogue.moderators), selectinload(Dialogue.places), selectinload(Dialogue.wanted))
        .options(joinedload(Dialogue.lock).options(joinedload(DialogueLock.slot), joinedload(DialogueLock.place)))
        .order_by(Dialogue.id)
    )
    return tuple(_dialogue(event, row, taking_part) for row in rows)


def _dialogue(event: Event, row: Dialogue, taking_part: Mapping[int, str]) -> data.Dialogue:
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


def _dialogue_lock(event: Event, row: DialogueLock, taking_part: Mapping[int, str]) -> data.DialogueLock:
    place, moderator = row.place.name if row.place else None, taking_part.get(row.moderator_id or 0)
    return data.DialogueLock(slot_name(event, row.slot.start), place, moderator)


def read_requests(event: Event, of: Ids = None) -> tuple[data.Request, ...]:
    """Read who asked whom; ``of``: only those between these."""
    asker, asked = aliased(Registration), aliased(Registration)
    zone = ZoneInfo(event.timezone)
    columns = MeetingRequest.strength, MeetingRequest.answer, MeetingRequest.asked_at, MeetingRequest.message
    rows = db.session.execute(
        select(MeetingRequest.id, asker.public_id.label("asker"), asked.public_id.label("asked"), *columns)
        .join(asker, MeetingRequest.asker_id == asker.id)
        .join(asked, MeetingRequest.asked_id == asked.id)
        .where(MeetingRequest.event_id == event.id, MeetingRequest.set_aside_at.is_(None))
        .where(*(each.state == RegistrationState.APPROVED for each in (asker, asked)), *(_is_among(each, of) for each in (asker, asked)))
        .order_by(MeetingRequest.asked_at, MeetingRequest.id)
    )
    return tuple(
        data.Request(
            # Who asked first on one day is known by it.
            id=f"{row.id:012}",
            asker=row.asker,
            asked=row.asked,
            strength=row.strength,
            answer=row.answer,
            asked_on=row.asked_at.astimezone(zone).date(),
            message=row.message or None,
        )
        for row in rows
    )


def read_locks(event: Event, of: Ids = None) -> tuple[data.Lock, ...]:
    """Read the meetings that the organisers have decided; ``of``: only those between these."""
    one, other = aliased(Registration), aliased(Registration)
    rows = db.session.execute(
        select(MeetingLock, one.public_id, other.public_id)
        .join(one, MeetingLock.one_id == one.id)
        .join(other, MeetingLock.other_id == other.id)
        .where(MeetingLock.event_id == event.id)
        .where(*(each.state == RegistrationState.APPROVED for each in (one, other)), *(_is_among(each, of) for each in (one, other)))
        .options(joinedload(MeetingLock.slot), joinedload(MeetingLock.place))
        .order_by(MeetingLock.id)
    )
    return tuple(
        data.Lock((one_id, other_id), slot_name(event, lock.slot.start), lock.place.name if lock.place else None)
        for lock, one_id, other_id in rows
    )
