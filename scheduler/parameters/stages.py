"""Parameters of the stages: how large an event each is for, and how much of the time left it may take."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class StageParameters:
    """Which stages a run goes through, and for how long.

    Sizes are counted in options, 0 or more. Shares are of the time left when a stage begins, 0 to 1.
    A reproducible run ignores the shares: it looks at the clock only at its very end.

    Attributes
    ----------
    small
        Up to this size CP-SAT alone does everything.
    medium
        Up to this size CP-SAT sees the whole model.
    large
        Above this size the linear program of the whole model takes too long.
    linear_first_share
        For a plan in which the linear goals come first, where these come after others.
    without_waits_share
        For leaving out what makes somebody wait in such a plan.
    linear_share
        For the linear goals at the front, where others follow.
    max_min_share
        For the lowest satisfaction, where it is one of these.
    late_bound_share
        For the bound of each linear goal after others.
    compact_share
        For annealing, where no proof is looked for beside it.
    race_share
        For MaxSAT on the first goal from a plan that was made for the later ones.
    optimal_face_share
        For MaxSAT among the plans of the best cost; the search for better plans goes on beside it.
    neighbourhood_share
        For neighbourhoods, where CP-SAT sees the whole model after them.
    ask_share
        Of the time for neighbourhoods: what is left of it when it is asked which breaks there have to be.
    ask_part
        Of what is left then: what the questions may take at most.
    round_seconds
        Seconds of a reproducible run for each round of neighbourhoods, above 0. It ends well before the clock even on a
        machine several times slower than usual.
    units_part
        Of a reproducible run's seconds: units of CP-SAT's deterministic time for the exact solves of all goals together.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    small: int = 400
    medium: int = 6_000
    large: int = 250_000
    linear_first_share: float = 0.6
    without_waits_share: float = 0.3
    linear_share: float = 0.6
    max_min_share: float = 0.5
    late_bound_share: float = 0.2
    compact_share: float = 0.4
    race_share: float = 0.3
    optimal_face_share: float = 0.8
    neighbourhood_share: float = 0.5
    ask_share: float = 0.4
    ask_part: float = 0.5
    round_seconds: float = 2.5
    units_part: float = 1 / 8

    def __post_init__(self) -> None:
        require_range(self, "small", "medium", "large")
        require_range(self, "linear_first_share", "without_waits_share", "linear_share", "max_min_share", "late_bound_share", most=1)
        require_range(self, "compact_share", "race_share", "optimal_face_share", "neighbourhood_share", "ask_share", "ask_part", most=1)
        require_range(self, "round_seconds", "units_part", least=1e-6)
