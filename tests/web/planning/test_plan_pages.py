from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import post, sign_in
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.models import Dialogue, Event, Run, RunOutcome

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise"


def organiser(app: Flask) -> FlaskClient:
    with app.test_request_context():
        make_world()
        commit()
    return sign_in(app, address("organiser"))


def planned(app: Flask) -> FlaskClient:
    """The organiser's browser, with a plan taken over."""
    browser = organiser(app)
    run = post(browser, f"{HERE}/runs", {"seconds": "20"}).headers["Location"]
    app.extensions["queue"].work_off()
    assert post(browser, f"{run}/use", form_at=run).headers["Location"] == f"{HERE}/plan"
    return browser


def test_run_is_asked_for_watched_and_its_plan_taken_over(app: Flask) -> None:
    browser = organiser(app)
    asked = post(browser, f"{HERE}/runs", {"seconds": "20"})
    run = asked.headers["Location"]
    waiting = browser.get(run, headers={"HX-Request": "true"}).text
    assert ("Waiting for the planner" in waiting, 'hx-trigger="every 1s"' in waiting, "<html" in waiting) == (True, True, False)
    app.extensions["queue"].work_off()
    done = browser.get(run, headers={"HX-Request": "true"}).text
    assert ("There is a plan." in done, "hx-trigger" in done, "no plan can do better" in done) == (True, False, True)
    assert "will stand here" in browser.get(f"{HERE}/plan").text
    post(browser, f"{run}/use", form_at=run)
    assert "3 of 3 meetings asked for are held, and 1 of 1 dialogues." in browser.get(f"{HERE}/plan").text
    assert "House of the buyer – House of the supplier" in browser.get(f"{HERE}/plan/places").text
    assert "House of the other supplier" in browser.get(f"{HERE}/plan/participants?name=Buyer").text
    assert "Every meeting that was asked for is held." in browser.get(f"{HERE}/plan/not-held").text


def test_second_run_at_once_is_refused_and_the_first_can_be_stopped(app: Flask) -> None:
    browser = organiser(app)
    run = post(browser, f"{HERE}/runs", {"seconds": "20"}).headers["Location"]
    again = post(browser, f"{HERE}/runs", {"seconds": "20"}, form_at=run)
    assert (again.status_code, "A planning run of this event is under way." in again.text) == (422, True)
    post(browser, f"{run}/stop", form_at=run)
    assert "Stopping; the best plan so far is being kept." in browser.get(run).text
    app.extensions["queue"].work_off()
    with app.app_context():
        ended = db.session.scalars(select(Run).order_by(Run.id.desc())).first()
        assert ended is not None
        assert ended.outcome is not None
        assert not ended.alive


def test_form_for_a_run_says_what_is_wrong(sqlite_app: Flask) -> None:
    browser = organiser(sqlite_app)
    for typed, text in (
        ("", "Write a number of seconds"),
        ("0", "from 1 to 3600"),
        ("many", "Write a whole number"),
        ("99999", "to 3600"),
    ):
        answer = post(browser, f"{HERE}/runs", {"seconds": typed})
        assert (answer.status_code, text in answer.text, f'value="{typed}"' in answer.text) == (422, True, True)


def test_run_without_a_plan_cannot_be_taken_over(sqlite_app: Flask) -> None:
    browser = organiser(sqlite_app)
    with sqlite_app.app_context():
        run = db.session.scalars(select(Run).where(Run.outcome == RunOutcome.UNDECIDED)).one().public_id
    assert "No plan was found in the time given" in browser.get(f"{HERE}/runs/{run}").text
    assert post(browser, f"{HERE}/runs/{run}/use", form_at=f"{HERE}/runs").status_code == 409


def test_plan_says_that_the_event_has_changed_since(sqlite_app: Flask) -> None:
    browser = planned(sqlite_app)
    assert "have changed since" not in browser.get(f"{HERE}/plan").text
    with sqlite_app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        event.name = "Summer market"
        commit()
    assert "have changed since" in browser.get(f"{HERE}/plan").text


def test_plan_names_the_dialogues_that_were_made_after_it(sqlite_app: Flask) -> None:
    browser = planned(sqlite_app)
    assert "not in it yet" not in browser.get(f"{HERE}/plan").text
    with sqlite_app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        db.session.add(
            Dialogue(
                event=event,
                topic="Who <cleans>?",
                theme="T",
                product_group="FUR",
                questions=["How?"],
                length=1,
                least_seats=1,
                most_seats=6,
            )
        )
        commit()
    text = browser.get(f"{HERE}/plan").text
    assert "A dialogue was made after this plan and is not in it yet: Who &lt;cleans&gt;?." in text
    assert "Plan again to give it a time and a table" in text
