"""Parameters of breaks that no plan can do without."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class BreakBoundParameters:
    """Where it is worth asking.

    Attributes
    ----------
    most_days
        Days that are asked for, 0 or more: with more of them search still finds better plans faster than programs show anything.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    most_days: int = 60

    def __post_init__(self) -> None:
        require_range(self, "most_days")
