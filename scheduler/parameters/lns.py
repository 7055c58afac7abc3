"""Parameters of the search in large neighbourhoods."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class LnsParameters:
    """How neighbourhoods are chosen and solved.

    Attributes
    ----------
    shortfall_weight
        How much more a missing meeting of a floor draws the search than a break, 0 or more.
    seconds
        For one neighbourhood, above 0.
    units
        Of deterministic time for one, in a reproducible run, above 0.
    columns
        Of one neighbourhood, above 0: more take longer to be written down than to be solved.
    slot_options
        Options a slot above which whole slots are too much for one neighbourhood, 0 or more.
    first
        Requests of the first neighbourhoods, above 0. Small ones are solved at once and grow.
    first_counted
        The same where rounds are counted, as there are too few of them to grow.
    first_least
        Requests of the first neighbourhoods at least, however few there are in all; above 0.
    dialogue_share
        How often the decisions of all dialogues are free as well, 0 to 1.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    shortfall_weight: int = 20
    seconds: float = 1.5
    units: float = 0.6
    columns: int = 200_000
    slot_options: int = 10_000
    first: int = 80
    first_counted: int = 600
    first_least: int = 30
    dialogue_share: float = 0.15

    def __post_init__(self) -> None:
        require_range(self, "shortfall_weight", "slot_options")
        require_range(self, "seconds", "units", least=0.001)
        require_range(self, "columns", "first", "first_counted", "first_least", least=1)
        require_range(self, "dialogue_share", most=1)
