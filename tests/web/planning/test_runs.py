from __future__ import annotations

import json
import os
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from scheduler.checker import check
from scheduler.files.reading import parse_plan, parse_problem
from tests.support.tiers import deep
from tests.support.web.fixtures import both_databases
from tests.support.web.servers import wait_until
from tests.support.web.workers import LEASE, SOON, solvers, state_of, store, the_run, worker
from tests.support.web.world import World, make_world
from web.core.database import commit, db, rollback
from web.core.errors import Conflict, Invalid
from web.core.event_data import read_event
from web.demo.event import load_demo
from web.meetings.services.meetings import lock_meeting
from web.models import Event, Person, Run, RunOutcome, RunState
from web.planning.jobs.run_planning import Watch, carry_out
from web.planning.services.runs import MOST_ATTEMPTS, Claim, ask_for_run, cancel_run, claim_run, end_run, keep_alive, recoverable_runs

__all__ = ["store"]

pytestmark = pytest.mark.slow


def asked(app: Flask, seconds: float = 20.0) -> int:
    """A run of the small world that waits; returns its key."""
    with app.test_request_context():
        run = ask_for_run(make_world().event, None, seconds=seconds, workers=1)
        run_id = run.id
        commit()
    return run_id


def claim(run_id: int) -> Claim:
    found = claim_run(run_id, 30)
    assert found
    return found


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=False)


@both_databases
def test_run_ends_with_a_checked_plan(app: Flask) -> None:
    asked(app)
    assert app.extensions["queue"].work_off() == 1
    with app.app_context():
        run = the_run()
        assert (run.state, run.outcome, run.attempt, run.token, run.message) == (RunState.FINISHED, RunOutcome.PLAN, 1, None, "")
        problem = parse_problem(json.loads(run.problem), "problem")
        plan = parse_plan(json.loads(run.plan or ""), "plan")
        assert check(problem, plan, sha256=run.problem_sha256).violations == ()
        assert (len(plan.meetings), len(plan.dialogues), plan.status) == (3, 1, "optimal")
        assert [(goal["goal"], goal["achieved"], goal["bound"]) for goal in run.progress][-5:] == [
            (goal.name, goal.achieved, goal.bound) for goal in plan.goals
        ]


