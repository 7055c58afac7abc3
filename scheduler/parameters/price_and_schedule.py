"""Parameters of linear goals of very large events."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class PriceAndScheduleParameters:
    """How long the steps may take that are not solved to the end.

    Attributes
    ----------
    dialogue_seconds
        For choosing dialogues by price, above 0.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    dialogue_seconds: float = 5.0

    def __post_init__(self) -> None:
        require_range(self, "dialogue_seconds", least=0.001)
