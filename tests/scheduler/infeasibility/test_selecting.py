"""Published events as clauses in which each requirement can be given up, against brute force."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from pysat.solvers import Solver

from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.selecting import can_select, write_requirements
from scheduler.problem import Dialogue, Problem
from tests.support.conflict_events import impossible, published
from tests.support.conflicts import has_plan, only, require_smallest
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow


def test_conflict_of_a_published_event_is_as_small_as_any() -> None:
    problems = impossible(range(100, 115))
    assert len(problems) > 4
    for problem in problems:
        require_smallest(problem)


@pytest.mark.parametrize("seed", seeds(range(60, 85)))
def test_clauses_hold_with_just_the_requirements_that_a_plan_keeps(seed: int) -> None:
    problem, rng = published(seed), random.Random(seed)
    requirements = list_requirements(problem)
    with Solver(name="g4", bootstrap_with=write_requirements(problem, requirements).wcnf.hard) as solver:
        for share in (0, 0.5, 0.8, 1):
            chosen = [k for k in range(len(requirements)) if rng.random() < share]
            possible = has_plan(only(problem, [requirements[k] for k in chosen]))
            assert solver.solve(assumptions=[k + 1 for k in chosen]) is possible


def test_what_cannot_be_given_up_is_held_in_any_case() -> None:
    problem = impossible(range(100, 130))[0]
    with Solver(name="g4", bootstrap_with=write_requirements(problem, ()).wcnf.hard) as solver:
        assert solver.solve() is False


def with_person(**change: Any) -> dict[str, Any]:
    people = published(1).participants
    return {"participants": (replace(people[0], **change), *people[1:])}


def with_place(**change: Any) -> dict[str, Any]:
    return {"places": (replace(published(1).places[0], **change),)}


def last_slot_next_day() -> dict[str, Any]:
    *before, last = published(1).slots
    return {"slots": (*before, replace(last, start=last.start.replace(day=25), end=last.end.replace(day=25)))}


@pytest.mark.parametrize(
    "change",
    [
        {"unavailable_counts_as_break": False},
        {"places": ()},
        {"dialogues": (Dialogue("D"),)},
        with_place(capacity=2),
        with_place(owner="P0"),
        with_person(parallel=2),
        with_person(max_meetings=9),
        with_person(home="T0"),
        {"requests": tuple(replace(request, places=("T0",)) for request in published(1).requests)},
        last_slot_next_day(),
    ],
)
def test_events_with_more_to_them_are_not_written(change: dict[str, Any]) -> None:
    problem: Problem = published(1)
    assert can_select(problem) is True
    assert can_select(replace(problem, **change)) is False


def test_breaks_that_absence_ends_do_not_matter_without_a_limit() -> None:
    assert can_select(replace(published(1), unavailable_counts_as_break=False, max_break_difference=None)) is True
