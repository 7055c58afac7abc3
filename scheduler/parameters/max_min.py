"""Parameters of the lowest satisfaction."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class MaxMinParameters:
    """How each percentage is asked for.

    Attributes
    ----------
    noise
        What is held costs at random from 1 to this, above 0, so that fewer plans are equal.
    share
        Of the time left for one percentage, 0 to 1: the first that is tried may settle everything.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    noise: int = 9
    share: float = 0.7

    def __post_init__(self) -> None:
        require_range(self, "noise", least=1)
        require_range(self, "share", most=1)
