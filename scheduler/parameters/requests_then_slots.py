"""Parameters of plans for floor and value that choose the requests first, and then their slots."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class RequestsThenSlotsParameters:
    """How long it is tried to give all chosen requests a slot.

    Attributes
    ----------
    starts
        Schedules begun anew, 1 or more, each in another order.
    tries
        Pairs of slots that are exchanged for one request, 0 or more, before it takes a slot all the same.
    evictions
        Requests of one schedule that do so, 0 or more, before what is in the way is left over.
    rounds
        Choices without the requests that were left over, 0 or more.
    dialogue_columns
        Columns of dialogues, 0 or more, above which a plan with those of the first one comes before they are decided.
    dialogue_share
        Of the time left, 0 to 1, for the integer program that chooses the dialogues.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    starts: int = 4
    tries: int = 400
    evictions: int = 2_000
    rounds: int = 8
    dialogue_columns: int = 20_000
    dialogue_share: float = 0.6

    def __post_init__(self) -> None:
        require_range(self, "starts", least=1)
        require_range(self, "tries", "evictions", "rounds", "dialogue_columns")
        require_range(self, "dialogue_share", most=1)
