"""Tables with their columns found, and rows that say where something is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from matchmaking.convert.cells import Cell
from matchmaking.convert.faults import FaultList
from matchmaking.convert.layout import PARTICIPANTS, SLOTS
from matchmaking.convert.spreadsheet import Ids, Row, Sheet, Spreadsheet
from scheduler.errors import UnusableInput


def table(*rows: Sequence[Cell], layout=PARTICIPANTS) -> tuple[Spreadsheet, FaultList]:
    faults = FaultList("event")
    return Spreadsheet(Sheet(layout, f"{layout.name}.csv", ", ", rows), faults), faults


def told(faults: FaultList) -> list[str]:
    try:
        faults.raise_any()
    except UnusableInput as refused:
        return [str(fault) for fault in refused.faults]
    return []


def row(**cells: Cell) -> tuple[Row, FaultList]:
    """The only row of a table of participants."""
    found, faults = table(list(cells), list(cells.values()))
    (only,) = found
    return only, faults


def test_rows_are_numbered_as_spreadsheets_count_and_blank_ones_left_out():
    found, faults = table([], ["id", "name"], ["B1", "An"], [None, " "], ["B2", None])
    assert [(each.number, each.text("id"), each.text("name")) for each in found] == [(3, "B1", "An"), (5, "B2", None)]
    assert told(faults) == []


def test_headings_are_found_however_they_are_written():
    found, faults = table(["ID", " Max Meetings "], ["B1", 3])
    assert [each.whole("max_meetings") for each in found] == [3]
    assert (found.has("max_meetings"), found.has("role")) == (True, False)
    assert told(faults) == []


def test_headings_that_are_unknown_double_or_missing_are_told():
    _, faults = table(["Id", "id", "flor", "quite other"])
    lines = told(faults)
    assert lines[0] == 'participants.csv, row 1: column "id" is there twice; "Id" is the first'
    assert lines[1] == 'participants.csv, row 1: column "flor" is not known; did you mean "floor"?'
    assert lines[2].startswith('participants.csv, row 1: column "quite other" is not known; known are id, ')
    assert told(table(["start"], layout=SLOTS)[1])[-1] == 'slots.csv, row 1: column "end" is missing'


def test_table_without_a_row_names_its_columns():
    found, faults = table([None, ""])
    assert list(found) == []
    assert told(faults)[0].startswith("participants.csv: is empty; its first row has to name the columns: id, ")


def test_cell_under_no_heading_is_told():
    found, faults = table(["id", None], ["B1", "x", None, "y"], ["B2"])
    assert [each.text("id") for each in found] == ["B1", "B2"]
    assert told(faults) == ['participants.csv, row 2: has too many cells: "x" in cell 2 stands under no column name']


def test_ids_are_needed_and_used_once():
    found, faults = table(["id", "name"], ["B1", "a"], [None, "b"], ["B1", "c"])
    assert found.ids(list(found), "participant") == Ids("participant", {"B1": 2})
    assert told(faults) == [
        "participants.csv, row 3, column id: is empty",
        'participants.csv, row 4, column id: "B1" is used already in row 2',
    ]


def test_ids_without_their_column_are_not_known():
    found, _ = table(["name"], ["a"])
    assert found.ids(list(found), "participant") == Ids("participant", None)


@pytest.mark.parametrize(("value", "taken"), [("3", 3), (3.0, 3), (None, None), ("", None), ("0", 0)])
def test_whole_number_of_a_cell(value, taken):
    only, faults = row(id="B1", floor=value)
    assert only.whole("floor") == taken
    assert told(faults) == []


def test_wrong_cells_are_noted_by_the_heading_as_it_stands_and_nothing_taken():
    only, faults = row(id="B1", Floor="many", parallel="0")
    assert (only.whole("floor"), only.whole("parallel", 1)) == (None, None)
    assert told(faults)[0] == 'participants.csv, row 2, column Floor: "many" is not a whole number'
    assert told(faults)[1].startswith("participants.csv, row 2, column parallel: ")


def test_references_are_told_once_each_and_checked():
    known = Ids("slot", {"S1": 2, "S2": 3})
    only, faults = row(id="B1", unavailable="S2, S1, S2, S9", home="T1")
    assert only.references("unavailable", known) == ["S2", "S1", "S9"]
    assert only.reference("home", Ids("place", {"T2": 2})) == "T1"
    assert only.references("name", known) is None
    assert [line.split(": ")[1].split(";")[0] for line in told(faults)] == ['"S9" is not the id of a slot', '"T1" is not the id of a place']


def test_nothing_is_said_of_references_to_a_table_that_could_not_be_read():
    only, faults = row(id="B1", unavailable="S9", home="T1")
    assert only.references("unavailable", Ids("slot", None)) == ["S9"]
    assert only.reference("home", Ids("place", None)) == "T1"
    assert told(faults) == []
