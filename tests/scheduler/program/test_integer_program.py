"""A program put together block by block: which cell is where, which rows are broken, and which rows are one family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.program.integer_program import FREE, LinearBuilder, compact
from tests.support.programs import KNAPSACK, every_vector, programs


def test_blocks_are_put_below_one_another():
    builder = LinearBuilder()
    assert builder.add_columns(2).tolist() == [0, 1]
    assert builder.add_columns(2, upper=np.array([3, 4]), lower=-1).tolist() == [2, 3]
    builder.add_rows([0, 0, 1], [0, 2, 1], [5, 6, 7], 0, np.array([1, 2]))
    builder.add_rows([0], [3], 1, -FREE, 9)
    linear = builder.build()
    assert linear.matrix.toarray().tolist() == [[5, 0, 6, 0], [0, 7, 0, 0], [0, 0, 0, 1]]
    assert (linear.low.tolist(), linear.high.tolist()) == ([0, 0, -FREE], [1, 2, 9])
    assert (linear.lower.tolist(), linear.upper.tolist()) == ([0, 0, -1, -1], [1, 1, 3, 4])
    assert (linear.rows, linear.columns, builder.rows, builder.columns) == (3, 4, 3, 4)


def test_entries_of_one_cell_add_up_and_rows_without_entries_stay():
    builder = LinearBuilder()
    builder.add_columns(2)
    builder.add_rows([1, 1], [0, 0], 2, 1, 5, count=3)
    assert builder.build().matrix.toarray().tolist() == [[0, 0], [4, 0], [0, 0]]
    assert builder.build().low.tolist() == [1, 1, 1]


def test_nothing_added_is_no_row_and_no_block():
    builder = LinearBuilder()
    builder.add_columns(1)
    builder.add_rows([], [], 1, 0, 1, about=("diary", [], []))
    assert (builder.rows, builder.blocks, builder.build().rows) == (0, [], 0)
    builder.add_rows([], [], 1, 1, 1, count=1)
    assert builder.build().violated(np.zeros(1, dtype=np.int64)).tolist() == [0]


def test_blocks_say_what_their_rows_are_about():
    builder = LinearBuilder()
    builder.add_columns(3)
    builder.add_rows([0], [0], 1, 0, 1)
    builder.add_rows([0, 1], [1, 2], 1, 0, 1, about=("limit", [4, 7]))
    builder.add_rows([0, 1], [1, 2], 1, 0, 1, about=("after", 8, 9, [2, 3]))
    assert [(block.kind, block.first, [key.tolist() for key in block.keys]) for block in builder.blocks] == [
        ("limit", 1, [[4, 7]]),
        ("after", 3, [[8, 8], [9, 9], [2, 3]]),
    ]


@pytest.mark.parametrize(
    ("about", "family"),
    [
        # (participant, slot): one family a participant; row 0 belongs to another block
        (("diary", [5, 5, 6, 5], [0, 1, 0, 2]), [0, 1, 1, 2, 1]),
        # (participant, slot, pool): one a participant and pool
        (("one_place", [5, 5, 5, 5], [0, 1, 0, 1], [8, 8, 9, 9]), [0, 1, 1, 2, 2]),
        (("limit", [5, 5, 6, 5]), [0, 1, 2, 3, 4]),
    ],
)
def test_rows_that_say_the_same_of_different_slots_are_a_family(about, family):
    builder = LinearBuilder()
    builder.add_columns(1)
    builder.add_rows([0], [0], 1, 0, 1)
    builder.add_rows([0, 1, 2, 3], [0] * 4, 1, 0, 1, about=about)
    assert builder.family.tolist() == family


@pytest.mark.parametrize(("x", "rows"), [((0, 0), [1]), ((1, 2), []), ((2, 1), [0]), ((2, 0), []), ((-1, 0), [1])])
def test_rows_that_a_vector_breaks(x, rows):
    assert KNAPSACK.violated(np.array(x)).tolist() == rows


@given(programs(), st.data())
def test_row_more_leaves_the_vectors_that_keep_it(linear, data):
    coefficients = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=linear.columns, max_size=linear.columns)))
    low = data.draw(st.integers(-4, 2))
    high = low + data.draw(st.integers(0, 4))
    more = linear.with_row(coefficients, low, high)
    assert (more.rows, more.columns) == (linear.rows + 1, linear.columns)
    for x in every_vector(linear):
        broken = [linear.rows] if not low <= int(coefficients @ x) <= high else []
        assert more.violated(x).tolist() == [*linear.violated(x).tolist(), *broken]


@given(programs())
def test_matrix_by_columns_is_the_same(linear):
    assert linear.by_column.format == "csc"
    assert linear.by_column.toarray().tolist() == linear.matrix.toarray().tolist()
    assert linear.by_column is linear.by_column


@given(st.lists(st.integers(-5, 5)))
def test_keys_are_numbered_in_their_order_from_0(keys):
    number, distinct = compact(np.array(keys, dtype=np.int64))
    assert distinct.tolist() == sorted(set(keys))
    assert distinct[number].tolist() == keys
