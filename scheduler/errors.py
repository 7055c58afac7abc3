"""What can go wrong, told apart: unusable input, a proof that no plan exists, and no answer in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class SchedulerError(Exception):
    """Anything that the scheduler says to its user; the message needs no traceback."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input file.

    Attributes
    ----------
    path
        Where in the file: a JSON path (``$.requests[3].value``) or a place in a table (``row 4, column value``).
    problem
        What is wrong and what is expected, in one sentence without a final full stop.
    """

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem


class UnusableInput(SchedulerError):
    """Input that cannot be used; holds every fault found, the first one first.

    Parameters
    ----------
    file
        The file's name as the user gave it.
    faults
        At least one.
    """

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{file}: {fault}" for fault in self.faults))


class NoPlanExists(SchedulerError):
    """Proven: nothing satisfies the hard rules.

    Parameters
    ----------
    conflict
        Requirements that cannot hold together, in the user's names, as few as were found.
    """

    def __init__(self, conflict: Sequence[str]) -> None:
        self.conflict = tuple(conflict)
        super().__init__("no plan exists; these cannot hold together:\n" + "\n".join(f"- {line}" for line in conflict))


class NoPlanInTime(SchedulerError):
    """No plan was found in the time given, and none was shown to be impossible."""


class TooLarge(SchedulerError):
    """The event needs more memory than there is."""


class BrokenModel(SchedulerError):
    """A plan that the model made and the checker refuses: a defect of this software."""


class WrongCount(BrokenModel):
    """A plan of which model and checker count a goal differently, or that is better than what is proven possible."""
