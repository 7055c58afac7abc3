from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.web.fixtures import post, sign_in
from tests.support.web.registering import BUYER_FORM, EVENT, NEED_FORM, OFFER_FORM, SUPPLIER_FORM, address_of, begun, change, faults, of
from tests.support.web.world import address, make_world, png_file
from web.core.database import commit, db
from web.models import Activity, Event, Person, Registration, RegistrationState, Role, Strength
from web.registration.services.registrations import refuse


def test_supplier_registers_finishes_later_and_hands_in(app: Flask) -> None:
    with app.test_request_context():
        make_world()
        commit()
    browser, hub = begun(app, "supplier", SUPPLIER_FORM)
    assert "Add at least one offer" in browser.get(hub).text
    post(browser, f"{hub}/submit", form_at=hub + "/details")
    with app.app_context():
        assert of(app, "newcomer").state is RegistrationState.DRAFT
    browser = sign_in(app, address("newcomer"))
    upload = {**OFFER_FORM, "picture": (BytesIO(png_file(3000, 1500)), "chair.png")}
    assert post(browser, f"{hub}/offers/new", upload).headers["Location"] == hub
    assert post(browser, f"{hub}/submit", form_at=hub).headers["Location"] == hub
    with app.app_context():
        found = of(app, "newcomer")
        organisation, (offer,) = found.organisation, found.offers
        assert organisation is not None
        assert offer.picture is not None
        assert (found.state, found.role, found.people, found.wants_booth, found.catalogue_consent, found.contact_consent) == (
            RegistrationState.SUBMITTED,
            Role.SUPPLIER,
            2,
            True,
            True,
            False,
        )
        assert (organisation.name, organisation.website, found.person.name) == ("Zitgoed", "https://www.zitgoed.example", "Zoë Zetel")
        assert (offer.title, offer.strategies, offer.business_models, offer.evidence) == (
            "Chairs, mended",
            ("C5", "A3"),
            ("service",),
            ["label X", "reference Y"],
        )
        assert (offer.picture.media_type, offer.picture.width, offer.picture.height) == ("image/jpeg", 1600, 800)
        log = select(Activity.verb).where(Activity.subject_id == found.public_id, Activity.person_id == found.person_id)
        assert db.session.scalars(log.order_by(Activity.id)).all() == ["began", "edited", "submitted"]


def test_buyer_registers_with_a_need_and_hands_in(world_app: Flask) -> None:
    browser, hub = begun(world_app, "buyer", BUYER_FORM)
    assert post(browser, f"{hub}/needs/new", NEED_FORM).headers["Location"] == hub
    post(browser, f"{hub}/submit", form_at=hub)
    with world_app.app_context():
        found = of(world_app, "newcomer")
        (need,) = found.needs
        assert (found.state, found.max_meetings) == (RegistrationState.SUBMITTED, None)
        assert (need.functional_need, need.goals, need.strategies, need.questions) == (
            "Sit at a desk",
            ("C",),
            ("C2",),
            ["Who pays?", "How long?"],
        )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"organisation": ""}, "Say which organisation you come for."),
        ({"name": " \x00 "}, "Say what you are called."),
        ({"name": "n" * 201}, "Make this shorter: at most 200 characters."),
        ({"people": "0"}, "Write a number from 1 to 20."),
        ({"website": "javascript:alert(1)"}, "Write a web address such as www.example.org."),
        ({"about": "a" * 2001}, "Make this shorter: at most 2000 characters."),
    ],
)
def test_faulty_registration_keeps_what_was_typed(world_app: Flask, changed: dict[str, str], message: str) -> None:
    browser = sign_in(world_app, address("newcomer"))
    response = post(browser, f"{EVENT}/register/supplier", {**SUPPLIER_FORM, "remark": "<b>kept</b>", **changed})
    assert (response.status_code, faults(response.text)) == (422, [message])
    assert ("&lt;b&gt;kept&lt;/b&gt;" in response.text, "+32 9 000 00 00" in response.text) == (True, True)
    with world_app.app_context():
        assert db.session.scalars(select(Registration).where(Registration.person.has(Person.email == address("newcomer")))).all() == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "Give your offer a title."),
        ({"description": ""}, "Say in a few sentences what it is and for whom."),
        ({"product_group": ""}, "Choose a product group."),
        ({"product_group": "<script>"}, "Choose from the list."),
        ({"strategies": ["Z9"]}, "Choose from the list."),
        ({"business_models": ["theft"]}, "Choose from the list."),
        ({"language": "xx"}, "Choose from the list."),
        ({"evidence": "line\n" * 21}, "ReferencePlan the most important ones: at most 20 lines."),
        ({"evidence": "l" * 301}, "Make each line shorter: at most 300 characters."),
    ],
)
def test_faulty_offer_keeps_what_was_typed(world_app: Flask, changed: dict[str, object], message: str) -> None:
    browser = sign_in(world_app, address("supplier"))
    url = f"{address_of(world_app, 'supplier')}/offers/new"
    response = post(browser, url, {**OFFER_FORM, "available": "in <May>", **changed})
    assert (response.status_code, faults(response.text)) == (422, [message])
    assert 'value="in &lt;May&gt;"' in response.text
    with world_app.app_context():
        assert len(of(world_app, "supplier").offers) == 1


