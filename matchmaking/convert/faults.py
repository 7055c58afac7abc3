"""Faults of one source, gathered so that all of them are said at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from scheduler.errors import Fault, UnusableInput

MOST_FAULTS = 1000
MOST_COMPARED = 2000
MOST_HINTS = 50
LONGEST_QUOTE = 60


class UnusableFolder(UnusableInput):
    """A folder whose files cannot be used; each fault's path begins with the file, and so reads on from the folder."""

    def __init__(self, folder: str, faults: Sequence[Fault]) -> None:
        super().__init__(folder, faults)
        self.args = ("\n".join(f"{folder}{'/' if fault.path else ': '}{fault}" for fault in self.faults),)


class FaultList:
    """Collects faults; beyond the first thousand it only counts them.

    Parameters
    ----------
    source
        The file or folder as the user gave it.
    error
        What to raise.
    """

    def __init__(self, source: str, error: type[UnusableInput] = UnusableInput) -> None:
        self._source = source
        self._error = error
        self._noted: list[tuple[tuple[int, ...], Fault]] = []
        self._count = 0

    @property
    def hinting(self) -> bool:
        """Whether there are few faults so far, so that looking for what was meant is worth its time."""
        return self._count < MOST_HINTS

    def add(self, path: str, problem: str, order: tuple[int, ...] = ()) -> None:
        """Note one fault; those with a lower order come first, equal ones as they came."""
        self._count += 1
        if len(self._noted) < MOST_FAULTS:
            self._noted.append((order, Fault(path, problem)))

    def raise_any(self) -> None:
        """Raise what was noted, if anything was.

        Raises
        ------
        UnusableInput
            With the first thousand faults in order, and a closing line that counts the others.
        """
        if not self._count:
            return
        faults = [fault for _, fault in sorted(self._noted, key=lambda noted: noted[0])]
        if self._count > len(faults):
            faults.append(Fault("", f"and {self._count - len(faults):,} more faults"))
        raise self._error(self._source, faults)


def quoted(text: str) -> str:
    """A piece of the user's input within a message: in quotes, on one line, not too long."""
    flat = " ".join(text.replace('"', "'").split())
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)
    return f'"{shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 3] + "..."}"'


def suggestion(name: str, known: Iterable[str]) -> str:
    """``; did you mean "…"?`` where one of the known names is close, else nothing."""
    names = list(known)
    if len(name) > LONGEST_QUOTE or len(names) > MOST_COMPARED:
        return ""
    same = [other for other in names if other.casefold() == name.casefold()]
    close = same or get_close_matches(name, names, 1)
    return f"; did you mean {quoted(close[0])}?" if close else ""
