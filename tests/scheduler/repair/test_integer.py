"""One cost minimised over a program, by way of a relaxation or not, against every vector."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.parameters import DEFAULTS
from scheduler.repair.integer import Minimum
from scheduler.settings import Settings
from tests.support.programs import costs_of, program, programs, solutions
from tests.support.repairs import solver_of
from tests.support.tiers import examples

RELAXED = Settings(workers=1, parameters=replace(DEFAULTS, minimising=replace(DEFAULTS.minimising, relaxed_columns=0)))


def assert_least(found: Minimum, linear, cost) -> None:
    """The least cost of all solutions and a bound that equals it, or the proof that there is none."""
    possible = [int(cost @ x) for x in solutions(linear)]
    if not possible:
        assert (found.x, found.infeasible) == (None, True)
        return
    assert found.infeasible is False
    assert not len(linear.violated(found.x))
    assert (linear.lower <= found.x).all()
    assert (found.x <= linear.upper).all()
    assert (int(cost @ found.x), found.bound) == (min(possible), min(possible))


@examples(0.25)
@given(programs(), st.data())
def test_least_cost_is_found_and_proven(linear, data):
    cost = data.draw(costs_of(linear))
    with solver_of() as solver:
        assert_least(solver.minimise(linear, cost, linear.lower.copy()), linear, cost)


@pytest.mark.parametrize("presolved", [False, True], ids=["GLOP", "HiGHS"])
def test_least_cost_is_found_and_proven_by_way_of_the_relaxation(presolved):
    rng = np.random.default_rng(7)
    tried = 0
    with solver_of(RELAXED) as solver:
        for _ in range(30):
            rows = [(int(rng.integers(1, 3)), rng.integers(0, 3, 5), int(rng.integers(3, 7))) for _ in range(3)]
            linear, cost = program(rows, [(0, 1)] * 5), rng.integers(1, 9, 5)
            tried += bool(solutions(linear))
            assert_least(replace(solver, presolved=presolved).minimise(linear, cost, np.zeros(5, dtype=np.int64)), linear, cost)
    assert tried > 15


def test_better_solutions_are_told_and_the_last_one_is_the_best():
    linear, cost = program([(2, [1, 1, 1], None)], [(0, 1)] * 3), np.array([3, 1, 2])
    told: list[int] = []
    with solver_of() as solver:
        solver.minimise(linear, cost, np.ones(3, dtype=np.int64), lambda x: told.append(int(cost @ x)))
    assert told == sorted(told, reverse=True)
    assert told[-1] == 3


def test_program_without_columns_is_its_hint_or_impossible():
    hint = np.array([1, 0])
    for rows, expected in (([(1, [1, 1], 1)], (hint.tolist(), 0, False)), ([(2, [1, 1], 2)], (None, None, True))):
        linear = program(rows, [(1, 1), (0, 0)])
        with solver_of() as solver:
            part = solver.exactly(program([], []), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
            assert (part.bound, part.infeasible) == (0, False)
            found = solver.exactly(linear, np.array([0, 0]), hint)
        assert (None if found.x is None else found.x.tolist(), found.bound, found.infeasible) == expected


def test_time_is_what_is_left_until_the_earlier_end_and_nothing_when_stopped():
    with solver_of(seconds=100) as solver:
        now = time.monotonic()
        assert 90 < solver.left <= 100
        assert 0 < solver.until(now + 10).left <= 10
        assert 90 < solver.until(now + 1000).left <= 100
        assert solver.until(now - 1).left == 0
        assert 90 < solver.until(now - 1).until_hard().left <= 100
        solver.stop.request()
        assert solver.left == 0
