"""The event as arrays: each key of a problem where it belongs, and every option that no single rule forbids."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import NO_LIMIT, Instance, build_instance
from scheduler.model.columns import Layout
from scheduler.plan import Meeting
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.schedules import core_of, event, plan_of
from tests.support.strategies import small_problems
from tests.support.tiers import examples

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}
TWO: dict[str, dict[str, Any]] = {"T": {}, "U": {"capacity": 2}}


def options(problem: Problem, instance: Instance) -> list[str]:
    """Each option as ``request slot places``, in their order."""
    triples = zip(instance.option_request, instance.option_slot, instance.option_pool, strict=True)
    return [
        f"{problem.requests[r].id} {problem.slots[t].id} {''.join(problem.places[q].id for q in instance.pools[k].places)}"
        for r, t, k in triples
    ]


def test_arrays_say_what_the_problem_says():
    people = {"a": {"unavailable": ["S2"], "floor": 2}, "b": {"max_meetings": 3, "parallel": 2}, "c": {}}
    problem = event([2, 1], people, {"ab": {"value": 7}, "cb": {"must": True, "after": ["ab"]}})
    instance = build_instance(problem)
    assert instance.free.tolist() == [[True, False, True], [True] * 3, [True] * 3]
    assert instance.day.tolist() == [0, 0, 1]
    assert (instance.floor.tolist(), instance.limit.tolist(), instance.parallel.tolist()) == ([2, 0, 0], [NO_LIMIT, 3, NO_LIMIT], [1, 2, 1])
    assert (instance.pair.tolist(), instance.value.tolist(), instance.must.tolist()) == ([[0, 1], [2, 1]], [7, 1], [False, True])
    assert instance.after == ((1, 0),)
    assert (instance.people, instance.slots, instance.requests, instance.options) == (3, 3, 2, 5)


@pytest.mark.parametrize(
    ("days", "ranges"), [([], ()), ([1], (range(1),)), ([2, 3, 1], (range(2), range(2, 5), range(5, 6))), ([4], (range(4),))]
)
def test_days_are_runs_of_slots(days, ranges):
    assert build_instance(event(days, PEOPLE, {})).days == ranges


def test_options_are_the_slots_and_pools_that_no_rule_forbids():
    people = PEOPLE | {"a": {"unavailable": ["S1"]}, "d": {"unavailable": ["S3"]}}
    wishes = {"ab": {}, "cd": {"slots": ["S1", "S3"], "places": ["U"]}, "bc": {"slots": []}, "ad": {"places": []}}
    problem = event([3], people, wishes, TWO)
    instance = build_instance(problem)
    assert options(problem, instance) == ["ab S2 T", "ab S2 U", "ab S3 T", "ab S3 U", "cd S1 U"]
    assert instance.first_option.tolist() == [0, 4, 5, 5, 5]
    assert instance.capacity.tolist() == [1, 2]


def test_fixed_meeting_has_to_be_held_in_its_slot_and_place_alone():
    problem = event([3], PEOPLE, {"ab": {}, "cd": {}}, TWO, fixed=[{"request": "cd", "slot": "S2", "place": "U"}])
    instance = build_instance(problem)
    assert instance.must.tolist() == [False, True]
    assert [option for option in options(problem, instance) if option.startswith("cd")] == ["cd S2 U"]


def test_only_the_slots_and_places_of_a_plan_are_left_to_what_need_not_be_held():
    problem = event([2], PEOPLE, {"ab": {}, "cd": {}, "bc": {"must": True}}, TWO)
    plan = plan_of(
        problem, [Meeting("ab", "S2", "T"), Meeting("bc", "S1", "T"), Meeting("gone", "S1", "T"), Meeting("cd", "never", "T")], []
    )
    assert options(problem, build_instance(problem, only=plan)) == ["ab S2 T", "bc S1 T", "bc S1 U", "bc S2 T", "bc S2 U"]


@pytest.mark.parametrize(
    ("keys", "starts"),
    [
        ({}, (0, 1, 2, 3, 4)),
        ({"length": 2}, (0, 1, 3)),  # S3 with S4 would go on to the next day, and S5 is the last
        ({"length": 3}, (0,)),
        ({"length": 4}, ()),
        ({"length": 2, "starts": ["S4", "S2", "S3"]}, (1, 3)),
    ],
)
def test_dialogue_starts_where_its_length_lies_in_one_day(keys, starts):
    (group,) = build_instance(event([3, 2], PEOPLE, {}, None, {"D": {"wanted": "ab"} | keys})).dialogues
    assert group.starts == starts


def test_dialogue_in_indices():
    people = {"a": {"role": "buyer"}, "b": {"role": "supplier"}, "c": {"role": "buyer"}, "d": {}}
    keys = {"wanted": "cab", "minimum": {"buyer": 1, "supplier": 1}, "moderators": ["d", "b"], "must": False}
    (group,) = build_instance(event([2], people, {}, TWO, {"D": keys})).dialogues
    assert (group.wanted, group.values, group.moderators) == ((2, 0, 1), (1, 2, 3), (3, 1))
    assert (group.least, group.most, group.must) == (0, 3, False)  # no limit: all who asked
    assert group.minimum == (((2, 0), 1), ((1,), 1))
    assert group.pools == (0, 1)


@pytest.mark.parametrize("seats", [[2, 2], [0, 9], [1, 1]])
def test_seats_are_within_their_limits(seats):
    (group,) = build_instance(event([1], PEOPLE, {}, None, {"D": {"wanted": "abc", "seats": seats}})).dialogues
    assert [group.least, group.most] == seats


@examples(0.25)
@given(small_problems(slots=3, participants=4, requests=3, dialogues=1))
def test_options_are_in_order_and_every_plan_is_made_of_them(document):
    problem = parse_problem(document, "small.json")
    instance = build_instance(problem)
    order = list(zip(instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist(), strict=True))
    assert order == sorted(set(order))
    layout = Layout(instance)
    assert [plan for plan in islice(all_plans(problem), 100) if core_of(layout, plan) is None] == []
