"""Register for an event, be approved or refused, leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.clock import is_over
from matchmaking.planning.attendance import FACTSHEETS, missing
from matchmaking.planning.slots import is_never_there
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.models import Absence, Event, EventState, Organisation, Person, Place, ProgrammeItem, Registration, RegistrationState, Role, now
from web.registration.services.cancelling import cancel_meetings_with


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which somebody cannot meet: a session that they attend, or from ``start`` to ``end`` (None: open)."""

    reason: str = ""
    session: ProgrammeItem | None = None
    start: datetime | None = None
    end: datetime | None = None


def register(event: Event, person: Person, role: Role, by: Person | None, organisation: Organisation | None = None) -> Registration:
    """Begin a registration, as a draft that can be finished later.

    Raises
    ------
    Conflict
        Where the person has one in this role, the event is not open, or the deadline has passed; organisers (``by`` another
        than ``person``) can register others at any time.
    """
    if by is person:
        require_open(event)
    found = db.session.scalar(
        select(Registration).where(Registration.event_id == event.id, Registration.person_id == person.id, Registration.role == role)
    )
    if found is not None:
        raise Conflict(_("There is a registration already."))
    registration = Registration(event=event, person=person, role=role, organisation=organisation)
    db.session.add(registration)
    db.session.flush()
    record("began", registration, by, event)
    return registration


def is_open(event: Event) -> bool:
    """Whether people can register themselves now."""
    return event.state is EventState.OPEN and not is_over(event.register_until, now())


def require_open(event: Event) -> None:
    """Refuse where nobody can register any more, or yet."""
    if event.state is not EventState.OPEN:
        raise Conflict(_("This event takes no registrations."))
    if not is_open(event):
        raise Conflict(_("The time to register is over. Write to the organisers: they can still register you."))


def edit_registration(registration: Registration, by: Person | None, **values: Any) -> None:
    """Change what a registration says; ``values`` are columns of it, already checked by the form."""
    changed = {name: value for name, value in values.items() if getattr(registration, name) != value}
    for name, value in changed.items():
        setattr(registration, name, value)
    if changed:
        record("edited", registration, by, registration.event, fields=sorted(changed))
    db.session.flush()


def set_absences(registration: Registration, away: Iterable[Away], by: Person | None) -> None:
    """Replace what a registration says about times in which the person cannot meet.

    Raises
    ------
    Invalid
        Where one ends before it starts.
    """
    rows = []
    for each in away:
        if each.start and each.end and not each.start < each.end:
            raise Invalid(_("The end has to be after the start."))
        rows.append(Absence(reason=each.reason, session=each.session, start=each.start, end=each.end))
    registration.absences = rows
    record("set availability of", registration, by, registration.event)
    db.session.flush()


def never_there(registration: Registration) -> bool:
    """Whether somebody is away in every slot of the event, so that no meeting can be planned for them."""
    away = [(row.session.start, row.session.end) if row.session else (row.start, row.end) for row in registration.absences]
    return is_never_there(away, [(slot.start, slot.end) for slot in registration.event.slots])


def submit(registration: Registration, by: Person | None) -> None:
    """Hand a finished registration in, for the organiser to decide on.

    Raises
    ------
    Invalid
        With what is still missing, by field.
    Conflict
        Where the time to register is over; organisers can still do it for somebody.
    """
    if registration.state is RegistrationState.DRAFT and by is registration.person:
        require_open(registration.event)
    if lacks := missing_for_submission(registration):
        raise Invalid(fields=lacks)
    if registration.state is RegistrationState.DRAFT:
        registration.state, registration.submitted_at = RegistrationState.SUBMITTED, now()
        record("submitted", registration, by, registration.event)
    db.session.flush()


def missing_for_submission(registration: Registration) -> Mapping[str, str]:
    """Say what a registration still lacks, by field."""
    words = {
        "name": _("Say what you are called."),
        "organisation": _("Say which organisation you come for."),
        "offers": _("Add at least one offer: buyers choose by it."),
        "needs": _("Add at least one need: suppliers prepare by it."),
    }
    factsheets = FACTSHEETS.get(registration.role)
    written = len(getattr(registration, factsheets)) if factsheets else 0
    has_organisation = registration.organisation is not None
    lacks = missing(registration.role, name=registration.person.name, has_organisation=has_organisation, written=written)
    return {field: words[field] for field in lacks}


def approve(registration: Registration, by: Person | None) -> None:
    """Let somebody take part."""
    registration.state, registration.decided_at, registration.refusal = RegistrationState.APPROVED, now(), ""
    record("approved", registration, by, registration.event)
    db.session.flush()


def refuse(registration: Registration, by: Person | None, reason: str) -> None:
    """Turn somebody down; what was published of them is cancelled."""
    registration.state, registration.decided_at, registration.refusal = RegistrationState.REFUSED, now(), reason
    _free_booth(registration)
    cancel_meetings_with(registration)
    record("refused", registration, by, registration.event)
    db.session.flush()


def leave(registration: Registration, by: Person | None, *, named: bool = True) -> None:
    """Take somebody out of the event; what they asked for and were asked no longer counts, and their booth is free.

    What was published of them is cancelled; see `cancel_meetings_with` for ``named``.
    """
    registration.state, registration.left_at = RegistrationState.LEFT, now()
    _free_booth(registration)
    cancel_meetings_with(registration, named=named)
    record("left", registration, by, registration.event)
    db.session.flush()


def give_booth(registration: Registration, place: Place | None, by: Person | None) -> None:
    """Give somebody a booth, or take it away.

    Raises
    ------
    Conflict
        Where it is another's.
    """
    if place is not None and place.owner_id not in (None, registration.id):
        raise Conflict(_("%(place)s is somebody else's.", place=place.name))
    _free_booth(registration)
    if place is not None:
        place.owner = registration
        record("gave booth to", registration, by, registration.event, booth=place.name)
    db.session.flush()


def _free_booth(registration: Registration) -> None:
    if registration.booth is not None:
        registration.booth.owner = None
        db.session.flush()
