"""Registrations as the organisers of an event see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from web.core.database import db
from web.core.errors import NotFound
from web.models import Event, Organisation, Person, Registration, RegistrationState, Role

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of registrations is narrowed to; empty: everything."""

    role: str = ""
    state: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: ``found`` of them in all, on ``pages`` pages."""

    rows: Sequence[Registration]
    found: int
    pages: int


def list_registrations(event: Event, chosen: Filter, page: int = 1) -> Listed:
    """List who wants to take part, those first who wait for a decision, then by name."""
    found = db.session.scalar(select(func.count()).select_from(_chosen(event, chosen).subquery())) or 0
    waiting = Registration.state != RegistrationState.SUBMITTED
    rows = db.session.scalars(
        _chosen(event, chosen)
        .options(contains_eager(Registration.person), contains_eager(Registration.organisation), joinedload(Registration.booth))
        .order_by(waiting, func.lower(Organisation.name), func.lower(Person.name), Registration.id)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    return Listed(rows, found, -(-found // A_PAGE))


def count_states(event: Event) -> dict[str, int]:
    """Count the registrations of an event by state, organisers left out."""
    counted = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.event_id == event.id, Registration.role != Role.ORGANISER)
        .group_by(Registration.state)
    )
    return {row[0].value: row[1] for row in counted}


def registration_of(event: Event, public_id: str) -> Registration:
    """Find a registration of an event with all that it says.

    Raises
    ------
    NotFound
        Where the event has none of that id.
    """
    found = db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.public_id == public_id)
        .options(
            joinedload(Registration.person),
            joinedload(Registration.organisation),
            joinedload(Registration.booth),
            selectinload(Registration.offers),
            selectinload(Registration.needs),
            selectinload(Registration.absences),
        )
    )
    if found is None:
        raise NotFound
    return found


def organisers_of(event: Event) -> Sequence[Registration]:
    """Who organises and moderates an event, by role and name."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(
            Registration.event_id == event.id,
            Registration.role.in_((Role.ORGANISER, Role.FACILITATOR)),
            Registration.state == RegistrationState.APPROVED,
        )
        .options(contains_eager(Registration.person))
        .order_by(Registration.role.desc(), func.lower(Person.name), Registration.id)
    ).all()


def _chosen(event: Event, chosen: Filter) -> Select[Registration]:
    rows = select(Registration).join(Registration.person).outerjoin(Registration.organisation).where(Registration.event_id == event.id)
    if chosen.role in {role.value for role in Role}:
        rows = rows.where(Registration.role == Role(chosen.role))
    if chosen.state in {state.value for state in RegistrationState}:
        rows = rows.where(Registration.state == RegistrationState(chosen.state))
    if chosen.name:
        wanted = chosen.name.lower()
        columns = (func.lower(Person.name), Person.email, func.lower(Organisation.name))
        rows = rows.where(or_(*(column.contains(wanted, autoescape=True) for column in columns)))
    return rows
