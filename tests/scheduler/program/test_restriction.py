"""Parts of programs, and costs put together, against every solution of small programs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler.improvement.lns import _combine
from scheduler.program.restriction import reduce
from tests.support.programs import costs_of, every_vector, program, programs, solutions


def as_set(vectors) -> set[tuple[int, ...]]:
    return {tuple(x.tolist()) for x in vectors}


@given(programs(), st.data())
def test_part_has_the_solutions_that_keep_the_other_columns(linear, data):
    # of any vector, whether it is a solution itself or not
    base = np.array([data.draw(st.integers(a, b)) for a, b in zip(linear.lower.tolist(), linear.upper.tolist(), strict=True)])
    free = np.array(data.draw(st.lists(st.booleans(), min_size=linear.columns, max_size=linear.columns)))
    part = reduce(linear, free, base)
    assert part.linear.columns == free.sum()
    kept = [x for x in solutions(linear) if (x == base)[~free].all()]
    assert as_set(part.expand(x) for x in solutions(part.linear)) == as_set(kept)


@given(programs(), st.data())
def test_every_row_of_a_part_can_be_broken(linear, data):
    free = np.array(data.draw(st.lists(st.booleans(), min_size=linear.columns, max_size=linear.columns)))
    part = reduce(linear, free, linear.lower).linear
    broken = [set(part.violated(x).tolist()) for x in every_vector(part)]
    assert set().union(*broken) == set(range(part.rows))


@given(st.data())
def test_costs_put_together_order_vectors_as_one_after_the_other(data):
    linear = program([], [(0, width) for width in data.draw(st.lists(st.integers(1, 2), min_size=3, max_size=3))])
    costs = [data.draw(costs_of(linear, -3, 3)) for _ in range(3)]
    total = _combine(costs, linear.upper)
    vectors = list(every_vector(linear))
    one_by_one = sorted(vectors, key=lambda x: tuple(int(cost @ x) for cost in costs))
    together = sorted(vectors, key=lambda x: int(total @ x))
    assert [int(total @ x) for x in one_by_one] == [int(total @ x) for x in together]
    assert len({int(total @ x) for x in vectors}) == len({tuple(int(cost @ x) for cost in costs) for x in vectors})


def test_costs_that_would_pass_the_limit_are_left_out():
    first, second, third = np.array([1, 0]), np.array([0, 1 << 39]), np.array([1, 1])
    upper = np.ones(2, dtype=np.int64)
    reach = (1 << 39) + 1
    assert _combine([first, second, third], upper).tolist() == [reach, 1 << 39]
