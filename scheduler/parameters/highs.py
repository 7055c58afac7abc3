"""HiGHS in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class HighsParameters:
    """How long HiGHS is waited for.

    Attributes
    ----------
    grace
        Seconds after its time in which it may end by itself, 0 or more: between two of its looks at the clock it can be long. Then its
        process is ended.
    poll
        Seconds, above 0, between looks at a request to stop while it has nothing to tell.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    grace: float = 0.25
    poll: float = 0.05

    def __post_init__(self) -> None:
        require_range(self, "grace")
        require_range(self, "poll", least=0.001)
