"""The checker and the tests' own judge say the same of plans that are valid and of plans that are nearly so."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scheduler.checker import check
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import GoalResult, Plan, Reason, Unscheduled
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan
from tests.support.judge import judge
from tests.support.plan_walk import plan_walk
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import examples


def assert_same(document: dict[str, Any], problem: Problem, plan: Plan, kept: Plan | None = None) -> bool:
    """Compare the two verdicts, and where there is no violation the goals; tell whether there was none."""
    ours = check(problem, plan, kept)
    theirs, goals = judge(document, plan_to_json(plan), None if kept is None else plan_to_json(kept))
    assert (ours.violations == ()) == (theirs == []), (ours.violations, theirs)
    if not theirs:
        assert ours.goals == {name: goals[name] for name in ours.goals}
    return not theirs


@given(small_problems(), st.randoms(use_true_random=False))
def test_verdict_is_that_of_the_tests_judge(document, rng):
    problem = parse_problem(document, "small.json")
    for meetings, tables in plan_walk(rng, problem):
        assert_same(document, problem, honest_plan(problem, meetings, tables))


def test_verdicts_are_of_both_kinds():
    # the comparison above would say little if nearly all plans were of one kind
    found = []
    for seed in range(30):
        rng = random.Random(seed)
        document = small_problem(rng)
        problem = parse_problem(document, "small.json")
        if next(all_plans(problem), None) is not None:
            found += [assert_same(document, problem, honest_plan(problem, *step)) for step in plan_walk(rng, problem)]
    assert 0.15 < sum(found) / len(found) < 0.85


@examples(0.3)
@given(small_problems(), st.randoms(use_true_random=False))
def test_changes_are_those_of_the_tests_judge(document, rng):
    problem = parse_problem(document, "small.json")
    plans = [honest_plan(problem, *step) for step in plan_walk(rng, problem)]
    for kept in plans[::6]:
        for plan in plans[::4]:
            assert_same(document, problem, honest_plan(problem, plan.meetings, plan.dialogues, kept), kept)


@given(small_problems(), st.randoms(use_true_random=False))
def test_claims_are_judged_as_by_the_tests_judge(document, rng):
    problem = parse_problem(document, "small.json")
    first = next(all_plans(problem), Plan("", (), (), (), ()))
    plan = honest_plan(problem, first.meetings, first.dialogues)
    goals = list(plan.goals)
    k = rng.randrange(len(goals))
    shift_achieved, shift_bound = rng.choice([(0, 1), (0, -1), (1, 1), (1, 0), (-1, 0)])
    goals[k] = GoalResult(goals[k].name, goals[k].achieved + shift_achieved, goals[k].bound + shift_bound)
    rng.shuffle(goals)
    assert_same(document, problem, replace(plan, goals=tuple(goals)))
    assert_same(document, problem, replace(plan, unscheduled=plan.unscheduled[rng.randint(0, 1) :]))


@examples(0.4)
@given(small_problems(), st.randoms(use_true_random=False))
def test_reasons_are_judged_as_by_the_tests_judge(document, rng):
    problem = parse_problem(document, "small.json")
    for meetings, dialogues in list(plan_walk(rng, problem))[::4]:
        plan = honest_plan(problem, meetings, dialogues)
        if plan.unscheduled and not check(problem, plan).violations:
            left = rng.choice(plan.unscheduled).request
            nowhere, *others = structural_reasons(problem, left)
            if assert_same(document, problem, with_reason(plan, left, nowhere)):
                continue  # the checker does not mind slots being called taken where there are none
            for reason in others:
                assert_same(document, problem, with_reason(plan, left, reason))


def structural_reasons(problem: Problem, request: str) -> list[Reason]:
    """Every reason that a plan can show of a request, true or not, the lack of a common slot first."""
    two = next(entry.participants for entry in problem.requests if entry.id == request)
    codes = ("no_common_slot", "no_slot_left", "no_place_left")
    return [*(Reason(code) for code in codes), *(Reason("participant_full", name) for name in two)]


def with_reason(plan: Plan, request: str, reason: Reason) -> Plan:
    """The plan with this one reason for a request that it leaves out."""
    return replace(plan, unscheduled=tuple(Unscheduled(e.request, (reason,)) if e.request == request else e for e in plan.unscheduled))
