"""No two participants differ by more breaks than the event allows."""

from __future__ import annotations

from itertools import product

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.rules import break_difference
from tests.support.decisions import admitted
from tests.support.schedules import event

# a and b meet twice, in a row or with a break; so do c and d
WISHES = {"ab": {"slots": ["S1"]}, "ba": {"slots": ["S2", "S3"]}, "cd": {"slots": ["S1"]}, "dc": {"slots": ["S2", "S3"]}}
FOUR = {name: {} for name in "abcd"}
FIRST = ("ab S1 T, ba S2 T", "ab S1 T, ba S3 T")
SECOND = ("cd S1 T, dc S2 T", "cd S1 T, dc S3 T")


def whole(ways: set[str]) -> set[str]:
    """Those in which all four meetings are held once."""
    return {", ".join(pair) for pair in product(FIRST, SECOND)} & ways


@pytest.mark.parametrize(("most", "ways"), [(0, [(0, 0), (1, 1)]), (1, [(0, 0), (0, 1), (1, 0), (1, 1)])])
def test_everybody_waits_about_as_often(most, ways):
    found = whole(admitted(event([3], FOUR, WISHES, max_break_difference=most), break_difference.add))
    assert found == {f"{FIRST[one]}, {SECOND[two]}" for one, two in ways}


def test_who_can_have_no_break_keeps_the_others_from_having_one():
    problem = event([3], FOUR | {"e": {}}, WISHES, max_break_difference=0)
    assert whole(admitted(problem, break_difference.add)) == {f"{FIRST[0]}, {SECOND[0]}"}


def test_without_a_limit_nothing_is_added():
    layout = Layout(build_instance(event([3], FOUR, WISHES)))
    break_difference.add(layout)
    assert (layout.builder.rows, layout.builder.columns, layout.holes) == (0, layout.core, None)


def test_event_without_people_has_nothing_to_compare():
    layout = Layout(build_instance(event([3], {}, {}, max_break_difference=0)))
    break_difference.add(layout)
    assert layout.builder.rows == 0


def test_who_can_have_no_break_lets_others_have_as_many_as_the_difference():
    # a and b alone can wait, twice; e never does
    wishes = {f"ab{n}": {"slots": [f"S{n}"]} for n in (1, 3, 5)}
    ways = {}
    for most in (0, 1, 2):
        problem = event([5], {"a": {}, "b": {}, "e": {}}, wishes, max_break_difference=most)
        ways[most] = admitted(problem, break_difference.add)
    both, once, twice = "ab1 S1 T, ab3 S3 T", "ab1 S1 T, ab5 S5 T", "ab1 S1 T, ab3 S3 T, ab5 S5 T"
    assert [[way in ways[most] for way in ("ab3 S3 T", both, once, twice)] for most in (0, 1, 2)] == [
        [True, False, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
