"""Rules and goals written as clauses: how counters are made, and what is too large to be counted."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class ClauseParameters:
    """How `scheduler.maxsat.clauses` and those that use it write counters.

    Attributes
    ----------
    pairwise
        "At most one" of so many literals or fewer is written as pairs, 0 or more. Pairs propagate best, and there are few of few.
    tight
        Share of a slot's places, 0 to 1, from which on it is worth a counter that they must be filled.
    coefficient
        Largest coefficient of a row that is counted, 1 or more: each column is counted as often as it says.
    width
        Most values of an integer column beside its least, 1 or more: it is written in unary.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    pairwise: int = 6
    tight: float = 7 / 8
    coefficient: int = 30
    width: int = 100

    def __post_init__(self) -> None:
        require_range(self, "pairwise")
        require_range(self, "tight", most=1)
        require_range(self, "coefficient", "width", least=1)
