"""A request is held at most once, and exactly once where it has to be."""

from __future__ import annotations

from scheduler.model.rules import held
from tests.support.decisions import admitted, clashes
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abc"}
TWO = {"T": {"zone": "east"}, "U": {"capacity": 2}}


def test_request_is_held_once_over_all_slots_and_places():
    problem = event([2], PEOPLE, {"ab": {"places": ["T", "U"]}}, TWO)
    four = ["ab S1 T", "ab S1 U", "ab S2 T", "ab S2 U"]
    assert clashes(problem, held.add) == {f"{one}, {other}" for n, one in enumerate(four) for other in four[n + 1 :]}


def test_request_that_need_not_be_held_may_be_left_out():
    assert admitted(event([2], PEOPLE, {"ab": {}}), held.add) == {"", "ab S1 T", "ab S2 T"}


def test_request_that_has_to_be_held_is():
    problem = event([2], PEOPLE, {"ab": {"must": True}, "bc": {"slots": ["S1"]}})
    assert admitted(problem, held.add) == {"ab S1 T", "ab S2 T", "ab S1 T, bc S1 T", "ab S2 T, bc S1 T"}


def test_fixed_request_has_to_be_held():
    problem = event([2], PEOPLE, {"ab": {}}, fixed=[{"request": "ab", "slot": "S2"}])
    assert admitted(problem, held.add) == {"ab S2 T"}


def test_request_that_has_to_be_held_and_cannot_be_leaves_nothing():
    assert admitted(event([1], PEOPLE, {"ab": {"must": True, "slots": []}, "bc": {}}), held.add) == set()
