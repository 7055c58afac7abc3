"""What organisers do for others: register them, invite them, change what they said."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from matchmaking.planning.attendance import MEETING_ROLES
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid
from web.core.mailing.outbox import write_mail
from web.core.settings import Settings
from web.event_setup.services.events import add_organiser
from web.models import Event, Organisation, Person, Place, Registration, RegistrationState, Role
from web.registration.services.registrations import approve, edit_registration, give_booth, register
from web.sign_in.services.sign_in import find_or_add_person, normalised_email


def register_somebody(
    event: Event,
    by: Person,
    role: Role,
    *,
    email: str,
    name: str,
    organisation: str = "",
    town: str = "",
    function: str = "",
    approved: bool = False,
) -> Registration:
    """Register somebody on their behalf; they can add the rest themselves once they sign in.

    Raises
    ------
    Invalid
        Where ``email`` is no address, or a buyer or supplier comes for nobody.
    Conflict
        Where they are registered in this role.
    """
    address = normalised_email(email)
    if not organisation and role in MEETING_ROLES:
        raise Invalid(fields={"organisation": _("Say which organisation they come for.")})
    person = find_or_add_person(address, name)
    if not person.name:
        person.name = name
    found = find_or_add_organisation(event, organisation, town, by, role.value) if organisation else None
    registration = register(event, person, role, by, found)
    edit_registration(registration, by, function=function)
    if approved:
        approve(registration, by)
    return registration


def find_or_add_organisation(event: Event, name: str, town: str, by: Person | None, kind: str = "") -> Organisation:
    """Give the organisation of a name that takes part in an event; a new one where nobody has come for it yet."""
    found = db.session.scalar(
        select(Organisation)
        .join(Registration, Registration.organisation_id == Organisation.id)
        .where(Registration.event_id == event.id, func.lower(Organisation.name) == name.lower())
        .order_by(Organisation.id)
    )
    if found is None:
        found = Organisation(name=name, town=town, kind=kind, created_by=by)
        db.session.add(found)
        db.session.flush()
    return found


@dataclass(frozen=True, slots=True)
class RegistrationWords:
    """What a registration says of somebody and of whom they come for."""

    name: str
    organisation: str
    town: str
    booth: Place | None
    function: str
    people: int
    max_meetings: int | None
    remark: str


def change_registration(registration: Registration, by: Person, words: RegistrationWords) -> None:
    """Change what somebody said when they registered.

    Raises
    ------
    Invalid
        Where a buyer or supplier would come for nobody.
    Conflict
        Where the booth is another's.
    """
    if not words.organisation and registration.role in MEETING_ROLES:
        raise Invalid(fields={"organisation": _("Say which organisation they come for.")})
    if registration.person.name != words.name:
        registration.person.name = words.name
        record("renamed", registration.person, by, registration.event)
    _set_organisation(registration, words.organisation, words.town, by)
    if registration.booth is not words.booth:
        give_booth(registration, words.booth, by)
    edit_registration(registration, by, function=words.function, people=words.people, max_meetings=words.max_meetings, remark=words.remark)


def _set_organisation(registration: Registration, name: str, town: str, by: Person) -> None:
    own = registration.organisation
    if own is not None and own.name == name:
        if own.town != town:
            own.town = town
            record("edited", own, by, registration.event, fields=["town"])
    elif name:
        kind = own.kind if own else registration.role.value
        registration.organisation = find_or_add_organisation(registration.event, name, town, by, kind)
    else:
        registration.organisation = None


def invite(event: Event, by: Person, role: Role, *, email: str, name: str) -> Registration:
    """Make somebody an organiser or facilitator of an event, and mail them a link to sign in with.

    Raises
    ------
    Invalid
        Where ``email`` is no address, or the role is none to invite to.
    Conflict
        Where they are a facilitator already.
    """
    if role is Role.ORGANISER:
        person = find_or_add_person(normalised_email(email), name)
        registration = add_organiser(event, person, by)
    elif role is Role.FACILITATOR:
        registration = register_somebody(event, by, role, email=email, name=name, approved=True)
    else:
        raise Invalid(fields={"role": _("Choose from the list.")})
    _write_invitation(registration, by)
    return registration


def notify_of_decision(registration: Registration) -> None:
    """Mail somebody what the organisers have decided about their registration."""
    event, name = registration.event, registration.person.name
    if registration.state is RegistrationState.APPROVED:
        subject = _("You take part in %(event)s", event=event.name)
        text = _("The organisers have approved your registration for %(event)s.", event=event.name)
    else:
        subject = _("Your registration for %(event)s", event=event.name)
        text = _("The organisers cannot take your registration for %(event)s: %(reason)s", event=event.name, reason=registration.refusal)
    lines = (_("Hello %(name)s,", name=name), "", text, "", _("Questions? Write to %(address)s.", address=event.contact_email))
    write_mail(registration.person.email, subject, "\n".join(lines) + "\n", event=event)


def _write_invitation(registration: Registration, by: Person) -> None:
    event, person = registration.event, registration.person
    settings: Settings = current_app.extensions["settings"]
    as_what = _("organise") if registration.role is Role.ORGANISER else _("moderate dialogues at")
    lines = (
        _("Hello %(name)s,", name=person.name),
        "",
        _("%(who)s invites you to %(what)s %(event)s. Sign in here:", who=by.label, what=as_what, event=event.name),
        "",
        settings.base_url + url_for("sign_in.ask", next=url_for("home.event", slug=event.slug)),
    )
    write_mail(person.email, _("Invitation: %(event)s", event=event.name), "\n".join(lines) + "\n", event=event)
