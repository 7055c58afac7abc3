"""Leave an event: what follows at once, who hears of it, and how what somebody has left behind is deleted."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from matchmaking.agendas.entries import called, leave_dialogue
from matchmaking.planning.pairs import SEPARATOR
from scheduler.problem import Participant
from web.core.database import db
from web.core.mailing.outbox import write_mail
from web.models import (
    Event,
    LoginToken,
    Mail,
    MailState,
    MeetingStatus,
    Person,
    PlanDraft,
    Publication,
    PublishedEntry,
    Registration,
    RegistrationState,
    Role,
    Run,
    now,
)
from web.publishing.queries.published import MEETING_WITH_NOBODY, NOBODY
from web.registration.services.registrations import leave


def leave_event(registration: Registration, by: Person, *, forget: bool = False) -> None:
    """Take somebody out of an event, cancel their meetings, and tell its organisers and those whom they would have met.

    Their calendar's address ends, and what they agreed to show is no longer shown.

    Parameters
    ----------
    forget
        Also delete what the registration holds, and the person, if nothing else here is theirs.
    """
    event, meetings = registration.event, published_ahead(registration)
    leave(registration, by, named=not forget)
    registration.calendar_token = None
    registration.catalogue_consent = registration.contact_consent = False
    db.session.flush()
    _notify_organisers(event, registration, meetings, _("Somebody whose data are deleted") if forget else registration.person.label)
    if forget:
        person = registration.person
        forget_registration(registration)
        if not person.may_create_events and not _is_used(Registration.person_id == person.id):
            forget_person(person)


def published_ahead(registration: Registration) -> int:
    """Count the meetings and dialogues of somebody that are published and still ahead."""
    found = select(func.count()).where(
        PublishedEntry.registration_id == registration.id,
        PublishedEntry.status == MeetingStatus.CONFIRMED,
        PublishedEntry.end > now(),
    )
    return db.session.scalar(found) or 0


def _notify_organisers(event: Event, registration: Registration, meetings: int, name: str) -> None:
    organisers = db.session.scalars(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event.id, Registration.role == Role.ORGANISER, Registration.state == RegistrationState.APPROVED)
    )
    lines = (
        _("%(name)s has left %(event)s.", name=name, event=event.name),
        ngettext(
            "%(num)s published meeting or table is free for others. Who would have met them has been told. To plan anew:",
            "%(num)s published meetings or tables are free for others. Who would have met them has been told. To plan anew:",
            meetings,
        )
        if meetings
        else _("No meeting of theirs was published."),
        current_app.extensions["settings"].base_url + url_for("organise.runs", slug=event.slug),
    )
    for organiser in organisers:
        write_mail(
            organiser.email,
            _("%(name)s has left %(event)s", name=name, event=event.name),
            "\n\n".join(lines) + "\n",
            event=event,
            key=f"left:{registration.public_id}:{organiser.public_id}",
        )


def forget_registration(registration: Registration) -> None:
    """Delete the registration with all that hangs on it, and take the name out of what stays: plans, and the agendas of others."""
    event, person, organisation = registration.event, registration.person, registration.organisation
    _blot_out_agendas(event, registration, _blot_out_plans(event, registration.public_id))
    db.session.execute(delete(Mail).where(Mail.event_id == event.id, Mail.recipient == person.email))
    for picture in [offer.picture for offer in registration.offers if offer.picture is not None]:
        db.session.delete(picture)
    db.session.delete(registration)
    db.session.flush()
    if organisation is not None and not _is_used(Registration.organisation_id == organisation.id):
        db.session.delete(organisation)
    db.session.flush()


def forget_person(person: Person) -> None:
    """Delete the account of somebody whose registrations are gone, with the mails and links that went to them."""
    db.session.execute(delete(LoginToken).where(LoginToken.email == person.email))
    db.session.execute(delete(Mail).where(Mail.recipient == person.email))
    db.session.delete(person)
    db.session.flush()


def _is_used(condition: Any) -> bool:
    return db.session.scalar(select(Registration.id).where(condition).limit(1)) is not None


def _blot_out_plans(event: Event, participant: str) -> set[str]:
    """Take a name out of runs, drafts and versions, where it stays a number; returns what the person was called in them.

    The hash of a run stays: it says which data were planned.
    """
    rows: list[Run | PlanDraft | Publication] = [
        *db.session.scalars(select(Run).where(Run.event_id == event.id)),
        *db.session.scalars(select(PlanDraft).where(PlanDraft.event_id == event.id)),
        *db.session.scalars(select(Publication).where(Publication.event_id == event.id)),
    ]
    names = set()
    for row in rows:
        problem = json.loads(row.problem)
        found = [person for person in problem.get("participants", ()) if person["id"] == participant]
        for person in found:
            names.add(called(Participant(participant, name=person.get("name"), organisation=person.get("organisation"))))
            person["name"] = NOBODY
            person.pop("organisation", None)
        if found:
            row.problem = json.dumps(problem, ensure_ascii=False)
        if isinstance(row, Publication):
            why = {id_: text for id_, text in row.words["why"].items() if participant not in id_.split(SEPARATOR)}
            row.words = row.words | {"why": why}
    return names


def _blot_out_agendas(event: Event, registration: Registration, names: set[str]) -> None:
    """Take the person out of the agendas of those whom they have met or would have met, and out of their mails."""
    uids = list(db.session.scalars(select(PublishedEntry.uid).where(PublishedEntry.registration_id == registration.id)))
    others = select(PublishedEntry).where(
        PublishedEntry.event_id == event.id, PublishedEntry.uid.in_(uids), PublishedEntry.registration_id != registration.id
    )
    for row in db.session.scalars(others):
        if SEPARATOR in row.subject:
            row.title, row.who, row.why = MEETING_WITH_NOBODY, [NOBODY], ""
        else:
            row.who = leave_dialogue(row.who, names, NOBODY)
        row.last_modified = now().replace(microsecond=0)
    for uid in uids:
        db.session.execute(delete(Mail).where(Mail.event_id == event.id, Mail.key.endswith(f":{uid}"), Mail.state == MailState.SENT))
