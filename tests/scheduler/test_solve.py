"""The planner against the brute force on small problems that use every key of the format."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given

from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import best_goals
from tests.support.judge import judge
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
