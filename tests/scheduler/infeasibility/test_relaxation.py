"""Problems without some of their requirements, against trying."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.infeasibility import Requirement, list_requirements, relax
from scheduler.infeasibility.relaxation import essential
from scheduler.problem import Problem
from tests.support.conflict_events import demanding, some_problems
from tests.support.conflicts import has_plan
from tests.support.schedules import event
from tests.support.tiers import examples

MUST = {"must": True}


@examples(0.6)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_problem_without_some_requirements_keeps_its_plans(seed: int, rng: random.Random) -> None:
    problem = demanding(seed, even=False)
    dropped = [requirement for requirement in list_requirements(problem) if rng.random() < 0.3]
    relaxed = relax(problem, dropped)
    assert has_plan(relaxed) or not has_plan(problem)
    assert has_plan(essential(relaxed)) == has_plan(relaxed)
    gone = {(requirement.kind, requirement.key) for requirement in dropped}
    left = {(requirement.kind, requirement.key) for requirement in list_requirements(relaxed)}
    assert gone & left <= {("capacity", requirement.key) for requirement in dropped}


def test_problem_without_any_requirement_has_a_plan() -> None:
    for problem in some_problems(0):
        assert has_plan(relax(problem, list_requirements(problem))) is True


def without(problem: Problem, kind: str, *key: str) -> Problem:
    return relax(problem, [Requirement(kind, key, "")])


EVENT = event(
    [3],
    {"a": {"unavailable": ["S1"], "max_meetings": 1, "parallel": 2}, "b": {}, "c": {"parallel": 2}},
    {"ab": MUST | {"slots": ["S2"], "places": ["T"]}, "bc": {"after": ["ab"]}, "ca": {"after": ["ab", "bc"]}},
    {"T": {}, "U": {}},
    {"D": {"wanted": "ab", "seats": [1, 2], "minimum": {"participant": 1}, "starts": ["S1"], "places": ["U"], "moderators": ["c"]}},
    fixed=[{"request": "bc", "slot": "S3"}],
    max_break_difference=0,
)


@pytest.mark.parametrize(
    ("kind", "key", "look", "left"),
    [
        ("must", ("ab",), lambda p: p.requests[0].must, False),
        ("slots", ("ab",), lambda p: p.requests[0].slots, None),
        ("places", ("ab",), lambda p: p.requests[0].places, ("T", "U")),
        ("fixed", ("bc",), lambda p: p.fixed, ()),
        ("after", ("ca", "ab"), lambda p: [r.after for r in p.requests], [(), ("ab",), ("bc",)]),
        ("unavailable", ("a",), lambda p: p.participants[0].unavailable, frozenset()),
        ("max_meetings", ("a",), lambda p: p.participants[0].max_meetings, None),
        ("parallel", ("2",), lambda p: [person.parallel for person in p.participants], [3, 1, 3]),
        ("capacity", ("T",), lambda p: [place.capacity for place in p.places], [3, 1]),
        ("dialogue", ("D",), lambda p: p.dialogues[0].must, False),
        ("least", ("D",), lambda p: p.dialogues[0].seats, (0, 2)),
        ("most", ("D",), lambda p: p.dialogues[0].seats, (1, None)),
        ("minimum", ("D", "participant"), lambda p: p.dialogues[0].minimum, {}),
        ("starts", ("D",), lambda p: p.dialogues[0].starts, None),
        ("tables", ("D",), lambda p: p.dialogues[0].places, None),
        ("moderators", ("D",), lambda p: p.dialogues[0].moderators, None),
        ("max_break_difference", (), lambda p: p.max_break_difference, None),
    ],
)
def test_each_requirement_is_given_up_by_itself(kind: str, key: tuple[str, ...], look: Any, left: object) -> None:
    assert look(without(EVENT, kind, *key)) == left
    other = "max_break_difference" if kind == "must" else "must"
    unrelated = without(EVENT, other, *(() if other != "must" else ("ab",)))
    assert look(unrelated) == look(EVENT) != left


def test_what_decides_is_what_has_to_be_held_and_whom_that_needs():
    wishes = {"ab": MUST | {"value": 7}, "cd": {}, "ae": MUST | {"after": ["cd", "ab"]}}
    people = {name: {"parallel": 9, "home": "H"} for name in "abcdef"}
    small = essential(event([2], people, wishes, {"T": {}, "H": {"capacity": 50}}, {"D": {"wanted": "f", "must": False}}))
    assert [(r.id, r.value, r.after, r.places) for r in small.requests] == [("ab", 1, (), ("H",)), ("ae", 1, ("ab",), ("H",))]
    assert [(p.id, p.parallel, p.home) for p in small.participants] == [("a", 2, None), ("b", 1, None), ("e", 1, None)]
    assert small.dialogues == ()
    assert {place.id: place.capacity for place in small.places}["H"] == 2
    assert small.goals == ()


def test_of_places_that_are_alike_as_many_stay_as_can_be_in_use():
    # two meetings and a dialogue: three tables for one meeting each, and one hall beside that of the dialogue
    places = {f"T{k}": {} for k in range(9)} | {f"H{k}": {"capacity": 5} for k in range(9)}
    small = essential(event([2], {n: {} for n in "abcd"}, {"ab": MUST, "cd": MUST}, places, {"D": {"wanted": "a"}}))
    assert [place.id for place in small.places] == ["T0", "T1", "T2", "H0", "H1"]


def test_everything_counts_where_breaks_may_not_differ():
    assert essential(EVENT) is EVENT
