"""Set an event up: its facts, slots made from a few numbers, programme and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from matchmaking.planning.event import Quota
from matchmaking.planning.meeting_rules import contradiction
from matchmaking.planning.slots import Layout, lay_slots
from matchmaking.planning.values import Weights, too_low
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.event_setup.services.events import add_item, add_place, find_or_add_zone, require_days, require_timezone, set_slots
from web.models import Event, ItemKind, Person, Place, PlaceKind, Slot
from web.planning.services.drafts import rename_place

MOST_SLOTS = 200
EVERY_DAY = "every day"


USUAL_LAYOUT = Layout(time(9), time(17), 20, 5)


def edit_event(event: Event, by: Person, quotas: Mapping[str, Quota], **values: Any) -> int:
    """Change what an event says of itself; ``values`` are columns of it, already checked by the form.

    Returns
    -------
    int
        How many slots are gone, with their part of the programme, because they were on days that the event no longer has.

    Raises
    ------
    Invalid
        Where the days or the time zone are none, or a quota contradicts itself.
    """
    require_days(values["starts_on"], values["ends_on"])
    require_timezone(values["timezone"])
    for role, quota in quotas.items():
        if part := contradiction(quota):
            words = {"musts": _("This cannot be more than the wishes."), "floor": _("This cannot be more than the most meetings.")}
            raise Invalid(fields={f"{role}_{part}": words[part]})
    for name, value in values.items():
        setattr(event, name, value)
    event.quotas = dict(event.quotas) | {role: _stored(quota) for role, quota in quotas.items()}
    db.session.flush()
    record("edited", event, by, event)
    return _drop_other_days(event, by)


def _drop_other_days(event: Event, by: Person) -> int:
    days, zone = set(days_of(event)), ZoneInfo(event.timezone)
    kept = [(slot.start, slot.end) for slot in event.slots if slot.start.astimezone(zone).date() in days]
    dropped = len(event.slots) - len(kept)
    for item in [item for item in event.items if item.start.astimezone(zone).date() not in days]:
        remove_item(event, item.public_id, by)
    if dropped:
        set_slots(event, kept, by)
    return dropped


def set_weights(event: Event, by: Person, **points: int) -> None:
    """Say what a meeting is worth at an event, weight by weight (`matchmaking.planning.values.Weights`).

    Raises
    ------
    Invalid
        Where that would turn wishes round: a *must* for less than a *would like*, both asking for less than one accepting.
    """
    if low := too_low(points):
        raise Invalid(fields={name: _too_low(name, least) for name, least in low.items()})
    usual, wanted = asdict(Weights()), asdict(Weights(**points))
    event.weights = {name: number for name, number in wanted.items() if number != usual[name]}
    db.session.flush()
    record("weighed", event, by, event, **event.weights)


def _too_low(name: str, least: int) -> str:
    if name == "mutual":
        return str(_("This has to be at least %(least)s, the points of accepting.", least=least))
    if name in ("must", "seat_must"):
        return str(_("This has to be more than %(less)s, the points of what somebody would like.", less=least - 1))
    return str(_("This has to be at least 1: otherwise nothing is planned."))


def days_of(event: Event) -> tuple[date, ...]:
    """List the days of an event."""
    return tuple(event.starts_on + timedelta(days=number) for number in range((event.ends_on - event.starts_on).days + 1))


def make_slots(event: Event, layout: Layout, by: Person, only: date | None = None) -> int:
    """Give the days of an event slots of one length with a pause between, none in a break of the programme.

    Parameters
    ----------
    only
        The day to make them for; the others keep theirs. None: every day.

    Returns
    -------
    int
        How many slots there are now.

    Raises
    ------
    Invalid
        Where no slot fits, or too many do.
    """
    zone, breaks = ZoneInfo(event.timezone), [(item.start, item.end) for item in event.items if item.kind is ItemKind.BREAK]
    days = days_of(event) if only is None else (only,)
    made = [period for day in days for period in lay_slots(day, layout, zone, breaks)]
    if not made:
        raise Invalid(fields={"end": _("No slot fits between these times.")})
    periods = [*(() if only is None else _slots_of_others(event, only)), *made]
    if len(periods) > MOST_SLOTS:
        raise Invalid(
            fields={"length": _("That would be %(count)s slots; at most %(most)s can be planned.", count=len(periods), most=MOST_SLOTS)}
        )
    set_slots(event, periods, by)
    text = {"start": f"{layout.start:%H:%M}", "end": f"{layout.end:%H:%M}", "length": layout.length, "pause": layout.pause}
    event.layout = {EVERY_DAY: text} if only is None else event.layout | {only.isoformat(): text}
    db.session.flush()
    return len(periods)


def layout_of(event: Event, day: date | None) -> Layout:
    """What the slots of a day were made from: its own numbers, else those of every day, else usual ones."""
    layout = (day and event.layout.get(day.isoformat())) or event.layout.get(EVERY_DAY)
    if not layout:
        return USUAL_LAYOUT
    return Layout(time.fromisoformat(layout["start"]), time.fromisoformat(layout["end"]), layout["length"], layout["pause"])


def slots_by_day(event: Event) -> dict[date, list[Slot]]:
    """The slots of each day of an event; a day without any is there too."""
    zone, found = ZoneInfo(event.timezone), {day: list[Slot]() for day in days_of(event)}
    for slot in event.slots:
        found.setdefault(slot.start.astimezone(zone).date(), []).append(slot)
    return found


def _slots_of_others(event: Event, day: date) -> list[tuple[datetime, datetime]]:
    """The slots that stay where one day's are made anew; those of days that the event no longer has go."""
    days = set(days_of(event)) - {day}
    return [(slot.start, slot.end) for each, slots in slots_by_day(event).items() if each in days for slot in slots]


