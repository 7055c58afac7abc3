"""An event from what organisers have, whichever it is."""

from __future__ import annotations

import pytest

from matchmaking.convert import convert
from scheduler.errors import UnusableInput

TABLES = {
    "slots": "id,start,end\nS1,2026-11-24 09:00+01:00,2026-11-24 09:20+01:00\n",
    "participants": "id\nB\nL\n",
    "requests": "participant_1,participant_2\nB,L\n",
}


@pytest.mark.parametrize("name", ["nowhere", "nowhere.csv", "nowhere.xlsx", "nowhere.dzn"])
def test_source_that_does_not_exist_is_told(tmp_path, name):
    with pytest.raises(UnusableInput, match=name):
        convert(tmp_path / name)


def folder(tmp_path, **tables):
    path = tmp_path / "my event"
    path.mkdir()
    for name, text in (TABLES | tables).items():
        if text is not None:
            (path / f"{name}.csv").write_text(text)
    return path


def faults(source, *zone) -> list[str]:
    with pytest.raises(UnusableInput) as refused:
        convert(source, *zone)
    return [str(fault) for fault in refused.value.faults]


def test_folder_becomes_an_event_that_is_called_as_it_is(tmp_path):
    problem = convert(folder(tmp_path))
    assert problem.id == "my event"
    assert [request.id for request in problem.requests] == ["B-L"]


def test_event_with_an_id_of_its_own_is_called_so(tmp_path):
    assert convert(folder(tmp_path, event="id\ngent\n")).id == "gent"


def test_each_table_that_every_event_needs_is_missed_and_the_others_looked_through(tmp_path):
    assert faults(folder(tmp_path, slots=None, requests="participant_1,participant_2\nB,B\n")) == [
        "slots.csv: is missing",
        'requests.csv: row 2, column participant_2: "B" cannot meet itself',
    ]


def test_zone_is_looked_up_by_its_name(tmp_path):
    local = folder(tmp_path, slots="id,start,end\nS1,2026-11-24 09:00,2026-11-24 09:20\n")
    assert convert(local, "America/New_York").slots[0].start.isoformat() == "2026-11-24T09:00:00-05:00"
    assert faults(local, "Europe/Meigem") == ["there is none called 'Europe/Meigem'; write one such as Europe/Brussels"]


@pytest.mark.parametrize("name", ["a.txt", "slots.csv", "a.xls"])
def test_file_of_another_kind_is_refused(tmp_path, name):
    (tmp_path / name).write_text("id\n")
    hint = "; give the folder that it is in" if name.endswith(".csv") else ""
    assert faults(tmp_path / name) == [f"is not a folder of CSV files, an XLSX workbook or a .dzn instance{hint}"]


@pytest.mark.parametrize("name", ["a.dzn", "a.DZN", "a.xlsx", "a.XLSM"])
def test_kind_is_told_by_the_ending_however_it_is_written(tmp_path, name):
    (tmp_path / name).write_text("nonsense")
    assert "is not a folder" not in faults(tmp_path / name)[0]
