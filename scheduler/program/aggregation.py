"""A program with its slots added up: what is left when nobody asks when, only how much.

Rows that say the same of different slots (a participant's diary, a pool's places) are added; columns that these rows can no
longer tell apart become one. The result has a column a request instead of one a request and slot, so it is solved in seconds
where the whole is out of reach. It is the program whose row prices are the same in all slots, so its duals, written out for
every row, prove the same bound of the whole (Lagrange).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from scheduler.arrays import Floats, Ints
from scheduler.program.integer_program import FREE, UNLIMITED, Linear


@dataclass(frozen=True)
class Aggregate:
    """The smaller program with its cost, and which of its rows and columns each one of the whole became.

    Attributes
    ----------
    linear, cost
        The program and its cost, one entry a class of columns.
    row_family, column_class
        (m,) and (n,) for the whole program.
    """

    linear: Linear
    cost: Ints
    row_family: Ints
    column_class: Ints

    def duals(self, dual: Floats) -> Floats:
        """(m,) row duals of the whole from those of the families."""
        return dual[self.row_family]

    def spread(self, x: Floats) -> Floats:
        """(n,) a solution of the families, shared out evenly among the columns of each class."""
        size = np.bincount(self.column_class, minlength=len(x))
        return (x / size)[self.column_class]


def aggregate(linear: Linear, cost: Ints, family: Ints) -> Aggregate:
    """Add up the rows of each family and merge the columns that are equal then.

    Parameters
    ----------
    linear, cost
        The whole program; cost is (n,).
    family
        (m,) labels; rows of equal label are added.
    """
    _, rows = np.unique(family, return_inverse=True)
    rows = rows.astype(np.int64)
    count = int(rows.max(initial=-1)) + 1
    adding = sp.csr_array((np.ones(linear.rows, dtype=np.int64), (rows, np.arange(linear.rows))), shape=(count, linear.rows))
    matrix = sp.csc_array((adding @ linear.matrix).tocsc())
    # Two different columns with one hash would only weaken the bound, which is recomputed for the whole program anyway.
    weight = np.random.default_rng(0).integers(1, 1 << 40, count)
    keys = np.stack([matrix.T @ weight, cost])
    _, first, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    group = group.ravel().astype(np.int64)
    small = Linear(
        sp.csr_array(matrix[:, first].tocsr()),
        _added(rows, count, linear.low),
        _added(rows, count, linear.high),
        _added(group, len(first), linear.lower),
        _added(group, len(first), linear.upper),
    )
    return Aggregate(small, cost[first], rows, group)


def families(model: Ints, rows: int) -> Ints:
    """Labels of a program's rows: those of its model, (k,), and for rows after them one each."""
    return np.append(model, model.max(initial=-1) + 1 + np.arange(rows - len(model)))


def _added(label: Ints, count: int, sides: Ints) -> Ints:
    """Sums of sides by label; one without limit leaves the sum without limit."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, label, np.clip(sides, -UNLIMITED, UNLIMITED))
    total[label[sides <= -UNLIMITED]] = -FREE
    total[label[sides >= UNLIMITED]] = FREE
    return total
