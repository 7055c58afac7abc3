"""Which place of its pool a meeting gets."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class PlacementParameters:
    """How `scheduler.construction.place_assignment` weighs moves, and how often it goes over the slots.

    Attributes
    ----------
    sweeps
        Times that it goes over all slots at most, 1 or more; it ends before where nothing changes.
    zone
        Weight of each participant who changes zone between two slots, 0 or more: far more than a change of place.
    wanted_zone
        Weight of a meeting in the zone that it is to be in, 0 or more: more than all that its participants can change.
    place
        Weight of each participant who changes place, or is not at its home, 0 or more.
    cells
        Meetings of a slot times places of a pool, 0 or more, above which they are placed one after the other and not all at once.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    sweeps: int = 6
    zone: int = 1_000
    wanted_zone: int = 1_000_000
    place: int = 1
    cells: int = 2_000_000

    def __post_init__(self) -> None:
        require_range(self, "sweeps", least=1)
        require_range(self, "cells")
        require_range(self, "zone", "place", "wanted_zone", most=1_000_000)
