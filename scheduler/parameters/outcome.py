"""Time for what is found once a plan is there: reasons, remedies, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class OutcomeParameters:
    """Seconds that `scheduler.outcome` keeps or takes, each 0 or more.

    Attributes
    ----------
    grace
        Later than asked for, at most, that a plan may be for the sake of saying what would help.
    remedy
        IndexedReference to say what would help, of any plan.
    cell
        IndexedReference for that of each request and slot besides, as measured.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    grace: float = 0.5
    remedy: float = 0.1
    cell: float = 2e-6

    def __post_init__(self) -> None:
        require_range(self, "grace", "remedy", "cell")
