from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import delete, select

from matchmaking.demo import load_demo as read_demo
from tests.web_browser import NARROW, WIDE, Visitor, served
from tests.web_fixtures import Databases, make_app
from tests.web_servers import spare_port
from tests.web_world import address, make_world
from web.database import commit, db
from web.models import MeetingLock, Person, PlanDraft, Registration, RegistrationState, Run
from web.services.demo import ORGANISER, load_demo
from web.services.drafts import adopt_run
from web.services.runs import ask_for_run

pytestmark = pytest.mark.xdist_group("browser")
HERE = "/events/spring-market/organise"
DEMO = "/events/koop-kringloop-2026/organise"
REQUESTS = 60


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The small world and the demo event with a plan, with a worker that plans."""
    port = spare_port()
    app = make_app(tmp_path_factory.mktemp("site"), databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}")
    with app.test_request_context():
        make_world()
        data = read_demo()
        run = ask_for_run(load_demo(replace(data, requests=data.requests[:REQUESTS])), None, seconds=4)
        run_id = run.id
        commit()
    app.extensions["queue"].work_off()
    with app.test_request_context():
        run = db.session.scalars(select(Run).where(Run.id == run_id)).one()
        adopt_run(run.event, run, None)
        commit()
    consumer = app.extensions["queue"].start_embedded(1)
    with served(app, port) as base:
        yield app, base
    consumer.stop(graceful=True)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["wide", "narrow"])
def visitor(request: pytest.FixtureRequest, site: tuple[Flask, str], browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, site[1], NARROW if request.param == "narrow" else WIDE)
    yield visitor
    visitor.context.close()
    assert (visitor.foreign, visitor.complaints) == ([], [])


def begin_again(app: Flask) -> None:
    """The small world with a supplier who waits, and without a plan."""
    with app.test_request_context():
        supplier = db.session.scalars(select(Registration).join(Registration.person).where(Person.email == address("supplier"))).one()
        supplier.state = RegistrationState.SUBMITTED
        for model in (PlanDraft, MeetingLock):
            db.session.execute(delete(model).where(model.event_id == supplier.event_id))
        commit()


def look_at(visitor: Visitor, name: str) -> None:
    visitor.screenshot(f"{name}-{visitor.page.viewport_size['width'] if visitor.page.viewport_size else 0}")
    assert (name, visitor.accessibility_faults(), visitor.sideways()) == (name, [], False)


def test_organiser_approves_plans_and_sees_the_plan(site: tuple[Flask, str], visitor: Visitor) -> None:
    page = visitor.page
    begin_again(site[0])
    visitor.sign_in(site[0], address("organiser"))
    page.get_by_role("link", name="Spring market").click()
    page.get_by_role("link", name="Organise this event").click()
    look_at(visitor, "organise-registrations-waiting")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_have_text("Supplier takes part, and gets a mail that says so.")
    page.get_by_role("link", name="Planning").click()
    look_at(visitor, "organise-runs")
    page.get_by_label("Seconds to plan for, at most").fill("20")
    page.get_by_role("button", name="Start planning").click()
    expect(page.get_by_text("There is a plan.")).to_be_visible(timeout=40_000)
    look_at(visitor, "organise-run-done")
    page.get_by_role("button", name="Use this plan").click()
    expect(page.get_by_text("3 of 3 meetings asked for are held, and 1 of 1 dialogues.")).to_be_visible()
    page.get_by_role("link", name="By place", exact=True).click()
    page.get_by_role("link", name="House of the buyer – House of the supplier").click()
    look_at(visitor, "organise-plan-panel")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Locked. Later runs keep it.")
    page.get_by_label("Where").select_option("Booth 1")
    page.get_by_role("button", name="Move the meeting").click()
    expect(page.get_by_role("status")).to_have_text("It is held then and there, and locked. Later runs keep it.")
    look_at(visitor, "organise-plan-meeting")


def test_every_page_can_be_used_by_everybody_at_both_widths(site: tuple[Flask, str], visitor: Visitor) -> None:
    visitor.sign_in(site[0], ORGANISER)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("My events")
    parts = ["set-up", "times", "places", "dialogues", "dialogues/new", "registrations", "registrations/new", "people", "data", "runs"]
    plans = ["plan", "plan/places", "plan/participants", "plan/not-held", "plan/add"]
    for part in (*parts, *plans):
        visitor.page.goto(f"{DEMO}/{part}")
        look_at(visitor, f"organise-{part.replace('/', '-')}")
    visitor.page.goto("/events/new")
    look_at(visitor, "organise-new-event")
    visitor.page.get_by_role("button", name="Create the event").click()
    expect(visitor.page.get_by_label("Name of the event")).to_have_attribute("aria-invalid", "true")
    look_at(visitor, "organise-new-event-fault")


def test_run_under_way_can_be_stopped(site: tuple[Flask, str], visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in(site[0], ORGANISER)
    expect(page.get_by_role("heading", level=1)).to_have_text("My events")
    page.goto(f"{DEMO}/runs")
    page.get_by_label("Seconds to plan for, at most").fill("120")
    page.get_by_role("button", name="Start planning").click()
    expect(page.get_by_text("Planning: Wishes met.").or_(page.get_by_text("Planning: Breaks."))).to_be_visible(timeout=40_000)
    look_at(visitor, "organise-run-under-way")
    page.get_by_role("button", name="Stop and keep the best").click()
    expect(page.get_by_text("It was stopped, and this is the best that it had.")).to_be_visible(timeout=60_000)
