"""A folder of CSV files as spreadsheet programs write them: any of three separators, any usual encoding."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from pathlib import Path

from matchmaking.convert.cells import Cell
from matchmaking.convert.faults import FaultList
from matchmaking.convert.layout import BY_NAME, LAYOUTS, Layout, plain_name, unknown_spreadsheet
from matchmaking.convert.source import decode_text
from matchmaking.convert.spreadsheet import Sheet
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading.document import read_bytes

SEPARATORS = ";\t,"
MOST_ROWS = 1 << 20
"""As many as spreadsheets hold."""

_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


def read_folder(folder: Path, faults: FaultList) -> dict[str, Sheet | None]:
    """Read the spreadsheets of a folder by name; one that is there but cannot be read is None.

    Parameters
    ----------
    folder
        Its ``.csv`` files are the spreadsheets; those whose name begins with ``_``, ``.`` or ``~`` are left alone, as is any other file.
    faults
        Takes what is wrong with whole files.

    Raises
    ------
    UnusableInput
        The folder cannot be listed.
    """
    sheets: dict[str, Sheet | None] = {}
    named: dict[str, str] = {}
    for path in _csv_files(folder):
        layout = BY_NAME.get(plain_name(path.stem))
        if layout is None:
            faults.add(_label(path), unknown_spreadsheet(path.stem), (len(LAYOUTS),))
        elif layout.name in sheets:
            faults.add(_label(path), f"is the same table as {named[layout.name]}", (LAYOUTS.index(layout),))
        else:
            named[layout.name] = _label(path)
            sheets[layout.name] = _read(path, layout, faults)
    return sheets


def parse_csv(text: str) -> list[list[Cell]]:
    """Split text into rows and cells.

    Parameters
    ----------
    text
        Separated by whatever of ``;``, tab and ``,`` is most frequent in its first line, or by what a line ``sep=;`` before
        it says, which spreadsheets do not count as a row.

    Raises
    ------
    UnusableInput
        Quotation marks do not match, with the row; or there are too many rows.
    """
    declared = _DECLARED.match(text)
    rows: list[list[Cell]] = []
    body = text[declared.end() :] if declared else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=declared[1] if declared else _separator(body), strict=True)
    try:
        for row in islice(reader, MOST_ROWS + 1):
            rows.append(list(row))
    except csv.Error as error:
        problem = f"cannot be split into cells ({error}); look at the quotation marks"
        raise UnusableInput("", [Fault(f"row {len(rows) + 1}", problem)]) from None
    if len(rows) > MOST_ROWS:
        raise UnusableInput("", [Fault("", f"has more than {MOST_ROWS:,} rows")])
    return rows


def _csv_files(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if path.suffix.casefold() == ".csv" and path.name[0] not in "._~"]
    except OSError as error:
        raise UnusableInput(str(folder), [Fault("", f"cannot be listed: {error.strerror or error}")]) from None
    return sorted(found)


def _read(path: Path, layout: Layout, faults: FaultList) -> Sheet | None:
    try:
        return Sheet(layout, _label(path), ": ", parse_csv(decode_text(read_bytes(path))))
    except UnusableInput as error:
        for fault in error.faults:
            place = f"{_label(path)}: {fault.path}" if fault.path else _label(path)
            faults.add(place, fault.problem, (LAYOUTS.index(layout),))
        return None


def _label(path: Path) -> str:
    """A file's name, safe to print even where its bytes are no text."""
    return path.name.encode(errors="replace").decode()


def _separator(text: str) -> str:
    first = next((line for line in io.StringIO(text) if line.strip(f"{SEPARATORS} \r\n")), "")
    bare = _QUOTED.sub("", first)
    return max(SEPARATORS, key=bare.count)
