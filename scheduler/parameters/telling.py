"""A conflict in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class TellingParameters:
    """How many of a kind are said one by one in `scheduler.infeasibility.telling`.

    Attributes
    ----------
    meetings
        Of one participant, 2 or more, from which on they are said in one line.
    chain
        Meetings, each after the one before, 2 or more, from which on they are said in one line.
    lines
        Of one kind, 0 or more, above which they become one.
    ids
        At most so many are all named in such a line, 1 or more.
    first_ids
        Named of more than those, 1 or more; the others are counted.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    meetings: int = 4
    chain: int = 3
    lines: int = 12
    ids: int = 30
    first_ids: int = 8

    def __post_init__(self) -> None:
        require_range(self, "meetings", "chain", least=2)
        require_range(self, "lines")
        require_range(self, "ids", "first_ids", least=1)
