"""What stands in a cell of a spreadsheet: text, whole numbers, yes or no, lists."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from matchmaking.convert.faults import quoted

Cell = str | int | float | bool | datetime | date | time | timedelta | None

YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "waar", "oui", "o", "vrai"})
NO = frozenset({"no", "n", "false", "0", "nee", "neen", "onwaar", "non", "faux"})
NONE = frozenset({"none", "geen", "aucun", "aucune", "-"})

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ .,'\u00a0\u202f\u2019][0-9]{3})+")
_BETWEEN = (re.compile(r"\|"), re.compile(r"[,;\n\r]"), re.compile(r"\s+"))
_SHARE = re.compile(r" ?([^=:|,;]+?) ?[=:] ?([^ =:|,;]+)(?: ?[|,;]| |$)")


class CellProblem(ValueError):
    """What is wrong with a cell, as a message that follows its place."""


def cell_text(cell: Cell) -> str:
    """A cell as text without blanks around it; a whole number without decimals, however the workbook holds it."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)


def parse_whole(cell: Cell, least: int, most: int) -> int:
    """A whole number within limits.

    Raises
    ------
    CellProblem
        It is another kind of number, none at all, or out of range.
    """
    text = cell_text(cell)
    if _WHOLE.fullmatch(text) is None:
        hint = f"; write it without separators: {re.sub('[^0-9+-]', '', text)}" if _GROUPED.fullmatch(text) else ""
        raise CellProblem(f"{quoted(text)} is not a whole number{hint}")
    number = int(text)
    if not least <= number <= most:
        raise CellProblem(f"{number} is not between {least} and {most}")
    return number


def parse_flag(cell: Cell) -> bool:
    """Yes or no, in English, Dutch or French, as 1 or 0, or a cross.

    Raises
    ------
    CellProblem
        It is neither.
    """
    word = cell_text(cell).casefold()
    if word not in YES | NO:
        raise CellProblem(f"{quoted(cell_text(cell))} is neither yes nor no")
    return word in YES


def split_list(text: str, known: Collection[str]) -> list[str]:
    """Split a list into its items, between bars, commas, semicolons, line breaks or blanks.

    Parameters
    ----------
    known
        Names that are kept whole: between bars a name can hold commas and blanks, between commas blanks. A word for "none" is an
        empty list unless it is such a name.
    """
    if text.casefold() in NONE and text not in known:
        return []
    return _split(text, known, 0)


def _split(text: str, known: Collection[str], level: int) -> list[str]:
    part = text.strip()
    if not part:
        return []
    if part in known or level == len(_BETWEEN):
        return [part]
    return [item for piece in _BETWEEN[level].split(part) for item in _split(piece, known, level + 1)]


def parse_shares(text: str, most: int) -> dict[str, int]:
    """Numbers by name, ``buyer=1 supplier=2``; names can hold blanks, commas and bars can stand between.

    Raises
    ------
    CellProblem
        It has another form, or a name twice.
    """
    # A single blank in a row also keeps the pattern from trying all ways to share out many.
    line = " ".join(text.split())
    shares: dict[str, int] = {}
    at = 0
    while at < len(line):
        match = _SHARE.match(line, at)
        if match is None:
            raise CellProblem(f"{quoted(text)} is not of the form buyer=1 supplier=1")
        if match[1] in shares:
            raise CellProblem(f"{quoted(match[1])} is named twice")
        shares[match[1]] = parse_whole(match[2], 0, most)
        at = match.end()
    return shares
