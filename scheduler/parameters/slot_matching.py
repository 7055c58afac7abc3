"""Parameters of a schedule made slot by slot."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class SlotMatchingParameters:
    """Weights of the matching in each slot; the heaviest is taken.

    Attributes
    ----------
    any
        Weight of any meeting, above 0.
    urgent
        Weight of somebody who needs every slot that is left, 0 or more.
    steep
        Power of the share of slots needed by which that weight grows, above 0.
    stay
        Weight, in a compact schedule, of going on at once rather than waiting, 0 or more.
    noise
        Weights differ at random by less than this, above 0: most matchings are whole then.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    any: int = 320
    urgent: int = 16_000
    steep: int = 6
    stay: int = 4_000
    noise: int = 8

    def __post_init__(self) -> None:
        require_range(self, "any", "steep", "noise", least=1)
        require_range(self, "urgent", "stay")
