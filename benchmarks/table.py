"""Lines of the tables that `bms bench` prints, and what stands in their columns."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.plan import GoalResult


def line_of(columns: Sequence[str], widths: Sequence[int]) -> str:
    """The first column to the left, the others to the right; there may be fewer of them than widths."""
    first, *others = columns
    return f"{first:<{widths[0]}}" + "".join(f" {column:>{width}}" for column, width in zip(others, widths[1:], strict=False))


def shown(goal: GoalResult | None) -> tuple[str, str]:
    """What is achieved of a goal, and its bound."""
    return ("-", "-") if goal is None else (str(goal.achieved), str(goal.bound))


def gap_of(goal: GoalResult | None) -> str:
    """How far a value is from its bound, in percent of the bound."""
    return "-" if goal is None else f"{100 * (goal.bound - goal.achieved) / max(1, goal.bound):.3f} %"
