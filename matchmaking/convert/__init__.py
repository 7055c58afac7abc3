"""An event from what organisers have: a folder of CSV files, an XLSX workbook, or a published B2BSOP instance."""

from __future__ import annotations

from pathlib import Path

from matchmaking.clock import named_zone
from matchmaking.convert.csv_folder import read_folder
from matchmaking.convert.event import build_document
from matchmaking.convert.faults import FaultList, UnusableFolder
from matchmaking.convert.layout import LAYOUTS
from matchmaking.convert.moments import ZoneClock
from matchmaking.convert.published import read_published
from matchmaking.convert.spreadsheet import Sheet
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading import parse_problem
from scheduler.problem import Problem


def convert(source: Path, timezone: str | None = None) -> Problem:
    """Turn a source into a problem.

    Parameters
    ----------
    source
        A folder of CSV files, a workbook (``.xlsx``, ``.xlsm``), or a published instance (``.dzn``).
    timezone
        Name of the zone of times that are given without an offset, such as ``Europe/Brussels``.

    Raises
    ------
    UnusableInput
        The source cannot be used; holds every fault found, each with its file, row and column.
    """
    zone = ZoneClock(None if timezone is None else named_zone(timezone))
    if source.is_dir():
        return parse_problem(_from_folder(source, zone), str(source))
    suffix = source.suffix.casefold()
    if suffix == ".dzn":
        return parse_problem(read_published(source), str(source))
    if suffix in (".xlsx", ".xlsm"):
        return parse_problem(_from_workbook(source, zone), str(source))
    problem = "is not a folder of CSV files, an XLSX workbook or a .dzn instance" if source.exists() else "does not exist"
    raise UnusableInput(str(source), [Fault("", problem + ("; give the folder that it is in" if suffix == ".csv" else ""))])


def _from_folder(folder: Path, zone: ZoneClock) -> dict[str, object]:
    faults = FaultList(str(folder), UnusableFolder)
    sheets = read_folder(folder, faults)
    _require(sheets, "{}.csv", faults)
    document = build_document(sheets, zone, folder.resolve().name or "event", faults)
    faults.raise_any()
    return document


def _from_workbook(path: Path, zone: ZoneClock) -> dict[str, object]:
    # Imported here, since the compiled reader is only needed for workbooks.
    from matchmaking.convert.workbook import read_workbook

    faults = FaultList(str(path))
    sheets = read_workbook(path, faults)
    _require(sheets, "sheet {}", faults)
    document = build_document(sheets, zone, path.stem, faults)
    faults.raise_any()
    return document


def _require(sheets: dict[str, Sheet | None], label: str, faults: FaultList) -> None:
    """Note which spreadsheets are missing that every event needs, and let the others be looked through all the same."""
    for order, layout in enumerate(LAYOUTS):
        if layout.mandatory and layout.name not in sheets:
            faults.add(label.format(layout.name), "is missing", (order,))
            sheets[layout.name] = None