def test_impossible_event_is_told_with_what_conflicts(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        for actor in ("buyer", "other buyer"):
            lock_meeting(world["other supplier"], world[actor], world.slots[0], None, None)
        run_id = ask_for_run(world.event, None, seconds=20, workers=1).id
        commit()
        carry_out(run_id)
        run = the_run()
        assert (run.state, run.outcome, run.plan) == (RunState.FAILED, RunOutcome.IMPOSSIBLE, None)
        assert run.message != ""


@both_databases
def test_second_run_waits_until_the_first_has_ended(app: Flask) -> None:
    asked(app)
    with app.test_request_context():
        event = db.session.scalars(select(Event).order_by(Event.id)).first()
        assert event
        with pytest.raises(Conflict, match="under way"):
            ask_for_run(event, None)
        rollback()
        end_run(claim(the_run().id), RunOutcome.UNDECIDED, progress=[])
        ask_for_run(event, None)
        commit()
        assert [run.state for run in db.session.scalars(select(Run).order_by(Run.id))][-2:] == [RunState.FAILED, RunState.WAITING]


@both_databases
def test_database_itself_refuses_two_live_runs(app: Flask) -> None:
    asked(app)
    with app.test_request_context():
        first = the_run()
        db.session.add(Run(event_id=first.event_id, problem="{}", problem_sha256="0"))
        with pytest.raises(IntegrityError):
            db.session.flush()
        rollback()


def test_event_without_slots_is_not_planned(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), pytest.raises(Invalid, match="slots"):
        ask_for_run(make_world().elsewhere, None)


def test_version_of_the_data_changes_with_what_counts_and_only_then(app: Flask) -> None:
    with app.test_request_context():
        world = make_world()
        before = read_event(world.event).document
        world.event.about = "A market in spring."
        assert read_event(world.event).document == before
        world["buyer"].max_meetings = 1
        assert read_event(world.event).document.sha256 != before.sha256


def test_run_keeps_the_data_that_it_was_asked_for(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        run_id = ask_for_run(world.event, None, seconds=20, workers=1).id
        world["buyer"].max_meetings = 0
        commit()
        carry_out(run_id)
        run = the_run()
        assert run.problem_sha256 != read_event(world.event).document.sha256
        assert len(parse_plan(json.loads(run.plan or ""), "plan").meetings) == 3


@both_databases
def test_one_of_two_workers_gets_a_run(app: Flask) -> None:
    run_id = asked(app)
    with app.app_context():
        assert claim_run(run_id, 30) is not None
        assert claim_run(run_id, 30) is None
        assert recoverable_runs() == []


@both_databases
def test_silent_worker_loses_its_run_to_another_and_is_not_heard_again(app: Flask) -> None:
    run_id = asked(app)
    with app.app_context():
        silent = claim(run_id)
        with later(31):
            assert recoverable_runs() == [run_id]
            second = claim(run_id)
            assert keep_alive(silent, [], 30) == (False, False)
            assert not end_run(silent, RunOutcome.PLAN, plan="{}", progress=[])
            assert keep_alive(second, [{"goal": "value"}], 30) == (True, False)
            assert end_run(second, RunOutcome.UNDECIDED, progress=[])
        assert (the_run().attempt, the_run().outcome) == (2, RunOutcome.UNDECIDED)


def test_sign_of_life_prolongs_the_lease(app: Flask) -> None:
    run_id = asked(app)
    with app.app_context():
        mine = claim(run_id)
        with later(20):
            keep_alive(mine, [], 30)
        with later(40):
            assert recoverable_runs() == []


def test_run_that_loses_every_worker_is_given_up(sqlite_app: Flask) -> None:
    run_id = asked(sqlite_app)
    with sqlite_app.app_context():
        for attempt in range(MOST_ATTEMPTS):
            with later(31 * attempt):
                claim(run_id)
        with later(31 * MOST_ATTEMPTS):
            assert claim_run(run_id, 30) is None
        assert (the_run().state, the_run().outcome, recoverable_runs()) == (RunState.FAILED, RunOutcome.LOST, [])


def test_lost_message_is_found_again(sqlite_app: Flask) -> None:
    asked(sqlite_app)
    queue = sqlite_app.extensions["queue"]
    queue.huey.flush()
    assert queue.work_off() == 0
    queue.recover()
    assert queue.work_off() == 1
    with sqlite_app.app_context():
        assert the_run().outcome is RunOutcome.PLAN


def test_who_asked_and_who_stopped_is_written_down(sqlite_app: Flask) -> None:
    from web.models import Activity

    with sqlite_app.test_request_context():
        world = make_world()
        olga = world["organiser"].person
        run = ask_for_run(world.event, olga)
        cancel_run(run, olga)
        cancel_run(run, olga)
        found = db.session.execute(select(Activity.verb).where(Activity.subject == "Run", Activity.person_id == olga.id)).scalars()
        assert list(found) == ["asked for a plan", "stopped a planning run"]


def test_killed_worker_loses_no_run_and_a_stopped_run_keeps_its_best_plan(store: tuple[Flask, dict[str, str]]) -> None:
    app, environment = store
    with app.test_request_context():
        event = load_demo()
        ask_for_run(event, None, seconds=60, workers=1)
        commit()
    with worker(environment) as first:
        wait_until(lambda: state_of(app)[2] != [], "progress of the first worker")
        assert (state_of(app)[:2], len(solvers(environment)) > 0) == ((RunState.RUNNING, 1), True)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        wait_until(lambda: not solvers(environment), "the end of the solver without its worker")
    assert state_of(app)[:2] == (RunState.RUNNING, 1)
    time.sleep(LEASE)
    with worker(environment):
        wait_until(lambda: state_of(app)[1] == 2 and state_of(app)[2] != [], "progress of the second worker")
        with app.test_request_context():
            cancel_run(the_run(), db.session.scalars(select(Person)).first())
            commit()
        wait_until(lambda: state_of(app)[0] is RunState.FINISHED, "the end of the run")
    with app.app_context():
        run = the_run()
        assert (run.outcome, run.attempt) == (RunOutcome.PLAN, 2)
        problem = parse_problem(json.loads(run.problem), "problem")
        plan = parse_plan(json.loads(run.plan or ""), "plan")
        assert check(problem, plan, sha256=run.problem_sha256).violations == ()
        assert len(plan.meetings) > 50
    wait_until(lambda: not solvers(environment), "the end of all solvers")


@pytest.mark.parametrize("store", ["sqlite file and SQLite"], indirect=True)
@pytest.mark.parametrize("number", [deep(signal.SIGINT), signal.SIGTERM])
def test_worker_ends_soon_after_a_signal_and_loses_no_run(store: tuple[Flask, dict[str, str]], number: signal.Signals) -> None:
    app, environment = store
    with app.test_request_context():
        ask_for_run(load_demo(), None, seconds=600, workers=1)
        commit()
    with worker(environment) as process:
        wait_until(lambda: state_of(app)[2] != [], "progress of the worker")
        process.send_signal(number)
        assert process.wait(SOON) == 0
        wait_until(lambda: not solvers(environment), "the end of the solver without its worker")
    assert state_of(app)[:2] == (RunState.RUNNING, 1)
    with app.app_context(), later(LEASE + 1):
        assert recoverable_runs() == [the_run().id]


@pytest.mark.parametrize("store", ["sqlite file and SQLite"], indirect=True)
def test_solver_that_is_asked_by_a_signal_keeps_its_best_plan(store: tuple[Flask, dict[str, str]]) -> None:
    app, environment = store
    with app.test_request_context():
        ask_for_run(load_demo(), None, seconds=600, workers=1)
        commit()
    with worker(environment):
        wait_until(lambda: state_of(app)[2] != [], "progress of the worker")
        (solver,) = solvers(environment)
        os.kill(solver, signal.SIGTERM)
        wait_until(lambda: state_of(app)[0] is RunState.FINISHED, "the end of the run", SOON)
    with app.app_context():
        run = the_run()
        problem, plan = parse_problem(json.loads(run.problem), "problem"), parse_plan(json.loads(run.plan or ""), "plan")
        assert (run.outcome, check(problem, plan, sha256=run.problem_sha256).violations) == (RunOutcome.PLAN, ())


def test_solver_that_crashes_ends_its_run_and_nothing_else(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world: World = make_world()
        run = ask_for_run(world.event, None, seconds=20, workers=1)
        run.problem = "nothing that a solver could read"
        run_id = run.id
        commit()
        carry_out(run_id)
        assert (the_run().state, the_run().outcome) == (RunState.FAILED, RunOutcome.DEFECT)
        assert the_run().message == "the solver ended without an answer (exit code 1)"


def test_solver_that_does_not_end_in_its_time_is_ended(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world: World = make_world()
        run = ask_for_run(world.event, None, seconds=0.01, workers=1)  # less than a process takes to begin
        run_id = run.id
        commit()
        carry_out(run_id, Watch(longest=0.1, grace=0.0))
        assert (the_run().state, the_run().outcome) == (RunState.FAILED, RunOutcome.DEFECT)
        assert the_run().message == "the solver did not end in its time"
