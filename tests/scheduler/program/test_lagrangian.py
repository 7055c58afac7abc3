"""Bounds from multipliers, against every solution of small programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.program.integer_program import UNLIMITED
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from tests.support.programs import KNAPSACK, WORTH, costs_of, program, programs, solutions


@st.composite
def bounded(draw):
    """A program, a cost and any multipliers, most of them no multiples of the scale."""
    linear = draw(programs())
    numbers = st.lists(st.integers(-5 * SCALE, 5 * SCALE), min_size=linear.rows, max_size=linear.rows)
    return linear, draw(costs_of(linear)), np.array(draw(numbers), dtype=np.int64)


@given(bounded())
def test_bound_holds_for_every_solution_whatever_the_multipliers(drawn):
    linear, cost, multipliers = drawn
    bound = lagrangian_bound(linear, cost, multipliers)
    assert all(int(cost @ x) * SCALE >= bound for x in solutions(linear))


@given(bounded())
def test_solution_costs_its_reduced_costs_more_than_the_bound(drawn):
    # what fixing by reduced cost rests on: each step away from the cheaper end of a column is paid for
    linear, cost, multipliers = drawn
    bound, reduced = lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers)
    ends = np.where(reduced > 0, linear.lower, linear.upper)
    for x in solutions(linear):
        assert int(cost @ x) * SCALE - bound >= int(np.abs(reduced) @ np.abs(x - ends))


def test_best_multipliers_prove_the_optimum_of_the_relaxation():
    # the knapsack's relaxation takes two of a, half of b: 11.5; its row pays 3 / 2 a unit
    multipliers = np.array([-3 * SCALE // 2, 0])
    assert lagrangian_bound(KNAPSACK, WORTH, multipliers) * 2 == -23 * SCALE
    assert reduced_costs(KNAPSACK, WORTH, multipliers).tolist() == [-SCALE // 2, 0]
    assert ceil_bound(lagrangian_bound(KNAPSACK, WORTH, multipliers)) == -11


def test_no_multipliers_leave_the_cheapest_ends_of_the_columns():
    assert lagrangian_bound(KNAPSACK, WORTH, np.zeros(2, dtype=np.int64)) == -16 * SCALE


def test_bound_is_exact_beyond_64_bits():
    large = 1 << 40
    linear = program([(large, [1], None)], [(0, large)])
    assert lagrangian_bound(linear, np.array([1]), np.array([3 * SCALE])) == 3 * SCALE * large - 2 * SCALE * large
    assert lagrangian_bound(linear, np.array([1 << 22]), np.array([0])) == 0
    assert lagrangian_bound(linear, np.array([-(1 << 22)]), np.array([0])) == -(1 << 22) * SCALE * large


@pytest.mark.parametrize(("scaled", "whole"), [(-SCALE, -1), (-SCALE + 1, 0), (0, 0), (1, 1), (SCALE, 1), (SCALE + 1, 2)])
def test_whole_bound_is_the_next_whole_number(scaled, whole):
    assert ceil_bound(scaled) == whole


@given(programs(rows=6), st.data())
def test_multipliers_are_rounded_and_only_of_signs_that_have_a_side(linear, data):
    dual = np.array(data.draw(st.lists(st.floats(-50, 50), min_size=linear.rows, max_size=linear.rows)))
    multipliers = round_multipliers(dual, linear)
    for number, value, low, high in zip(multipliers.tolist(), dual.tolist(), linear.low.tolist(), linear.high.tolist(), strict=True):
        has_side = low > -UNLIMITED if value > 0 else high < UNLIMITED
        assert number == (round(value * SCALE) if has_side else 0)
