"""Parameters of better plans between pairs of slots."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class SlotPairParameters:
    """How sets of slots are chosen and solved.

    Attributes
    ----------
    seconds
        For one set of slots, above 0.
    cost_weight
        Of the cost against changes, above 0: of equally good plans the one that changes least.
    calm
        Tries without success after which equally good plans may differ in any way, which opens new paths; 0 or more.
    widen
        Tries without success after which one slot more is freed each time, above 0.
    third_share
        How often a third slot is freed anyway, 0 to 1.
    fade
        How much of its appeal a pair of slots keeps after a try, 0 to 1.
    awake
        Power by which appeal comes back to 1 with each try, 0 to 1.
    tries
        In a row without success before it ends, above 0.
    round_seconds
        Seconds of the run for each set of slots in a reproducible one, above 0; several times slower machines need no more.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    seconds: float = 8.0
    cost_weight: int = 1 << 12
    calm: int = 12
    widen: int = 10
    third_share: float = 0.3
    fade: float = 0.3
    awake: float = 0.97
    tries: int = 60
    round_seconds: float = 15.0

    def __post_init__(self) -> None:
        require_range(self, "seconds", "round_seconds", least=0.001)
        require_range(self, "cost_weight", "widen", "tries", least=1)
        require_range(self, "calm")
        require_range(self, "third_share", "fade", "awake", most=1)
