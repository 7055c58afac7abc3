"""CP-SAT on programs: what it finds, what it may claim, and how it is ended."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.arrays import Ints
from scheduler.program.integer_program import Linear, LinearBuilder
from scheduler.solvers.cpsat import CpSatResult, Effort, solve_cpsat
from scheduler.stop import Stop
from tests.support.programs import KNAPSACK, WORTH, costs_of, program, programs, solutions
from tests.support.stops import LastMoment
from tests.support.tiers import examples

KNOBS = Effort(seconds=600.0, workers=1, seed=0)


def large() -> tuple[Linear, Ints]:
    """A program that takes longer to read than the time that it gets."""
    rng = np.random.default_rng(0)
    builder = LinearBuilder()
    builder.add_columns(3000)
    builder.add_rows(np.repeat(np.arange(2000), 8), rng.integers(0, 3000, 16_000), 1, 0, 3)
    return builder.build(), -rng.integers(1, 50, 3000)


@examples(0.4)
@given(programs(), st.data())
def test_solution_is_the_best_of_all(linear, data):
    cost = data.draw(costs_of(linear))
    found: list[int] = []
    bounds: list[int] = []
    result = solve_cpsat(linear, cost, KNOBS, on_solution=lambda x: found.append(int(cost @ x)), on_bound=bounds.append)
    best = min((int(cost @ x) for x in solutions(linear)), default=None)
    assert result.infeasible == (best is None)
    assert result.bound == best
    if best is not None:
        assert result.x is not None
        assert linear.violated(result.x).tolist() == []
        assert int(cost @ result.x) == found[-1] == best
        assert all(bound <= best for bound in bounds)


def test_row_without_columns_can_be_broken():
    assert solve_cpsat(program([(1, [0], None)], [(0, 1)]), np.array([0]), KNOBS) == CpSatResult(None, None, True)


def test_run_without_time_claims_nothing():
    # a bound of 0 would be beyond every solution here
    linear, cost = large()
    result = solve_cpsat(linear, cost, replace(KNOBS, seconds=0.01))
    assert not result.infeasible
    assert result.x is None
    assert result.bound is None


def test_run_that_was_asked_to_stop_before_does_not_begin():
    stop = Stop()
    stop.request()
    assert solve_cpsat(KNAPSACK, WORTH, KNOBS, stops=[Stop(), stop]) == CpSatResult(None, None, False)


def test_run_whose_end_has_passed_does_not_begin():
    assert solve_cpsat(KNAPSACK, WORTH, replace(KNOBS, end=time.monotonic())) == CpSatResult(None, None, False)


def hard() -> Linear:
    """A market split (Cornuéjols and Dawande, 1999): no solution, and none of the methods known sees that soon."""
    rng = np.random.default_rng(0)
    weights = rng.integers(0, 100, (6, 50))
    return program([(int(row.sum()) // 2, row.tolist(), int(row.sum()) // 2) for row in weights], [(0, 1)] * 50)


def test_stop_ends_a_run_in_the_middle():
    stop = Stop()
    threading.Timer(0.3, stop.request).start()
    assert solve_cpsat(hard(), np.arange(50), KNOBS, stops=[stop]) == CpSatResult(None, None, False)


def test_stop_ends_a_run_that_is_just_about_to_begin():
    run = threading.Thread(target=lambda: solve_cpsat(hard(), np.arange(50), KNOBS, stops=[LastMoment()]), daemon=True)
    run.start()
    run.join(60)
    assert not run.is_alive()


def test_hint_is_where_it_begins():
    found: list[list[int]] = []
    solve_cpsat(
        KNAPSACK,
        WORTH,
        KNOBS,
        hint=np.array([0, 1]),
        on_solution=lambda x: found.append(x.tolist()),
        parameters={"cp_model_presolve": False},
    )
    assert found[0] == [0, 1]


def test_unknown_parameter_is_refused():
    with pytest.raises(AttributeError):
        solve_cpsat(KNAPSACK, WORTH, KNOBS, parameters={"no_such_parameter": 1})


@pytest.mark.slow
def test_work_instead_of_time_gives_the_same_twice():
    linear, cost = large()
    results = [solve_cpsat(linear, cost, replace(KNOBS, deterministic=1.0), hint=np.zeros(3000, dtype=np.int64)) for _ in range(2)]
    assert results[0].x is not None
    assert results[1].x is not None
    assert results[0].x.tolist() == results[1].x.tolist()
    assert results[0].bound == results[1].bound
