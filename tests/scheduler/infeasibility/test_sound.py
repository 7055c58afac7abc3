"""Conflicts against brute force: what is named cannot hold together, and each of it is needed for that."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import Requirement, list_requirements, relax
from scheduler.infeasibility.core import relaxed_core, searched_core
from scheduler.infeasibility.counting import count_conflicts, crowded
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.relaxation import essential
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflicts import has_plan, only, require_irreducible, require_smallest
from tests.support.strategies import small_problem
from tests.support.tiers import examples, seeds

pytestmark = pytest.mark.slow

SMALL = {"slots": 3, "participants": 4, "requests": 4, "dialogues": 2, "places": 3}
EVEN = {"slots": 4, "participants": 4, "requests": 4, "dialogues": 1, "places": 2}


def demanding(seed: int, even: bool) -> Problem:
    """A small problem with more that must be held, and perhaps nobody with more breaks than another."""
    rng = random.Random(seed)
    document: dict[str, Any] = small_problem(rng, **(EVEN if even else SMALL))
    document.pop("max_break_difference", None)
    if even:
        document["max_break_difference"] = rng.randint(0, 1)
    for request in document["requests"]:
        request["must"] = rng.random() < 0.5
    return parse_problem(document, "small.json")


@pytest.mark.parametrize("block", seeds(range(6), 1))
def test_conflict_has_no_plan_and_without_any_one_of_it_there_is_one(block: int) -> None:
    impossible = [problem for problem in some_problems(block) if not has_plan(problem)]
    assert len(impossible) > 10
    for problem in impossible:
        require_irreducible(problem)


@pytest.mark.parametrize("seed", [18, 67, 68, 128, 153, 389])
def test_conflict_over_breaks_has_no_plan_and_without_any_one_of_it_there_is_one(seed: int) -> None:
    conflict = require_irreducible(demanding(seed, even=True))
    assert [requirement.kind for requirement in conflict].count("max_break_difference") == 1


@pytest.mark.parametrize("block", seeds(range(2), 1))
def test_conflict_is_as_small_as_any(block: int) -> None:
    impossible = [problem for problem in some_problems(block) if not has_plan(problem)]
    assert len(impossible) > 10
    for problem in impossible:
        require_smallest(problem)


@examples(0.2)
@given(st.integers(10_000, 20_000))
def test_conflict_of_any_problem_is_as_small_as_any(seed: int) -> None:
    problem = demanding(seed, even=False)
    if not has_plan(problem):
        require_smallest(problem)


@pytest.mark.parametrize("seed", [18, 67])
def test_conflict_over_breaks_is_as_small_as_any_where_absence_is_a_break_too(seed: int) -> None:
    problem = replace(demanding(seed, even=True), unavailable_counts_as_break=True)
    assert has_plan(problem) is False
    require_smallest(problem)


def some_problems(block: int, size: int = 40) -> list[Problem]:
    return [demanding(seed, even=False) for seed in range(block * size, (block + 1) * size)]


@pytest.mark.parametrize("block", seeds(range(3), 1))
def test_conflict_found_by_counting_has_no_plan(block: int) -> None:
    counted = 0
    for problem in some_problems(block):
        known = {(requirement.kind, requirement.key): requirement for requirement in list_requirements(problem)}
        for refs in count_conflicts(problem):
            counted += 1
            assert has_plan(only(problem, [known[ref] for ref in refs if ref in known])) is False
    assert counted > 10


@pytest.mark.parametrize("block", seeds(range(2), 1))
@pytest.mark.parametrize("find", [relaxed_core, searched_core])
def test_core_cannot_be_held(find: Callable[[Problem, Judge, float], frozenset[tuple[str, str]] | None], block: int) -> None:
    judge = Judge(Settings(workers=1), time.monotonic() + 60, Stop())
    found = 0
    for problem in some_problems(block):
        core = find(essential(problem), judge, 20)
        if core is not None:
            found += 1
            spared = [r for r in list_requirements(problem) if r.holds and (_thing(r), r.key[0]) not in core]
            assert has_plan(relax(problem, spared)) is False
        elif find is searched_core:
            assert has_plan(problem) is True
    assert found > 5


def _thing(requirement: Requirement) -> str:
    return "dialogue" if requirement.kind == "dialogue" else "request"


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


@given(st.lists(st.lists(st.integers(0, 3), unique=True), max_size=6), st.lists(st.integers(1, 2), min_size=4, max_size=4))
def test_crowd_is_one_more_than_its_cells_take(choices: list[list[int]], room: list[int]) -> None:
    crowd = crowded(choices, dict(enumerate(room)))
    fits = any(all(chosen.count(cell) <= room[cell] for cell in chosen) for chosen in product(*choices))
    assert (crowd is None) == fits
    if crowd is not None:
        assert len(crowd) == 1 + sum(room[cell] for cell in {cell for thing in crowd for cell in choices[thing]})
