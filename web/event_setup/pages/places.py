"""Where people meet: tables and booths, each in a part of the venue."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Conflict, Invalid, NotFound
from web.core.organiser_pages import page, pages, redirect_to
from web.event_setup.forms.event import AddPlaces, EditPlace
from web.event_setup.queries.places import places_of
from web.event_setup.services.setting_up import add_places, change_place, remove_place
from web.models import Place, PlaceKind


@pages.get("/places")
@access(organiser_of_event)
def places(slug: str) -> ResponseReturnValue:
    """List tables and booths."""
    return page("event_setup/places.html", places=places_of(the_event()), form=AddPlaces(formdata=None))


@pages.post("/places")
@access(organiser_of_event)
def places_add(slug: str) -> ResponseReturnValue:
    """Add tables or booths."""
    form = AddPlaces()
    if form.validate_on_submit():
        fields = {name: value for name, value in form.data.items() if name not in ("csrf_token", "kind")}
        try:
            made = add_places(the_event(), the_person(), kind=PlaceKind(form.kind.data), **fields)
            return redirect_to("places", _("Added: %(names)s.", names=", ".join(place.name for place in made)))
        except Conflict as error:
            form.name.errors = [*form.name.errors, error.message]
    return page("event_setup/places.html", places=places_of(the_event()), form=form), 422


@pages.get("/places/<place_id>")
@access(organiser_of_event)
def places_one(slug: str, place_id: str) -> ResponseReturnValue:
    """Show a table or booth for editing."""
    found = _found(place_id)
    fields = {"kind": found.kind.value, "name": found.name, "zone": found.zone.name, "capacity": found.capacity}
    return page("event_setup/place.html", place=found, form=EditPlace(formdata=None, **fields))


@pages.post("/places/<place_id>")
@access(organiser_of_event)
def places_save(slug: str, place_id: str) -> ResponseReturnValue:
    """Change a table or booth."""
    found, form = _found(place_id), EditPlace()
    if form.validate_on_submit():
        fields = {name: value for name, value in form.data.items() if name not in ("csrf_token", "kind")}
        try:
            change_place(the_event(), found, the_person(), kind=PlaceKind(form.kind.data), **fields)
            return redirect_to("places", _("%(name)s is saved.", name=fields["name"]))
        except Invalid as error:
            form.take_faults(error)
        except Conflict as error:
            form.name.errors = [*form.name.errors, error.message]
    return page("event_setup/place.html", place=found, form=form), 422


@pages.post("/places/<place_id>/remove")
@access(organiser_of_event)
def places_remove(slug: str, place_id: str) -> ResponseReturnValue:
    """Take a table or booth away."""
    found = _found(place_id)
    name = found.name
    remove_place(the_event(), found, the_person())
    return redirect_to("places", _("%(name)s is gone.", name=name))


def _found(place_id: str) -> Place:
    for place in the_event().places:
        if place.public_id == place_id:
            return place
    raise NotFound
