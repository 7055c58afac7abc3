"""Where a request and one that it comes after are both held, it is in a later slot."""

from __future__ import annotations

import pytest

from scheduler.model.rules import after
from tests.support.decisions import admitted, clashes
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcd"}


def test_both_are_held_only_with_the_later_one_in_a_later_slot():
    problem = event([3], PEOPLE, {"ab": {}, "cd": {"after": ["ab"]}})
    assert clashes(problem, after.add) >= {f"ab S{one} T, cd S{two} T" for one in (1, 2, 3) for two in (1, 2, 3) if two <= one}
    assert admitted(problem, after.add) >= {"", "ab S1 T, cd S2 T", "ab S1 T, cd S3 T", "ab S2 T, cd S3 T", "ab S3 T", "cd S1 T"}


def test_slots_of_another_day_are_later():
    problem = event([1, 1], PEOPLE, {"ab": {}, "cd": {"after": ["ab"], "slots": ["S2"]}})
    assert clashes(problem, after.add) == {"ab S2 T, cd S2 T"}


def test_chain_is_asked_pair_by_pair():
    wishes = {"ab": {"slots": ["S2"]}, "cd": {"slots": ["S2"], "after": ["ab"]}, "ad": {"slots": ["S2"], "after": ["cd"]}}
    # the first and the last of the chain are a pair that nobody named
    assert clashes(event([2], PEOPLE, wishes), after.add) == {"ab S2 T, cd S2 T", "ad S2 T, cd S2 T"}


def test_request_after_two_others_is_later_than_each():
    wishes = {"ab": {"slots": ["S1"]}, "cd": {"slots": ["S2"]}, "ad": {"slots": ["S2"], "after": ["ab", "cd"]}}
    assert clashes(event([2], PEOPLE, wishes), after.add) == {"ad S2 T, cd S2 T"}


@pytest.mark.parametrize("one", ["ab", "cd"])
def test_request_that_cannot_be_held_is_in_nobodys_way(one):
    wishes = {"ab": {}, "cd": {"after": ["ab"]}}
    wishes[one] = {**wishes[one], "slots": []}
    assert clashes(event([2], PEOPLE, wishes), after.add) <= {"ab S1 T, ab S2 T", "cd S1 T, cd S2 T"}
