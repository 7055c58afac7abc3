"""Who did what at an event, newest first, with the names of what it was about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, not_, null, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from matchmaking.planning.pairs import SEPARATOR
from web.core.database import db
from web.models import (
    Activity,
    Dialogue,
    Event,
    MeetingRequest,
    Need,
    Offer,
    Organisation,
    Person,
    Place,
    ProgrammeItem,
    Publication,
    Registration,
)

A_PAGE = 50
SUBJECTS: dict[str, tuple[str, ...]] = {
    "people": ("Registration", "Person", "Organisation"),
    "factsheets": ("Offer", "Need"),
    "wishes": ("MeetingRequest",),
    "dialogues": ("Dialogue",),
    "plan": ("Run", "Publication"),
    "event": ("Event", "Place", "ProgrammeItem"),
}
# Changes of the plan by hand are written down about the event.
PLAN_EDITS = Activity.verb.startswith("changed the plan")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the log is narrowed to; empty: everything.

    Attributes
    ----------
    kind
        A key of `SUBJECTS`.
    name
        Part of the name or address of who did it.
    about
        Public id of a registration: what was done about it or what hangs on it by way of the plan, and what that person did.
    """

    kind: str = ""
    name: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What to call a row; ``registration_id`` of whom it is, where it is somebody's."""

    name: str
    registration_id: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the log: ``found`` rows in all, on ``pages`` pages; ``names`` by public id, of what is still there."""

    rows: Sequence[Activity]
    names: dict[str, Named]
    found: int
    pages: int


def read_log(event: Event, chosen: Filter, page: int = 1) -> Log:
    """Read what was done at an event, newest first."""
    found = db.session.scalar(select(func.count()).select_from(_chosen(event, chosen).subquery())) or 0
    rows = db.session.scalars(
        _chosen(event, chosen)
        .options(contains_eager(Activity.person))
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    return Log(rows, _names({id_ for row in rows for id_ in ids_in(row)}), found, -(-found // A_PAGE))


def ids_in(row: Activity) -> list[str]:
    """The public ids of all that a row is about: its subject, who else, and both sides of a meeting of the plan."""
    details: dict[str, Any] = row.details
    return [row.subject_id, *str(details.get("about", "")).split(SEPARATOR), str(details.get("other", ""))]


def _chosen(event: Event, chosen: Filter) -> Select[Activity]:
    rows = select(Activity).outerjoin(Activity.person).where(Activity.event_id == event.id)
    if chosen.kind in SUBJECTS:
        rows = rows.where(_of_kind(chosen.kind))
    if chosen.name:
        wanted = chosen.name.lower()
        rows = rows.where(or_(func.lower(Person.name).contains(wanted, autoescape=True), Person.email.contains(wanted, autoescape=True)))
    if chosen.about:
        person = select(Registration.person_id).where(Registration.public_id == chosen.about, Registration.event_id == event.id)
        named = cast(Activity.details, String).contains(chosen.about, autoescape=True)
        rows = rows.where(or_(Activity.subject_id == chosen.about, named, Activity.person_id == person.scalar_subquery()))
    return rows


def _of_kind(kind: str) -> ColumnElement[bool]:
    fits = Activity.subject.in_(SUBJECTS[kind])
    return or_(fits, PLAN_EDITS) if kind == "plan" else fits & not_(PLAN_EDITS)


def _names(ids: Iterable[str]) -> dict[str, Named]:
    """Look all the names up in one statement."""
    wanted = [id_ for id_ in ids if id_]
    if not wanted:
        return {}
    rows = db.session.execute(union_all(*(named.where(id_.in_(wanted)) for id_, named in _sources())))
    return {row[0]: Named(row[1], row[2]) for row in rows}


def _sources() -> list[tuple[Any, Any]]:
    """Each kind of row with its id, what to call it, and whose registration it hangs on."""
    one, other, asker, asked = aliased(Registration), aliased(Registration), aliased(Person), aliased(Person)
    none = cast(null(), String(16))
    requests = (
        select(MeetingRequest.public_id, _called(asker) + literal(" – ") + _called(asked), one.public_id)
        .join(one, MeetingRequest.asker)
        .join(asker, one.person)
        .join(other, MeetingRequest.asked)
        .join(asked, other.person)
    )
    return [
        (Registration.public_id, select(Registration.public_id, _called(Person), Registration.public_id).join(Registration.person)),
        (Offer.public_id, select(Offer.public_id, Offer.title, Registration.public_id).join(Offer.registration)),
        (Need.public_id, select(Need.public_id, Need.functional_need, Registration.public_id).join(Need.registration)),
        (MeetingRequest.public_id, requests),
        (Person.public_id, select(Person.public_id, _called(Person), none)),
        (Organisation.public_id, select(Organisation.public_id, Organisation.name, none)),
        (Dialogue.public_id, select(Dialogue.public_id, Dialogue.topic, none)),
        (Place.public_id, select(Place.public_id, Place.name, none)),
        (ProgrammeItem.public_id, select(ProgrammeItem.public_id, ProgrammeItem.title, none)),
        (Publication.public_id, select(Publication.public_id, cast(Publication.version, String(16)), none)),
    ]


def _called(person: Any) -> ColumnElement[str]:
    return func.coalesce(func.nullif(person.name, ""), person.email)
