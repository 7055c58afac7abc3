"""What the page is written from: timetables, roles, tables, reasons and facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matchmaking.programme import programme
from matchmaking.report.dialogues import dialogue_cards
from matchmaking.report.facts import listed, run_facts, summary
from matchmaking.report.goals import goal_rows
from matchmaking.report.roles import Bar, spread
from matchmaking.report.timetable import Cell, Timetable, by_participant, by_place
from matchmaking.report.unscheduled import Kind, unheld
from scheduler.plan import GoalResult, Meeting, Plan, Reason, Table, Unscheduled
from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Seat, Slot

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def slot(name: str, minutes: int, days: int = 0) -> Slot:
    start = NINE + timedelta(days=days, minutes=minutes)
    return Slot(name, start, start + timedelta(minutes=20))


# A day of five slots with lunch after the second, and a second day of one.
PROBLEM = Problem(
    "deal",
    slots=(slot("S1", 0), slot("S2", 25), slot("S3", 110), slot("S4", 135), slot("S5", 160), slot("N1", 0, days=1)),
    participants=(
        Participant("B1", "buyer", "Zoë", "Stad Gent", unavailable=frozenset({"S4"})),
        Participant("B2", "buyer", "Jan", unavailable=frozenset({"S1", "S2"}), floor=1),
        Participant("S1", "supplier", "Tom", "Licht NV", parallel=2),
        Participant("F1", "facilitator", "Fé"),
    ),
    requests=(Request("R1", ("B1", "S1"), 5), Request("R2", ("B2", "S1"), 3), Request("R3", ("B1", "B2"), 8)),
    places=(Place("T1", "hall-a"), Place("booth", "hall-b", 2, "S1"), Place("round"), Place("unused")),
    dialogues=(
        Dialogue("D1", "Lighting", 2, seats=(1, 8), moderators=("F1",), wanted=(Seat("B1"), Seat("B2"))),
        Dialogue("D2", wanted=(Seat("S1"),), must=False),
    ),
)
PLAN = Plan(
    "0123456789abcdef",
    meetings=(Meeting("R1", "S5", "booth"),),
    dialogues=(Table("D1", "S1", "round", "F1", ("B1",)),),
    unscheduled=(
        Unscheduled("R2", (Reason("participant_full", "B2"),)),
        Unscheduled("R3", (Reason("no_common_slot"), Reason("new_code", "B1"))),
    ),
    goals=(GoalResult("floor", 1, 0), GoalResult("value", 6, 6)),
    run={"seconds": 41.93, "seed": 0, "workers": 2, "versions": {"ortools": "9.15", "python": "3.11"}, "curve": [1, 2], "complete": True},
)
HELD = programme(PROBLEM, PLAN)


def cells(timetable: Timetable, day: int, head: str) -> tuple[Cell, ...]:
    (row,) = [row for group in timetable.days[day].groups for row in group.rows if row.head == head]
    return row.cells


def test_day_of_a_participant_shows_table_wait_absence_and_meeting() -> None:
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


def test_roles_count_meetings_asked_and_held() -> None:
    found = spread(PROBLEM, HELD)
    assert [(line.role, line.people, line.asked, line.held, line.least, line.middle, line.most) for line in found.roles] == [
        ("buyer", 2, 4, 1, 0, 0.5, 1),
        ("supplier", 1, 2, 1, 1, 1, 1),
        ("facilitator", 1, 0, 0, 0, 0, 0),
    ]
    assert found.roles[0].bars == (Bar("0", 1, 1.0), Bar("1", 1, 1.0))
    assert [(line.person.id, line.held, line.due) for line in found.short] == [("B2", 0, 1)]
    assert (found.without, found.all_met) == ((), False)  # named above already


def test_who_asked_in_vain_is_named_where_nothing_was_promised() -> None:
    problem = replace(PROBLEM, participants=tuple(replace(person, floor=0) for person in PROBLEM.participants))
    found = spread(problem, HELD)
    assert ([person.id for person in found.without], found.short, found.all_met) == (["B2"], (), False)


def test_many_meetings_share_bars() -> None:
    slots = tuple(slot(f"S{k}", 25 * k) for k in range(20))
    requests = tuple(Request(f"R{k}", ("A", "B")) for k in range(20))
    problem = Problem("x", slots, (Participant("A"), Participant("B")), requests, places=(Place("T"),))
    plan = Plan("", tuple(Meeting(f"R{k}", f"S{k}", "T") for k in range(20)), (), (), ())
    (line,) = spread(problem, programme(problem, plan)).roles
    assert [(bar.label, bar.people) for bar in line.bars] == [(f"{2 * k}–{2 * k + 1}", 0) for k in range(10)] + [("20–21", 2)]


def test_table_cards_name_seats_and_those_left_out() -> None:
    lighting, dropped = dialogue_cards(PROBLEM, HELD)
    assert (lighting.topic, lighting.when, lighting.place, lighting.seats) == (
        "Lighting",
        "Tuesday 24 November 2026, 09:00–09:45",
        "round",
        "1 of 8 seats taken",
    )
    assert (lighting.moderator, [who.id for who in lighting.seated], [who.id for who in lighting.left]) == (
        PROBLEM.participants[3],
        ["B1"],
        ["B2"],
    )
    assert (dropped.topic, dropped.when, dropped.seated, [who.id for who in dropped.left]) == ("D2", "", (), ["S1"])


def test_unheld_requests_come_by_value_with_reasons_in_words() -> None:
    found = unheld(PROBLEM, PLAN)
    assert [(row.request, row.first, row.second, row.value, row.reasons, row.codes) for row in found.rows] == [
        ("R3", "Zoë", "Jan", 8, ("They are never both free in a slot that the request allows", "New code"), (1, 3)),
        ("R2", "Jan", "Tom", 3, ("Jan has no room for another meeting",), (2,)),
    ]
    assert [(kind.number, kind.name, kind.requests) for kind in found.kinds] == [
        (1, "Never free together", 1),
        (2, "Diary full", 1),
        (3, "New code", 1),
    ]
    assert found.kinds[2] == Kind(3, "New code", "", "", 1)


def test_unheld_list_is_cut_after_the_highest_values() -> None:
    found = unheld(PROBLEM, PLAN, rows=1)
    assert ([row.request for row in found.rows], found.total) == (["R3"], 2)


def test_summary_says_what_is_held_and_how_sure_it_is() -> None:
    found = summary(PROBLEM, HELD, goal_rows(PLAN.goals))
    assert found.when == (
        "Tuesday 24 November 2026, 09:00–12:00 (UTC), 5 slots",
        "Wednesday 25 November 2026, 09:00–09:20 (UTC), 1 slot",
    )
    assert found.sentences == (
        "1 of the 3 meetings asked for is held.",
        "1 of the 2 dialogues is held.",
        "1 of the 3 seats asked for at them is given.",
    )
    assert found.verdict == "Proven: wishes met. Not proven: promised minimum; how much may be left is said at each goal."


def test_summary_of_all_held_and_all_proven() -> None:
    problem = replace(PROBLEM, requests=PROBLEM.requests[:1], dialogues=(replace(PROBLEM.dialogues[0], wanted=(Seat("B1"),)),))
    found = summary(problem, HELD, goal_rows([GoalResult("value", 1, 1)]))
    assert found.sentences == (
        "The one meeting asked for is held.",
        "The one dialogue is held.",
        "The one seat asked for at them is given.",
    )
    assert found.verdict == "Every goal is proven: there is no better plan."


def test_run_facts_tell_numbers_and_words_and_leave_out_the_long() -> None:
    assert run_facts(PLAN, "deal") == (
        ("Event", "deal"),
        ("Problem file", "SHA-256 0123456789ab…"),
        ("Result", "feasible"),
        ("Seconds", "41.9"),
        ("Seed", "0"),
        ("Workers", "2"),
        ("Versions", "ortools 9.15, python 3.11"),
        ("Complete", "yes"),
    )


@pytest.mark.parametrize(("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_words_are_listed_as_people_do(words: list[str], text: str) -> None:
    assert listed(words) == text
