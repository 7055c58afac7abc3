"""The planner against the brute force on small problems that use every key of the format."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given

from scheduler import solve as solving
from scheduler.annealing import annealer as annealers
from scheduler.annealing import compacting
from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.judge import judge
from tests.support.schedules import event
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import examples, seeds

pytestmark = pytest.mark.slow

SHA = "5" * 64
SEEDS = range(150)
QUICK = (13, 20, 56, 57, 61, 84, 85, 90, 97, 105, 125, 146)  # between them every key of the format, goal and number of workers
ENOUGH = 30.0  # seconds; a solve takes a tenth of one


def judged(document: dict[str, Any], problem: Problem, plan: Plan) -> None:
    """Let both judges look at a plan and all that it claims."""
    verdict = check(problem, plan, sha256=SHA)
    assert verdict.violations == ()
    assert check_bounds(problem, plan, verdict.goals).violations == ()
    violations, goals = judge(document, plan_to_json(plan), sha256=SHA)
    assert violations == []
    assert [(goal.name, goal.achieved) for goal in plan.goals] == [(name, goals[name]) for name in problem.goals]


def assert_best(document: dict[str, Any], knobs: Settings) -> bool:
    """Compare with the brute force: the same goals and all proven, or no plan; tell whether there was one."""
    problem = parse_problem(document, "small.json")
    best = best_goals(problem)
    if best is None:
        with pytest.raises(NoPlanExists):
            solve(problem, knobs, SHA)
        return False
    plan = solve(problem, knobs, SHA)
    judged(document, problem, plan)
    assert tuple(goal.achieved for goal in plan.goals) == best
    assert tuple(goal.bound for goal in plan.goals) == best
    assert plan.status == "optimal"
    return True


@pytest.mark.parametrize("seed", seeds(SEEDS, QUICK))
def test_plan_is_as_good_as_the_best_of_all(seed):
    knobs = Settings(seconds=ENOUGH, workers=1 + seed % 2, seed=seed, reproducible=seed % 5 == 0)
    assert_best(small_problem(random.Random(seed)), knobs)


@examples(0.15)
@given(small_problems(slots=5, participants=4, requests=4, dialogues=1))
def test_plan_of_any_small_problem_is_as_good_as_the_best_of_all(document):
    assert_best(document, Settings(seconds=ENOUGH))


@pytest.mark.deep
def test_batch_has_problems_of_both_kinds_and_plans_that_hold_something():
    # the comparison above would say little if most problems had no plan or only the empty one
    found = [best_goals(parse_problem(small_problem(random.Random(seed)), "small.json"), ("value",)) for seed in SEEDS]
    assert 5 < found.count(None) < 60
    assert found.count((0,)) < 30


ZONES = {"T": {"zone": "east"}, "U": {"zone": "west"}}
SPREAD = event([3], {name: {} for name in "abc"}, {"ab": {}, "bc": {}, "ca": {}}, ZONES)


def test_planner_does_without_the_kernel_and_says_so(monkeypatch):
    for module in (compacting, annealers, solving):
        monkeypatch.setattr(module, "kernel", lambda: None)
    plan = solve(SPREAD, Settings(seconds=20), "1" * 64)
    assert plan.run["without"] == ["annealing"]
    assert tuple(goal.achieved for goal in plan.goals) == best_goals(SPREAD)
    assert solve(SPREAD, Settings(seconds=20, without=("annealing",)), "1" * 64).run["without"] == ["annealing"]
    assert solve(SPREAD, Settings(seconds=20, without=("face",)), "1" * 64).run["without"] == ["face", "annealing"]


def test_plan_made_with_the_kernel_is_without_nothing():
    assert "without" not in solve(SPREAD, Settings(seconds=20), "1" * 64).run


@pytest.mark.parametrize(
    ("goals", "modelled", "places", "knobs", "kept"),
    [
        (("value", "moves"), ("value",), ZONES, {}, True),
        (("value", "moves"), ("value",), ZONES, {"reproducible": True}, True),
        (("value", "moves"), ("value", "moves"), ZONES, {}, False),
        (("value",), ("value",), ZONES, {}, False),
        (("value", "moves"), ("value",), {"T": {"zone": "east"}, "U": {"zone": "east"}}, {}, False),
        (("value", "moves"), ("value",), ZONES, {"without": ("annealing",)}, False),
    ],
)
def test_moves_are_left_where_the_model_does_not_count_them(goals, modelled, places, knobs, kept):
    problem = event([3], {name: {} for name in "abc"}, {"ab": {}}, places)
    model = build_model(build_instance(problem, by_zone="moves" in modelled), modelled)
    search = Search(model, Settings(seconds=1_000, **knobs), Stop(), time.monotonic() + 1_000)
    assert solving._are_walks_left(search, goals) == kept
