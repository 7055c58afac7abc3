"""From the tables of an event to its problem document."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from matchmaking.convert.event import build_document
from matchmaking.convert.faults import FaultList
from matchmaking.convert.layout import LAYOUTS
from matchmaking.convert.moments import ZoneClock
from matchmaking.convert.spreadsheet import Sheet
from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_problem

SMALL = {
    "slots": ["id|date|start|end", "S1|2026-11-24|09:00|09:20", "S2|2026-11-24|09:25|09:45"],
    "places": ["id", "T1"],
    "participants": ["id", "B", "L", "M"],
    "requests": ["id|participant_1|participant_2", "R1|B|L", "|M|L"],
}


def built(**tables: list[str] | None) -> tuple[dict[str, Any], list[str]]:
    """The document of the small event with some tables otherwise, their cells parted by bars; and the faults."""
    by_name = {layout.name: layout for layout in LAYOUTS}
    sheets = {
        name: None if lines is None else Sheet(by_name[name], f"{name}.csv", ", ", [line.split("|") for line in lines])
        for name, lines in {**SMALL, **tables}.items()
    }
    faults = FaultList("event")
    document = build_document(sheets, ZoneClock(ZoneInfo("Europe/Brussels")), "small", faults)
    try:
        faults.raise_any()
    except UnusableInput as refused:
        return document, [str(fault) for fault in refused.faults]
    if None not in sheets.values():
        parse_problem(document, "small.json")  # where nothing is told the document is a valid problem
    return document, []


def test_small_event_is_a_valid_problem():
    document, faults = built()
    assert faults == []
    assert (document["format"], document["id"]) == ("bms-problem/1", "small")
    assert document["slots"][0] == {"id": "S1", "start": "2026-11-24T09:00:00+01:00", "end": "2026-11-24T09:20:00+01:00"}
    assert [(request["id"], request["participants"]) for request in document["requests"]] == [("R1", ["B", "L"]), ("M-L", ["M", "L"])]


def test_event_has_what_its_table_says():
    document, _ = built(event=["id|name|max_break_difference|unavailable_counts_as_break|goals", "gent|Gent|2|yes|Value, floor"])
    keys = ("id", "name", "max_break_difference", "unavailable_counts_as_break", "goals")
    assert [document[key] for key in keys] == ["gent", "Gent", 2, True, ["value", "floor"]]


@pytest.mark.parametrize(
    ("goals", "told"),
    [("valeu", '"valeu" is not a goal; did you mean "value"?'), ("value,value", '"value" is named twice')],
)
def test_goals_are_known_and_named_once(goals, told):
    assert built(event=["goals", goals])[1] == [f"event.csv, row 2, column goals: {told}"]


def test_event_is_one_row():
    assert built(event=["id", "a", "b"])[1] == ["event.csv, row 3: is a second event; the table has one row"]


def test_slots_are_put_in_order_and_those_that_overlap_told():
    turned = ["id|date|start|end", "S2|2026-11-24|09:20|09:45", "S1|2026-11-24|09:00|09:20"]
    assert [slot["id"] for slot in built(slots=turned)[0]["slots"]] == ["S1", "S2"]
    late = [*turned[:2], "S1|2026-11-24|09:00|09:21"]
    assert built(slots=late)[1] == ["slots.csv, row 2, column start: overlaps the slot in row 3, which ends at 09:21"]
    nothing = [turned[0], "S1|2026-11-24|09:00|09:00"]
    assert built(slots=nothing)[1] == ["slots.csv, row 2, column end: the slot has to end after it starts, at 09:00"]


@pytest.mark.parametrize(
    ("least", "most", "wanted", "seats"),
    [("", "", "BL", None), ("1", "", "BL", [1, 2]), ("3", "", "BL", [3, 3]), ("", "4", "B", [0, 4]), ("2", "2", "", [2, 2])],
)
def test_seats_without_a_most_are_for_all_who_asked(least, most, wanted, seats):
    document, faults = built(
        dialogues=["id|seats_least|seats_most", f"D|{least}|{most}"], wanted=["dialogue|participant", *(f"D|{who}" for who in wanted)]
    )
    assert faults == []
    assert document["dialogues"][0].get("seats") == seats
    assert [seat["participant"] for seat in document["dialogues"][0]["wanted"]] == list(wanted)


def test_most_seats_below_the_least_are_told():
    told = built(dialogues=["id|seats_least|seats_most", "D|3|2"])[1]
    assert told == ["dialogues.csv, row 2, column seats_most: 2 is less than the least, 3"]


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"requests": ["participant_1|participant_2", "B|B"]}, 'requests.csv, row 2, column participant_2: "B" cannot meet itself'),
        (
            {"requests": ["participant_1|participant_2", "B|L", "B|L"]},
            'requests.csv, row 3: the request "B-L" is there already in row 2',
        ),
        (
            {"requests": ["id|participant_1|participant_2|after", "R|B|L|Q", "Q|B|M|R"]},
            'requests.csv, row 2, column after: goes round in a circle: "R" after "Q" after "R"',
        ),
        ({"fixed": ["request|slot", "R1|S1", "R1|S2"]}, 'fixed.csv, row 3, column request: "R1" is fixed already, in row 2'),
        (
            {"dialogues": ["id", "D"], "wanted": ["dialogue|participant", "D|B", "D|B"]},
            'wanted.csv, row 3, column participant: "B" asks for a seat there already, in row 2',
        ),
        ({"fixed": ["request|slot", "R1|"]}, "fixed.csv, row 2, column slot: is empty"),
    ],
)
def test_what_tables_say_against_each_other_is_told_by_row(tables, told):
    assert built(**tables)[1] == [told]


def test_nothing_is_said_of_what_refers_to_a_table_that_cannot_be_read():
    assert built(participants=None)[1] == []
