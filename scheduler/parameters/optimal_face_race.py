"""Parameters of MaxSAT among the plans of the best cost."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class OptimalFaceRaceParameters:
    """Where it is worth a try.

    Attributes
    ----------
    most_options
        Options that are worth writing as clauses, 0 or more.
    least_seconds
        Seconds that there have to be for it to pay, 0 or more.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    most_options: int = 20_000
    least_seconds: float = 8.0

    def __post_init__(self) -> None:
        require_range(self, "most_options", "least_seconds")
