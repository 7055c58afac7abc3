"""Who takes part: registrations with their decisions, somebody registered on their behalf, invitations."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Conflict, Invalid, NotAllowed
from web.core.event_data import taxonomy_of
from web.core.fields import Choice
from web.core.organiser_pages import address_with, page, pages, redirect_to
from web.core.paging import page_number
from web.models import PlaceKind, Registration, Role
from web.registration.forms.registrations import EditRegistration, Invite, Refuse, RegisterSomebody
from web.registration.queries.registrations import Filter, count_states, list_registrations, organisers_of, registration_of
from web.registration.services.on_behalf import (
    RegistrationWords,
    change_registration,
    invite,
    notify_of_decision,
    register_somebody,
)
from web.registration.services.registrations import approve, refuse


@pages.get("/registrations")
@access(organiser_of_event)
def registrations(slug: str) -> ResponseReturnValue:
    """List who wants to take part."""
    event, number = the_event(), page_number()
    chosen = Filter(*(request.args.get(name, "").strip() for name in ("role", "state", "name")))
    listed = list_registrations(event, chosen, number)
    return page(
        "registration/registrations.html",
        listed=listed,
        chosen=chosen,
        states=count_states(event),
        number=number,
        link=lambda page: address_with(page=page),
    )


@pages.get("/registrations/new")
@access(organiser_of_event)
def registrations_new(slug: str) -> ResponseReturnValue:
    """Ask whom to register."""
    return page("registration/on_behalf.html", form=RegisterSomebody(formdata=None))


@pages.post("/registrations/new")
@access(organiser_of_event)
def registrations_add(slug: str) -> ResponseReturnValue:
    """Register somebody on their behalf."""
    form = RegisterSomebody()
    if form.validate_on_submit():
        values = {name: value for name, value in form.data.items() if name not in ("csrf_token", "role")}
        try:
            made = register_somebody(the_event(), the_person(), Role(form.role.data), **values)
            return redirect_to("registrations_one", _("%(name)s is registered.", name=made.person.label), registration_id=made.public_id)
        except Invalid as error:
            form.take_faults(error)
        except Conflict as error:
            form.form_errors.append(error.message)
    return page("registration/on_behalf.html", form=form), 422


@pages.get("/registrations/<registration_id>")
@access(organiser_of_event)
def registrations_one(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show all that somebody has said."""
    found = registration_of(the_event(), registration_id)
    return _registration(found, Refuse(formdata=None))


@pages.post("/registrations/<registration_id>/approve")
@access(organiser_of_event)
def registrations_approve(slug: str, registration_id: str) -> ResponseReturnValue:
    """Let somebody take part, and tell them."""
    found = _participant(registration_id)
    approve(found, the_person())
    notify_of_decision(found)
    message = _("%(name)s takes part, and gets a mail that says so.", name=found.person.label)
    if request.form.get("back"):
        return redirect_to("registrations", message, state="submitted")
    return redirect_to("registrations_one", message, registration_id=found.public_id)


@pages.post("/registrations/<registration_id>/refuse")
@access(organiser_of_event)
def registrations_refuse(slug: str, registration_id: str) -> ResponseReturnValue:
    """Turn somebody down, and tell them why."""
    found, form = _participant(registration_id), Refuse()
    if not form.validate_on_submit():
        return _registration(found, form), 422
    refuse(found, the_person(), form.reason.data or "")
    notify_of_decision(found)
    return redirect_to(
        "registrations_one", _("%(name)s gets a mail with your reason.", name=found.person.label), registration_id=found.public_id
    )


@pages.get("/registrations/<registration_id>/edit")
@access(organiser_of_event)
def registrations_edit(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show what an organiser can change of a registration."""
    found = _participant(registration_id)
    return page("registration/registration_edit.html", found=found, form=_edit_form(found))


@pages.post("/registrations/<registration_id>/edit")
@access(organiser_of_event)
def registrations_save(slug: str, registration_id: str) -> ResponseReturnValue:
    """Change a registration."""
    event, found = the_event(), _participant(registration_id)
    form = _edit_form(found)
    if form.validate_on_submit():
        values = {name: value for name, value in form.data.items() if name not in ("csrf_token", "booth")}
        booth = next((place for place in event.places if place.public_id == form.booth.data), None)
        try:
            change_registration(found, the_person(), RegistrationWords(booth=booth, **values))
            return redirect_to("registrations_one", _("Saved."), registration_id=found.public_id)
        except Invalid as error:
            form.take_faults(error)
        except Conflict as error:
            form.booth.errors = [*form.booth.errors, error.message]
    return page("registration/registration_edit.html", found=found, form=form), 422


@pages.get("/people")
@access(organiser_of_event)
def people(slug: str) -> ResponseReturnValue:
    """Show who organises and moderates, with the form to invite somebody."""
    return page("registration/people.html", form=Invite(formdata=None), rows=organisers_of(the_event()))


@pages.post("/people")
@access(organiser_of_event)
def people_invite(slug: str) -> ResponseReturnValue:
    """Invite an organiser or a facilitator."""
    form = Invite()
    if form.validate_on_submit():
        try:
            made = invite(the_event(), the_person(), Role(form.role.data), email=form.email.data or "", name=form.name.data or "")
            return redirect_to("people", _("%(name)s gets a mail with the way in.", name=made.person.label))
        except Invalid as error:
            form.take_faults(error)
        except Conflict as error:
            form.form_errors.append(error.message)
    return page("registration/people.html", form=form, rows=organisers_of(the_event())), 422


def _registration(found: Registration, refusal: Refuse) -> str:
    return page("registration/registration.html", found=found, refusal=refusal, taxonomy=taxonomy_of(the_event()))


def _participant(registration_id: str) -> Registration:
    """Somebody who takes part; nobody decides on the organisers of an event here."""
    found = registration_of(the_event(), registration_id)
    if found.role is Role.ORGANISER:
        raise NotAllowed(_("Organisers need no registration."))
    return found


def _edit_form(found: Registration) -> EditRegistration:
    own, organisation = found.booth, found.organisation
    form = EditRegistration(
        obj=None,
        name=found.person.name,
        organisation=organisation.name if organisation else "",
        town=organisation.town if organisation else "",
        function=found.function,
        people=found.people,
        max_meetings=found.max_meetings,
        booth=own.public_id if own else "",
        remark=found.remark,
    )
    free = [place for place in found.event.places if place.kind is PlaceKind.BOOTH and place.owner_id in (None, found.id)]
    form.booth.choices = [Choice("", _("None")), *(Choice(place.public_id, f"{place.name}, {place.zone.name}") for place in free)]
    return form
