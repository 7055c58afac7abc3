"""When people meet: the programme with its breaks and sessions, and the slots around them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.planning.slots import Layout
from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Invalid
from web.core.fields import Choice
from web.core.organiser_pages import page, pages, redirect_to
from web.core.templating import day as in_words
from web.event_setup.forms.event import AddItem, MakeSlots
from web.event_setup.services.setting_up import add_items, days_of, layout_of, make_slots, remove_item, slots_by_day
from web.models import Event, ItemKind


@pages.get("/times")
@access(organiser_of_event)
def times(slug: str) -> ResponseReturnValue:
    """Show slots and programme."""
    return _times(None, None)


@pages.post("/times/slots")
@access(organiser_of_event)
def times_slots(slug: str) -> ResponseReturnValue:
    """Make the slots of a day, or of every day, anew."""
    event, form = the_event(), MakeSlots()
    if form.validate_on_submit():
        fields = form.data
        try:
            only = _day(event, fields["day"])
            count = make_slots(event, Layout(fields["start"], fields["end"], fields["length"], fields["pause"]), the_person(), only)
            return redirect_to(
                "times", _("The event has %(count)s slots now.", count=count), day=only.isoformat() if only else None, _anchor="slots"
            )
        except Invalid as error:
            form.take_faults(error)
    return _times(form, None), 422


@pages.post("/times/programme")
@access(organiser_of_event)
def times_add(slug: str) -> ResponseReturnValue:
    """Add a break or session."""
    event, form = the_event(), AddItem()
    if form.validate_on_submit():
        fields = form.data
        try:
            only = _day(event, fields["day"])
            add_items(event, the_person(), ItemKind(fields["kind"]), fields["title"], fields["start"], fields["end"], only)
            return redirect_to(
                "times", _("%(title)s is in the programme. Make the slots again to leave room for it.", title=fields["title"])
            )
        except Invalid as error:
            form.take_faults(error)
    return _times(None, form), 422


@pages.post("/times/programme/remove")
@access(organiser_of_event)
def times_remove(slug: str) -> ResponseReturnValue:
    """Take a break or session out of the programme."""
    remove_item(the_event(), request.form.get("item", ""), the_person())
    return redirect_to("times", _("It is no longer in the programme."))


def _times(slots: MakeSlots | None, item: AddItem | None) -> str:
    event = the_event()
    day = request.args.get("day", "")
    if slots is None:
        chosen = next((each for each in days_of(event) if each.isoformat() == day), None)
        slots = MakeSlots(formdata=None, day=chosen.isoformat() if chosen else "", **asdict(layout_of(event, chosen)))
    item = item or AddItem(formdata=None)
    slots.day.choices = item.day.choices = _choices(event)
    return page("event_setup/times.html", form=slots, item=item, by_day=slots_by_day(event))


def _choices(event: Event) -> list[Choice]:
    days = days_of(event)
    every = [Choice("", _("Every day"))] if len(days) > 1 else []
    return [*every, *(Choice(day.isoformat(), in_words(day)) for day in days)]


def _day(event: Event, text: str | None) -> date | None:
    """The day chosen; None: every day."""
    if not text:
        return None
    for day in days_of(event):
        if day.isoformat() == text:
            return day
    raise Invalid(fields={"day": _("Choose a day of the event.")})
