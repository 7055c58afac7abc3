"""Parameters of the first plan."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class FirstPlanParameters:
    """How a first plan is found.

    Attributes
    ----------
    seat_seconds, seat_share
        For good seats in the dialogues: seconds, above 0, and at most this share of the time left. They are worth a second;
        whether there is a plan at all is worth all the time there is.
    units_part
        Of a reproducible run's seconds: units of deterministic time for CP-SAT, above 0.
    chunk
        Options that are tried one by one before those that have become impossible are left out, above 0. The plan is the
        same with any number; this one is quick.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    seat_seconds: float = 1.0
    seat_share: float = 1 / 3
    units_part: float = 1 / 8
    chunk: int = 20_000

    def __post_init__(self) -> None:
        require_range(self, "seat_seconds", "units_part", least=0.001)
        require_range(self, "seat_share", most=1)
        require_range(self, "chunk", least=1)
