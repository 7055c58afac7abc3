"""Spreadsheets with their columns found: rows that know where they stand, and say so when something in them is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from matchmaking.convert.cells import Cell, CellProblem, cell_text, parse_flag, parse_whole, split_list
from matchmaking.convert.faults import FaultList, quoted, suggestion
from matchmaking.convert.layout import LAYOUTS, Layout, plain_name
from scheduler.files.reading.fields import MOST_COUNT

Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class Sheet:
    """The cells of a file or sheet as they were read.

    Attributes
    ----------
    label
        What the user knows it by: ``requests.csv`` or ``sheet requests``.
    joint
        What stands between the label and a row in a message.
    """

    layout: Layout
    label: str
    joint: str
    rows: Sequence[Sequence[Cell]]

    @property
    def order(self) -> int:
        """Where its faults come among those of the other spreadsheets."""
        return LAYOUTS.index(self.layout)


@dataclass(frozen=True)
class Ids:
    """The ids of one spreadsheet with their rows; ``known`` None if it could not be read, so that nothing is said of what refers to it."""

    word: str
    known: Mapping[str, int] | None


class Spreadsheet:
    """A sheet whose header has been matched with its layout.

    Parameters
    ----------
    sheet
        Its first row that is not empty names the columns.
    faults
        Takes what is wrong with the header, and later with the rows.
    """

    def __init__(self, sheet: Sheet, faults: FaultList) -> None:
        self._sheet = sheet
        self._faults = faults
        self._headings: dict[str, str] = {}
        self._positions: dict[str, int] = {}
        self._named: set[int] = set()
        first = next((number for number, row in enumerate(sheet.rows, 1) if not _is_blank(row)), None)
        self._first = first or 0
        if first is None:
            self.fault(None, None, f"is empty; its first row has to name the columns: {self._known()}")
        else:
            self._match(first, sheet.rows[first - 1])

    def __iter__(self) -> Iterator[Row]:
        if self._first:
            for number, cells in islice(enumerate(self._sheet.rows, 1), self._first, None):
                if not _is_blank(cells):
                    self._check_width(number, cells)
                    yield Row(self, number, {name: cells[at] for name, at in self._positions.items() if at < len(cells)})

    @property
    def hinting(self) -> bool:
        """Whether it is still worth looking for what was meant."""
        return self._faults.hinting

    def has(self, column: str) -> bool:
        """Whether the header names this column."""
        return column in self._positions

    def ids(self, rows: Iterable[Row], word: str, column: str = "id") -> Ids:
        """The ids in a column; an empty one, and one that is used twice, are faults."""
        known: dict[str, int] = {}
        for row in rows:
            name = row.needed(column)
            if name and known.setdefault(name, row.number) != row.number:
                row.fault(column, f"{quoted(name)} is used already in row {known[name]}")
        return Ids(word, known if self.has(column) else None)

    def fault(self, number: int | None, column: str | None, problem: str) -> None:
        """Note a fault in a row and column, in a row, or in the whole spreadsheet."""
        sheet = self._sheet
        parts = [f"row {number}"] if number is not None else []
        if column is not None:
            parts.append(f"column {self._headings.get(column, column)}")
        path = sheet.label + (sheet.joint if parts else "") + ", ".join(parts)
        self._faults.add(path, problem, (sheet.order, number or 0, self._positions.get(column or "", -1)))

    def _known(self) -> str:
        return ", ".join(column.name for column in self._sheet.layout.columns)

    def _match(self, number: int, header: Sequence[Cell]) -> None:
        layout = self._sheet.layout
        for at, cell in enumerate(header):
            heading = cell_text(cell)
            if not heading:
                continue
            self._named.add(at)
            column = layout.by_name.get(plain_name(heading))
            if column is None:
                self._unknown(number, heading)
            elif column.name in self._positions:
                first = quoted(self._headings[column.name])
                self.fault(number, None, f"column {quoted(heading)} is there twice; {first} is the first")
            else:
                self._positions[column.name] = at
                self._headings[column.name] = " ".join(heading.split())
        for column in layout.columns:
            if column.mandatory and column.name not in self._positions:
                self.fault(number, None, f"column {quoted(column.name)} is missing")

    def _unknown(self, number: int, heading: str) -> None:
        names = [name for column in self._sheet.layout.columns for name in (column.name, *column.also)]
        hint = suggestion(heading.casefold().replace(" ", "_"), names)
        self.fault(number, None, f"column {quoted(heading)} is not known{hint or f'; known are {self._known()}'}")

    def _check_width(self, number: int, cells: Sequence[Cell]) -> None:
        surplus = [at for at, cell in enumerate(cells) if at not in self._named and cell_text(cell)]
        if surplus:
            value = quoted(cell_text(cells[surplus[0]]))
            self.fault(number, None, f"has too many cells: {value} in cell {surplus[0] + 1} stands under no column name")


class Row:
    """A row of a spreadsheet.

    Parameters
    ----------
    number
        Its number as spreadsheets count, from 1 with the header.
    """

    __slots__ = ("_cells", "_spreadsheet", "number")

    def __init__(self, spreadsheet: Spreadsheet, number: int, cells: Mapping[str, Cell]) -> None:
        self._spreadsheet = spreadsheet
        self.number = number
        self._cells = cells

    def fault(self, column: str | None, problem: str) -> None:
        """Note a fault in this row."""
        self._spreadsheet.fault(self.number, column, problem)

    def cell(self, column: str) -> Cell:
        """A cell as it was read; None if it is empty."""
        value = self._cells.get(column)
        return value if cell_text(value) else None

    def text(self, column: str) -> str | None:
        """The text of a cell; None if it is empty."""
        return cell_text(self._cells.get(column)) or None

    def needed(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        text = self.text(column)
        if text is None and self._spreadsheet.has(column):
            self.fault(column, "is empty")
        return text or ""

    def whole(self, column: str, least: int = 0) -> int | None:
        """A whole number."""
        return self.parsed(column, lambda cell: parse_whole(cell, least, MOST_COUNT))

    def flag(self, column: str) -> bool | None:
        """Yes or no."""
        return self.parsed(column, parse_flag)

    def reference(self, column: str, ids: Ids) -> str | None:
        """The id of something in a spreadsheet."""
        name = self.text(column)
        if name is not None:
            self._check(column, name, ids)
        return name

    def references(self, column: str, ids: Ids) -> list[str] | None:
        """Ids of things in a spreadsheet, each once; None if the cell is empty."""
        text = self.text(column)
        if text is None:
            return None
        names = list(dict.fromkeys(split_list(text, ids.known or ())))
        for name in names:
            self._check(column, name, ids)
        return names

    def parsed(self, column: str, parse: Callable[[Cell], Parsed]) -> Parsed | None:
        """What a function makes of a cell; None if it is empty, or wrong, which is noted."""
        cell = self.cell(column)
        if cell is None:
            return None
        try:
            return parse(cell)
        except CellProblem as problem:
            self.fault(column, str(problem))
            return None

    def _check(self, column: str, name: str, ids: Ids) -> None:
        if ids.known is not None and name not in ids.known:
            hint = suggestion(name, ids.known) if self._spreadsheet.hinting else ""
            self.fault(column, f"{quoted(name)} is not the id of a {ids.word}{hint}")


def _is_blank(row: Sequence[Cell]) -> bool:
    return not any(cell_text(cell) for cell in row)
