from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import both_databases, sign_in, with_world
from tests.support.web.world import TAXONOMY, address, make_world, take_part
from web.catalogue.queries.catalogue import Search, find_buyers
from web.catalogue.services.catalogue import OfferWords, save_offer
from web.core.database import commit, db
from web.models import Event, Person, Registration, RegistrationState, Role

CATALOGUE = "/events/spring-market/catalogue"
BOTH = ["House of the other supplier", "House of the supplier"]


@pytest.fixture
def world_app(app: Flask) -> Flask:
    return with_world(app)


def of(actor: str) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.person.has(Person.email == address(actor)))).one()


def listed(browser: FlaskClient, query: str = "") -> list[str]:
    return re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", browser.get(f"{CATALOGUE}{query}").text)


def sheet(app: Flask, actor: str) -> str:
    with app.app_context():
        return f"{CATALOGUE}/{of(actor).public_id}"


@both_databases
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", BOTH),
        ("?q=OTHER", ["House of the other supplier"]),
        ("?q=zwaneghem+chairs", BOTH),
        ("?q=100%25", []),
        ("?group=FUR", BOTH),
        ("?group=ICT", ["House of the supplier"]),
        ("?group=ICT-LAP", ["House of the supplier"]),
        ("?goal=A", ["House of the supplier"]),
        ("?goal=E", []),
        ("?strategy=C2", BOTH),
        ("?strategy=D5&group=FUR", BOTH),
        ("?strategy=A3&group=FUR", []),
        ("?strategy=C2&group=ICT", []),
        ("?group=nothing&goal=%00&strategy=%00&page=-3", []),
        ("?page=99", BOTH),
    ],
)
def test_search_finds_what_holds_for_one_offer(world_app: Flask, query: str, names: list[str]) -> None:
    with world_app.test_request_context():
        save_offer(of("supplier"), TAXONOMY, OfferWords(title="Laptops", product_group="ICT-LAP", strategies=["A3"]))
        commit()
    assert listed(world_app.test_client(), query) == names


def test_filters_stay_chosen_and_nothing_found_says_what_to_do(world_app: Flask) -> None:
    page = world_app.test_client().get(f"{CATALOGUE}?q=%3Cb%3E&group=CLE&goal=E&strategy=E3").text
    assert re.findall(r'<option value="(\w+)" selected>', page) == ["CLE", "E", "E3"]
    assert ('value="&lt;b&gt;"' in page, "Take a filter away to see more." in page) == (True, True)


def test_public_sees_approved_suppliers_who_agreed(world_app: Flask) -> None:
    with world_app.test_request_context():
        of("other supplier").catalogue_consent = False
        commit()
    everybody, buyer, elsewhere = world_app.test_client(), *(sign_in(world_app, address(who)) for who in ("buyer", "buyer elsewhere"))
    assert [listed(everybody), listed(elsewhere), listed(buyer)] == [["House of the supplier"], ["House of the supplier"], BOTH]
    hidden = sheet(world_app, "other supplier")
    assert [browser.get(hidden).status_code for browser in (everybody, elsewhere, buyer)] == [404, 404, 200]


@pytest.mark.parametrize("state", [state for state in RegistrationState if state is not RegistrationState.APPROVED])
def test_who_is_not_approved_stands_nowhere(world_app: Flask, state: RegistrationState) -> None:
    url = sheet(world_app, "supplier")
    with world_app.test_request_context():
        offer = of("supplier").offers[0].public_id
        of("supplier").state = state
        commit()
    buyer = sign_in(world_app, address("buyer"))
    assert listed(buyer) == ["House of the other supplier"]
    assert [buyer.get(path).status_code for path in (url, f"/events/spring-market/offers/{offer}/picture")] == [404, 404]


def test_catalogue_that_is_not_public_is_for_participants(world_app: Flask) -> None:
    with world_app.test_request_context():
        db.session.scalars(select(Event).where(Event.slug == "spring-market")).one().catalogue_public = False
        offer = of("supplier").offers[0].public_id
        commit()
    everybody, buyer = world_app.test_client(), sign_in(world_app, address("buyer"))
    page = everybody.get(CATALOGUE).text
    assert ("So far only its participants can see them." in page, "House of" in page) == (True, False)
    for path in (sheet(world_app, "supplier"), f"/events/spring-market/offers/{offer}/picture"):
        assert [everybody.get(path).status_code, buyer.get(path).status_code] == [404, 200]


def test_contacts_show_to_participants_and_only_as_agreed(world_app: Flask) -> None:
    url, seen = sheet(world_app, "supplier"), []
    with world_app.test_request_context():
        of("supplier").person.phone = "+32 123"
        commit()
    for consent in (False, True):
        with world_app.test_request_context():
            of("supplier").contact_consent = consent
            commit()
        for browser in (world_app.test_client(), sign_in(world_app, address("buyer"))):
            page = browser.get(url).text
            seen.append([word in page for word in (">Supplier, contact<", address("supplier"), "+32 123")])
    assert seen == [[False, False, False], [True, False, False], [False, False, False], [True, True, True]]


def test_factsheet_of_another_event_is_not_here(world_app: Flask) -> None:
    assert world_app.test_client().get(sheet(world_app, "supplier elsewhere")).status_code == 404


def test_buyers_of_another_event_are_not_found(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        take_part(world.elsewhere, Role.BUYER, "guest")
        found = find_buyers(world["supplier"], TAXONOMY, Search()).rows
        assert {buyer.person.email for buyer in found} == {address("buyer"), address("other buyer")}
