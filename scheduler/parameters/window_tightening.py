"""Parameters of compact agendas by linear programming."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class WindowTighteningParameters:
    """How windows are tightened.

    A penalty of one unit is a slot divided by `penalties_a_slot`.

    Attributes
    ----------
    rounds, rounds_reproducible
        Linear programs at most, above 0; a reproducible run has fewer.
    patience
        Rounds in a row without a better plan after which it ends, above 0.
    penalties_a_slot
        Units of penalty for a slot outside a window, above 0.
    noise
        Penalties differ at random by less than this, above 0. It makes the best vertex unique, and most vertices are whole.
    goal_weight
        Of one unit of the goal against penalties, above 0: too much for a penalty to cost any value.
    band
        Reduced cost, in penalties, of what is open to finish a fractional round, 0 or more.
    gap
        In penalties, at which finishing a round may end, 0 or more.
    finish_seconds, finish_share
        To finish a round: seconds, above 0, and at most this share of the time left.
    units
        Of deterministic time to finish a round in a reproducible run, above 0.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    rounds: int = 15
    rounds_reproducible: int = 7
    patience: int = 4
    penalties_a_slot: int = 16
    noise: int = 8
    goal_weight: int = 8_000
    band: int = 40
    gap: int = 40
    finish_seconds: float = 10.0
    finish_share: float = 0.25
    units: float = 1.0

    def __post_init__(self) -> None:
        require_range(self, "rounds", "rounds_reproducible", "patience", "penalties_a_slot", "noise", "goal_weight", least=1)
        require_range(self, "finish_seconds", "units", least=0.001)
        require_range(self, "band", "gap")
        require_range(self, "finish_share", most=1)
