from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.web_browser import NARROW, WIDE, Visitor, served
from tests.web_fixtures import Databases, make_app
from tests.web_servers import spare_port
from tests.web_world import address, make_world, png_file
from web.database import commit, db
from web.models import Registration, RegistrationState
from web.services.registrations import approve
from web.services.sign_in import find_or_add_person

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    port = spare_port()
    app = make_app(tmp_path_factory.mktemp("site"), databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}")
    with app.test_request_context():
        make_world()
        commit()
    with served(app, port) as base:
        yield app, base
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["wide", "narrow", "dark"])
def look(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def visitor(look: str, site: tuple[Flask, str], browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, site[1], NARROW if look == "narrow" else WIDE, dark=look == "dark")
    yield visitor
    visitor.context.close()
    assert (visitor.foreign, visitor.complaints) == ([], [])


def look_at(visitor: Visitor, name: str) -> None:
    visitor.screenshot(name)
    assert (visitor.accessibility_faults(), visitor.sideways()) == ([], False)


def arrive(visitor: Visitor, app: Flask, email: str) -> None:
    with app.test_request_context():
        find_or_add_person(email)
        commit()
    visitor.sign_in(app, email)
    visitor.page.goto("/events/spring-market")


def approve_all(app: Flask) -> None:
    with app.test_request_context():
        for row in db.session.scalars(db.select(Registration).where(Registration.state == RegistrationState.SUBMITTED)):
            approve(row, None)
        commit()


def test_supplier_registers_with_an_offer_and_an_image(site: tuple[Flask, str], visitor: Visitor, look: str, tmp_path: Path) -> None:
    app, page = site[0], visitor.page
    picture = tmp_path / "chair.png"
    picture.write_bytes(png_file(900, 600))
    arrive(visitor, app, f"new-supplier-{look}@example.org")
    page.get_by_role("link", name="Register", exact=True).click()
    look_at(visitor, f"register-{look}")
    page.get_by_role("link", name="Register as a supplier").click()
    page.get_by_role("textbox", name="Telephone").fill("+32 9 000 00 00")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("textbox", name="Telephone")).to_have_value("+32 9 000 00 00")
    look_at(visitor, f"register-supplier-fault-{look}")
    page.get_by_label("Organisation", exact=True).fill(f"Zitgoed {look}")
    page.get_by_label("Your name").fill("Zoë Zetel")
    page.get_by_label("We would like a booth").check()
    page.get_by_label("How many of you hold meetings there").fill("2")
    page.get_by_label("Our factsheet may stand in the public catalogue").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Zitgoed {look}")
    look_at(visitor, f"supplier-draft-{look}")
    page.get_by_role("link", name="Add an offer").click()
    look_at(visitor, f"offer-new-{look}")
    page.get_by_label("What you offer").fill("Chairs, mended")
    page.get_by_role("textbox", name="Description").fill("As good as before, for half of the money.")
    page.get_by_label("Product group").select_option(label="Office furniture")
    page.locator("summary").nth(0).click()
    page.get_by_label("A3").check()
    page.get_by_label("Service", exact=True).check()
    page.locator("#picture").set_input_files(picture)
    page.get_by_label("What the picture shows").fill("A chair")
    page.get_by_role("button", name="Save the offer").click()
    expect(page.get_by_text("Your offer is saved.")).to_be_visible()
    page.get_by_role("link", name="See your factsheet").click()
    expect(page.get_by_alt_text("A chair")).to_have_js_property("naturalWidth", 900)
    look_at(visitor, f"factsheet-preview-{look}")
    page.get_by_role("link", name="Back to your registration").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Waiting for the organiser")).to_be_visible()
    look_at(visitor, f"supplier-submitted-{look}")
    approve_all(app)
    page.goto("/events/spring-market/catalogue?q=zitgoed")
    look_at(visitor, f"catalogue-picture-{look}")
    page.get_by_role("link", name=f"Zitgoed {look}").click()
    expect(page.get_by_alt_text("A chair")).to_be_visible()


def test_buyer_registers_and_asks(site: tuple[Flask, str], visitor: Visitor, look: str) -> None:
    app, page = site[0], visitor.page
    arrive(visitor, app, f"new-buyer-{look}@example.org")
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("link", name="Register as a buyer").click()
    page.get_by_label("Organisation", exact=True).fill(f"Stad {look}")
    page.get_by_label("Your name").fill("Bo Buyer")
    look_at(visitor, f"register-buyer-{look}")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Add a need").click()
    page.get_by_label("What do you need to be able to do?").fill("Sit comfortably at a desk")
    page.get_by_label("Product group").select_option(label="Office furniture")
    page.get_by_label("Where you stand").select_option(index=3)
    page.locator("summary").nth(2).click()
    page.get_by_label("C2").check()
    look_at(visitor, f"need-new-{look}")
    page.get_by_role("button", name="Save the need").click()
    page.get_by_role("link", name="Choose market dialogues").click()
    page.get_by_label("Would like").first.check()
    look_at(visitor, f"dialogues-{look}")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change when you cannot meet").click()
    page.get_by_label("Opening").check()
    page.get_by_label("Until").first.fill("09:30")
    look_at(visitor, f"availability-{look}")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Waiting for the organiser")).to_be_visible()
    approve_all(app)
    page.reload()
    look_at(visitor, f"buyer-approved-{look}")
    page.get_by_role("link", name="See whom to meet").click()
    look_at(visitor, f"suggested-{look}")
    expect(page.get_by_text("same product group; strategy C2").first).to_be_visible()
    page.get_by_role("link", name="House of the supplier", exact=True).click()
    look_at(visitor, f"factsheet-{look}")
    page.get_by_role("link", name="Ask for a meeting").click()
    page.get_by_label("Must: I come for this").check()
    page.get_by_label("A few words to them").fill("How do you mend?")
    look_at(visitor, f"ask-{look}")
    page.get_by_role("button", name="Ask for a meeting").click()
    expect(page.get_by_text("You have asked to meet House of the supplier.")).to_be_visible()
    look_at(visitor, f"meetings-{look}")
    other = Visitor(visitor.context.browser or pytest.fail("no browser"), site[1])
    other.sign_in(app, address("supplier"))
    other.page.goto("/events/spring-market")
    other.page.get_by_role("link", name="Go to your registration").click()
    other.page.get_by_role("link", name="Meetings you want").click()
    row = other.page.locator("li", has_text=f"Stad {look}")
    row.get_by_role("button", name="Accept").click()
    expect(row.get_by_text("You accepted")).to_be_visible()
    other.context.close()
    before = page.locator("main").inner_text().replace("You have asked to meet House of the supplier.", "")
    page.reload()
    assert page.locator("main").inner_text().split() == before.split()


def test_factsheets_on_paper_say_of_which_event_they_are_and_show_nothing_to_click(site: tuple[Flask, str], browser: Browser) -> None:
    visitor = Visitor(browser, site[1])
    page = visitor.page
    page.goto("/events/spring-market/catalogue")
    page.emulate_media(media="print")
    for name in ("catalogue", "factsheet"):
        expect(page.locator(".printed")).to_have_text("Spring market, Tuesday 20 May 2031")
        for clickable in page.locator(".top, .filters, .actions, .pager, .whereabouts, .unprinted, .skip").all():
            expect(clickable).to_be_hidden()
        visitor.screenshot(f"{name}-on-paper")
        if name == "catalogue":
            page.emulate_media(media="screen")
            page.get_by_role("link", name="House of the supplier", exact=True).click()
            page.emulate_media(media="print")
    visitor.context.close()
