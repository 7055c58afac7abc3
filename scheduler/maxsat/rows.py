"""An integer linear program of small coefficients as clauses, with its cost as soft clauses.

Integer columns are written in unary, and a coefficient of 2 counts its column twice. A long "at most k" row counts groups of
columns that exclude one another instead of the columns themselves (the clusters of Bofill et al., JAIR 74, 2022, section 4), which
makes the counters several times smaller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.maxsat.clauses import Clauses, Literal
from scheduler.parameters import DEFAULTS, ClauseParameters
from scheduler.program.integer_program import UNLIMITED, Linear


class NotClausal(ValueError):
    """A row or cost has other coefficients than -1, 0 and 1."""


@dataclass(frozen=True)
class Formula:
    """Hard and soft clauses; `constant` is the cost that is there whatever is chosen.

    ``rare`` are variables that few good solutions make true, to look first where there are none.
    """

    wcnf: Any
    constant: int
    lower: Ints
    offsets: Ints
    rare: tuple[int, ...] = ()

    def decode(self, true: Bools) -> Ints:
        """Columns from truth values, (variables + 1,) with entry 0 unused."""
        counts = np.concatenate(([0], np.cumsum(true[1 : self.offsets[-1]])))
        return self.lower + counts[self.offsets[1:] - 1] - counts[self.offsets[:-1] - 1]


def is_clausal(linear: Linear, cost: Ints, parameters: ClauseParameters = DEFAULTS.clauses) -> bool:
    """Whether `encode` can write this program."""
    small = (np.abs(linear.matrix.data) <= 1).all() and (linear.upper - linear.lower <= parameters.width).all()
    return bool(small and (cost >= 0).all() and (cost <= 1).all())


def encode(linear: Linear, cost: Ints, parameters: ClauseParameters = DEFAULTS.clauses) -> Formula:
    """Write a program as weighted clauses.

    Raises
    ------
    NotClausal
        If a coefficient is not -1, 0 or 1.
    """
    if not is_clausal(linear, cost, parameters):
        raise NotClausal("the program has coefficients that clauses cannot count")
    rows = RowWriter(linear, parameters)
    for column in np.flatnonzero(cost):
        for bit in range(int(rows.offsets[column]), int(rows.offsets[column + 1])):
            rows.clauses.prefer_not(bit)
    return rows.formula(int(cost @ linear.lower))


def variables(literals: Iterable[Literal]) -> tuple[int, ...]:
    """Those of some positive literals that are no constants."""
    return tuple(literal for literal in literals if not isinstance(literal, bool))


class RowWriter:
    """The columns and rows of a program as clauses, to which others can be added.

    Attributes
    ----------
    clauses
        What is written.
    offsets
        (n + 1,) first variable of each column, and the first after all.
    """

    def __init__(self, linear: Linear, parameters: ClauseParameters = DEFAULTS.clauses) -> None:
        self.linear = linear
        width = linear.upper - linear.lower
        self.offsets = np.concatenate(([1], 1 + np.cumsum(width))).astype(np.int64)
        self.clauses = Clauses(int(self.offsets[-1]) - 1, parameters)
        for column in np.flatnonzero(width > 1):
            bits = range(int(self.offsets[column]), int(self.offsets[column + 1]))
            for low, high in pairwise(bits):
                self.clauses.add(low, -high)
        self.groups = self._exclusive()
        self._rows()

    def formula(self, constant: int = 0, rare: Sequence[Literal] = ()) -> Formula:
        """All that is written by now."""
        wcnf = self.clauses.wcnf
        # Columns that no clause names are variables all the same.
        wcnf.nv = max(wcnf.nv, int(self.offsets[-1]) - 1)
        return Formula(wcnf, constant, self.linear.lower, self.offsets, variables(rare))

    def literal(self, column: int) -> Literal:
        """Whether a column of limits within 0 and 1 is 1."""
        linear = self.linear
        return int(self.offsets[column]) if linear.lower[column] < linear.upper[column] else bool(linear.lower[column])

    def _rows(self) -> None:
        linear, matrix = self.linear, self.linear.matrix
        constant = matrix @ linear.lower
        for row in range(linear.rows):
            cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
            literals = self._literals(matrix.indices[cells].tolist(), matrix.data[cells].tolist())
            negative = sum(literal < 0 for literal in literals)
            if linear.high[row] < UNLIMITED:
                self._at_most(literals, int(linear.high[row] - constant[row]) + negative)
            if linear.low[row] > -UNLIMITED:
                self._at_least(literals, int(linear.low[row] - constant[row]) + negative)

    def _literals(self, columns: list[int], signs: list[int]) -> list[int]:
        return [
            bit if sign > 0 else -bit
            for column, sign in zip(columns, signs, strict=True)
            for bit in range(int(self.offsets[column]), int(self.offsets[column + 1]))
            for _ in range(abs(sign))
        ]

    def _at_least(self, literals: list[int], least: int) -> None:
        if least == 1:
            self.clauses.add(*literals)
        elif least > 1:
            self.clauses.at_most([-literal for literal in literals], len(literals) - least)

    def _at_most(self, literals: list[int], most: int) -> None:
        once = len(set(literals)) == len(literals)  # a cluster counts its literals once
        if once and 1 < most < len(literals) - 1:
            literals = self.clauses.clustered(literals, self.groups)
        self.clauses.at_most(literals, most)

    def _exclusive(self) -> dict[int, list[int]]:
        """For each variable, the rows that allow at most one of their (positive, 0-1) columns."""
        linear, matrix = self.linear, self.linear.matrix
        groups: dict[int, list[int]] = defaultdict(list)
        for row in np.flatnonzero(linear.high == 1):
            cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
            columns = matrix.indices[cells]
            if (matrix.data[cells] == 1).all() and (linear.lower[columns] == 0).all() and (linear.upper[columns] == 1).all():
                for column in columns.tolist():
                    groups[int(self.offsets[column])].append(int(row))
        return groups
