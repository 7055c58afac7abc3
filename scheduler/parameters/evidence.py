"""Prices that prove a bound, found anew at the end of a run."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class EvidenceParameters:
    """When `scheduler.certificates` solves a linear program of its own, because the run has kept no prices.

    Attributes
    ----------
    options
        Of the largest event for which it does, 0 or more.
    repair_options
        The same for a repair, 0 or more. A repair keeps no prices: its relaxations are of what it left open.
    seconds
        That one goal may take, 0 or more; a reproducible run has all the time left.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    options: int = 6_000
    repair_options: int = 20_000
    seconds: float = 1.0

    def __post_init__(self) -> None:
        require_range(self, "options", "repair_options", "seconds")
