"""The planner on made-up events of the size of real ones."""

from __future__ import annotations

import pytest

from benchmarks.presets import PRESETS, make_event
from scheduler.checker import check
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.instance.instance import build_instance
from scheduler.parameters import DEFAULTS
from scheduler.plan import Plan
from scheduler.problem import MAXIMISED
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from tests.support.judge import judge
from tests.support.schedules import event

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("planned-event")]  # planned once, not on each worker

SHA = "3" * 64
DOCUMENT = make_event(PRESETS["gdca"], 1)
GOALS = ("floor", "value")


@pytest.fixture(scope="module")
def run() -> tuple[Plan, list[Progress]]:
    told: list[Progress] = []
    return solve(parse_problem(DOCUMENT, "gdca.json"), Settings(seconds=8, goals=GOALS), SHA, told.append), told


def test_event_is_too_large_for_the_whole_model():
    assert build_instance(parse_problem(DOCUMENT, "gdca.json")).options > DEFAULTS.stages.medium


def test_plan_of_an_event_passes_both_judges(run):
    plan, _ = run
    assert check(parse_problem(DOCUMENT, "gdca.json"), plan, sha256=SHA, goals=GOALS).violations == ()
    assert judge(DOCUMENT, plan_to_json(plan), sha256=SHA, goals=list(GOALS))[0] == []


def test_value_of_an_event_is_within_three_in_a_thousand_of_its_bound(run):
    floor, value = run[0].goals
    assert (floor.name, floor.achieved, floor.bound) == ("floor", 0, 0)
    assert value.name == "value"
    assert value.achieved <= value.bound <= 1.003 * value.achieved


def test_progress_of_a_goal_only_gets_better(run):
    _, told = run
    for name in GOALS:
        mine = [progress for progress in told if progress.goal == name]
        assert mine != []
        assert [progress.elapsed for progress in mine] == sorted(progress.elapsed for progress in mine)
        bounds = [progress.bound for progress in mine if progress.bound is not None]
        assert bounds == sorted(bounds, reverse=name in MAXIMISED)


def test_last_progress_is_what_the_plan_reaches(run):
    plan, told = run
    last = {progress.goal: (progress.achieved, progress.bound) for progress in told}
    assert last["value"] == (plan.goals[1].achieved, plan.goals[1].bound)


def test_run_says_how_it_was_made(run):
    plan, _ = run
    assert set(plan.run) == {"seconds", "seed", "workers", "reproducible", "time_limit", "goals", "versions"}
    assert (plan.run["seed"], plan.run["workers"], plan.run["reproducible"]) == (0, 2, False)
    assert plan.run["goals"] == [goal.name for goal in plan.goals]
    assert set(plan.run["versions"]) == {"python", "ortools", "highspy", "python-sat", "numpy", "scipy"}


def test_run_says_what_it_was_made_without_and_how_patient_it_was():
    problem = event([1], {"a": {}, "b": {}}, {"ab": {}})
    run = solve(problem, Settings(seconds=60.0, without=("maxsat", "face"), patience=0.5), "").run
    assert (run["without"], run["patience"]) == (["maxsat", "face"], 0.5)
