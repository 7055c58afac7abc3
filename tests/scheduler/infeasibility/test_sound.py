"""Conflicts against brute force: what is named cannot hold together, and each of it is needed for that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.conflict_events import demanding, some_problems
from tests.support.conflicts import has_plan, require_irreducible, require_smallest
from tests.support.tiers import examples, seeds

pytestmark = pytest.mark.slow

BLOCK = 20  # problems, of which some have no plan


@pytest.mark.parametrize("block", seeds(range(12), 1))
def test_conflict_has_no_plan_and_without_any_one_of_it_there_is_one(block: int) -> None:
    impossible = [problem for problem in some_problems(block, BLOCK) if not has_plan(problem)]
    assert len(impossible) > 5
    for problem in impossible:
        require_irreducible(problem)


@pytest.mark.parametrize("seed", [18, 67, 68, 128, 153, 389])
def test_conflict_over_breaks_has_no_plan_and_without_any_one_of_it_there_is_one(seed: int) -> None:
    conflict = require_irreducible(demanding(seed, even=True))
    assert [requirement.kind for requirement in conflict].count("max_break_difference") == 1


@pytest.mark.parametrize("block", seeds(range(4), 1))
def test_conflict_is_as_small_as_any(block: int) -> None:
    impossible = [problem for problem in some_problems(block, BLOCK) if not has_plan(problem)]
    assert len(impossible) > 5
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
