"""Bounds without any search: what nobody could ever exceed."""

from __future__ import annotations

import pytest
from hypothesis import given

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals.trivial import reachable_meetings, trivial_bound
from scheduler.problem import GOALS, MAXIMISED
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.strategies import small_problems
from tests.support.tiers import examples

DIALOGUE = {"D": {"wanted": "ab", "must": False}, "E": {"wanted": "c", "length": 3, "must": False}}


def test_value_is_bounded_by_all_that_can_be_held_at_all():
    wishes = {"ab": {"value": 3}, "bc": {"value": 5}, "ca": {"value": 9, "slots": []}}
    # 3 + 5, and the seats of 1 and 2 at D once each though it could start in both slots; E is too long
    assert trivial_bound(Layout(build_instance(event([2], {name: {} for name in "abc"}, wishes, None, DIALOGUE))), "value") == -11


@pytest.mark.parametrize(
    ("of_a", "meetings"),
    [
        ({}, 2),
        ({"max_meetings": 1}, 1),
        ({"unavailable": ["S1", "S2"]}, 1),
        ({"unavailable": ["S1", "S2", "S3"]}, 0),
    ],
)
def test_meetings_in_reach_are_the_least_of_requests_room_and_limit(of_a, meetings):
    # the third request cannot be held at all
    wishes = {"ab": {}, "ac": {}, "ab2": {"slots": []}}
    problem = event([3], {"a": {"floor": 3} | of_a, "b": {}, "c": {}}, wishes)
    assert reachable_meetings(build_instance(problem))[0] == meetings
    assert trivial_bound(Layout(build_instance(problem)), "floor") == 3 - meetings


@pytest.mark.parametrize(
    ("goal", "bound"), [("lowest", -100), ("breaks", 0), ("idle", 0), ("moves", 0), ("mix", 0), ("changes", 0), ("floor", 0), ("value", 0)]
)
def test_what_nothing_is_asked_of_has_the_best_there_is(goal, bound):
    assert trivial_bound(Layout(build_instance(event([1], {"a": {}}, {}))), goal) == bound


@examples(0.25)
@given(small_problems(slots=3, participants=3, requests=3, dialogues=1))
def test_no_plan_is_better_than_the_bound(document):
    problem = parse_problem(document, "small.json")
    for goal in GOALS:
        if goal != "changes" and (best := best_goals(problem, (goal,))) is not None:
            cost = -best[0] if goal in MAXIMISED else best[0]
            assert trivial_bound(Layout(build_instance(problem)), goal) <= cost
