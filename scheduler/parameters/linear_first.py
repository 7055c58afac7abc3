"""Parameters of leaving out what makes somebody wait."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class LinearFirstParameters:
    """How long CP-SAT may take for one part of a plan that was made for later goals; both above 0.

    Attributes
    ----------
    seconds
        For one part.
    units
        Of deterministic time for one, in a reproducible run.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    seconds: float = 6.0
    units: float = 2.0

    def __post_init__(self) -> None:
        require_range(self, "seconds", "units", least=0.001)
