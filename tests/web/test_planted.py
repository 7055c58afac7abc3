"""Strings planted where only some may read them, looked for in all that every address gives to everybody."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.web.access_table import ACTORS
from tests.support.web.fixtures import sign_in
from tests.support.web.published import finished, first_plan, pair, published
from tests.support.web.stage import STATIC
from tests.support.web.world import TAXONOMY, World, address, make_world, take_part
from web.catalogue.services.catalogue import NeedWords, OfferWords, save_need, save_offer
from web.core.database import commit, db
from web.csv_exchange.queries.exports import SPREADSHEETS
from web.meetings.services.meetings import answer_request, ask_for_meeting
from web.models import Answer, Event, LoginToken, Offer, Organisation, Person, Place, PlaceKind, Registration, Role, Strength
from web.planning.services.drafts import adopt_run
from web.registration.services.registrations import Away, edit_registration, refuse, register, set_absences
from web.sign_in.services.sign_in import make_sign_in_link

pytestmark = pytest.mark.slow

ORGANISER = {"organiser"}
SUPPLIERS = {"supplier", "other supplier"}
INSIDE = {*SUPPLIERS, "buyer", "other buyer", "facilitator", "other facilitator"}

# Who reads what `plant` has planted: exactly these, each of them somewhere.
READERS: dict[str, set[str]] = {
    "supplier@example.org": {"supplier", *ORGANISER},
    "buyer@example.org": {"buyer", *ORGANISER},
    "facilitator@example.org": {"facilitator", *ORGANISER},
    "phone-kept": {"supplier", *ORGANISER},
    "phone-shown": {*INSIDE, *ORGANISER},
    "remark-to-organisers": {"supplier", *ORGANISER},
    "reason-to-be-away": {"supplier", *ORGANISER},
    "message-to-supplier": {"buyer", "supplier", *ORGANISER},
    "message-of-dislike": {"other supplier", *ORGANISER},
    "need-of-buyer": {"buyer", *SUPPLIERS, *ORGANISER},
    "house-unfinished": {"newcomer", *ORGANISER},
    "offer-unfinished": {"newcomer", *ORGANISER},
    "offer-for-inside": {*INSIDE, *ORGANISER},
    "offer-for-everybody": set(ACTORS),
    "offer-refused": ORGANISER,
    "reason-of-refusal": ORGANISER,
    "place-not-published": ORGANISER,
    "token-of-calendar": {"supplier"},
    "nonce-of-a-link": set(),
}


def plant() -> World:
    """The small world with its plan published, another plan that is not, and something to hide in every corner."""
    world = make_world()
    supplier, other_supplier, buyer = world["supplier"], world["other supplier"], world["buyer"]
    supplier.person.phone, supplier.remark, supplier.calendar_token = "phone-kept", "remark-to-organisers", "token-of-calendar"
    set_absences(supplier, [Away("reason-to-be-away", start=world.slots[3].end)], None)
    other_supplier.person.phone, other_supplier.contact_consent, other_supplier.catalogue_consent = "phone-shown", True, False
    _offer(supplier, "offer-for-everybody", supplier.offers[0])
    _offer(other_supplier, "offer-for-inside", other_supplier.offers[0])
    save_need(buyer, TAXONOMY, NeedWords(functional_need="need-of-buyer", product_group="FUR", step="3"), need=buyer.needs[0])
    answer_request(ask_for_meeting(buyer, supplier, Strength.MUST, None, message="message-to-supplier"), Answer.ACCEPTED, None)
    ask_for_meeting(other_supplier, world["other buyer"], Strength.RATHER_NOT, None, message="message-of-dislike")
    _unfinished(world.event)
    refused = take_part(world.event, Role.SUPPLIER, "refused")
    _offer(refused, "offer-refused", refused.offers[0])
    refuse(refused, None, "reason-of-refusal")
    db.session.add(Place(event=world.event, zone=world.event.places[0].zone, name="place-not-published", kind=PlaceKind.TABLE))
    db.session.flush()
    _two_plans(world)
    make_sign_in_link(address("supplier"))
    db.session.scalars(db.select(LoginToken)).one().nonce = "nonce-of-a-link"
    return world


def _offer(registration: Registration, title: str, offer: Offer | None = None) -> None:
    save_offer(registration, TAXONOMY, OfferWords(title=title, product_group="FUR", strategies=["C2"]), offer=offer)


def _unfinished(event: Event) -> None:
    person = db.session.scalars(db.select(Person).where(Person.email == address("newcomer"))).one()
    registration = register(event, person, Role.SUPPLIER, person, Organisation(name="house-unfinished"))
    edit_registration(registration, person, catalogue_consent=True)
    _offer(registration, "offer-unfinished")


def _two_plans(world: World) -> None:
    plan = first_plan()
    published(plan)
    elsewhere = pair("buyer", "other supplier")
    meetings = tuple(replace(each, place="place-not-published") if each.request == elsewhere else each for each in plan.meetings)
    adopt_run(world.event, finished(replace(plan, meetings=meetings)), None)


def values_of_arguments(world: World) -> dict[str, list[str]]:
    """All that can stand in an address of the event, by the name of the part; no secrets, which are for who has them."""
    rows = [world[actor] for actor in ("supplier", "other supplier", "buyer", "facilitator")]
    rows += db.session.scalars(
        db.select(Registration).where(Registration.person.has(Person.email.in_(map(address, ("newcomer", "refused")))))
    )
    everybody = [row.public_id for row in rows]
    offers = [offer.public_id for row in rows for offer in row.offers]
    lists = {name: [str(value)] for name, value in world.arguments().items() if name not in ("token", "calendar_token")}
    lists |= dict.fromkeys(("registration_id", "supplier_id", "buyer_id"), everybody)
    lists |= {"asked_id": [world["buyer"].public_id, world["other supplier"].public_id], "table": list(SPREADSHEETS)}
    lists |= {"offer_id": offers, "subject": [pair("buyer", "other supplier")]}
    return lists


def addresses(rule: Rule, values: dict[str, list[str]]) -> list[str]:
    names = sorted(rule.arguments)
    combined = product(*(values.get(name, []) for name in names))
    return [(rule.build(dict(zip(names, chosen, strict=True))) or ("", ""))[1] for chosen in combined]


def text_of(response: TestResponse) -> str:
    """All that can be read in an answer, archives unpacked."""
    if response.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return response.data.decode(errors="replace").replace("\r\n ", "") + str(response.headers)


def read_by(browser: FlaskClient, paths: list[str]) -> set[str]:
    found: set[str] = set()
    wanted = {planted: re.compile(r"(?<![\w-])" + re.escape(planted)) for planted in READERS}
    for path in paths:
        text = text_of(browser.get(path))
        found |= {planted for planted, pattern in wanted.items() if pattern.search(text)}
    return found


def test_what_is_planted_is_read_by_those_for_whom_it_is_and_by_nobody_else(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = plant()
        values = values_of_arguments(world)
        feeds = {actor: f"/calendars/{world[actor].calendar_token}.ics" for actor in INSIDE}
        commit()
    rules = [rule for rule in sqlite_app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in STATIC]
    paths = [path for rule in rules for path in addresses(rule, values)]
    seen = {}
    for actor in ACTORS:
        browser = sqlite_app.test_client() if actor == "anonymous" else sign_in(sqlite_app, address(actor))
        own = [feeds[actor]] if actor in feeds else []
        # The address of one's own calendar is the secret itself.
        seen[actor] = read_by(browser, paths) | (read_by(browser, own) - {"token-of-calendar"})
    assert {planted: {actor for actor in ACTORS if planted in seen[actor]} for planted in READERS} == READERS
