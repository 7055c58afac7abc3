"""Lowest: how much the worst served participant got of what it could have got."""

from __future__ import annotations

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.goals.lowest import levels, needed, possible
from scheduler.model.model import build_model
from tests.support.decisions import core_with, cost_of
from tests.support.schedules import event

WISHES = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S2"]}, "ad": {"slots": ["S3"]}, "bc": {"slots": ["S3"]}}
DAY = event([4], {name: {} for name in "abcd"}, WISHES)


@pytest.mark.parametrize(
    ("of_a", "most"),
    [
        ({}, 3),  # it asked for three
        ({"max_meetings": 2}, 2),
        ({"unavailable": ["S1", "S2", "S3"]}, 1),
        ({"unavailable": ["S1", "S2", "S3"], "parallel": 2}, 2),
        ({"max_meetings": 0}, 0),
    ],
)
def test_what_is_possible_is_the_least_of_requests_room_and_limit(of_a, most):
    problem = event([4], {"a": of_a, "b": {}, "c": {}, "d": {}}, WISHES)
    assert possible(build_instance(problem)).tolist() == [most, 2, 2, 1]


def test_levels_are_the_whole_percentages_that_there_can_be():
    assert levels(build_instance(DAY)).tolist() == [0, 33, 50, 66, 100]
    assert levels(build_instance(event([1], {"a": {}}, {}))).tolist() == [0, 100]


@pytest.mark.parametrize(
    ("level", "meetings"), [(0, [0, 0, 0, 0]), (33, [1, 1, 1, 1]), (50, [2, 1, 1, 1]), (66, [2, 2, 2, 1]), (100, [3, 2, 2, 1])]
)
def test_meetings_needed_are_rounded_up(level, meetings):
    # of 3, 2, 2 and 1 possible: 66 % of 3 are 1.98 and of 2 are 1.32
    assert needed(build_instance(DAY), level).tolist() == meetings


@pytest.mark.parametrize(
    ("held", "percent"),
    [
        ((), 0),
        (("ab S1 T", "ac S2 T", "ad S3 T"), 50),  # b and c hold one of two
        (("ab S1 T", "ac S2 T"), 0),  # d holds none
        (("ab S1 T", "ac S2 T", "ad S3 T", "bc S3 T"), 100),
        (("ad S3 T", "bc S3 T"), 33),  # a holds one of three
    ],
)
def test_percentage_is_that_of_the_worst_served_rounded_down(held, percent):
    assert cost_of(DAY, "lowest", *held) == -percent


def test_who_can_have_no_meeting_does_not_count():
    assert cost_of(event([1], {"a": {}, "b": {}, "e": {}}, {"ab": {}}), "lowest", "ab S1 T") == -100
    assert cost_of(event([1], {"e": {}}, {}), "lowest") == -100


@pytest.mark.parametrize(("level", "lacking"), [(0, 0), (50, 3), (100, 6)])
def test_percentage_to_reach_counts_the_meetings_that_are_lacking(level, lacking):
    # with a and b meeting once, and nothing else: a, b, c and d have 1, 1, 0 and 0
    model = build_model(build_instance(DAY), ("lowest",), level)
    full = model.layout.complete(core_with(model.layout, ["ab S1 T"]))
    assert model.achieved(full) == (lacking,)