@pytest.mark.parametrize(
    ("actor", "page", "asked"),
    [
        ("supplier", "offers", ["What you offer", "Description", "Product group"]),
        ("buyer", "needs", ["What do you need to be able to do?", "Product group", "Where you stand"]),
    ],
)
def test_faults_are_told_in_the_order_of_the_page(world_app: Flask, actor: str, page: str, asked: list[str]) -> None:
    response = post(sign_in(world_app, address(actor)), f"{address_of(world_app, actor)}/{page}/new", {"language": "en"})
    assert re.findall(r'<li><a href="#\w+">([^<]*)</a>', response.text) == asked


def test_last_offer_of_who_has_handed_in_stays(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier"))
    with world_app.app_context():
        url = f"{EVENT}/offers/{of(world_app, 'supplier').offers[0].public_id}"
    assert post(browser, f"{url}/remove", form_at=url).headers["Location"] == url
    post(browser, f"{address_of(world_app, 'supplier')}/offers/new", OFFER_FORM)
    assert post(browser, f"{url}/remove", form_at=url).headers["Location"] == address_of(world_app, "supplier")
    with world_app.app_context():
        assert [offer.title for offer in of(world_app, "supplier").offers] == ["Chairs, mended"]


def test_time_to_register_ends(world_app: Flask) -> None:
    change(world_app, lambda event: setattr(event, "register_until", datetime.now(UTC) - timedelta(minutes=1)))
    browser = sign_in(world_app, address("newcomer"))
    assert "Registration is closed." in browser.get(f"{EVENT}/register").text
    assert browser.get(f"{EVENT}/register/buyer").status_code == 409


def test_registering_again_leads_to_the_registration(world_app: Flask) -> None:
    browser = sign_in(world_app, address("buyer"))
    assert browser.get(f"{EVENT}/register/buyer").headers["Location"] == address_of(world_app, "buyer")


def test_organisation_that_others_come_for_too_is_not_changed_under_them(world_app: Flask) -> None:
    with world_app.test_request_context():
        of(world_app, "other supplier").organisation = of(world_app, "supplier").organisation
        commit()
    browser = sign_in(world_app, address("supplier"))
    post(browser, f"{address_of(world_app, 'supplier')}/details", SUPPLIER_FORM)
    with world_app.app_context():
        names = [row.organisation.name for row in (of(world_app, "supplier"), of(world_app, "other supplier")) if row.organisation]
        assert names == ["Zitgoed", "House of the supplier"]


def test_known_person_finds_the_form_filled_in(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier elsewhere"))
    page = browser.get(f"{EVENT}/register/supplier").text
    assert ('value="House of the supplier elsewhere"' in page, 'value="Supplier Elsewhere"' in page) == (True, True)


def test_availability_is_kept_on_the_walls_of_the_event(world_app: Flask) -> None:
    browser = sign_in(world_app, address("buyer"))
    url = f"{address_of(world_app, 'buyer')}/availability"
    with world_app.app_context():
        session = next(item for item in db.session.scalars(select(Event)).first().items if item.title == "Opening")  # type: ignore[union-attr]  # the world has an event
        chosen = session.public_id
    form = {"sessions": [chosen], "away-0-end": "10:30", "away-0-reason": "train", "away-1-start": "16:00", "away-2-reason": ""}
    assert post(browser, url, form).status_code == 303
    with world_app.app_context():
        rows = of(world_app, "buyer").absences
        assert [(row.session.title if row.session else None, row.start, row.end) for row in rows] == [
            ("Opening", None, None),
            (None, None, datetime(2031, 5, 20, 8, 30, tzinfo=UTC)),
            (None, datetime(2031, 5, 20, 14, 0, tzinfo=UTC), None),
        ]
    page = browser.get(url).text
    assert (page.count('value="10:30"'), page.count('value="16:00"'), page.count(" checked ")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"away-0-start": "11:00", "away-0-end": "10:00"}, "Choose an end after the start."),
        ({"away-0-start": "soon"}, "Choose a time, such as 14:30."),
        ({"away-0-reason": "train"}, "Choose from when, or until when, or both."),
    ],
)
def test_impossible_times_are_explained_and_kept(world_app: Flask, row: dict[str, str], message: str) -> None:
    browser = sign_in(world_app, address("buyer"))
    response = post(browser, f"{address_of(world_app, 'buyer')}/availability", row)
    assert (response.status_code, faults(response.text)) == (422, [message])
    assert all(f'value="{value}"' in response.text for value in row.values())


