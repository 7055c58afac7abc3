"""An integer linear program as sparse arrays, built in blocks and never one Python call a variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from scheduler.arrays import Ints

FREE = 1 << 50  # a side of a row without limit
UNLIMITED = 1 << 29  # a side this large is no limit either
BY_SLOT = {"diary": 1, "places": 1, "one_place": 1, "one_pool": 1}  # kinds of rows there is one of a slot, and which key that is


@dataclass(frozen=True)
class Linear:
    """Rows ``low <= matrix @ x <= high`` over integer columns ``lower <= x <= upper``.

    ``matrix`` is CSR of int64, (m, n).
    """

    matrix: sp.csr_array
    low: Ints
    high: Ints
    lower: Ints
    upper: Ints

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.lower)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.low)

    @cached_property
    def by_column(self) -> sp.csc_array:
        """The matrix by columns, made when first asked for: picking columns takes time in proportion to their entries only."""
        return sp.csc_array(self.matrix.tocsc())

    def with_row(self, coefficients: Ints, low: int, high: int) -> Linear:
        """The same with one more row; `coefficients` is dense, (n,)."""
        row = sp.csr_array(coefficients.reshape(1, -1))
        return Linear(
            sp.csr_array(sp.vstack([self.matrix, row], format="csr")),
            np.append(self.low, low),
            np.append(self.high, high),
            self.lower,
            self.upper,
        )

    def violated(self, x: Ints) -> Ints:
        """Indices of rows that `x` breaks."""
        activity = self.matrix @ x
        return np.flatnonzero((activity < self.low) | (activity > self.high))


@dataclass(frozen=True)
class Block:
    """What rows that were added together are about: their kind, the first of them, and keys of each, all (count,)."""

    kind: str
    first: int
    keys: tuple[Ints, ...]


@dataclass
class LinearBuilder:
    """Collects columns and rows block by block; those that a certificate may put a price on say what they are about."""

    lower: list[Ints] = field(default_factory=list)
    upper: list[Ints] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    blocks: list[Block] = field(default_factory=list)
    _row: list[Ints] = field(default_factory=list)
    _column: list[Ints] = field(default_factory=list)
    _coefficient: list[Ints] = field(default_factory=list)
    _low: list[Ints] = field(default_factory=list)
    _high: list[Ints] = field(default_factory=list)

    def add_columns(self, count: int, upper: Ints | int = 1, lower: Ints | int = 0) -> Ints:
        """Add `count` integer columns and return their indices."""
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=np.int64), count))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=np.int64), count))
        self.columns += count
        return np.arange(self.columns - count, self.columns, dtype=np.int64)

    def add_rows(
        self,
        row: npt.ArrayLike,
        column: npt.ArrayLike,
        coefficient: npt.ArrayLike | int,
        low: Ints | int,
        high: Ints | int,
        count: int | None = None,
        about: tuple[str, *tuple[npt.ArrayLike, ...]] | None = None,
    ) -> None:
        """Add rows from triplets; `row` counts from 0 within this block, entries of one cell add up.

        Parameters
        ----------
        row, column
            (k,) cells.
        coefficient
            (k,) or one number for all.
        low, high
            (count,) or one number for all.
        count
            Rows of the block; by default one more than the largest in `row`.
        about
            Kind and keys of the rows, for `Block`; a key is (count,) or one number for all.
        """
        rows = np.asarray(row, dtype=np.int64)
        columns = np.asarray(column, dtype=np.int64)
        size = count if count is not None else (int(rows.max()) + 1 if len(rows) else 0)
        if size == 0:
            return
        if about is not None:
            kind, *keys = about
            self.blocks.append(Block(kind, self.rows, tuple(np.broadcast_to(np.asarray(key, dtype=np.int64), size) for key in keys)))
        self._row.append(rows + self.rows)
        self._column.append(columns)
        self._coefficient.append(np.broadcast_to(np.asarray(coefficient, dtype=np.int64), len(rows)))
        self._low.append(np.broadcast_to(np.asarray(low, dtype=np.int64), size))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=np.int64), size))
        self.rows += size

    @property
    def family(self) -> Ints:
        """(m,) number of each row's family: rows of one block that say the same of different slots; all others stand alone."""
        family = np.arange(self.rows, dtype=np.int64)
        for block in self.blocks:
            if block.kind in BY_SLOT:
                keys = np.stack([key for k, key in enumerate(block.keys) if k != BY_SLOT[block.kind]])
                _, number = np.unique(keys, axis=1, return_inverse=True)
                family[block.first : block.first + keys.shape[1]] = block.first + number.ravel()
        return family

    def build(self) -> Linear:
        """The program collected so far."""

        def joined(parts: list[Ints]) -> Ints:
            return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

        triplets = (joined(self._coefficient), (joined(self._row), joined(self._column)))
        matrix = sp.coo_array(triplets, shape=(self.rows, self.columns), dtype=np.int64).tocsr()
        return Linear(sp.csr_array(matrix), joined(self._low), joined(self._high), joined(self.lower), joined(self.upper))


def compact(keys: Ints) -> tuple[Ints, Ints]:
    """Number the distinct keys from 0: returns (number of each key, the distinct keys)."""
    distinct, number = np.unique(keys, return_inverse=True)
    return number.astype(np.int64), distinct.astype(np.int64)
