"""Make events and what they consist of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.planning.slots import SlotFault, slot_fault
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.models import (
    Event,
    EventState,
    ItemKind,
    Person,
    Place,
    PlaceKind,
    ProgrammeItem,
    Registration,
    RegistrationState,
    Role,
    Slot,
    Zone,
    now,
)

RESERVED = frozenset({"new"})


def make_slug(name: str) -> str:
    """Write a name as it can stand in an address: plain lower-case letters, digits and hyphens, not taken by another event."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(letter))
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "event"
    taken = set(db.session.scalars(select(Event.slug).where(Event.slug.startswith(wanted, autoescape=True)))) | RESERVED
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)


def create_event(
    by: Person, name: str, starts_on: date, ends_on: date, *, venue: str = "", timezone: str = "Europe/Brussels", contact_email: str = ""
) -> Event:
    """Create an event, of which ``by`` becomes the first organiser; nobody else sees it yet.

    Raises
    ------
    Invalid
        Where the days or the time zone are none.
    """
    require_days(starts_on, ends_on)
    require_timezone(timezone)
    event = Event(
        slug=make_slug(name),
        name=name,
        venue=venue,
        timezone=timezone,
        starts_on=starts_on,
        ends_on=ends_on,
        contact_email=contact_email or by.email,
    )
    db.session.add(event)
    db.session.flush()
    add_organiser(event, by, by)
    record("created", event, by, event)
    return event


def require_days(starts_on: date, ends_on: date) -> None:
    """Refuse days in the wrong order."""
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": _("The last day has to be the first one or later.")})


def require_timezone(name: str) -> None:
    """Refuse what is no time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(fields={"timezone": _("Choose a time zone such as Europe/Brussels.")}) from None


def add_organiser(event: Event, person: Person, by: Person | None) -> Registration:
    """Make somebody an organiser of an event; harmless when they are one."""
    found = db.session.scalar(
        select(Registration).where(
            Registration.event_id == event.id, Registration.person_id == person.id, Registration.role == Role.ORGANISER
        )
    )
    if found is None:
        found = Registration(event=event, person=person, role=Role.ORGANISER, calendar_token=None)
        db.session.add(found)
    found.state, found.decided_at = RegistrationState.APPROVED, now()
    db.session.flush()
    record("made organiser", found, by, event)
    return found


def set_state(event: Event, state: EventState, by: Person) -> None:
    """Show an event to everybody, close it, or hide it again."""
    event.state = state
    record(f"set to {state.value}", event, by, event)
    db.session.flush()


def set_slots(event: Event, periods: Iterable[tuple[datetime, datetime]], by: Person | None) -> None:
    """Give an event these slots; one that begins when it did before stays the same row.

    Raises
    ------
    Invalid
        Where one ends before it starts, or two overlap.
    """
    wanted = sorted(periods)
    fault = slot_fault(wanted)
    if fault is SlotFault.BACKWARDS:
        raise Invalid(_("A slot has to end after it starts."))
    if fault is SlotFault.OVERLAP:
        raise Invalid(_("Two slots overlap."))
    kept = {slot.start: slot for slot in event.slots}
    event.slots = [kept.get(start) or Slot(start=start) for start, _end in wanted]
    for slot, (_start, end) in zip(event.slots, wanted, strict=True):
        slot.end = end
    db.session.flush()
    record("set slots", event, by, event, slots=len(wanted))


def add_item(event: Event, kind: ItemKind, title: str, start: datetime, end: datetime) -> ProgrammeItem:
    """Add a break or a session to the programme.

    Raises
    ------
    Invalid
        Where it ends before it starts.
    """
    if not start < end:
        raise Invalid(fields={"end": _("The end has to be after the start.")})
    item = ProgrammeItem(event=event, kind=kind, title=title, start=start, end=end)
    db.session.add(item)
    db.session.flush()
    return item


def find_or_add_zone(event: Event, name: str) -> Zone:
    """Give the zone of a name, a new last one where there is none yet."""
    for zone in event.zones:
        if zone.name == name:
            return zone
    zone = Zone(name=name, position=len(event.zones))
    event.zones.append(zone)
    db.session.flush()
    return zone


def add_place(event: Event, zone: Zone, name: str, kind: PlaceKind, *, capacity: int = 1, owner: Registration | None = None) -> Place:
    """Add a table or booth.

    Raises
    ------
    Conflict
        Where another place of the event has that name.
    Invalid
        Where nothing fits there.
    """
    if capacity < 1:
        raise Invalid(fields={"capacity": _("At least one meeting has to fit.")})
    if any(place.name == name for place in event.places):
        raise Conflict(_("There is a place called %(name)s already.", name=name))
    place = Place(zone=zone, name=name, kind=kind, capacity=capacity, owner=owner, position=len(event.places))
    event.places.append(place)
    db.session.flush()
    return place
