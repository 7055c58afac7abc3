"""Small integer programs, written by hand or drawn, and every solution that they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import scipy.sparse as sp
from hypothesis import strategies as st

from scheduler.arrays import Ints
from scheduler.program.integer_program import FREE, Linear


def program(rows: Sequence[tuple[int | None, Sequence[int], int | None]], limits: Sequence[tuple[int, int]]) -> Linear:
    """Rows (least or None, coefficients, most or None) over columns within limits."""
    matrix = sp.csr_array(np.array([row[1] for row in rows], dtype=np.int64).reshape(len(rows), len(limits)))
    low = np.array([-FREE if row[0] is None else row[0] for row in rows], dtype=np.int64)
    high = np.array([FREE if row[2] is None else row[2] for row in rows], dtype=np.int64)
    lower, upper = np.array(limits, dtype=np.int64).reshape(-1, 2).T
    return Linear(matrix, low, high, lower, upper)


def every_vector(linear: Linear) -> Iterator[Ints]:
    """Each whole vector within the limits of the columns."""
    ranges = [range(lower, upper + 1) for lower, upper in zip(linear.lower.tolist(), linear.upper.tolist(), strict=True)]
    for values in product(*ranges):
        yield np.array(values, dtype=np.int64)


def solutions(linear: Linear) -> list[Ints]:
    """Each of them that keeps all rows."""
    return [x for x in every_vector(linear) if not len(linear.violated(x))]


# 3 a + 2 b at most 7 and a + b at least 1, each at most 2; the dearest is worth 5 a + 3 b: 11.5, or 11 in whole numbers
KNAPSACK = program([(None, [3, 2], 7), (1, [1, 1], None)], [(0, 2), (0, 2)])
WORTH = np.array([-5, -3])


@st.composite
def programs(draw: Any, *, columns: int = 5, rows: int = 4, largest: int = 3, width: int = 2, lowest: int = -1) -> Linear:
    """Programs of at most these sizes; some have no solution, some rows bind nothing, some columns cannot move."""
    count = draw(st.integers(1, columns))
    starts = draw(st.lists(st.integers(lowest, 1), min_size=count, max_size=count))
    widths = draw(st.lists(st.integers(0, width), min_size=count, max_size=count))
    coefficients = st.lists(st.integers(-largest, largest), min_size=count, max_size=count)
    side = st.none() | st.integers(-4, 4)
    drawn = draw(st.lists(st.tuples(side, coefficients, side), max_size=rows))
    ordered = [(a, row, b) if a is None or b is None or a <= b else (b, row, a) for a, row, b in drawn]
    return program(ordered, [(start, start + more) for start, more in zip(starts, widths, strict=True)])


def costs_of(linear: Linear, least: int = -9, most: int = 9) -> st.SearchStrategy[Ints]:
    """Costs for its columns."""
    numbers = st.lists(st.integers(least, most), min_size=linear.columns, max_size=linear.columns)
    return numbers.map(lambda values: np.array(values, dtype=np.int64))
