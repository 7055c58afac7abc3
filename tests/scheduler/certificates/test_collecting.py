"""What is said of why bounds hold: the best of what is known, and a search only where nothing else shows it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from scheduler.certificates.collecting import Asked, collect_evidence
from scheduler.checker import goals_of
from scheduler.checker.bounds import Ground, check_bounds
from scheduler.instance.instance import build_instance
from scheduler.parameters import DEFAULTS
from scheduler.plan import Evidence, GoalResult, Meeting, Plan
from scheduler.problem import Problem
from scheduler.program.lagrangian import SCALE
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from tests.support.repairs import instance_of, kept, slots_of
from tests.support.schedules import event
from tests.support.written import take_plan

PEOPLE = {name: {} for name in "abcd"}
WITHOUT_PRICES = replace(DEFAULTS, evidence=replace(DEFAULTS.evidence, options=0, repair_options=0))

# one slot of a, for ab or ac
PROBLEM = event([1], PEOPLE, {"ab": {"value": 5}, "ac": {"value": 3}}, goals=["floor", "value", "breaks"])


def begun(problem: Problem, *meetings: str, parameters=DEFAULTS) -> tuple[Search, Plan]:
    plan = Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), (), (), ())
    return take_plan(problem, plan, Settings(seconds=30, workers=1, parameters=parameters))[0], plan


def collected(
    problem: Problem, search: Search, plan: Plan, bounds: dict[str, int]
) -> tuple[list[tuple[int, int]], list[tuple[str, str, int]]]:
    """By goal what is achieved and its bound, and the evidence, which the checker takes."""
    achieved = goals_of(problem, plan)
    asked = Asked(Ground(problem, problem.goals, achieved, None, plan), build_instance(problem), bounds, None, time.monotonic() + 30)
    goals, evidence = collect_evidence(search, asked)
    assert check_bounds(problem, replace(plan, goals=goals, evidence=evidence), achieved).violations == ()
    assert [goal.name for goal in goals] == list(problem.goals)
    return [(goal.achieved, goal.bound) for goal in goals], [(entry.goal, entry.kind, entry.bound) for entry in evidence]


def test_bound_that_prices_prove_needs_no_search():
    search, plan = begun(PROBLEM, "ab S1 T")
    goals, evidence = collected(PROBLEM, search, plan, {"floor": 0, "value": 5, "breaks": 0})
    assert goals == [(0, 0), (5, 5), (0, 0)]
    assert evidence == [("value", "prices", 5)]


def test_evidence_that_proves_more_than_was_known_makes_the_bound_better():
    search, plan = begun(PROBLEM, "ab S1 T")
    goals, _ = collected(PROBLEM, search, plan, {"floor": 0, "value": 7, "breaks": 0})
    assert goals[1] == (5, 5)


def test_bound_that_only_a_search_knows_says_which():
    search, plan = begun(PROBLEM, "ab S1 T", parameters=WITHOUT_PRICES)
    search.raise_bound(1, -5, "trying")
    achieved = goals_of(PROBLEM, plan)
    ground = Ground(PROBLEM, PROBLEM.goals, achieved, None, plan)
    asked = Asked(ground, build_instance(PROBLEM), {"floor": 0, "value": 5, "breaks": 0}, None, time.monotonic() + 30)
    goals, evidence = collect_evidence(search, asked)
    assert evidence == (Evidence("value", "search", 5, {"by": "trying"}),)
    assert goals[1] == GoalResult("value", 5, 5)


def test_evidence_that_the_run_has_kept_is_taken_and_a_search_told_beside_it_where_it_proves_less():
    search, plan = begun(PROBLEM, "ab S1 T", parameters=WITHOUT_PRICES)
    search.evidence.append(Evidence("value", "prices", 0, {"diary": {"a": 4 * SCALE}}))  # a slot for 4, and 1 that ab earns beyond
    goals, evidence = collected(PROBLEM, search, plan, {"floor": 0, "value": 5, "breaks": 0})
    assert (goals[1], evidence) == ((5, 5), [("value", "prices", 5)])
    search.evidence[:] = [Evidence("value", "prices", 0, {"diary": {"a": 6 * SCALE}})]
    goals, evidence = collected(PROBLEM, search, plan, {"floor": 0, "value": 5, "breaks": 0})
    assert (goals[1], evidence) == ((5, 5), [("value", "prices", 6), ("value", "search", 5)])


def test_nothing_is_said_where_the_bound_is_in_the_nature_of_the_goal():
    problem = event([3], PEOPLE, {"ab": {"value": 5}, "cd": {"value": 3}}, goals=["floor", "value"])
    search, plan = begun(problem, "ab S1 T", "cd S1 T")
    assert collected(problem, search, plan, {"floor": 0, "value": 8}) == ([(0, 0), (8, 8)], [])


def test_floor_that_nothing_can_meet_is_proven_whatever_the_size():
    problem = event([1], PEOPLE | {"a": {"floor": 3}}, {"ab": {"value": 5}, "ac": {"value": 3}}, goals=["floor"])
    search, plan = begun(problem, "ab S1 T", parameters=WITHOUT_PRICES)
    assert collected(problem, search, plan, {"floor": 2}) == ([(2, 2)], [("floor", "prices", 2)])


def test_lowest_satisfaction_is_proven_by_the_lowest_percentage_out_of_reach():
    # a has two slots for three who ask for nobody else: one of them goes without, and it takes 50 percent to show that
    problem = event([2], PEOPLE, {"ab": {}, "ac": {}, "ad": {}}, goals=["lowest"])
    search, plan = begun(problem, "ab S1 T", "ac S2 T")
    assert collected(problem, search, plan, {"lowest": 0}) == ([(0, 0)], [("lowest", "shares", 0)])
    # a can have 0, 50 or 100 percent and is at 50, where b, who would be out of reach, is asked for no more
    alone = event([2], {"a": {}, "b": {}}, {"ab": {"slots": ["S1"]}, "ba": {"slots": ["S1"]}}, goals=["lowest"])
    search, plan = begun(alone, "ab S1 T")
    assert collected(alone, search, plan, {"lowest": 50}) == ([(50, 50)], [("lowest", "shares", 50)])


def test_something_new_in_a_frozen_slot_leaves_the_search_and_says_why():
    problem, before = replace(PROBLEM, goals=("value",)), kept()
    search, plan = begun(problem, "ac S1 T")
    search.raise_bound(0, -3, "trying")
    achieved = goals_of(problem, plan, before)
    frozen = slots_of(problem, "S1")
    ground = Ground(problem, ("changes", "value"), achieved, before, plan)
    asked = Asked(ground, instance_of(problem, before), {"changes": 0, "value": 3}, frozen, time.monotonic() + 30)
    _, evidence = collect_evidence(search, asked)
    assert evidence == (Evidence("value", "search", 3, {"by": "trying", "unfit": "frozen: ac is new in S1"}),)
    nothing = replace(asked, frozen=np.zeros(1, dtype=bool))
    assert "unfit" not in collect_evidence(search, nothing)[1][-1].data
