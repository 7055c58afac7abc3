"""Who is where, when."""

from __future__ import annotations

import pytest

from scheduler.checker.timetable import Timetable
from scheduler.plan import HeldDialogue, Meeting, Plan
from tests.support.broken_rules import event, met, table
from tests.support.schedules import event as tiny


def laid_out(*meetings: Meeting, tables: tuple[HeldDialogue, ...] = ()) -> Timetable:
    return Timetable(event(), Plan("", meetings, tables, (), ()))


def test_meeting_is_entered_for_both_and_for_its_place():
    held = met("az", "S2")
    timetable = laid_out(held)
    assert timetable.held == {"az": held}
    assert {name: dict(diary) for name, diary in timetable.meetings_of.items()} == {"a": {1: [held]}, "z": {1: [held]}}
    assert {name: dict(runs) for name, runs in timetable.meetings_in.items()} == {"booth": {1: [held]}}


def test_meeting_counts_once_and_only_where_request_and_slot_exist():
    first = met("az", "S2")
    timetable = laid_out(met("qq", "S1"), met("bz", "S9"), first, met("az", "S3"))
    assert timetable.held == {"az": first}
    assert timetable.busy_slots("a") == [1]
    assert timetable.meetings_held("a") == 1
    assert timetable.meetings_held("b") == 0


def test_table_takes_as_many_slots_as_it_is_long_and_none_beyond_its_day():
    seated = table("S3", seated=("a", "a", "q"))
    timetable = laid_out(tables=(seated,))
    assert timetable.span(seated) == [2, 3]
    assert timetable.span(table("S4")) == [3]
    assert timetable.span(table("S5")) == [4]
    assert timetable.around(seated) == ["a", "f"]
    assert (timetable.busy_slots("a"), timetable.busy_slots("f"), timetable.busy_slots("b")) == ([2, 3], [2, 3], [])


def test_first_table_of_a_dialogue_counts():
    first, again = table("S2"), table("S3")
    assert laid_out(tables=(HeldDialogue("q", "S1", "round", None, ()), table("S9"), first, again)).held_dialogues == {"d": first}


def test_free_are_slots_in_which_one_more_meeting_is_possible():
    # z can hold two at once; b is away in S4
    timetable = laid_out(met("az", "S1"), met("bz", "S1"), met("yz", "S2"), tables=(table("S3", seated=("a",)),))
    assert timetable.free_slots("z") == {1, 2, 3, 4}
    assert timetable.free_slots("a") == {1, 4}
    assert timetable.free_slots("b") == {1, 2, 4}
    assert timetable.available_slots("b") == {0, 1, 2, 4}
    assert timetable.free_slots("f") == {0, 1, 4}


@pytest.mark.parametrize(
    ("request_id", "places"), [("ay", ("T1", "T2")), ("az", ("booth",)), ("yz", ("booth",)), ("by", ("T1", "T2")), ("zf", ("booth",))]
)
def test_allowed_are_own_places_else_homes_else_shared_ones(request_id, places):
    assert laid_out().allowed_places(request_id) == places


def test_both_homes_are_allowed_in_the_order_of_the_two():
    people = {"a": {"home": "A"}, "b": {"home": "B"}}
    problem = tiny([1], people, {"ba": {}, "ab": {"places": []}}, {"A": {}, "B": {}, "T": {}})
    timetable = Timetable(problem, Plan("", (), (), (), ()))
    assert timetable.allowed_places("ba") == ("B", "A")
    assert timetable.allowed_places("ab") == ()


def test_place_has_room_below_its_capacity_and_none_beside_a_dialogue():
    timetable = laid_out(met("az", "S1"), met("bz", "S1"), met("yz", "S2"), tables=(table("S2", place="T2"),))
    assert [timetable.has_room("booth", t) for t in range(3)] == [False, True, True]
    assert [timetable.has_room("T2", t) for t in range(4)] == [True, False, False, True]


def test_first_allowed_place_with_room_is_told_for_each_slot():
    timetable = laid_out(met("ay", "S1", "T1"), met("by", "S2", "T2"))
    assert timetable.allowed_with_room("ay", 0) == "T2"
    assert timetable.allowed_with_room("ay", 1) == "T1"
    assert timetable.allowed_with_room("by", 0) == "T2"
    assert Timetable(tiny([1], {"a": {}, "b": {}}, {"ab": {}}, {}), Plan("", (), (), (), ())).allowed_with_room("ab", 0) is None
