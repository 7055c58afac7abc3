"""Parameters of a run as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class RunParameters:
    """What a run decides before its first plan.

    Attributes
    ----------
    most_options_by_zone
        Options up to which zones are part of the model, 0 or more.
    reserve, reserve_requests, reserve_share
        To place, explain and judge a plan: seconds of any run, 0 or more, and one more for each so many requests.
        It is never more than this share of the time there is.
    clock_noise
        Seconds that tell nothing of how busy a machine is, above 0.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    most_options_by_zone: int = 6_000
    reserve: float = 0.4
    reserve_requests: int = 5_000
    reserve_share: float = 0.2
    clock_noise: float = 0.05

    def __post_init__(self) -> None:
        require_range(self, "most_options_by_zone", "reserve")
        require_range(self, "reserve_requests", least=1)
        require_range(self, "clock_noise", least=0.001)
        require_range(self, "reserve_share", most=1)
