"""A person's own agenda, for themselves and the organisers, and how to have it in one's calendar."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, target, the_event, the_person
from web.core.participant_pages import OWN, owner_alone
from web.models import Registration
from web.publishing.queries.published import newest_version
from web.publishing.services.agendas import days_of, end_calendar_address, feed_of, new_calendar_address

pages = Blueprint("agenda", __name__, url_prefix="/events/<slug>/agendas/<registration_id>")


@pages.get("")
@access(OWN)
def show(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show what somebody does when, where, with whom and why."""
    whose = target(Registration)
    return render_template(
        "publishing/agenda.html",
        event=the_event(),
        whose=whose,
        own=whose.person_id == the_person().id,
        days=days_of(whose),
        published=newest_version(the_event()),
    )


@pages.get("/calendar")
@access(owner_alone)
def calendar(slug: str, registration_id: str) -> ResponseReturnValue:
    """Say how to have the agenda in one's own calendar."""
    whose = target(Registration)
    base: str = current_app.extensions["settings"].base_url
    token = whose.calendar_token
    address = base + url_for("feeds.feed", calendar_token=token) if token and whose.takes_part else ""
    return render_template(
        "publishing/agenda_calendar.html",
        event=the_event(),
        whose=whose,
        address=address,
        webcal="webcal://" + address.partition("://")[2] if address else "",
        published=newest_version(the_event()),
    )


@pages.get("/agenda.ics")
@access(OWN)
def download(slug: str, registration_id: str) -> ResponseReturnValue:
    """Give the agenda as a file, as it is now."""
    response = Response(feed_of(target(Registration)).content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{the_event().slug}.ics"'
    return response


@pages.post("/calendar/new-address")
@access(owner_alone)
def renew(slug: str, registration_id: str) -> ResponseReturnValue:
    """Give the calendar another address."""
    new_calendar_address(target(Registration), the_person())
    flash(_("Your calendar has a new address. The one before no longer works: subscribe again on your devices."), "good")
    return redirect(url_for("agenda.calendar", slug=slug, registration_id=registration_id), 303)


@pages.post("/calendar/end")
@access(owner_alone)
def end(slug: str, registration_id: str) -> ResponseReturnValue:
    """End the subscription."""
    end_calendar_address(target(Registration), the_person())
    flash(_("The subscription has ended: its address no longer works."), "good")
    return redirect(url_for("agenda.calendar", slug=slug, registration_id=registration_id), 303)
