"""Literals, counters and clusters, each against all assignments of a few variables."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysat.solvers import Solver

from scheduler.maxsat.clauses import Clauses, negated


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.data())
def test_ladder_counts_along_a_sequence(constant, data):
    # where `constant` is set the entry can never be true
    least = data.draw(st.integers(0, len(constant)))
    most = data.draw(st.integers(least, len(constant)))
    clauses = Clauses(len(constant))
    rows = clauses.ladder([False if fixed else t for t, fixed in enumerate(constant, 1)], least, most)
    with Solver(name="cd15", bootstrap_with=clauses.wcnf.hard) as solver:
        for busy in product((0, 1), repeat=len(constant)):
            if any(map(min, busy, constant)):
                continue
            possible = solver.solve(assumptions=[t if here else -t for t, here in enumerate(busy, 1)])
            assert possible == (least <= sum(busy) <= most)
            if possible:
                true = {*solver.get_model(), True}
                assert [[literal is not False and literal in true for literal in row] for row in rows] == [
                    [sum(busy[:t]) >= k for k in range(most + 2)] for t in range(len(busy) + 1)
                ]


def satisfying(clauses: Clauses, inputs: int) -> set[tuple[int, ...]]:
    """The values of the first variables that some values of the others satisfy all hard clauses with."""
    found = set()
    with Solver(name="cd15", bootstrap_with=clauses.wcnf.hard) as solver:
        for values in product((0, 1), repeat=inputs):
            if solver.solve(assumptions=[v if value else -v for v, value in enumerate(values, 1)]):
                found.add(values)
    return found


def all_with(inputs: int, keeps: Callable[[tuple[int, ...]], bool]) -> set[tuple[int, ...]]:
    return {values for values in product((0, 1), repeat=inputs) if keeps(values)}


@pytest.mark.parametrize(("literal", "opposite"), [(3, -3), (-3, 3), (True, False), (False, True)])
def test_opposite_of_a_literal(literal, opposite):
    assert negated(literal) is opposite or negated(literal) == opposite
    assert isinstance(negated(literal), bool) == isinstance(literal, bool)


def test_new_variables_follow_those_that_are_somebody_elses():
    clauses = Clauses(7)
    assert [clauses.new(), clauses.new(), clauses.top] == [8, 9, 9]


def test_constants_leave_clauses_or_make_them_needless():
    clauses = Clauses(2)
    clauses.add(1, False, -2)
    clauses.add(1, True)
    clauses.prefer_not(1)
    clauses.prefer_not(False)
    clauses.prefer_not(True)
    assert clauses.wcnf.hard == [[1, -2]]
    assert (clauses.wcnf.soft, clauses.wcnf.wght) == ([[-1], []], [1, 1])
    clauses.add(False)
    assert clauses.wcnf.hard[-1] == []  # nothing can be true


@pytest.mark.parametrize(
    ("literals", "result"), [([], False), ([False], False), ([1], 1), ([False, -2], -2), ([1, True], True), ([True], True)]
)
def test_any_of_few_needs_no_variable(literals, result):
    clauses = Clauses(2)
    assert clauses.any_of(literals) is result or clauses.any_of(literals) == result
    assert (clauses.top, clauses.wcnf.hard) == (2, [])


def test_any_of_several_is_true_just_where_one_is():
    clauses = Clauses(3)
    assert clauses.any_of([1, False, -2, 3]) == 4
    assert satisfying(clauses, 4) == all_with(4, lambda v: v[3] == (v[0] or not v[1] or v[2]))


@pytest.mark.parametrize("pairwise", [True, False])
@pytest.mark.parametrize("count", [1, 2, 6, 7, 9])
def test_at_most_one_by_pairs_or_by_counting(count, pairwise):
    clauses = Clauses(count)
    clauses.at_most_one(range(1, count + 1), pairwise)
    assert satisfying(clauses, count) == all_with(count, lambda v: sum(v) <= 1)
    assert (clauses.top > count) is (count > 6 and not pairwise)


@pytest.mark.parametrize(("count", "most"), [(count, most) for count in (1, 3, 5, 8) for most in range(-1, count + 2)])
def test_at_most_so_many(count, most):
    clauses = Clauses(count)
    clauses.at_most([-v for v in range(1, count + 1)], most)
    assert satisfying(clauses, count) == all_with(count, lambda v: v.count(0) <= most)


def test_counters_share_no_variables():
    clauses = Clauses(8)
    clauses.at_most(range(1, 9), 3)
    clauses.at_most([-v for v in range(1, 9)], 6)
    assert satisfying(clauses, 8) == all_with(8, lambda v: 2 <= sum(v) <= 3)


def test_clusters_count_at_least_as_much_as_their_members():
    groups = {1: ["x"], 2: ["x", "y"], 3: ["x"], 4: ["y"], 5: []}
    clauses = Clauses(5)
    counted = clauses.clustered([1, 2, 3, 4, 5], groups)
    assert counted == [6, 4, 5]  # x has three members; y then has only 4 left, which is no cluster
    assert sorted(clauses.wcnf.hard) == [[-3, 6], [-2, 6], [-1, 6]]


def test_largest_cluster_goes_first_and_the_earlier_of_equal_ones():
    clauses = Clauses(4)
    assert clauses.clustered([1, 2, 3, 4], {1: ["x"], 2: ["x", "y"], 3: ["y"], 4: []}) == [5, 3, 4]
    assert sorted(clauses.wcnf.hard) == [[-2, 5], [-1, 5]]
