from __future__ import annotations

import json

import pytest
from flask import Flask

from scheduler.files.reading import parse_plan
from scheduler.plan import Plan
from tests.support.web.fixtures import post, sign_in
from tests.support.web.published import first_plan, published, the_event, who
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.core.errors import Conflict
from web.models import Run, RunOutcome
from web.planning.jobs.run_planning import carry_out
from web.planning.services.runs import ask_for_run
from web.registration.services.registrations import leave

HERE = "/events/spring-market/organise"


def newest_plan() -> Plan:
    db.session.expire_all()
    run = db.session.scalars(db.select(Run).order_by(Run.id.desc())).first()
    assert run is not None
    assert (run.outcome, run.message) == (RunOutcome.PLAN, "")
    return parse_plan(json.loads(run.plan or ""), "plan")


def test_run_after_publication_changes_only_what_has_to_change(app: Flask) -> None:
    with app.test_request_context():
        make_world()
        before = first_plan()
        published(before)
        gone = who("other buyer").public_id
        leave(who("other buyer"), None)
        # Nobody else asked for the dialogue: it may be dropped.
        the_event().dialogues[0].must = False
        run_id = ask_for_run(the_event(), None, seconds=20, workers=1, keep_published=True).id
        commit()
        carry_out(run_id)
        plan = newest_plan()
        assert set(plan.meetings) == {meeting for meeting in before.meetings if gone not in meeting.request}
        # Nobody is left to sit at the dialogue, of which its moderator is notified.
        assert (plan.goals[0].name, plan.goals[0].achieved, plan.goals[0].bound) == ("changes", 1, 1)


def test_first_plan_has_nothing_to_keep(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        make_world()
        with pytest.raises(Conflict, match="Nothing is published yet"):
            ask_for_run(the_event(), None, keep_published=True)


def test_keeping_is_offered_once_something_is_published(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        make_world()
        commit()
    browser = sign_in(sqlite_app, address("organiser"))
    assert 'name="keep"' not in browser.get(f"{HERE}/runs").text
    with sqlite_app.test_request_context():
        published(first_plan())
    page = browser.get(f"{HERE}/runs").text
    assert ("Version 1 is kept" in page, 'checked id="keep"' in page) == (True, True)
    assert post(browser, f"{HERE}/runs", {"seconds": "20", "keep": "y"}).status_code == 303
    with sqlite_app.test_request_context():
        run = db.session.scalars(db.select(Run).order_by(Run.id.desc())).first()
        assert run is not None
        assert (run.keep is not None, run.frozen_until is not None) == (True, True)
