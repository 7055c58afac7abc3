"""A buyer's needs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web.catalogue.forms.catalogue import NeedForm
from web.catalogue.services.catalogue import NeedWords, remove_need, save_need
from web.core.access import access, owner_of, target, the_event, the_person
from web.core.errors import Invalid
from web.core.event_data import taxonomy_of
from web.core.participant_pages import address_of, participant
from web.models import Need, Registration, RegistrationState, Role

pages = Blueprint("needs", __name__)
OWN_NEED = owner_of(Need, "need_id")
COLUMNS = (
    "functional_need",
    "product_group",
    "goals",
    "strategies",
    "step",
    "volume",
    "horizon",
    "questions",
    "must",
    "may",
    "language",
)


@pages.route("/events/<slug>/registrations/<buyer_id>/needs/new", methods=["GET", "POST"])
@access(owner_of(Registration, "buyer_id"))
def add(slug: str, buyer_id: str) -> ResponseReturnValue:
    """Ask what a buyer needs."""
    return _edit(participant(Role.BUYER), None)


@pages.route("/events/<slug>/needs/<need_id>", methods=["GET", "POST"])
@access(OWN_NEED)
def edit(slug: str, need_id: str) -> ResponseReturnValue:
    """Change what a buyer needs."""
    need = target(Need)
    return _edit(need.registration, need)


def _edit(registration: Registration, need: Need | None) -> ResponseReturnValue:
    event = the_event()
    taxonomy = taxonomy_of(event)
    known = {column: getattr(need, column) for column in COLUMNS} if need else None
    form = NeedForm(data=known if request.method == "GET" else None)
    form.offer_choices(taxonomy, str(get_locale()))
    if form.validate_on_submit():
        try:
            save_need(registration, taxonomy, NeedWords(**form.values()), need=need, by=the_person())
            flash(_("Your need is saved."), "good")
            return redirect(address_of(registration), 303)
        except Invalid as error:
            form.take_faults(error)
    page = render_template("catalogue/needs.html", form=form, event=event, registration=registration, need=need, taxonomy=taxonomy)
    return page, 422 if form.errors else 200


@pages.post("/events/<slug>/needs/<need_id>/remove")
@access(OWN_NEED)
def remove(slug: str, need_id: str) -> ResponseReturnValue:
    """Take a need away."""
    need = target(Need)
    registration = need.registration
    if len(registration.needs) == 1 and registration.state is not RegistrationState.DRAFT:
        flash(_("This is your only need: add another before you remove it."), "bad")
        return redirect(url_for("needs.edit", slug=slug, need_id=need_id), 303)
    remove_need(need, the_person())
    flash(_("The need is removed."), "good")
    return redirect(address_of(registration), 303)
