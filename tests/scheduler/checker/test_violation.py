"""What the checker finds wrong, as records that are compared as they are."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from scheduler.checker.violation import Against, Claim, Rule, Violation


@pytest.mark.parametrize(
    ("found", "allowed", "excess"), [(3, 1, 2), (1, 3, 2), (2, 2, 0), (-3, 1, 4), (None, 1, 0), (3, None, 0), (None, None, 0), (0, 5, 5)]
)
def test_excess_is_how_far_what_there_is_lies_from_what_is_allowed(found, allowed, excess):
    assert Violation(Rule.SEATS_MOST, found=found, allowed=allowed).excess == excess


def test_records_of_the_same_are_equal_and_one_thing_otherwise_makes_another():
    one = Violation(Rule.PARALLEL, ("a",), requests=("ab", "ac"), slots=("S1",), found=2, allowed=1)
    assert one == replace(one)
    assert len({one, replace(one)}) == 1
    others = [
        replace(one, rule=Rule.CAPACITY),
        replace(one, participants=("b",)),
        replace(one, requests=("ac", "ab")),
        replace(one, found=3),
    ]
    assert one not in others


def test_codes_are_told_apart_whatever_they_are_codes_of():
    # a record is worded by its code alone
    for one, other in combinations((Rule, Claim, Against), 2):
        assert not {code.value for code in one} & {code.value for code in other}


def test_code_is_its_name_in_small_letters():
    assert [code.value for kind in (Rule, Claim, Against) for code in kind] == [
        code.name.lower() for kind in (Rule, Claim, Against) for code in kind
    ]
