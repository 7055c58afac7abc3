"""What would help a request that is not held."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class RemedyParameters:
    """How far `scheduler.reasons.remedies` and `scheduler.reasons.chains` look.

    Attributes
    ----------
    cells
        (request, slot) looked at together, 1 or more; the memory needed grows with them.
    moves
        Meetings of one chain at most, 0 or more. Up to so many the fewest moves are found.
    leavers
        Meetings looked at that could leave a place, 0 or more, in each step of a chain.
    steps
        Meetings tried in a slot for one request, 0 or more, after which it is given up.
    all_steps
        The same for all requests together; each has its even share, if that is less.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    cells: int = 1 << 19
    moves: int = 3
    leavers: int = 40
    steps: int = 4_000
    all_steps: int = 150_000

    def __post_init__(self) -> None:
        require_range(self, "cells", least=1)
        require_range(self, "moves", "leavers", "steps", "all_steps")
