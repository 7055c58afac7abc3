from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.web_browser import NARROW, WIDE, Visitor, served
from tests.web_fixtures import Databases, mails, make_app
from tests.web_servers import spare_port
from tests.web_world import address, make_world
from web.database import commit, db
from web.services.sign_in import find_or_add_person

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    port = spare_port()
    app = make_app(tmp_path_factory.mktemp("site"), databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}")
    with app.test_request_context():
        make_world()
        find_or_add_person("nobody-yet@example.org")
        commit()
    with served(app, port) as base:
        yield app, base
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["wide", "narrow", "dark"])
def visitor(request: pytest.FixtureRequest, site: tuple[Flask, str], browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, site[1], NARROW if request.param == "narrow" else WIDE, dark=request.param == "dark")
    yield visitor
    visitor.context.close()
    assert (visitor.foreign, visitor.complaints) == ([], [])


def look_at(visitor: Visitor, name: str) -> None:
    visitor.screenshot(name)
    assert (visitor.accessibility_faults(), visitor.sideways()) == ([], False)


def test_signing_in_by_mail(site: tuple[Flask, str], visitor: Visitor, request: pytest.FixtureRequest) -> None:
    page, look = visitor.page, request.node.callspec.id
    page.goto("/")
    look_at(visitor, f"home-{look}")
    page.get_by_role("link", name="Sign in").click()
    look_at(visitor, f"sign-in-{look}")
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_label("Your e-mail address")).to_have_attribute("aria-invalid", "true")
    look_at(visitor, f"sign-in-fault-{look}")
    page.get_by_label("Your e-mail address").fill(f"{look}@example.org")
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    look_at(visitor, f"sent-{look}")
    link = next(line for line in mails(site[0])[-1].splitlines() if line.startswith(site[1]))
    page.goto(link)
    look_at(visitor, f"confirm-{look}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My events")
    look_at(visitor, f"my-events-empty-{look}")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_events_of_somebody(site: tuple[Flask, str], visitor: Visitor, request: pytest.FixtureRequest) -> None:
    look = request.node.callspec.id
    visitor.sign_in(site[0], address("supplier"))
    look_at(visitor, f"my-events-{look}")
    visitor.page.get_by_role("link", name="Spring market").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Spring market")
    look_at(visitor, f"event-{look}")


def test_page_that_is_not_there_says_what_to_do(site: tuple[Flask, str], browser: Browser) -> None:
    visitor = Visitor(browser, site[1])
    visitor.page.goto("/no-such-page")
    look_at(visitor, "not-found")
    visitor.page.get_by_role("link", name="Go to the first page").click()
    expect(visitor.page.get_by_role("heading", level=2).first).to_have_text("Events")
    visitor.context.close()
    assert visitor.foreign == []


def test_first_key_leads_past_the_head_of_the_page(site: tuple[Flask, str], browser: Browser) -> None:
    visitor = Visitor(browser, site[1])
    visitor.page.goto("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the page itself")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
    visitor.context.close()