@pytest.mark.parametrize(
    ("row", "warned"),
    [
        ({"away-0-start": "09:00"}, True),
        ({"away-0-start": "10:20"}, False),
        ({"away-0-end": "11:15"}, False),
        ({"away-0-end": "11:16"}, True),
    ],
)
def test_who_is_never_there_is_warned(world_app: Flask, row: dict[str, str], warned: bool) -> None:
    browser = sign_in(world_app, address("buyer"))
    response = post(browser, f"{address_of(world_app, 'buyer')}/availability", row)
    assert ("away in every slot" in browser.get(response.headers["Location"]).text) is warned


def test_seats_at_dialogues_are_asked_for_and_taken_back(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier"))
    url = f"{address_of(world_app, 'supplier')}/dialogues"
    found = re.search(r'name="(dialogue-\w+)"', browser.get(url).text)
    assert found
    for value, wanted in (("must", [Strength.MUST]), ("hostile", [Strength.MUST]), ("would like", [Strength.WOULD_LIKE]), ("", [])):
        post(browser, url, {found[1]: value})
        with world_app.app_context():
            assert [wish.strength for wish in of(world_app, "supplier").seat_wishes] == wanted


def test_needs_are_for_buyers_and_offers_for_suppliers(world_app: Flask) -> None:
    supplier, buyer = (sign_in(world_app, address(actor)) for actor in ("supplier", "buyer"))
    seen = [
        supplier.get(f"{address_of(world_app, 'supplier')}/needs/new").status_code,
        buyer.get(f"{address_of(world_app, 'buyer')}/offers/new").status_code,
        buyer.get(f"{address_of(world_app, 'buyer')}/factsheet").status_code,
        buyer.get(f"{address_of(world_app, 'buyer')}/buyers").status_code,
    ]
    assert seen == [404, 404, 404, 404]


def test_event_of_several_days_asks_for_the_day_too(world_app: Flask) -> None:
    change(world_app, lambda event: setattr(event, "ends_on", event.starts_on + timedelta(days=1)))
    browser = sign_in(world_app, address("buyer"))
    url = f"{address_of(world_app, 'buyer')}/availability"
    post(browser, url, {"away-0-start": "2031-05-21T12:00"})
    with world_app.app_context():
        assert [(row.start, row.end) for row in of(world_app, "buyer").absences] == [(datetime(2031, 5, 21, 10, 0, tzinfo=UTC), None)]
    assert 'value="2031-05-21T12:00"' in browser.get(url).text


def test_who_was_refused_learns_why_when_registering_again(world_app: Flask) -> None:
    with world_app.test_request_context():
        refuse(of(world_app, "buyer"), None, "The hall is full.")
        commit()
    response = sign_in(world_app, address("buyer")).get(f"{EVENT}/register/buyer")
    assert (response.status_code, "The hall is full." in response.text) == (403, True)
