"""Why no plan exists: how long a small conflict is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class ConflictParameters:
    """Time and sizes of the search for a conflict in `scheduler.infeasibility`.

    Attributes
    ----------
    patience
        Seconds, 0 or more, after which nobody wants to wait for fewer lines.
    breaks_patience
        The same for a smallest conflict where differences of breaks count, 0 or more: it takes a second or so, or far longer.
    reserve
        Share of all the time, 0 to 1, that is left for telling the conflict.
    core_share
        Of the time left, 0 to 1, for each of the first smaller conflicts.
    question_share
        Of the time left, 0 to 1, for one question whether there is a plan.
    without_breaks_share
        The same for the question whether there is none without the limit on differences of breaks either: much depends on it.
    held
        Things to hold, 0 or more, above which asking for each whether it is needed takes longer than it helps.
    quick
        Conflicts of the SAT solver, 1 or more, after which counting may know sooner.
    slice
        Conflicts of the SAT solver between looks at the clock, 1 or more.
    exact_sets
        Of meetings with too few slots, 0 or more, above which only the numbers of slots count.
    people
        Participants looked at one by one for each correction, 0 or more.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    patience: float = 20.0
    breaks_patience: float = 8.0
    reserve: float = 0.05
    core_share: float = 0.2
    question_share: float = 0.2
    without_breaks_share: float = 0.5
    held: int = 40
    quick: int = 1_000
    slice: int = 10_000
    exact_sets: int = 40
    people: int = 3

    def __post_init__(self) -> None:
        require_range(self, "patience", "breaks_patience", "held", "exact_sets", "people")
        require_range(self, "reserve", "core_share", "question_share", "without_breaks_share", most=1)
        require_range(self, "quick", "slice", least=1)
