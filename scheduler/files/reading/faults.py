"""Collect what is wrong with a document, each fault with its place, and say it all at once."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TypeAlias

from scheduler.errors import Fault, UnusableInput

Steps: TypeAlias = tuple[str | int, ...]

SHOWN = 50
"""Faults that are spelled out; the others are counted."""

_LONGEST_QUOTE = 60


def json_path(steps: Steps) -> str:
    """Write steps into a document as a JSON path, ``$.requests[3].value``."""
    parts = []
    for step in steps:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.isascii() and step.isidentifier():
            parts.append(f".{step}")
        else:
            parts.append(f"[{json.dumps(step)}]")
    return "$" + "".join(parts)


def quoted(text: str) -> str:
    """Put user's text into a message: on one line, shortened, and safe to print even where it holds broken characters."""
    return repr(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…")


def kind_of(value: object) -> str:
    """Name a JSON value in a message; a text or number is shown, a list or an object only named."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {quoted(value)}"
        case list():
            return "a list"
        case dict():
            return "an object"
        case int() if abs(value) >= 10**18:
            return "a number of more than 18 digits"
        case _:
            return str(value)


class Faults:
    """The faults of one document so far.

    Parameters
    ----------
    file
        The document's name as the user gave it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._shown: list[Fault] = []
        self._count = 0

    @property
    def wanted(self) -> bool:
        """Whether another fault would still be spelled out, so that it is worth some work to word it well."""
        return self._count < SHOWN

    def add(self, steps: Steps, problem: str) -> None:
        """Note one fault at a place in the document."""
        if self.wanted:
            self._shown.append(Fault(json_path(steps), problem))
        self._count += 1

    def add_wrong_type(self, steps: Steps, expected: str, value: object) -> None:
        """Note that a value is not of the type that belongs here."""
        self.add(steps, f"must be {expected}, and is {kind_of(value)}")

    def add_unknown(self, steps: Steps, word: str, name: str, known: list[str]) -> None:
        """Note a name that nothing has, with the one that was probably meant."""
        if not self.wanted:
            return self.add(steps, "")
        close = get_close_matches(name, known, n=1) if len(name) <= _LONGEST_QUOTE else []
        hint = f" (did you mean {quoted(close[0])}?)" if close else ""
        self.add(steps, f"unknown {word} {quoted(name)}{hint}")

    def as_error(self) -> UnusableInput:
        """Every fault, or the first `SHOWN` and how many more there are; there must be one at least."""
        more = [Fault("", f"and {self._count - SHOWN} more")] if self._count > SHOWN else []
        return UnusableInput(self.file, [*self._shown, *more])

    def raise_if_any(self) -> None:
        """End the reading where anything was wrong.

        Raises
        ------
        UnusableInput
            As `as_error` makes it.
        """
        if self._shown:
            raise self.as_error()
