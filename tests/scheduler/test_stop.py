"""Requests to stop: told to whom it concerns, and a whole plan all the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from benchmarks.presets import PRESETS, make_event
from scheduler.checker import check
from scheduler.errors import NoPlanInTime
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from tests.support.judge import judge

SHA = "7" * 64
SECONDS = 600.0  # that nobody waits: a run that is not stopped fails by the time that the tests may take
SOON = 20.0  # seconds within which a run has ended; it takes a tenth of one
PATIENCE = 4.0  # seconds after its first plan when it is asked to stop in any case
DOCUMENT = make_event(PRESETS["gdca"], 2)


@pytest.fixture(scope="module")
def problem() -> Problem:
    return parse_problem(DOCUMENT, "gdca.json")


def test_stop_is_requested_once_and_for_all():
    stop = Stop()
    assert not stop.requested
    stop.request()
    stop.request()
    assert stop.requested
    assert stop.wait(SECONDS)


def test_waiting_ends_without_a_request():
    assert not Stop().wait(0.01)
    assert not Stop().wait(-1)


def test_waiting_ends_with_a_request_of_another_thread():
    stop = Stop()
    threading.Timer(0.05, stop.request).start()
    assert stop.wait(SECONDS)


def test_action_is_called_inside_its_block_only():
    stop, calls = Stop(), list[str]()
    with stop.calling(lambda: calls.append("before")):
        pass
    with stop.calling(lambda: calls.append("first")), stop.calling(lambda: calls.append("second")):
        stop.request()
    stop.request()
    assert calls == ["first", "second"]


def test_action_is_called_at_once_where_it_was_requested_before():
    stop, calls = Stop(), list[str]()
    stop.request()
    with stop.calling(lambda: calls.append("late")):
        assert calls == ["late"]


def test_block_that_fails_leaves_no_action():
    stop, calls = Stop(), list[str]()
    with pytest.raises(KeyError), stop.calling(lambda: calls.append("gone")):
        raise KeyError
    stop.request()
    assert calls == []


def run_until(problem: Problem, when: Callable[[Progress], bool], goals: tuple[str, ...]) -> tuple[Plan, float]:
    """Plan until there is a plan and some progress is told, ask from another thread to stop, and tell how long it then took."""
    stop, planned, reached, asked = Stop(), threading.Event(), threading.Event(), list[float]()

    def ask() -> None:
        planned.wait(SECONDS)
        reached.wait(PATIENCE)
        asked.append(time.monotonic())
        stop.request()

    def told(progress: Progress) -> None:
        if progress.achieved is not None:
            planned.set()
            if when(progress):
                reached.set()

    threading.Thread(target=ask, daemon=True).start()
    plan = solve(problem, Settings(seconds=SECONDS, goals=goals), SHA, told, stop)
    assert stop.requested
    return plan, time.monotonic() - asked[0]


STAGES: dict[str, tuple[tuple[str, ...], Callable[[Progress], bool]]] = {
    "the linear program": (("floor", "value"), lambda told: told.goal == "floor"),
    "annealing": (("floor", "value", "breaks", "idle", "moves"), lambda told: told.note == "annealing"),
    "the lowest satisfaction": (("lowest", "breaks", "moves"), lambda told: told.goal == "lowest"),
    "moves between zones": (("lowest", "breaks", "moves"), lambda told: told.goal == "moves"),
    "breaks beside a proof": (("breaks", "value"), lambda told: told.goal == "breaks" and told.elapsed > 1),
}


@pytest.mark.parametrize("stage", STAGES)
def test_run_that_is_asked_to_stop_gives_its_best_plan_whole(problem, stage):
    goals, when = STAGES[stage]
    plan, seconds = run_until(problem, when, goals)
    assert check(problem, plan, sha256=SHA, goals=goals).violations == ()
    assert judge(DOCUMENT, plan_to_json(plan), sha256=SHA, goals=list(goals))[0] == []
    assert tuple(goal.name for goal in plan.goals) == goals
    assert seconds < SOON


def test_run_that_is_asked_before_it_begins_gives_a_plan_or_none(problem):
    stop = Stop()
    stop.request()
    with pytest.raises(NoPlanInTime):  # its dialogues have to be held, and nobody looked for a place for them
        solve(problem, Settings(seconds=SECONDS, goals=("lowest", "value")), SHA, stop=stop)
    free = parse_problem(DOCUMENT | {"dialogues": []}, "gdca.json")
    plan = solve(free, Settings(seconds=SECONDS), SHA, stop=stop)
    assert check(free, plan, sha256=SHA).violations == ()
