"""The demo event in a real browser: a run that is watched and stopped, and its plan with real numbers in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaking.demo import load_demo as read_demo
from tests.support.web.browser import Visitor, served
from tests.support.web.fixtures import Databases, make_app
from tests.support.web.servers import spare_port
from web.core.database import commit, db
from web.demo.event import ORGANISER, load_demo

pytestmark = pytest.mark.xdist_group("browser-demo")
DEMO = "/events/koop-kringloop-2026/organise"
REQUESTS = 60
PATIENCE = 90_000


@pytest.fixture
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The demo event without a plan, and a worker that plans."""
    port = spare_port()
    app = make_app(tmp_path_factory.mktemp("site"), databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}")
    with app.test_request_context():
        data = read_demo()
        load_demo(replace(data, requests=data.requests[:REQUESTS]))
        commit()
    consumer = app.extensions["queue"].start_embedded(1)
    with served(app, port) as base:
        yield app, base
    consumer.stop(graceful=True)
    with app.app_context():
        db.engine.dispose()


def test_run_is_watched_and_stopped_and_its_plan_used(site: tuple[Flask, str], browser: Browser) -> None:
    visitor = Visitor(browser, site[1])
    page = visitor.page
    visitor.sign_in(site[0], ORGANISER)
    expect(page.get_by_role("heading", level=1)).to_have_text("My events")
    page.goto(f"{DEMO}/runs")
    page.get_by_label("Seconds to plan for, at most").fill("120")
    page.get_by_role("button", name="Start planning").click()
    expect(page.get_by_text("Planning: Wishes met.").or_(page.get_by_text("Planning: Breaks."))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Stop and keep the best").click()
    expect(page.get_by_text("It was stopped, and this is the best that it had.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Use this plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The plan")
    for part in ("plan/participants", "plan/not-held"):
        page.goto(f"{DEMO}/{part}")
        visitor.look_from_sides(f"demo-{part.replace('/', '-')}")
    visitor.leave()
