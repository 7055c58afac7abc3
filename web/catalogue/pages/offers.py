"""A supplier's offers and their pictures."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web.catalogue.forms.catalogue import OfferForm
from web.catalogue.queries.catalogue import in_catalogue
from web.catalogue.queries.offers import offer_with_picture
from web.catalogue.services.catalogue import OfferWords, remove_offer, save_offer
from web.catalogue.services.pictures import make_picture, set_picture
from web.core.access import access, event_visitor, owner_of, scope, target, the_event, the_person
from web.core.errors import Invalid, NotFound
from web.core.event_data import taxonomy_of
from web.core.participant_pages import OWN, address_of, participant
from web.models import Offer, Picture, Registration, RegistrationState, Role

pages = Blueprint("offers", __name__)
OWN_OFFER = owner_of(Offer, "offer_id")
A_DAY = 24 * 60 * 60


@pages.route("/events/<slug>/registrations/<registration_id>/offers/new", methods=["GET", "POST"])
@access(OWN)
def add(slug: str, registration_id: str) -> ResponseReturnValue:
    """Ask what a supplier brings."""
    return _edit(participant(Role.SUPPLIER), None)


@pages.route("/events/<slug>/offers/<offer_id>", methods=["GET", "POST"])
@access(OWN_OFFER)
def edit(slug: str, offer_id: str) -> ResponseReturnValue:
    """Change what a supplier brings."""
    offer = target(Offer)
    return _edit(offer.registration, offer)


def _edit(registration: Registration, offer: Offer | None) -> ResponseReturnValue:
    event = the_event()
    taxonomy = taxonomy_of(event)
    form = OfferForm(data=_known(offer) if request.method == "GET" else None)
    form.offer_choices(taxonomy, str(get_locale()))
    if form.validate_on_submit():
        try:
            _save(registration, offer, form)
            flash(_("Your offer is saved."), "good")
            return redirect(address_of(registration), 303)
        except Invalid as error:
            form.take_faults(error)
    if form.errors and request.files.get("picture"):
        form.picture.errors = [*form.picture.errors, _("Choose the picture once more: your browser does not keep it.")]
    page = render_template("catalogue/offers.html", form=form, event=event, registration=registration, offer=offer, taxonomy=taxonomy)
    return page, 422 if form.errors else 200


def _known(offer: Offer | None) -> dict[str, object] | None:
    if offer is None:
        return None
    columns = (
        "title",
        "description",
        "product_group",
        "strategies",
        "business_models",
        "evidence",
        "available",
        "language",
        "picture_text",
    )
    return {column: getattr(offer, column) for column in columns}


def _save(registration: Registration, offer: Offer | None, form: OfferForm) -> None:
    # The picture comes first: an offer is not half saved because its picture cannot be read.
    picture = _uploaded_picture()
    saved = save_offer(registration, taxonomy_of(the_event()), OfferWords(**form.values()), offer=offer, by=the_person())
    if picture is not None or form.remove_picture.data:
        set_picture(saved, picture, the_person())


def _uploaded_picture() -> Picture | None:
    upload = request.files.get("picture")
    if upload is None or not upload.filename:
        return None
    return make_picture(upload.read())


@pages.post("/events/<slug>/offers/<offer_id>/remove")
@access(OWN_OFFER)
def remove(slug: str, offer_id: str) -> ResponseReturnValue:
    """Take an offer away."""
    offer = target(Offer)
    registration = offer.registration
    if len(registration.offers) == 1 and registration.state is not RegistrationState.DRAFT:
        flash(_("This is your only offer: add another before you remove it."), "bad")
        return redirect(url_for("offers.edit", slug=slug, offer_id=offer_id), 303)
    remove_offer(offer, the_person())
    flash(_("The offer is removed."), "good")
    return redirect(address_of(registration), 303)


@pages.get("/events/<slug>/offers/<offer_id>/picture")
@access(event_visitor)
def picture(slug: str, offer_id: str) -> ResponseReturnValue:
    """Give an offer's picture to whoever may see its factsheet."""
    offer = offer_with_picture(the_event(), offer_id)
    found = scope()
    if offer is None or offer.picture is None:
        raise NotFound
    inside = any(own.takes_part for own in found.registrations)
    may_see = offer.registration in found.registrations or found.has_role(Role.ORGANISER)
    if not may_see and not in_catalogue(offer.registration, inside=inside):
        raise NotFound
    response = Response(offer.picture.content, mimetype=offer.picture.media_type)
    # Its address changes when the picture does.
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return response
