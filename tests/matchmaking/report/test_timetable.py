"""Timetables of a report: a row a participant or a place, a column a slot."""

from __future__ import annotations

from dataclasses import replace

from matchmaking.programme import programme
from matchmaking.report.timetable import Cell, Timetable, by_participant, by_place
from scheduler.plan import Meeting
from tests.support.reported_event import HELD, PLAN, PROBLEM


def cells(timetable: Timetable, day: int, head: str) -> tuple[Cell, ...]:
    (row,) = [row for group in timetable.days[day].groups for row in group.rows if row.head == head]
    return row.cells


def test_day_of_a_participant_shows_dialogue_wait_absence_and_meeting() -> None:
    assert cells(by_participant(PROBLEM, HELD), 0, "Zoë") == (
        Cell("dialogue", (("Lighting", "dialogue, round"),), span=2),
        Cell("wait", after_pause=True),
        Cell("away"),
        Cell("meeting", (("Tom", "booth"),)),
    )
    assert cells(by_participant(PROBLEM, HELD), 1, "Zoë") == (Cell("free"),)


def test_absence_before_anything_is_one_wide_cell() -> None:
    assert cells(by_participant(PROBLEM, HELD), 0, "Jan") == (
        Cell("away", span=2),
        Cell("free", after_pause=True),
        Cell("free"),
        Cell("free"),
    )


def test_absence_is_waiting_where_the_event_counts_it() -> None:
    problem = replace(PROBLEM, unavailable_counts_as_break=True)
    assert [cell.kind for cell in cells(by_participant(problem, HELD), 0, "Zoë")] == ["dialogue", "wait", "wait", "meeting"]


def test_moderator_is_shown_as_such() -> None:
    assert cells(by_participant(PROBLEM, HELD), 0, "Fé")[0] == Cell("dialogue", (("Lighting", "moderates, round"),), span=2)


def test_places_in_use_show_who_comes_and_spell_no_owner_twice() -> None:
    timetable = by_place(PROBLEM, HELD)
    assert [(row.head, row.note) for row in timetable.days[0].groups[0].rows] == [("booth", "Tom, hall-b"), ("round", "")]
    assert cells(timetable, 0, "booth")[-1] == Cell("meeting", (("Zoë", ""),))
    assert cells(timetable, 0, "round")[0] == Cell("dialogue", (("Lighting", "dialogue, 1 seat"),), span=2)


def test_shared_place_shows_both_and_a_full_booth_every_visitor() -> None:
    plan = replace(PLAN, meetings=(Meeting("R1", "S5", "booth"), Meeting("R2", "S5", "booth"), Meeting("R3", "N1", "T1")))
    timetable = by_place(PROBLEM, programme(PROBLEM, plan))
    assert cells(timetable, 0, "booth")[-1].lines == (("Zoë", ""), ("Jan", ""))
    assert cells(timetable, 1, "T1") == (Cell("meeting", (("Zoë", "Jan"),)),)
    assert cells(by_participant(PROBLEM, programme(PROBLEM, plan)), 0, "Tom")[-1].lines == (("Zoë", "booth"), ("Jan", "booth"))


def test_columns_tell_hours_and_pauses() -> None:
    (first, second) = by_participant(PROBLEM, HELD).days
    assert [(column.start, column.end, column.after_pause) for column in first.columns] == [
        ("09:00", "09:20", False),
        ("09:25", "09:45", False),
        ("10:50", "11:10", True),
        ("11:15", "11:35", False),
        ("11:40", "12:00", False),
    ]
    assert (first.name, first.zone, second.name) == ("Tuesday 24 November 2026", "UTC", "Wednesday 25 November 2026")


def test_timetable_that_would_be_too_long_shows_the_first_of_each_role() -> None:
    timetable = by_participant(PROBLEM, HELD, cells=12)
    assert (timetable.shown, timetable.total) == (3, 4)
    assert [(group.title, len(group.rows), group.total) for group in timetable.days[0].groups] == [
        ("buyer", 1, 2),
        ("supplier", 1, 1),
        ("facilitator", 1, 1),
    ]
    places = by_place(PROBLEM, HELD, cells=6)
    assert (places.shown, places.total, [row.head for row in places.days[0].groups[0].rows]) == (1, 2, ["booth"])
