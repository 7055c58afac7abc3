"""The plans of one cost, as rows with small coefficients."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class OptimalFaceParameters:
    """How roughly `scheduler.program.optimal_face` counts what a gap leaves room for; coefficients stay below these numbers.

    Attributes
    ----------
    levels
        Parts of the gap in which its terms are counted, rounded down; 1 or more. More of them are more exact and longer to count.
    group
        Most units of what a cheap row leaves unused that are counted as one, 1 or more.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    levels: int = 16
    group: int = 30

    def __post_init__(self) -> None:
        require_range(self, "levels", "group", least=1)