def add_items(event: Event, by: Person, kind: ItemKind, title: str, start: time, end: time, only: date | None = None) -> None:
    """Add a break or session to the programme of a day; None: of every day.

    Raises
    ------
    Invalid
        Where it ends before it starts.
    """
    zone = ZoneInfo(event.timezone)
    for day in days_of(event) if only is None else (only,):
        add_item(event, kind, title, datetime.combine(day, start, zone), datetime.combine(day, end, zone))
    record("added to the programme", event, by, event, title=title)


def remove_item(event: Event, public_id: str, by: Person) -> None:
    """Take a break or session out of the programme; harmless where it is gone."""
    for item in list(event.items):
        if item.public_id == public_id:
            record("removed", item, by, event, title=item.title)
            event.items.remove(item)
    db.session.flush()


def add_places(event: Event, by: Person, *, zone: str, name: str, kind: PlaceKind, capacity: int, count: int) -> list[Place]:
    """Add places; several get numbers after their name, from the first that is free.

    Raises
    ------
    Conflict
        Where one place of that name is there already.
    """
    where, taken = find_or_add_zone(event, zone), {place.name for place in event.places}
    free = (f"{name} {number}" for number in range(1, count + len(taken) + 1) if f"{name} {number}" not in taken)
    names = [name] if count == 1 else [next(free) for _number in range(count)]
    made = [add_place(event, where, each, kind, capacity=capacity) for each in names]
    record("added places", event, by, event, places=names)
    return made


def change_place(event: Event, place: Place, by: Person, *, zone: str, name: str, kind: PlaceKind, capacity: int) -> None:
    """Change a table or booth; a part of the venue that is left empty goes.

    Raises
    ------
    Conflict
        Where another place has that name.
    Invalid
        Where somebody's booth would become a table for all.
    """
    if any(other.name == name and other.id != place.id for other in event.places):
        raise Conflict(_("There is a place called %(name)s already.", name=name))
    if place.owner_id is not None and kind is not PlaceKind.BOOTH:
        raise Invalid(fields={"kind": _("It is somebody's booth. Give them another one first.")})
    if name != place.name:
        rename_place(event, place.name, name)
    place.zone, place.name, place.kind, place.capacity = find_or_add_zone(event, zone), name, kind, capacity
    db.session.flush()
    _drop_empty_zones(event)
    record("edited", place, by, event)


def _drop_empty_zones(event: Event) -> None:
    used = {place.zone_id for place in event.places}
    for zone in [zone for zone in event.zones if zone.id not in used]:
        event.zones.remove(zone)
    db.session.flush()


def remove_place(event: Event, place: Place, by: Person) -> None:
    """Take a place away.

    Raises
    ------
    Conflict
        Where it is somebody's booth.
    """
    if place.owner_id is not None:
        raise Conflict(_("%(place)s is somebody's booth. Give them another one first.", place=place.name))
    record("removed", place, by, event, name=place.name)
    event.places.remove(place)
    db.session.flush()
    _drop_empty_zones(event)


def _stored(quota: Quota) -> dict[str, int]:
    limits = {"wishes": quota.wishes, "musts": quota.musts, "max_meetings": quota.max_meetings, "floor": quota.floor or None}
    return {name: value for name, value in limits.items() if value is not None}
