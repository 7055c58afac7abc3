"""GLOP in this process: the optimum of a relaxation with duals that prove it, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.program.integer_program import UNLIMITED
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import proven_by
from scheduler.solvers.glop import solve_glop
from tests.support.programs import KNAPSACK, WORTH, costs_of, program, programs, solutions

LONG = 600.0  # seconds that no test waits


def test_relaxation_is_solved_with_its_duals():
    found = solve_glop(KNAPSACK, WORTH, LONG)
    assert found is not None
    x, dual = found
    assert x == pytest.approx([2, 0.5])
    assert dual == pytest.approx([-1.5, 0])


def test_program_without_solution_has_no_answer():
    assert solve_glop(program([(3, [1, 1], None)], [(0, 1), (0, 1)]), WORTH, LONG) is None


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_without_time_there_is_no_answer(seconds):
    assert solve_glop(KNAPSACK, WORTH, seconds) is None


def test_sides_of_the_largest_size_are_none():
    # as if they were open: a and b go to their limits
    linear = program([(-UNLIMITED, [1, 1], UNLIMITED)], [(0, 2), (0, 2)])
    found = solve_glop(linear, WORTH, LONG)
    assert found is not None
    assert found[0] == pytest.approx([2, 2])
    assert found[1] == pytest.approx([0])


@given(programs(), st.data())
def test_what_it_finds_is_proven_by_its_duals_and_no_dearer_than_any_solution(linear, data):
    cost = data.draw(costs_of(linear))
    found = solve_glop(linear, cost, LONG)
    feasible = solutions(linear)
    assert found is not None or not feasible
    if found is not None:
        x, dual = found
        assert proven_by(linear, cost, x, dual).bound / SCALE == pytest.approx(cost @ x, abs=1e-3)
        assert all(cost @ x <= int(cost @ each) + 1e-6 for each in feasible)
