"""Parameters of linear goals by reduced-cost fixing."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class ReducedCostFixingParameters:
    """How wide a band of reduced costs is opened; all above 0.

    Attributes
    ----------
    unit_part
        The first band is the median coefficient of the cost divided by this.
    near
        Bands within which columns may be in a good plan, for plans made from the relaxation.
    widen
        By how much a band grows that leaves a gap.
    at_once
        A gap of so many bands is closed at once.
    beside
        Bands within which neighbourhoods search meanwhile.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    unit_part: int = 4
    near: int = 2
    widen: int = 4
    at_once: int = 4
    beside: int = 4

    def __post_init__(self) -> None:
        require_range(self, "unit_part", "near", "widen", "at_once", "beside", least=1)
