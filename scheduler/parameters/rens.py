"""Parameters of completing a relaxation to a plan."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class RensParameters:
    """How long each integer program around what is fractional may take.

    Attributes
    ----------
    share
        Of the time left for one of them, 0 to 1.
    least_seconds
        Seconds that it has at least, above 0.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    share: float = 0.2
    least_seconds: float = 1.0

    def __post_init__(self) -> None:
        require_range(self, "share", most=1)
        require_range(self, "least_seconds", least=0.001)
