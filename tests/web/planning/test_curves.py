"""The curve of a planning run: noted while it solves, drawn with its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.web.fixtures import sign_in
from tests.support.web.world import BEGIN, address, make_world
from web.core.database import commit, db
from web.models import Run, RunOutcome, RunState
from web.planning.jobs.curve import MOST_POINTS, Curve, add_point
from web.planning.queries.curves import curves_of
from web.planning.services.runs import ask_for_run, claim_run, end_run, keep_alive

HERE = "/events/spring-market/organise"


def a_step(goal: str, elapsed: float, achieved: int | None, bound: int | None) -> dict[str, Any]:
    return {"goal": goal, "elapsed": elapsed, "achieved": achieved, "bound": bound, "note": ""}


def test_only_what_is_new_is_noted() -> None:
    curve: Curve = {}
    for step in ((0.111, None, 9), (0.2, 4, 9), (0.3, 4, 9), (0.4, 4, 8), (0.5, 6, 8)):
        add_point(curve, a_step("value", *step))
    add_point(curve, a_step("breaks", 0.5, 3, 0))
    assert curve == {"value": [[0.11, None, 9], [0.2, 4, 9], [0.4, 4, 8], [0.5, 6, 8]], "breaks": [[0.5, 3, 0]]}


def test_long_run_keeps_its_beginning_and_its_end() -> None:
    curve: Curve = {}
    for number in range(1000):
        add_point(curve, a_step("value", number, number, 1000))
        points = curve["value"]
        assert len(points) <= MOST_POINTS
        assert (points[0][0], points[-1][0]) == (0, number)
        assert points == sorted(points)


def test_curve_is_drawn_as_steps_between_its_ends() -> None:
    curve = {"value": [[0, None, 20], [1, 0, 20], [2, 10, 20], [4, 10, 10]], "breaks": [[4, 3, 3]]}
    run = Run(curve=curve, started_at=BEGIN, ended_at=BEGIN + timedelta(seconds=6))
    drawn = curves_of(run)
    # Nothing has changed for the goal that was reached at once.
    assert drawn.keys() == {"value"}
    value = drawn["value"]
    assert value.achieved == "100.0,100.0 200.0,100.0 200.0,50.0 400.0,50.0 400.0,50.0 600.0,50.0"
    assert value.bound == "0.0,0.0 100.0,0.0 100.0,0.0 200.0,0.0 200.0,0.0 400.0,0.0 400.0,50.0 600.0,50.0"
    assert (value.lowest, value.highest, value.seconds) == (0, 20, 6)
    assert value.words == (
        "The best plan went from 0 after 1.0 seconds to 10 after 4.0 seconds. "
        "What is proven went from 20 after 0.0 seconds to 10 after 4.0 seconds."
    )


@pytest.mark.parametrize("curve", [None, {}, {"value": [[1, None, None], [2, None, 7]]}, {"value": [[0, 5, 5]]}])
def test_what_has_no_course_is_not_drawn(curve: Any) -> None:
    assert curves_of(Run(curve=curve, started_at=BEGIN, ended_at=BEGIN)) == {}


def test_page_draws_the_curve_while_it_runs_and_afterwards(app: Flask) -> None:
    with app.test_request_context():
        run = ask_for_run(make_world().event, None)
        run_id, public_id = run.id, run.public_id
        commit()
        claim = claim_run(run_id, 60)
        assert claim
    browser = sign_in(app, address("organiser"))
    curve = {"value": [[0.5, 100, 400], [1.5, 250, 300]]}
    progress = [a_step("value", 1.5, 250, 300)]
    with app.app_context():
        keep_alive(claim, progress, 60, curve=curve)
    during = browser.get(f"{HERE}/runs/{public_id}").text
    assert during.count("<polyline") == 2
    assert "The best plan went from 100 after 0.5 seconds to 250 after 1.5 seconds." in during
    with app.app_context():
        curve["value"].append([2.5, 300, 300])
        plan = db.session.get_one(Run, run_id).problem
        end_run(claim, RunOutcome.PLAN, plan=plan, progress=progress, curve=curve)
    after = browser.get(f"{HERE}/runs/{public_id}").text
    assert "to 300 after 2.5 seconds. What is proven went from 400 after 0.5 seconds" in after


def test_solving_leaves_a_curve_and_a_new_attempt_begins_anew(app: Flask) -> None:
    with app.test_request_context():
        ask_for_run(make_world().event, None, seconds=20, workers=1)
        commit()
    app.extensions["queue"].work_off()
    with app.app_context():
        run = db.session.scalars(select(Run).order_by(Run.id.desc())).first()
        assert run
        last = {goal["goal"]: [goal["achieved"], goal["bound"]] for goal in run.progress}
        assert {goal: points[-1][1:] for goal, points in (run.curve or {}).items()} == last
        run.state = RunState.WAITING
        run_id = run.id
        commit()
        claim_run(run_id, 60)
        db.session.expire_all()
        assert db.session.get_one(Run, run_id).curve is None
