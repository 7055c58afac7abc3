"""Requests shown to be outweighed by asking CP-SAT."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class AskingParameters:
    """How much is asked, and how long, in `scheduler.reasons.asking`.

    Attributes
    ----------
    coefficients
        In a program, 0 or more, above which nothing is asked.
    explained_options
        Options, 0 or more, up to which requests that have a reason already are asked about too.
    patience
        For one question, above 0: seconds, or in a reproducible run units of CP-SAT's deterministic time.
    questions
        At most, 0 or more, for requests of one kind.
    margin
        Seconds left for what comes after, 0 or more.
    building
        Seconds a coefficient before a search begins, 0 or more, as measured.
    effort, explained_effort
        Seconds in all for requests without and with another reason, 0 or more; a reproducible run has all the time left.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    coefficients: int = 150_000
    explained_options: int = 1_000
    patience: float = 1.0
    questions: int = 60
    margin: float = 0.1
    building: float = 4e-6
    effort: float = 5.0
    explained_effort: float = 1.0

    def __post_init__(self) -> None:
        require_range(self, "coefficients", "explained_options", "questions", "margin", "building", "effort", "explained_effort")
        require_range(self, "patience", least=0.001)
