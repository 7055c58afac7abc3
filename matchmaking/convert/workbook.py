"""An XLSX workbook whose sheets are the spreadsheets."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from matchmaking.convert.faults import FaultList
from matchmaking.convert.layout import BY_NAME, LAYOUTS, Layout, plain_name, unknown_spreadsheet
from matchmaking.convert.spreadsheet import Sheet
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading.document import read_bytes

LARGEST_UNPACKED = 512 * 1024 * 1024
MOST_CELLS = 4_000_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 10
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^>/]*>""")


def read_workbook(path: Path, faults: FaultList) -> dict[str, Sheet | None]:
    """Read the spreadsheets of a workbook by name; one that is there but cannot be read is None.

    Parameters
    ----------
    path
        Its sheets are the spreadsheets; empty ones, and those whose name begins with ``_``, are left alone.
    faults
        Takes what is wrong with whole sheets.

    Raises
    ------
    UnusableInput
        It is no workbook, is protected by a password, or unpacks to more than is sensible.
    """
    data = read_bytes(path)
    if data.startswith(_OLE):
        problem = "is protected by a password, or an .xls workbook; save it as .xlsx without a password"
        raise UnusableInput(str(path), [Fault("", problem)])
    try:
        _refuse_hollow(data)
        return _sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), faults)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error) as error:
        raise UnusableInput(str(path), [Fault("", f"is not an XLSX workbook that can be read: {error}")]) from None
    except BaseException as error:
        # A panic in the compiled reader, on a broken file, reaches Python as a class of its own that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableInput(str(path), [Fault("", "is not an XLSX workbook that can be read")]) from None


def _sheets(workbook: CalamineWorkbook, faults: FaultList) -> dict[str, Sheet | None]:
    sheets: dict[str, Sheet | None] = {}
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet and sheet.name[:1] != "_"]
    for name in names:
        layout = BY_NAME.get(plain_name(name))
        content = workbook.get_sheet_by_name(name)
        if layout is None:
            if content.start is not None:
                faults.add(f"sheet {name}", unknown_spreadsheet(name), (len(LAYOUTS),))
        elif layout.name in sheets:
            faults.add(f"sheet {name}", "is there twice", (LAYOUTS.index(layout),))
        else:
            sheets[layout.name] = _sheet(content, layout)
    return sheets


def _sheet(content: CalamineSheet, layout: Layout) -> Sheet:
    return Sheet(layout, f"sheet {content.name}", ", ", content.to_python(skip_empty_area=False))


def _refuse_hollow(data: bytes) -> None:
    """Refuse what is small as a file and huge in memory: the reader lays sheets out in full, up to their last filled cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED >> 20} MB")
        for part in archive.infolist():
            width = height = 0
            for column, row in _filled_cells(archive, part):
                width, height = max(width, _column_number(column)), max(height, int(row))
                if width * height > MOST_CELLS:
                    where = f"{column.decode()}{row.decode()}"
                    raise ValueError(f"a sheet reaches as far as cell {where}, {width * height:,} cells; clear what stands far outside")


def _filled_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Column and row of every cell that holds something, in a part that may be a sheet."""
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            done = 0
            for match in _FILLED_CELL.finditer(text):
                yield match[1], match[2]
                done = match.end()
            rest = text[max(done, len(text) - _LONGEST_TAG) :]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
