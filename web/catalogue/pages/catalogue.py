"""The factsheet catalogue: for the public what suppliers agreed to publish, for participants every approved supplier."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from web.catalogue.queries.catalogue import Search, find_buyers, find_supplier, find_suppliers, load_factsheet
from web.core.access import access, diaries, event_visitor, owner_of, scope, target, the_event
from web.core.errors import NotFound
from web.core.event_data import taxonomy_of
from web.core.form import tidy
from web.core.paging import page_number
from web.core.participant_pages import participant
from web.meetings.queries.requests import request_about, strengths_of
from web.models import Registration, Role

pages = Blueprint("catalogue", __name__)
LONGEST_SEARCH = 100


def is_inside() -> bool:
    """Whether the viewer takes part in the event, or organises it, and so sees all of the catalogue."""
    return any(own.takes_part for own in scope().registrations) or scope().has_role(Role.ORGANISER)


def viewed_as() -> Registration | None:
    """For which of their own registrations somebody looks at the catalogue: the one that the address names, else as a buyer."""
    own = diaries()
    named = [each for each in own if each.role.value == request.args.get("diary")]
    return next(iter([*named, *own]), None)


def asked_for() -> tuple[Search, int]:
    """What the address says to look for, and which page of it."""
    keys = {"text": "q", "group": "group", "goal": "goal", "strategy": "strategy"}
    words = {name: str(tidy(request.args.get(key, "")[:LONGEST_SEARCH])) for name, key in keys.items()}
    return Search(**words), page_number()


@pages.get("/events/<slug>/catalogue")
@access(event_visitor)
def index(slug: str) -> ResponseReturnValue:
    """List suppliers, searched and filtered as the address says."""
    event = the_event()
    taxonomy = taxonomy_of(event)
    search, page = asked_for()
    inside = is_inside()
    diary = viewed_as()
    return render_template(
        "catalogue/index.html",
        event=event,
        taxonomy=taxonomy,
        search=search,
        found=find_suppliers(event, taxonomy, search, inside=inside, page=page),
        inside=inside,
        registration=diary,
        strengths=strengths_of(diary) if diary else {},
    )


@pages.get("/events/<slug>/catalogue/<supplier_id>")
@access(event_visitor)
def supplier(slug: str, supplier_id: str) -> ResponseReturnValue:
    """Show a supplier's factsheet."""
    event, inside = the_event(), is_inside()
    found = find_supplier(event, supplier_id, inside=inside)
    if found is None:
        raise NotFound
    askers = [own for own in diaries() if own.person_id != found.person_id]
    return render_template(
        "catalogue/supplier.html",
        event=event,
        taxonomy=taxonomy_of(event),
        supplier=found,
        inside=inside,
        registration=viewed_as(),
        askers=[(own, request_about(own, found)) for own in askers],
    )


@pages.get("/events/<slug>/registrations/<registration_id>/factsheet")
@access(owner_of(Registration, "registration_id"))
def preview(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show suppliers their factsheet as others will see it."""
    supplier = load_factsheet(participant(Role.SUPPLIER))
    return render_template("catalogue/preview.html", event=the_event(), taxonomy=taxonomy_of(the_event()), supplier=supplier)


@pages.get("/events/<slug>/registrations/<registration_id>/buyers")
@access(owner_of(Registration, "registration_id"))
def buyers(slug: str, registration_id: str) -> ResponseReturnValue:
    """List the buyers and what they need, for suppliers who take part."""
    registration, event = participant(Role.SUPPLIER), the_event()
    taxonomy = taxonomy_of(event)
    search, page = asked_for()
    found = find_buyers(registration, taxonomy, search, page) if registration.takes_part else None
    return render_template(
        "catalogue/buyers.html",
        event=event,
        taxonomy=taxonomy,
        search=search,
        found=found,
        registration=target(Registration),
        strengths=strengths_of(registration),
    )
