"""Set an event up: facts, deadlines and quotas."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaking.planning.event import Quota
from web.core.access import access, event_creator, organiser_of_event, the_event, the_person
from web.core.errors import Invalid
from web.core.organiser_pages import page, pages, redirect_to
from web.event_setup.forms.event import QUOTAS, EditEvent, NewEvent
from web.event_setup.services.events import create_event
from web.event_setup.services.setting_up import edit_event
from web.models import Event, EventState

creation = Blueprint("events", __name__)
DEADLINES = ("register_until", "ask_until", "answer_until")
PLAIN = ("name", "starts_on", "ends_on", "venue", "timezone", "about", "contact_email", "catalogue_public")


@creation.get("/events/new")
@access(event_creator)
def new() -> ResponseReturnValue:
    """Ask for what an event needs to begin with."""
    return render_template("event_setup/event_new.html", form=NewEvent(formdata=None, timezone="Europe/Brussels"))


@creation.post("/events/new")
@access(event_creator)
def create() -> ResponseReturnValue:
    """Create an event, which only its organiser sees until it is opened."""
    form = NewEvent()
    if form.validate_on_submit():
        try:
            fields = form.data
            made = create_event(
                the_person(), fields["name"], fields["starts_on"], fields["ends_on"], venue=fields["venue"], timezone=fields["timezone"]
            )
            flash(_("The event is created. Only you see it until you open it."), "good")
            return redirect(url_for("organise.setup", slug=made.slug), 303)
        except Invalid as error:
            form.take_faults(error)
    return render_template("event_setup/event_new.html", form=form), 422


@pages.get("/set-up")
@access(organiser_of_event)
def setup(slug: str) -> ResponseReturnValue:
    """Show what an event says of itself."""
    return page("event_setup/setup.html", form=EditEvent(formdata=None, **_fields_of(the_event())))


@pages.post("/set-up")
@access(organiser_of_event)
def setup_save(slug: str) -> ResponseReturnValue:
    """Change what an event says of itself."""
    event, form = the_event(), EditEvent()
    if form.validate_on_submit():
        zone_name, fields = form.timezone.data or "", form.data
        try:
            values: dict[str, Any] = {name: fields[name] for name in PLAIN} | {"state": EventState(fields["state"])}
            quotas = {role: Quota(**_quota(fields, role)) for role in ("buyer", "supplier")}
            values |= {name: _moment(fields[name], zone_name) for name in DEADLINES}
            dropped = edit_event(event, the_person(), quotas, **values)
            lost = ngettext("%(num)s slot was on another day and is gone.", "%(num)s slots were on other days and are gone.", dropped)
            return redirect_to("setup", f"{_('Saved.')} {lost} {_('Make new ones under Times.')}" if dropped else _("Saved."))
        except Invalid as error:
            form.take_faults(error)
    return page("event_setup/setup.html", form=form), 422


def _fields_of(event: Event) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(event, name) for name in PLAIN} | {"state": event.state.value}
    zone = ZoneInfo(event.timezone)
    for name in DEADLINES:
        moment = getattr(event, name)
        fields[name] = moment.astimezone(zone) if moment else None
    return fields | {f"{role}_{name}": event.quotas.get(role, {}).get(name) for role in ("buyer", "supplier") for name in QUOTAS}


def _quota(fields: dict[str, Any], role: str) -> dict[str, Any]:
    return {name: fields[f"{role}_{name}"] for name in QUOTAS if fields[f"{role}_{name}"] is not None}


def _moment(walls: datetime | None, zone: str) -> datetime | None:
    try:
        return walls.replace(tzinfo=ZoneInfo(zone)) if walls else None
    except (KeyError, ValueError, OSError):
        raise Invalid(fields={"timezone": _("Choose a time zone such as Europe/Brussels.")}) from None
