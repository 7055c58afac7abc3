"""The pages about what is published in a real browser: accessible, nothing asked of other hosts, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.web_browser import NARROW, WIDE, Visitor, served
from tests.web_fixtures import Databases, make_app
from tests.web_published import BASE, finished, first_plan, moved, published, read, who, without, world_with_plan
from tests.web_servers import spare_port
from tests.web_world import address
from web.database import commit, db

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """Version 2 is published, with a meeting cancelled; a third, of older data, waits."""
    port = spare_port()
    app = make_app(tmp_path_factory.mktemp("site"), databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}")
    with app.test_request_context():
        world_with_plan()
        plan = first_plan()
        published(plan)
        published(without(plan, 2))
        finished(moved(plan, 0, 3))
        who("buyer").max_meetings = 5
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


def test_agenda_calendar_and_leaving(site: tuple[Flask, str], visitor: Visitor, request: pytest.FixtureRequest) -> None:
    page, look = visitor.page, request.node.callspec.id
    visitor.sign_in(site[0], address("buyer"))
    page.goto(BASE)
    look_at(visitor, f"event-{look}")
    page.get_by_role("link", name="Your agenda").click()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    look_at(visitor, f"agenda-{look}")
    page.get_by_role("link", name="Put it in your calendar").click()
    look_at(visitor, f"calendar-{look}")
    feed = page.get_by_label("Address of your calendar").input_value()
    assert len(read(page.request.get(feed).body()).events) == 2
    page.get_by_role("button", name="End the subscription").click()
    look_at(visitor, f"calendar-ended-{look}")
    page.goto(BASE)
    page.get_by_role("link", name="Leave the event").click()
    page.get_by_role("button", name="Leave the event").click()
    look_at(visitor, f"leave-fault-{look}")
    page.get_by_label("Yes, I am leaving").check()
    page.get_by_role("button", name="Leave the event").click()
    expect(page.get_by_text("You have left Spring market.")).to_be_visible()


def test_publishing_the_next_version(site: tuple[Flask, str], visitor: Visitor, request: pytest.FixtureRequest) -> None:
    page, look = visitor.page, request.node.callspec.id
    visitor.sign_in(site[0], address("organiser"))
    page.goto(f"{BASE}/organise/publish")
    page.get_by_role("button", name="Publish version 3").click()
    expect(page.get_by_label("Publish it all the same")).to_have_attribute("aria-invalid", "true")
    look_at(visitor, f"publish-fault-{look}")
    page.get_by_label("Publish it all the same").check()
    page.get_by_role("button", name="Publish version 3").click()
    expect(page.get_by_text("Version 3 is published.")).to_be_visible()
    look_at(visitor, f"publish-{look}")
    page.get_by_role("link", name="Agendas", exact=True).click()
    look_at(visitor, f"agendas-{look}")
    page.get_by_role("link", name="Supplier", exact=True).click()
    look_at(visitor, f"agenda-of-{look}")


def test_tables_of_a_facilitator(site: tuple[Flask, str], visitor: Visitor, request: pytest.FixtureRequest) -> None:
    visitor.sign_in(site[0], address("facilitator"))
    visitor.page.goto(f"{BASE}/tables")
    look_at(visitor, f"tables-{request.node.callspec.id}")
