"""What a linear program's solution proves: a bound, and what each column would cost beyond it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound
from scheduler.program.relaxation import proven_by
from tests.support.programs import KNAPSACK, WORTH, costs_of, programs, solutions
from tests.support.tiers import examples


@examples(0.4)
@given(programs(), st.data())
def test_relaxation_is_proven_by_its_own_multipliers(highs, linear, data):
    cost = data.draw(costs_of(linear))
    relaxation = highs.relax(linear, cost, 10)
    feasible = solutions(linear)
    assert relaxation is not None or not feasible
    if relaxation is not None:
        assert relaxation.bound == lagrangian_bound(linear, cost, relaxation.multipliers)
        assert relaxation.bound / SCALE == pytest.approx(cost @ relaxation.x, abs=1e-3)
        assert all(ceil_bound(relaxation.bound) <= int(cost @ x) for x in feasible)


@pytest.mark.parametrize(
    ("dual", "bound", "reduced"),
    [
        # the best duals: 11.5 is proven, half of b is missing for nothing and a would be cheaper still
        ([-1.5, 0.0], -11.5, [-0.5, 0.0]),
        # none: two of each at 5 and 3
        ([0.0, 0.0], -16.0, [-5.0, -3.0]),
        # signs for which the rows have no side are no proof
        ([1.5, -1.0], -16.0, [-5.0, -3.0]),
        # the second row pays 2 for its lower side of 1, and each unit of a and b then costs 2 less
        ([0.0, 2.0], 2.0 - 14.0 - 10.0, [-7.0, -5.0]),
    ],
)
def test_duals_prove_a_bound_and_reduced_costs(dual, bound, reduced):
    x = np.array([2.0, 0.5])
    relaxation = proven_by(KNAPSACK, WORTH, x, np.array(dual))
    assert relaxation.bound == bound * SCALE
    assert relaxation.reduced.tolist() == [each * SCALE for each in reduced]
    assert relaxation.x is x


def test_duals_that_are_no_multiples_of_the_scale_are_rounded_and_still_prove():
    relaxation = proven_by(KNAPSACK, WORTH, np.array([2.0, 0.5]), np.array([-1.5 - 0.4 / SCALE, 0.0]))
    assert relaxation.multipliers.tolist() == [-3 * SCALE // 2, 0]


@given(programs(), st.data())
def test_any_duals_prove_no_more_than_the_best_solution_costs(linear, data):
    cost = data.draw(costs_of(linear))
    dual = np.array(data.draw(st.lists(st.floats(-5, 5), min_size=linear.rows, max_size=linear.rows)))
    relaxation = proven_by(linear, cost, linear.lower.astype(float), dual)
    assert relaxation.bound == lagrangian_bound(linear, cost, relaxation.multipliers)
    assert all(relaxation.bound <= int(cost @ x) * SCALE for x in solutions(linear))
