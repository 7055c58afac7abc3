"""Conflicts that counting finds, against trying."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.counting import count_conflicts, crowded, open_slots
from scheduler.infeasibility.index import Index
from tests.support.conflict_events import some_problems
from tests.support.conflicts import has_plan, only
from tests.support.schedules import event
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow

MUST = {"must": True}
PEOPLE = {name: {} for name in "abcdef"}


@pytest.mark.parametrize("block", seeds(range(3), 1))
def test_conflict_found_by_counting_has_no_plan(block: int) -> None:
    counted = 0
    for problem in some_problems(block):
        known = {(requirement.kind, requirement.key): requirement for requirement in list_requirements(problem)}
        for refs in count_conflicts(problem):
            counted += 1
            assert has_plan(only(problem, [known[ref] for ref in refs if ref in known])) is False
    assert counted > 10


@given(st.lists(st.lists(st.integers(0, 3), unique=True), max_size=6), st.lists(st.integers(1, 2), min_size=4, max_size=4))
def test_crowd_is_one_more_than_its_cells_take(choices: list[list[int]], room: list[int]) -> None:
    crowd = crowded(choices, dict(enumerate(room)))
    fits = any(all(chosen.count(cell) <= room[cell] for cell in chosen) for chosen in product(*choices))
    assert (crowd is None) == fits
    if crowd is not None:
        assert len(crowd) == 1 + sum(room[cell] for cell in {cell for thing in crowd for cell in choices[thing]})


def test_open_slots_are_those_of_the_list_of_both_people_and_of_what_is_fixed():
    people = PEOPLE | {"a": {"unavailable": ["S1"]}, "b": {"unavailable": ["S4"]}}
    wishes = {"ab": {"slots": ["S1", "S2", "S3", "S4"]}, "ba": {}, "ac": {}}
    problem = event([5], people, wishes, fixed=[{"request": "ba", "slot": "S3"}, {"request": "ac", "slot": "S1"}])
    assert [open_slots(Index(problem), request) for request in problem.requests] == [["S2", "S3"], ["S3"], []]


CASES = {
    "as few limits as close all slots": (
        event([2], PEOPLE | {"a": {"unavailable": ["S1", "S2"]}, "b": {"unavailable": ["S1"]}}, {"ab": MUST | {"slots": ["S1"]}}),
        [("must", ("ab",)), ("unavailable", ("a",))],
    ),
    "no place": (event([1], PEOPLE, {"ab": MUST | {"places": []}}), [("must", ("ab",)), ("places", ("ab",))]),
    "more than a limit, and one more is enough": (
        event([4], PEOPLE | {"a": {"max_meetings": 1}}, {"ab": MUST, "ac": MUST, "ad": MUST}),
        [("max_meetings", ("a",)), ("must", ("ab",)), ("must", ("ac",))],
    ),
    "more than a diary holds": (
        event([1], PEOPLE, {"ab": MUST, "ac": MUST}),
        [("parallel", ("1",)), ("must", ("ab",)), ("must", ("ac",))],
    ),
    "more than the table takes": (
        event([1], PEOPLE, {"ab": MUST, "cd": MUST}, {"T": {}}),
        [("capacity", ("T",)), ("must", ("ab",)), ("must", ("cd",)), ("places", ("ab",)), ("places", ("cd",))],
    ),
}


@pytest.mark.parametrize(("problem", "refs"), CASES.values(), ids=CASES.keys())
def test_first_conflict_is_told_by_what_it_needs(problem, refs):
    assert next(count_conflicts(problem)) == refs


def test_chain_as_long_as_the_day_fits_and_one_longer_does_not():
    wishes = {"ab": MUST, "cd": MUST | {"after": ["ab"]}, "ef": MUST | {"after": ["cd"]}}
    assert list(count_conflicts(event([3], PEOPLE, wishes))) == []
    (refs,) = count_conflicts(event([2], PEOPLE, wishes))
    assert refs[:2] == [("after", ("ef", "cd")), ("after", ("cd", "ab"))]


@pytest.mark.parametrize(
    ("days", "dialogue", "alone"),
    [
        ([2, 1], {"length": 2}, False),
        ([1, 1], {"length": 2}, True),
        ([1], {"seats": [2, 2]}, False),
        ([1], {"seats": [3, 9]}, True),
        ([1], {"seats": [2, 2], "moderators": ["a"]}, True),
        ([1], {"seats": [1, 2], "moderators": ["a"]}, False),
        ([1], {"minimum": {"participant": 2}, "seats": [0, 1]}, True),
        ([1], {"places": []}, True),
        ([1], {"starts": []}, True),
    ],
)
def test_dialogue_that_cannot_be_held_alone_is_told(days, dialogue, alone):
    problem = event(days, PEOPLE, {}, None, {"D": {"wanted": "ab"} | dialogue})
    assert any(("dialogue", ("D",)) in refs for refs in count_conflicts(problem)) is alone
    assert has_plan(problem) is not alone
