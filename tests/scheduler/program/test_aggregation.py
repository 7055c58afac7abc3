"""Programs with their slots added up: their prices prove bounds of the whole, whatever the prices are."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import Model, build_model
from scheduler.program.aggregation import aggregate
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound, round_multipliers
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.programs import costs_of, programs, solutions
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds


def whole_model(seed: int) -> tuple[Model, int]:
    """The model of a small problem with the value as its goal, and the best value that any plan has."""
    rng = random.Random(seed)
    while True:
        problem = parse_problem(small_problem(rng, slots=4, participants=5, requests=6, dialogues=1) | {"goals": ["value"]}, "small.json")
        best = best_goals(problem)
        if best is not None:
            return build_model(build_instance(problem), problem.goals), best[0]


@pytest.mark.parametrize("seed", seeds(range(40)))
def test_prices_of_the_sums_prove_a_bound_of_the_whole(seed):
    model, best = whole_model(seed)
    cost = model.objectives[0].cost
    sums = aggregate(model.linear, cost, model.family)
    with Highs(Stop()) as highs:
        highs.load(sums.linear)
        result = highs.minimise(sums.cost, seconds=60, integral=False)
    assert result.optimal
    assert result.x is not None
    assert result.dual is not None
    bound = lagrangian_bound(model.linear, cost, round_multipliers(sums.duals(result.dual), model.linear))
    assert ceil_bound(bound) <= -best
    assert bound / SCALE == pytest.approx(float(sums.cost @ result.x), abs=1e-3)
    assert float(cost @ sums.spread(result.x)) == pytest.approx(float(sums.cost @ result.x))


@given(programs(columns=4), st.data())
def test_sums_hold_every_solution_of_the_whole(linear, data):
    cost = data.draw(costs_of(linear))
    family = np.array(data.draw(st.lists(st.integers(0, 2), min_size=linear.rows, max_size=linear.rows)), dtype=np.int64)
    sums = aggregate(linear, cost, family)
    for x in solutions(linear):
        added = np.bincount(sums.column_class, weights=x, minlength=sums.linear.columns).astype(np.int64)
        assert len(sums.linear.violated(added)) == 0
        assert ((sums.linear.lower <= added) & (added <= sums.linear.upper)).all()
        assert int(sums.cost @ added) == int(cost @ x)


def test_a_request_becomes_one_column_and_a_diary_one_row():
    # 3 slots for 2 requests; rows: one a request, one a diary of a, b, c; the one table is never too small
    problem = event([3], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "ac": {"value": 2}}, {"T": {"capacity": 2}})
    model = build_model(build_instance(problem), ("value",))
    sums = aggregate(model.linear, model.objectives[0].cost, model.family)
    assert (model.linear.columns, model.linear.rows) == (6, 11)
    assert (sums.linear.columns, sums.linear.rows) == (2, 5)
    assert sorted(sums.cost.tolist()) == [-2, -1]
    assert sums.linear.upper.tolist() == [3, 3]
    assert sorted(sums.linear.high.tolist()) == [1, 1, 3, 3, 3]
