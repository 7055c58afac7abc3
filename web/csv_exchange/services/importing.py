"""Take spreadsheets in from CSV files, whoever saved them: all rows, or none and what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _

from matchmaking.convert.cells import NO, YES
from matchmaking.convert.csv_folder import parse_csv
from matchmaking.convert.formulas import unguarded
from matchmaking.convert.layout import plain_name
from matchmaking.convert.source import decode_text
from scheduler.errors import UnusableInput
from web.activity.services.activity import record
from web.core.errors import DomainError, Invalid
from web.models import Answer, Event, Person, RegistrationState, Role, Strength

Kind = TypeVar("Kind", Strength, Answer, RegistrationState, Role)
MOST_ROWS = 5_000
LONGEST = 200
LONG_COLUMNS = {"message": 1000, "remark": 2000}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a spreadsheet: ``number`` as spreadsheets count, the head being 1, and its cells by column; a column may be missing."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def get(self, column: str, otherwise: str) -> str:
        """A cell, or something else where the file has no such column."""
        return self.cells.get(column, otherwise)

    def __contains__(self, column: str) -> bool:
        return column in self.cells


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were taken in, how many of them brought nothing new, and what is wrong.

    Where anything is wrong, the caller has to undo all of it.
    """

    rows: int
    unchanged: int
    faults: tuple[RowFault, ...]


def read_spreadsheet(content: bytes, columns: Sequence[str], needed: Sequence[str]) -> list[Row]:
    """Read a CSV file: UTF-8, UTF-16 or cp1252, with commas, semicolons or tabs between its cells.

    Parameters
    ----------
    columns
        All that the spreadsheet can have; capitals, blanks and underscores make no difference.
    needed
        Those that it has to have.

    Raises
    ------
    Invalid
        Where it is no spreadsheet, a needed column is missing, one is not known or comes twice, or there are too many rows.
    """
    text = decode_text(content)
    try:
        rows = [] if "\0" in text else parse_csv(text)
    except UnusableInput as error:
        raise Invalid(fields={"file": _("This is not a CSV file: %(fault)s.", fault=error.faults[0])}) from None
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(str(cell).strip() for cell in row)]
    if not filled:
        raise Invalid(fields={"file": _("This is not a CSV file. Save the sheet as “CSV UTF-8” and try again.")})
    names = _columns([str(cell).strip() for cell in filled[0][1]], columns, needed)
    if len(filled) - 1 > MOST_ROWS:
        raise Invalid(fields={"file": _("At most %(most)s rows at once.", most=MOST_ROWS)})
    cells = [(number, [unguarded(str(cell).strip()) for cell in row]) for number, row in filled[1:]]
    return [Row(number, {name: value for name, value in zip(names, row, strict=False) if name}) for number, row in cells]


def _columns(head: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    known = {plain_name(name): name for name in columns}
    names = [known.get(plain_name(cell), "") for cell in head]
    if unknown := [cell for cell, name in zip(head, names, strict=True) if cell and not name]:
        raise Invalid(fields={"file": _("There is no column %(names)s here.", names=", ".join(unknown))})
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise Invalid(fields={"file": _("A column comes twice: %(names)s.", names=", ".join(twice))})
    if missing := [name for name in needed if name not in names]:
        raise Invalid(fields={"file": _("The first row has to name the columns; missing: %(names)s.", names=", ".join(missing))})
    return names


def take_rows(event: Event, by: Person, what: str, rows: Sequence[Row], take: Callable[[Row], bool]) -> Imported:
    """Take rows in one by one, going on where one is wrong.

    Parameters
    ----------
    take
        Takes one row in; returns whether it brought anything new.
    """
    faults, unchanged = [], 0
    for row in rows:
        try:
            for name, value in row.cells.items():
                if len(value) > (most := LONG_COLUMNS.get(name, LONGEST)):
                    raise Invalid(_("%(column)s holds at most %(most)s characters.", column=name, most=most))
            unchanged += not take(row)
        except DomainError as error:
            faults.append(RowFault(row.number, error.message))
    if not faults:
        record("imported", event, by, event, table=what, rows=len(rows), unchanged=unchanged)
    return Imported(len(rows), unchanged, tuple(faults))


def one_of(kind: type[Kind], column: str, text: str) -> Kind:
    """Read a word that is one of several.

    Raises
    ------
    Invalid
        Where it is none of them.
    """
    try:
        return kind(text.lower())
    except ValueError:
        allowed = ", ".join(each.value for each in kind)
        raise Invalid(_("%(column)s has to be one of %(allowed)s, not “%(text)s”.", column=column, allowed=allowed, text=text)) from None


def whole(row: Row, column: str, least: int, most: int) -> int | None:
    """Read a whole number; None where the cell is empty.

    Raises
    ------
    Invalid
        Where it is none, or out of range.
    """
    text = row[column]
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most):
        raise Invalid(
            _("%(column)s has to be a number from %(least)s to %(most)s, not “%(text)s”.", column=column, least=least, most=most, text=text)
        )
    return int(text)


def yes_or_no(row: Row, column: str) -> bool:
    """Read yes or no, in the languages of `matchmaking.convert`; empty: no.

    Raises
    ------
    Invalid
        Where it is neither.
    """
    text = row[column].casefold()
    if text and text not in YES | NO:
        raise Invalid(_("%(column)s has to be yes or no, not “%(text)s”.", column=column, text=row[column]))
    return text in YES
