"""Whether things that wait for each other can be put in an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.order import MOST_CIRCLES, find_circles


@pytest.mark.parametrize(
    ("before", "circles"),
    [
        ({1: [], 2: [1], 3: [1, 2]}, []),
        ({1: [1]}, [[1]]),
        ({1: [2], 2: [3], 3: [1], 4: [1]}, [[1, 2, 3]]),
        ({4: [4], 3: [2], 2: [3]}, [[3, 2], [4]]),
    ],
)
def test_circles_are_found(before, circles):
    assert sorted(find_circles(before)) == circles


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 5), max_size=3), max_size=6))
def test_circles_are_true_and_none_means_an_order(before):
    circles = find_circles(before)
    for circle in circles:
        assert all(earlier in before[item] for item, earlier in zip(circle, circle[1:] + circle[:1], strict=True))
    reached = {item: set(earlier) for item, earlier in before.items()}
    for _ in reached:
        reached = {item: earlier.union(*(reached.get(other, ()) for other in earlier)) for item, earlier in reached.items()}
    assert (not circles) == all(item not in earlier for item, earlier in reached.items())


def test_circle_begins_with_the_one_that_comes_first():
    assert find_circles({"b": ["c"], "a": ["b"], "c": ["a"]}) == [["b", "c", "a"]]


def test_no_more_circles_are_told_than_anybody_reads():
    before = {(k, side): [(k, 1 - side)] for k in range(MOST_CIRCLES + 5) for side in (0, 1)}
    assert len(find_circles(before)) == MOST_CIRCLES
