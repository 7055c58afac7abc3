"""Set an event up: facts and deadlines, slots and programme, places."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.planning.event import Quota
from web.access import access, event_creator, organiser_of_event, the_event, the_person
from web.errors import Conflict, Invalid, NotFound
from web.forms.organise_event import QUOTAS, AddItem, AddPlaces, EditEvent, MakeSlots, NewEvent
from web.models import Event, EventState, ItemKind, PlaceKind
from web.pages.organise.base import go, page, pages
from web.queries.registrations import places_of
from web.services.events import add_item, create_event
from web.services.setting_up import Layout, add_places, edit_event, make_slots, programme_time, remove_item, remove_place

creation = Blueprint("events", __name__)
DEADLINES = ("register_until", "ask_until", "answer_until")
PLAIN = ("name", "starts_on", "ends_on", "venue", "timezone", "about", "contact_email", "catalogue_public")


@creation.get("/events/new")
@access(event_creator)
def new() -> ResponseReturnValue:
    """Ask for what an event needs to begin with."""
    return render_template("organise/event_new.html", form=NewEvent(formdata=None, timezone="Europe/Brussels"))


@creation.post("/events/new")
@access(event_creator)
def create() -> ResponseReturnValue:
    """Create an event, which only its organiser sees until it is opened."""
    form = NewEvent()
    if form.validate_on_submit():
        try:
            told = form.data
            made = create_event(
                the_person(), told["name"], told["starts_on"], told["ends_on"], venue=told["venue"], timezone=told["timezone"]
            )
            flash(_("The event is created. Only you see it until you open it."), "good")
            return redirect(url_for("organise.setup", slug=made.slug), 303)
        except Invalid as error:
            form.take_faults(error)
    return render_template("organise/event_new.html", form=form), 422


@pages.get("/set-up")
@access(organiser_of_event)
def setup(slug: str) -> ResponseReturnValue:
    """Show what an event says of itself."""
    return page("setup.html", form=EditEvent(formdata=None, **_told(the_event())))


@pages.post("/set-up")
@access(organiser_of_event)
def setup_save(slug: str) -> ResponseReturnValue:
    """Change what an event says of itself."""
    event, form = the_event(), EditEvent()
    if form.validate_on_submit():
        zone_name, told = form.timezone.data or "", form.data
        try:
            values: dict[str, Any] = {name: told[name] for name in PLAIN} | {"state": EventState(told["state"])}
            quotas = {role: Quota(**_quota(told, role)) for role in ("buyer", "supplier")}
            values |= {name: _moment(told[name], zone_name) for name in DEADLINES}
            edit_event(event, the_person(), quotas, **values)
            return go("setup", _("Saved."))
        except Invalid as error:
            form.take_faults(error)
    return page("setup.html", form=form), 422


@pages.get("/times")
@access(organiser_of_event)
def times(slug: str) -> ResponseReturnValue:
    """Show slots and programme."""
    return _times(MakeSlots(formdata=None, **_layout(the_event())), AddItem(formdata=None, day=the_event().starts_on))


@pages.post("/times/slots")
@access(organiser_of_event)
def times_slots(slug: str) -> ResponseReturnValue:
    """Make the slots anew."""
    event, form = the_event(), MakeSlots()
    if form.validate_on_submit():
        told = form.data
        try:
            count = make_slots(event, Layout(told["start"], told["end"], told["length"], told["pause"]), the_person())
            return go("times", _("The event has %(count)s slots now.", count=count))
        except Invalid as error:
            form.take_faults(error)
    return _times(form, AddItem(formdata=None, day=event.starts_on)), 422


@pages.post("/times/programme")
@access(organiser_of_event)
def times_add(slug: str) -> ResponseReturnValue:
    """Add a break or session."""
    event, form = the_event(), AddItem()
    if form.validate_on_submit():
        told = form.data
        try:
            start, end = (programme_time(event, told["day"], told[name]) for name in ("start", "end"))
            if not event.starts_on <= told["day"] <= event.ends_on:
                raise Invalid(fields={"day": _("Choose a day of the event.")})
            add_item(event, ItemKind(told["kind"]), told["title"], start, end)
            return go("times", _("%(title)s is in the programme. Make the slots again to leave room for it.", title=told["title"]))
        except Invalid as error:
            form.take_faults(error)
    return _times(MakeSlots(formdata=None, **_layout(event)), form), 422


@pages.post("/times/programme/remove")
@access(organiser_of_event)
def times_remove(slug: str) -> ResponseReturnValue:
    """Take a break or session out of the programme."""
    remove_item(the_event(), request.form.get("item", ""), the_person())
    return go("times", _("It is no longer in the programme."))


@pages.get("/places")
@access(organiser_of_event)
def places(slug: str) -> ResponseReturnValue:
    """List tables and booths."""
    return page("places.html", places=places_of(the_event()), form=AddPlaces(formdata=None))


@pages.post("/places")
@access(organiser_of_event)
def places_add(slug: str) -> ResponseReturnValue:
    """Add tables or booths."""
    form = AddPlaces()
    if form.validate_on_submit():
        told = {name: value for name, value in form.data.items() if name not in ("csrf_token", "kind")}
        try:
            made = add_places(the_event(), the_person(), kind=PlaceKind(form.kind.data), **told)
            return go("places", _("Added: %(names)s.", names=", ".join(place.name for place in made)))
        except Conflict as error:
            form.name.errors = [*form.name.errors, error.message]
    return page("places.html", places=places_of(the_event()), form=form), 422


@pages.post("/places/<place_id>/remove")
@access(organiser_of_event)
def places_remove(slug: str, place_id: str) -> ResponseReturnValue:
    """Take a table or booth away."""
    event = the_event()
    found = next((place for place in event.places if place.public_id == place_id), None)
    if found is None:
        raise NotFound
    name = found.name
    remove_place(event, found, the_person())
    return go("places", _("%(name)s is gone.", name=name))


def _times(slots: MakeSlots, item: AddItem) -> str:
    return page("times.html", form=slots, item=item)


def _layout(event: Event) -> dict[str, Any]:
    told: dict[str, Any] | None = event.layout.get("every day")
    if not told:
        return {"start": time(9), "end": time(17)}
    return told | {name: time.fromisoformat(told[name]) for name in ("start", "end")}


def _told(event: Event) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(event, name) for name in PLAIN} | {"state": event.state.value}
    zone = ZoneInfo(event.timezone)
    for name in DEADLINES:
        moment = getattr(event, name)
        told[name] = moment.astimezone(zone) if moment else None
    return told | {f"{role}_{name}": event.quotas.get(role, {}).get(name) for role in ("buyer", "supplier") for name in QUOTAS}


def _quota(told: dict[str, Any], role: str) -> dict[str, Any]:
    return {name: told[f"{role}_{name}"] for name in QUOTAS if told[f"{role}_{name}"] is not None}


def _moment(walls: datetime | None, zone: str) -> datetime | None:
    try:
        return walls.replace(tzinfo=ZoneInfo(zone)) if walls else None
    except (KeyError, ValueError, OSError):
        raise Invalid(fields={"timezone": _("Choose a time zone such as Europe/Brussels.")}) from None
