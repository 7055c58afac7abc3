"""Faults of one input, gathered so that all of them are told at once."""

from __future__ import annotations

from scheduler.errors import Fault, UnusableInput

MOST_TOLD = 1000


class FaultList:
    """Collects faults; beyond the first thousand it only counts them.

    Parameters
    ----------
    file
        The file or folder as the user gave it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[Fault] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, path: str, problem: str) -> None:
        """Note one fault at a place in the file."""
        self._count += 1
        if len(self._told) < MOST_TOLD:
            self._told.append(Fault(path, problem))

    def faults(self) -> tuple[Fault, ...]:
        """What was noted, in that order, with a closing line where some are only counted."""
        left_out = self._count - len(self._told)
        return (*self._told, Fault("", f"and {left_out:,} more faults")) if left_out else tuple(self._told)

    def raise_any(self) -> None:
        """Raise what was noted.

        Raises
        ------
        UnusableInput
            There is at least one fault.
        """
        if self._count:
            raise UnusableInput(self.file, self.faults())


def quoted(text: str) -> str:
    """A piece of the user's input within a message: in quotes, on one line, not too long."""
    flat = " ".join(text.replace('"', "'").split())
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)
    return f'"{shown if len(shown) <= 60 else shown[:57] + "..."}"'
