"""Programs as clauses: each vector satisfies both or neither, and costs the same."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysat.solvers import Solver

from scheduler.arrays import Ints
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat.rows import Formula, NotClausal, RowWriter, encode, is_clausal
from scheduler.model.model import Model, build_model
from scheduler.program.integer_program import FREE, Linear
from tests.support.programs import costs_of, every_vector, program, programs
from tests.support.schedules import admits, every_core
from tests.support.strategies import small_problem
from tests.support.tiny_events import GOAL_EVENTS, RULE_EVENTS

WIDE = [(0, 1)] * 6


def literals(formula: Formula, x: Ints) -> list[int]:
    """The variables of the columns as a vector has them."""
    result = []
    for first, end, value in zip(formula.offsets, formula.offsets[1:], (x - formula.lower).tolist(), strict=False):
        result += [bit if n < value else -bit for n, bit in enumerate(range(int(first), int(end)))]
    return result


def assert_same(linear: Linear, cost: Ints) -> None:
    """Each vector satisfies the hard clauses, in some way, just where it keeps all rows; its soft clauses then cost what it does."""
    formula = encode(linear, cost)
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        for x in every_vector(linear):
            keeps = not len(linear.violated(x))
            assert solver.solve(assumptions=literals(formula, x)) == keeps
            if keeps:
                model = solver.get_model()
                true = np.zeros(formula.wcnf.nv + 1, dtype=bool)
                true[[literal for literal in model if 0 < literal <= formula.wcnf.nv]] = True
                assert formula.decode(true).tolist() == x.tolist()
                falsified = sum(not any(true[abs(one)] == (one > 0) for one in clause) for clause in formula.wcnf.soft)
                assert falsified + formula.constant == int(cost @ x)
    assert set(formula.wcnf.wght) <= {1}


@given(programs(columns=5, rows=4, largest=1, width=3), st.data())
def test_vectors_satisfy_a_program_and_its_clauses_alike(linear, data):
    assert_same(linear, data.draw(costs_of(linear, 0, 1)))


@given(programs(columns=5, rows=4, largest=3, width=2), st.data())
def test_coefficients_above_one_count_a_column_several_times(linear, data):
    formula = RowWriter(linear).formula()
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        for x in every_vector(linear):
            assert solver.solve(assumptions=literals(formula, x)) == (not len(linear.violated(x)))


@st.composite
def clustered(draw):
    """Programs of many 0-1 columns with "at most one" rows, overlapping, and "at most k" rows across them."""
    count = draw(st.integers(5, 8))
    groups = st.lists(st.integers(0, 1), min_size=count, max_size=count)
    signs = st.lists(st.integers(-1, 1), min_size=count, max_size=count)
    rows = [(None, row, 1) for row in draw(st.lists(groups | signs, min_size=1, max_size=4))]
    sums = st.tuples(st.none() | st.integers(0, 2), st.just([1] * count) | groups | signs, st.integers(2, 4))
    return program(rows + draw(st.lists(sums, min_size=1, max_size=3)), [(0, 1)] * count)


@given(clustered(), st.data())
def test_vectors_satisfy_counters_of_clusters_alike(linear, data):
    assert_same(linear, data.draw(costs_of(linear, 0, 1)))


def test_columns_that_exclude_one_another_are_counted_once():
    # three pairs, at most two of the six: a counter of three literals needs one clause and no variable beside the clusters
    pairs = [(None, [1, 1, 0, 0, 0, 0], 1), (None, [0, 0, 1, 1, 0, 0], 1), (None, [0, 0, 0, 0, 1, 1], 1)]
    formula = encode(program([*pairs, (None, [1] * 6, 2)], WIDE), np.zeros(6, dtype=np.int64))
    clauses = {tuple(sorted(clause, key=abs)) for clause in formula.wcnf.hard}
    members = {(-1, 7), (-2, 7), (-3, 8), (-4, 8), (-5, 9), (-6, 9)}
    assert clauses == {(-1, -2), (-3, -4), (-5, -6), (-7, -8, -9)} | members


def test_columns_in_no_clause_are_variables_all_the_same():
    formula = encode(program([(1, [1, 1, 0], 1)], [(0, 1), (0, 1), (0, 2)]), np.array([1, 1, 0]))
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        assert solver.solve()
    nothing = np.zeros(formula.wcnf.nv + 1, dtype=bool)
    assert formula.decode(nothing).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("rows", "limits", "cost"),
    [
        ([(None, [2, 1], 2)], [(0, 1)] * 2, [0, 1]),
        ([(None, [1, 1], 1)], [(0, 1)] * 2, [0, 2]),
        ([(None, [1, 1], 1)], [(0, 1)] * 2, [-1, 0]),
        ([(None, [1, 1], 1)], [(0, 101), (0, 1)], [0, 1]),
    ],
    ids=["a coefficient of 2", "a cost of 2", "a cost below 0", "a wide column"],
)
def test_what_clauses_cannot_count_is_refused(rows, limits, cost):
    linear = program(rows, limits)
    assert not is_clausal(linear, np.array(cost))
    with pytest.raises(NotClausal):
        encode(linear, np.array(cost))


def test_rows_without_sides_need_no_clauses():
    formula = encode(program([(-FREE, [1, 1], FREE)], [(0, 1)] * 2), np.array([0, 1]))
    assert (formula.wcnf.hard, formula.wcnf.soft) == ([], [[-2]])


def assert_schedules_alike(model: Model) -> None:
    """Each completed schedule satisfies the clauses just where the model admits it."""
    formula = encode(model.linear, model.objectives[0].cost)
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        for core in random.Random(0).sample(list(every_core(model.layout)), min(300, 2**model.layout.core)):
            full = model.layout.complete(core)
            inside = admits(model, full)
            assert solver.solve(assumptions=literals(formula, np.clip(full, model.linear.lower, model.linear.upper))) == inside


@pytest.mark.parametrize("problem", [*(GOAL_EVENTS[name] for name in ("away and waiting", "two days")), RULE_EVENTS["break_difference"]])
def test_schedules_satisfy_a_model_and_its_clauses_alike(problem):
    assert_schedules_alike(build_model(build_instance(problem), ("breaks", "idle")))


@pytest.mark.parametrize("seed", range(8))
def test_schedules_of_problems_with_every_key_satisfy_model_and_clauses_alike(seed):
    rng = random.Random(seed)
    while True:
        problem = parse_problem(small_problem(rng, slots=3, participants=3, requests=3, dialogues=0), "small.json")
        model = build_model(build_instance(problem), ("breaks",))
        if 4 <= model.layout.core <= 8 and is_clausal(model.linear, model.objectives[0].cost):
            break
    assert_schedules_alike(model)
