"""All of an event as spreadsheets, one CSV file each."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.convert.formulas import guarded
from matchmaking.programme import programme
from matchmaking.report.unscheduled import unheld
from web.core.database import db
from web.csv_exchange.queries import export_setup
from web.csv_exchange.queries.columns import PARTICIPANTS, REQUESTS
from web.event_setup.queries.places import places_of
from web.models import Dialogue, Event, MeetingRequest, Need, Offer, Registration, SeatWish
from web.planning.queries.drafts import read_draft

Row = Iterable[object]


def export_spreadsheet(event: Event, name: str) -> str:
    """Write one spreadsheet of `SPREADSHEETS` as CSV, with a byte order mark so that programs take it for UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in SPREADSHEETS[name](event):
        writer.writerow([_cell(value) for value in row])
    return "\ufeff" + stream.getvalue()


def export_everything(event: Event) -> bytes:
    """Write all spreadsheets into one ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SPREADSHEETS:
            archive.writestr(f"{event.slug}/{name}.csv", export_spreadsheet(event, name))
    return stream.getvalue()


def _cell(value: object) -> object:
    """A text that a spreadsheet would calculate becomes one that it shows."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return guarded(value) if isinstance(value, str) else value


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _participants(event: Event) -> Iterator[Row]:
    yield PARTICIPANTS
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id)
        .options(
            joinedload(Registration.person),
            joinedload(Registration.organisation),
            joinedload(Registration.booth),
            selectinload(Registration.absences),
        )
        .order_by(Registration.id)
    )
    for row in rows:
        own, person = row.organisation, row.person
        yield (
            *(row.public_id, row.role.value, person.name, person.email, person.phone),
            *((own.name, own.kind, own.town) if own else ("", "", "")),
            *(row.function, row.state.value, row.people, row.max_meetings, row.booth.name if row.booth else ""),
            *(_yes(row.wants_booth), _yes(row.catalogue_consent), _yes(row.contact_consent), row.remark),
            [away.reason for away in row.absences if away.reason],
        )


def _offers(event: Event) -> Iterator[Row]:
    yield ("id", "email", "title", "description", "product_group", "strategies", "business_models", "evidence", "available", "language")
    rows = db.session.scalars(
        select(Offer)
        .join(Offer.registration)
        .where(Registration.event_id == event.id)
        .options(joinedload(Offer.registration).joinedload(Registration.person))
        .order_by(Offer.id)
    )
    for row in rows:
        yield (
            *(row.public_id, row.registration.person.email, row.title, row.description, row.product_group),
            *(row.strategies, row.business_models, row.evidence, row.available, row.language),
        )


def _needs(event: Event) -> Iterator[Row]:
    yield (
        "id",
        "email",
        "functional_need",
        "product_group",
        "goals",
        "strategies",
        "step",
        "volume",
        "horizon",
        "questions",
        "must",
        "may",
    )
    rows = db.session.scalars(
        select(Need)
        .join(Need.registration)
        .where(Registration.event_id == event.id)
        .options(joinedload(Need.registration).joinedload(Registration.person))
        .order_by(Need.id)
    )
    for row in rows:
        yield (
            *(row.public_id, row.registration.person.email, row.functional_need, row.product_group, row.goals, row.strategies),
            *(row.step, row.volume, row.horizon, row.questions, row.must, row.may),
        )


def _requests(event: Event) -> Iterator[Row]:
    yield REQUESTS
    rows = db.session.scalars(
        select(MeetingRequest)
        .where(MeetingRequest.event_id == event.id)
        .options(
            joinedload(MeetingRequest.asker).joinedload(Registration.person),
            joinedload(MeetingRequest.asked).joinedload(Registration.person),
        )
        .order_by(MeetingRequest.id)
    )
    zone = ZoneInfo(event.timezone)
    for row in rows:
        yield (
            *(row.public_id, row.asker.person.email, row.asker.role.value, row.asked.person.email, row.asked.role.value),
            *(row.strength.value, row.answer.value, row.message, row.asked_at.astimezone(zone), _yes(row.set_aside_at is not None)),
        )


def _dialogues(event: Event) -> Iterator[Row]:
    yield (
        *("id", "topic", "theme", "product_group", "questions", "length", "least_seats", "most_seats"),
        *("moderators", "places", "must", "asked_to_join"),
    )
    person = joinedload(Registration.person)
    rows = db.session.scalars(
        select(Dialogue)
        .where(Dialogue.event_id == event.id)
        .options(
            selectinload(Dialogue.moderators).options(person),
            selectinload(Dialogue.places),
            selectinload(Dialogue.wanted).joinedload(SeatWish.registration).options(person),
        )
        .order_by(Dialogue.id)
    )
    for row in rows:
        yield (
            *(row.public_id, row.topic, row.theme, row.product_group, row.questions, row.length, row.least_seats, row.most_seats),
            *([each.person.email for each in row.moderators], [place.name for place in row.places], _yes(row.must)),
            [f"{wish.registration.person.email} ({wish.strength.value})" for wish in row.wanted],
        )


def _places(event: Event) -> Iterator[Row]:
    yield ("id", "name", "kind", "zone", "capacity", "owner_email")
    for row in places_of(event):
        owner = row.owner.person.email if row.owner else ""
        yield (row.public_id, row.name, row.kind.value, row.zone.name, row.capacity, owner)


def _times(event: Event) -> Iterator[Row]:
    yield ("kind", "title", "start", "end")
    zone = ZoneInfo(event.timezone)
    for slot in event.slots:
        yield ("slot", "", slot.start.astimezone(zone), slot.end.astimezone(zone))
    for item in event.items:
        yield (item.kind.value, item.title, item.start.astimezone(zone), item.end.astimezone(zone))


def _plan(event: Event) -> Iterator[Row]:
    yield ("id", "start", "end", "place", "zone", "what", "people")
    draft = read_draft(event)
    for item in programme(draft.problem, draft.plan) if draft else ():
        what = getattr(item.about, "topic", None) or "meeting"
        people = [f"{person.label}, {person.organisation}" if person.organisation else person.label for person in item.people]
        yield (item.about.id, item.start, item.end, item.place.id, item.place.zone or "", what, people)


def _not_held(event: Event) -> Iterator[Row]:
    yield ("id", "one", "other", "value", "reasons", "remedy")
    draft = read_draft(event)
    for row in unheld(draft.problem, draft.plan, len(draft.problem.requests)).rows if draft else ():
        yield (row.request, row.first, row.second, row.value, row.reasons, row.remedy)


SPREADSHEETS: dict[str, Callable[[Event], Iterator[Row]]] = {
    "event": export_setup.facts,
    "words": export_setup.words,
    "participants": _participants,
    "absences": export_setup.absences,
    "offers": _offers,
    "needs": _needs,
    "requests": _requests,
    "values": export_setup.values,
    "dialogues": _dialogues,
    "places": _places,
    "times": _times,
    "locks": export_setup.locks,
    "plan": _plan,
    "not-held": _not_held,
}
