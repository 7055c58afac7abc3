"""The stage for floor and value alone, as a run goes through it: true claims, evidence that can be recomputed, and a way on."""

from __future__ import annotations

import pytest

from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.parameters import Parameters, RequestsThenSlotsParameters, StageParameters
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.tiers import seeds
from tests.support.two_sides import two_sides

SHA = "1" * 64


@pytest.mark.parametrize("seed", seeds(range(20), 3))
def test_plan_is_proven_and_anybody_can_recompute_the_bound(seed):
    problem = two_sides(seed, buyers=14, suppliers=3, tables=2).instance.problem
    plan = solve(problem, Settings(seconds=20.0, goals=("floor", "value"), parameters=Parameters(stages=StageParameters(small=0))), SHA)
    verdict = check(problem, plan, sha256=SHA, goals=("floor", "value"))
    assert verdict.violations == ()
    judged = check_bounds(problem, plan, verdict.goals)
    assert judged.violations == ()
    assert plan.status == "optimal"


def test_what_is_left_open_goes_on_with_the_whole_model():
    # Odd cycle: three who all want to meet in two slots. With slots added up all three fit; one slot a pair is more than there is.
    people = {name: {} for name in "abc"}
    problem = event([2], people, {"ab": {"value": 3}, "bc": {"value": 2}, "ca": {"value": 2}}, goals=["value"])
    parameters = Parameters(stages=StageParameters(small=0), requests_then_slots=RequestsThenSlotsParameters(starts=1, evictions=5))
    plan = solve(problem, Settings(seconds=20.0, parameters=parameters), SHA)
    assert best_goals(problem) == (5,)
    assert [(goal.achieved, goal.bound) for goal in plan.goals] == [(5, 5)]


def test_what_must_be_held_and_fits_nowhere_at_once_is_left_to_search():
    people = {name: {} for name in "abcd"}
    wishes = {"ab": {"must": True, "slots": ["S1", "S2"]}, "ac": {"must": True, "slots": ["S1"]}, "bd": {"must": True, "slots": ["S1"]}}
    problem = event([2], people, wishes, {"T": {}, "U": {}}, goals=["value"])
    plan = solve(problem, Settings(seconds=20.0, parameters=Parameters(stages=StageParameters(small=0))), SHA)
    assert {meeting.request: meeting.slot for meeting in plan.meetings} == {"ab": "S2", "ac": "S1", "bd": "S1"}
