"""Delete an account with everything that is somebody's own, at all events."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from web.core.database import db
from web.core.errors import Conflict
from web.models import Event, EventState, Person, Registration, RegistrationState, Role
from web.registration.services.leaving import forget_person, forget_registration, leave_event


def delete_account(person: Person) -> None:
    """Leave all events, delete what was written there, and the account.

    Raises
    ------
    Conflict
        Where an event that is not over would be left without an organiser.
    """
    own = db.session.scalars(select(Registration).where(Registration.person_id == person.id).order_by(Registration.id)).all()
    for registration in own:
        if registration.role is Role.ORGANISER:
            _hand_over(registration.event, person)
    key = person.id
    for registration in own:
        if registration.active and registration.role is not Role.ORGANISER:
            leave_event(registration, person, forget=True)
        else:
            forget_registration(registration)
    # With their last registration people go too, but for organisers of the site.
    if db.session.get(Person, key) is not None:
        forget_person(person)


def _hand_over(event: Event, person: Person) -> None:
    """Let another organiser be the one to write to."""
    other = db.session.scalar(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.event_id == event.id,
            Registration.role == Role.ORGANISER,
            Registration.state == RegistrationState.APPROVED,
            Person.id != person.id,
        )
        .order_by(Registration.id)
        .limit(1)
    )
    if other is None and event.state is not EventState.CLOSED:
        raise Conflict(_("You are the only organiser of %(event)s. Invite another one first, or close the event.", event=event.name))
    if event.contact_email == person.email:
        event.contact_email = other.email if other else ""
