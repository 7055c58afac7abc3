"""What only a real browser shows besides the whole way (`test_web_journey_browser`) and every page (`test_web_pages_browser`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.web.browser import NARROW, Visitor, served
from tests.support.web.fixtures import Databases
from tests.support.web.published import planned_world
from tests.support.web.servers import spare_port
from tests.support.web.stage import Stage, set_stage
from tests.support.web.world import png_file

pytestmark = pytest.mark.xdist_group("browser")
MOST_TABS = 150


@dataclass(frozen=True)
class Step:
    """Go by Tab to what has this role and name, then press these keys; a text is typed there instead."""

    role: str
    name: str
    keys: str = "Enter"
    text: str = ""


@dataclass(frozen=True)
class Errand:
    """What somebody does with the keyboard alone, and what the page says then."""

    actor: str
    endpoint: str
    steps: tuple[Step, ...]
    message: str


ERRANDS = {
    "sign in": Errand(
        "anonymous",
        "home.index",
        (
            Step("link", "Sign in"),
            Step("textbox", "Your e-mail address", text="tab@example.org"),
            Step("button", "Mail me a link"),
        ),
        "Look into your mail",
    ),
    "register": Errand(
        "newcomer",
        "home.event",
        (
            Step("link", "Register"),
            Step("link", "Register as a buyer"),
            Step("textbox", "Organisation", text="Stad Zwaneghem"),
            Step("button", "Save and go on"),
        ),
        "Stad Zwaneghem",
    ),
    "ask for a meeting": Errand(
        "buyer",
        "requests.ask",
        (Step("radio", "Must: I come for this", keys="Space"), Step("button", "Save your wish")),
        "You have asked to meet House of the supplier.",
    ),
    "accept": Errand("supplier", "requests.overview", (Step("button", "Accept"),), "You accepted"),
    "find a supplier": Errand(
        "anonymous", "catalogue.index", (Step("searchbox", "Search", text="other"), Step("button", "Search")), "1 supplier"
    ),
    "lock a meeting": Errand(
        "organiser",
        "organise.plan_by_place",
        (Step("link", "House of the buyer – House of the supplier"), Step("button", "Lock")),
        "Locked. Later runs keep it.",
    ),
    "start a run": Errand("organiser", "organise.runs", (Step("button", "Start planning"),), "Waiting for the planner to begin."),
    "publish": Errand("organiser", "publish.show", (Step("button", "Publish version 1"),), "Version 1 is published."),
}


@pytest.fixture
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, str]]:
    port = spare_port()
    actors = tuple({errand.actor for errand in ERRANDS.values()})
    with set_stage(databases, tmp_path_factory.mktemp("site"), make=planned_world, actors=actors) as stage, served(stage.app, port) as base:
        yield stage, base


def walk(page: Page, step: Step) -> None:
    """By Tab alone; what has the focus is seen to have it."""
    wanted = page.get_by_role(step.role, name=step.name, exact=True).first  # type: ignore[arg-type]  # a literal, written in a table
    expect(wanted).to_be_visible()
    for _tab in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    assert wanted.evaluate("element => getComputedStyle(element).outlineStyle") != "none", f"the focus on {step.name} cannot be seen"
    if step.text:
        page.keyboard.type(step.text)
    else:
        page.keyboard.press(step.keys)


def test_main_things_are_done_with_the_keyboard_alone(site: tuple[Stage, str], browser: Browser) -> None:
    stage, base = site
    for name, errand in ERRANDS.items():
        visitor = Visitor(browser, base, session=stage.sessions.get(errand.actor, ""))
        asked = {"asked_id": stage.arguments["supplier_id"]}
        own = {"registration_id": stage.arguments[f"{errand.actor}_id"]} if errand.actor in ("supplier", "buyer") else {}
        visitor.page.goto(stage.address(errand.endpoint, **(asked | own)))
        for step in errand.steps:
            walk(visitor.page, step)
        expect(visitor.page.get_by_text(errand.message).first, name).to_be_visible()
        visitor.leave()


def test_first_key_leads_past_the_head_of_the_page(site: tuple[Stage, str], browser: Browser) -> None:
    visitor = Visitor(browser, site[1], NARROW)
    visitor.page.goto("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the page itself")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
    visitor.leave()


def test_factsheets_on_paper_say_of_which_event_they_are_and_show_nothing_to_click(site: tuple[Stage, str], browser: Browser) -> None:
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
    visitor.leave()


def test_file_that_is_too_large_is_told_before_it_is_sent(site: tuple[Stage, str], browser: Browser) -> None:
    stage, base = site
    visitor = Visitor(browser, base, session=stage.sessions["supplier"])
    page = visitor.page
    page.goto(stage.address("offers.add", registration_id=stage.arguments["supplier_id"]))
    chosen, message = page.locator("input[name=picture]"), page.locator("#picture-size")
    expect(message).to_be_hidden()
    chosen.set_input_files({"name": "large.png", "mimeType": "image/png", "buffer": bytes(8 * 1024 * 1024 + 1)})
    expect(message).to_have_text("This file is larger than 8 MB. Choose a smaller one.")
    expect(chosen).to_have_value("")
    chosen.set_input_files({"name": "small.png", "mimeType": "image/png", "buffer": png_file()})
    expect(message).to_be_hidden()
    visitor.leave()
