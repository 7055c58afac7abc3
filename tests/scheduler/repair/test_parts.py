"""Parts of a repair: places that pools do not tell apart, what waits and is let in, and one of many equal choices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import check
from scheduler.instance.reference_plan import Keep, places_apart
from scheduler.parameters import DEFAULTS, RepairParameters
from scheduler.plan import Meeting, Plan, Table
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.schedules import event

SHA = "8" * 64
PEOPLE = {name: {} for name in "abcdef"}
TWO = {"T": {}, "U": {}}


def kept(*meetings: tuple[str, str, str], tables: tuple[Table, ...] = ()) -> Plan:
    return Plan("", tuple(Meeting(*meeting) for meeting in meetings), tables, (), ())


def repaired(problem: Problem, plan: Plan, goals: tuple[str, ...] | None = None, parameters: RepairParameters = DEFAULTS.repair) -> Plan:
    settings = Settings(seconds=30.0, goals=goals, parameters=replace(DEFAULTS, repair=parameters))
    found = solve(problem, settings, SHA, keep=Keep(plan))
    assert check(problem, found, plan, SHA, goals).violations == ()
    return found


def changes(plan: Plan) -> tuple[int, int]:
    return next((goal.achieved, goal.bound) for goal in plan.goals if goal.name == "changes")


# whether the whole event may be repaired with places apart
ALL_APART = pytest.mark.parametrize("parameters", [replace(DEFAULTS.repair, apart_options=0), DEFAULTS.repair], ids=["no", "yes"])


@ALL_APART
def test_long_table_that_finds_a_pool_half_empty_and_no_place_free_costs_a_change(parameters):
    # In each slot one of the two places is free, but not the same one.
    problem = event([2], PEOPLE, {"ab": {}, "cd": {}}, TWO, {"D": {"length": 2, "wanted": "e"}})
    plan = kept(("ab", "S1", "T"), ("cd", "S2", "U"))
    assert [sorted(apart) for apart in places_apart(problem, plan, parameters)] == [[], ["T", "U"]][: 2 if parameters.apart_options else 1]
    assert changes(repaired(problem, plan, parameters=parameters)) == (1, 1)


@ALL_APART
def test_table_at_a_place_of_two_meetings_costs_a_change_where_both_places_are_half_full(parameters):
    places = {"T": {"capacity": 2}, "U": {"capacity": 2}}
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}}, places, {"D": {"wanted": "e"}})
    assert changes(repaired(problem, kept(("ab", "S1", "T"), ("cd", "S1", "U")), parameters=parameters)) == (1, 1)


def test_kept_plan_that_overfills_a_place_keeps_one_of_the_two_there():
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}}, TWO)
    plan = kept(("ab", "S1", "T"), ("cd", "S1", "T"))
    assert [sorted(apart) for apart in places_apart(problem, plan)] == [["T"]]
    assert changes(repaired(problem, plan)) == (1, 1)


def test_new_meeting_leaves_the_places_of_the_others_alone():
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}, "ef": {}}, {"T": {}, "U": {}, "V": {}})
    found = repaired(problem, kept(("ab", "S1", "V"), ("cd", "S1", "T")))
    assert {meeting.request: meeting.place for meeting in found.meetings} == {"ab": "V", "cd": "T", "ef": "U"}


def test_freed_participant_gets_a_substitute_and_nobody_else_moves():
    # b is ill; a gets the waiting meeting with c in the very slot, not the better one with d, who would have to move.
    people = PEOPLE | {"b": {"unavailable": ["S1", "S2"]}, "d": {"unavailable": ["S2"]}}
    problem = event([2], people, {"ab": {}, "ac": {"value": 2}, "ad": {"value": 9}, "de": {}, "ce": {"slots": ["S2"]}}, TWO)
    plan = kept(("ab", "S1", "T"), ("de", "S1", "U"), ("ce", "S2", "T"))
    found = repaired(problem, plan)
    assert changes(found) == (1, 1)
    assert {meeting.request: meeting.slot for meeting in found.meetings} == {"ac": "S1", "de": "S1", "ce": "S2"}
    moved = repaired(problem, plan, goals=("value", "changes"))
    assert {meeting.request for meeting in moved.meetings} >= {"ad"}
    assert changes(moved)[0] > 1


@pytest.mark.parametrize("many", [0, 40_000])
def test_one_of_many_equal_choices_is_that_of_the_most_value_and_prices_prove_it(many):
    wishes = {"ab": {"value": 5}, "cd": {"value": 2}, "ef": {"must": True, "slots": ["S1"]}}
    problem = event([1], PEOPLE, wishes, TWO, goals=["value"])
    parameters = replace(DEFAULTS.repair, equal_options=many)
    found = repaired(problem, kept(("ab", "S1", "T"), ("cd", "S1", "U")), parameters=parameters)
    assert changes(found) == (1, 1)
    assert {meeting.request for meeting in found.meetings} == {"ab", "ef"}
    value = found.goals[1]
    assert (value.achieved, value.bound) == (6, 6)
