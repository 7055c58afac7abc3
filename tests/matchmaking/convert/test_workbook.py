"""An XLSX workbook becomes the same problem as the folder of its sheets."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from matchmaking.convert import convert
from matchmaking.data import fixture
from scheduler.errors import UnusableInput
from scheduler.problem import Participant
from tests.support.tiers import examples

EXAMPLE = fixture("spreadsheet-example")
SMALL = {
    "slots": [["id", "start", "end"], ["S1", datetime(2026, 11, 24, 9, 0), datetime(2026, 11, 24, 9, 20)]],
    "participants": [["id", "role", "floor"], [1001, "buyer", 2], [1002, "supplier", 0]],
    "requests": [["buyer", "supplier", "value", "must"], [1001, 1002, 5, True]],
}
FORMATS = ((datetime, "dd/mm/yyyy hh:mm"), (date, "dd/mm/yyyy"), (time, "hh:mm"))


def example_tables() -> dict[str, list[list[object]]]:
    return {path.stem: list(csv.reader(path.open(encoding="utf-8-sig"), delimiter=";")) for path in EXAMPLE.iterdir()}


@pytest.fixture
def workbook(tmp_path):
    """Writes rows into sheets, dates and times as Excel holds them."""

    def write(tables: dict[str, list[list[object]]]) -> Path:
        path = tmp_path / "event.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.set_properties({"created": datetime(2026, 1, 1)})
            formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS}
            for name, rows in tables.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        sheet.write(number, column, value, formats.get(type(value)))
        return path

    return write


@pytest.fixture
def faults_of(workbook):
    def read(tables: dict[str, list[list[object]]]) -> list[str]:
        with pytest.raises(UnusableInput) as caught:
            convert(workbook(tables), "Europe/Brussels")
        return [str(fault) for fault in caught.value.faults]

    return read


def test_workbook_and_folder_mean_the_same(workbook):
    assert convert(workbook(example_tables()), "Europe/Brussels") == convert(EXAMPLE, "Europe/Brussels")


def test_typed_cells_mean_the_same_as_text(workbook):
    tables = example_tables()
    tables["slots"][1:] = [
        [row[0], datetime.strptime(str(row[1]), "%d/%m/%Y").date(), *(time.fromisoformat(str(cell)) for cell in row[2:])]
        for row in tables["slots"][1:]
    ]
    tables["requests"][1:] = [[*row[:3], int(str(row[3])), row[4] == "yes", *row[5:]] for row in tables["requests"][1:]]
    assert convert(workbook(tables), "Europe/Brussels") == convert(EXAMPLE, "Europe/Brussels")


def test_numbers_are_ids_without_decimals(workbook):
    problem = convert(workbook(SMALL), "Europe/Brussels")
    assert problem.id == "event"
    assert problem.participants == (Participant("1001", "buyer", floor=2), Participant("1002", "supplier"))
    assert [(r.id, r.must) for r in problem.requests] == [("1001-1002", True)]
    assert problem.slots[0].start.isoformat() == "2026-11-24T09:00:00+01:00"


def test_faults_name_sheet_row_and_column(faults_of, workbook):
    tables = {
        **SMALL,
        "slots": [[], ["", "id", "Begin", "end"], ["", "S1", 0.375, "later"], [], ["", "S1", datetime(2026, 3, 29, 2, 30), 46350.5]],
        "requests": [["buyer", "supplier", "value"], [1001, 1003, 2.5]],
    }
    faults = [
        'sheet slots, row 3, column Begin: "09:00:00" has no date; write 2026-11-24 09:00, or give the date in a column of its own',
        'sheet slots, row 3, column end: "later" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00',
        'sheet slots, row 5, column id: "S1" is used already in row 3',
        "sheet slots, row 5, column Begin: 2026-03-29 02:30 does not exist in Europe/Brussels: the clocks go forward over it",
        'sheet requests, row 2, column supplier: "1003" is not the id of a participant; did you mean "1002"?',
        'sheet requests, row 2, column value: "2.5" is not a whole number',
    ]
    assert faults_of(tables) == faults


def test_other_sheets_are_told_unless_empty_or_marked(faults_of):
    assert faults_of({**SMALL, "Blad1": [], "_notes": [["anything"]], "request": [["id"]]}) == [
        'sheet request: is not a table of an event; did you mean "requests"?'
    ]


def test_missing_sheet_is_told(faults_of):
    assert faults_of({"slots": SMALL["slots"], "participants": SMALL["participants"]}) == ["sheet requests: is missing"]


def test_cell_far_outside_is_refused_before_the_sheet_is_laid_out(faults_of):
    stray: list[list[object]] = [["id"]]
    assert faults_of({**SMALL, "places": [*stray, *([[]] * 400_000), [""] * 15 + ["x"]]}) == [
        "is not an XLSX workbook that can be read: a sheet reaches as far as cell P400002, 6,400,032 cells; clear what stands far outside"
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is not an XLSX workbook that can be read: File is not a zip file"),
        (b"id;name", "is not an XLSX workbook that can be read: File is not a zip file"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "is protected by a password, or an .xls workbook; save it as .xlsx without a password"),
    ],
)
def test_what_is_no_workbook_is_told(tmp_path, data, problem):
    path = tmp_path / "event.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnusableInput) as caught:
        convert(path)
    assert [str(fault) for fault in caught.value.faults] == [problem]


def test_zip_of_something_else_is_told(tmp_path):
    path = tmp_path / "event.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("slots.csv", "id")
    with pytest.raises(UnusableInput, match="is not an XLSX workbook that can be read"):
        convert(path)


@examples(0.6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_altered_workbooks_are_read_or_unusable(workbook, data):
    path = workbook(SMALL)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    assert outcome_of(path)


@examples(0.6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_workbooks_with_altered_parts_are_read_or_unusable(workbook, data):
    path = workbook(SMALL)
    with zipfile.ZipFile(path) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    at = data.draw(st.integers(0, len(part)))
    part[at : at + data.draw(st.integers(0, 30))] = data.draw(
        st.binary(max_size=20) | st.text("<>/=\"' 0123456789csvrt", max_size=20).map(str.encode)
    )
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    path.write_bytes(changed.getvalue())
    assert outcome_of(path)


def outcome_of(path: Path) -> object:
    try:
        return convert(path, "Europe/Brussels")
    except UnusableInput as error:
        return error.faults
