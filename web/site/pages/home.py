"""The first page, an event's own page, and what a person takes part in."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.core.access import access, event_visitor, scope, signed_in, the_event, the_person, visitor
from web.event_setup.queries.events import events_of, public_events, published_among
from web.registration.services.registrations import is_open

pages = Blueprint("home", __name__)


@pages.get("/")
@access(visitor)
def index() -> ResponseReturnValue:
    """List the events that are public."""
    return render_template("site/index.html", events=public_events())


@pages.get("/my")
@access(signed_in)
def my_events() -> ResponseReturnValue:
    """List the events that the person organises or takes part in."""
    mine = events_of(the_person())
    return render_template("site/my_events.html", mine=mine, published=published_among(own.event_id for own in mine))


@pages.get("/events/<slug>")
@access(event_visitor)
def event(slug: str) -> ResponseReturnValue:
    """Tell what an event is, and what one can do there next."""
    return render_template("site/event.html", event=the_event(), own=scope().registrations, is_open=is_open(the_event()))
