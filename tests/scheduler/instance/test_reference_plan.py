"""A plan to keep in indices: what the problem still knows of it, what no longer moves, and which places have to be told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.instance.pools import PoolMap
from scheduler.instance.reference_plan import IndexedReference, ReferencePlan, index_reference, places_apart, places_for_dialogues
from scheduler.parameters import DEFAULTS
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from tests.support.schedules import BEGIN, event

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcde"}
WISHES: dict[str, dict[str, Any]] = {"ab": {}, "cd": {}}
TWO: dict[str, dict[str, Any]] = {"T": {}, "U": {}}


def plan(*held: str, tables: tuple[HeldDialogue, ...] = ()) -> Plan:
    """Meetings such as ``ab S1 T``."""
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in held), tables, (), ())


def kept(problem: Problem, of: Plan) -> IndexedReference:
    return index_reference(problem, of, PoolMap(problem, by_zone=False, apart=frozenset("U")).pools)


def test_meetings_are_request_slot_pool_and_place():
    # T is pool 0 and U pool 1
    rows = kept(event([2], PEOPLE, WISHES, TWO), plan("cd S2 U", "ab S1 T")).meeting
    assert rows.tolist() == [[1, 1, 1, 1], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("meeting", "rows"),
    [("ab S9 T", [[0, -1, 0, 0]]), ("ab S1 gone", [[0, 0, -1, -1]]), ("ab S9 gone", [[0, -1, -1, -1]]), ("zz S1 T", [])],
    ids=["no such slot", "no such place", "neither", "no such request"],
)
def test_what_the_problem_does_not_know_is_marked_or_left_out(meeting, rows):
    found = kept(event([2], PEOPLE, WISHES, TWO), plan(meeting))
    assert found.meeting.tolist() == rows
    assert found.count == len(rows)
    assert (found.dialogue.shape, found.seat.shape, found.moderator.shape) == ((0, 4), (0, 2), (0, 2))


def test_seats_and_moderators_are_those_of_the_tables_that_are_known():
    problem = event([2], PEOPLE, {}, TWO, {"D": {"wanted": "abc"}, "E": {"wanted": "d"}})
    tables = (
        HeldDialogue("gone", "S1", "T", "a", ("b",)),
        HeldDialogue("E", "S2", "U", "c", ("d", "left")),
        HeldDialogue("D", "S1", "T", None, ("a", "b")),
    )
    found = kept(problem, plan(tables=tables))
    assert found.dialogue.tolist() == [[1, 1, 1, 1], [0, 0, 0, 0]]
    assert found.seat.tolist() == [[0, 3], [1, 0], [1, 1]]
    assert found.moderator.tolist() == [[0, 2]]
    assert found.count == 4  # three seats and a moderator


@pytest.mark.parametrize(
    ("until", "frozen"),
    [
        (None, [False, False, False]),
        (BEGIN - timedelta(seconds=1), [False, False, False]),
        (BEGIN, [True, False, False]),
        (BEGIN + timedelta(minutes=19), [True, False, False]),
        (BEGIN + timedelta(minutes=20), [True, True, False]),
        (BEGIN + timedelta(days=1), [True, True, True]),
    ],
)
def test_slots_that_have_started_are_frozen(until, frozen):
    assert ReferencePlan(plan(), until).frozen_slots(event([3], PEOPLE, {})).tolist() == frozen


@pytest.mark.parametrize(
    ("places", "of", "first"),
    [
        (TWO, plan("ab S1 T", "cd S1 U"), ""),
        (TWO, plan("ab S1 T", "cd S1 T"), "T"),
        (TWO, plan("ab S1 T", "cd S2 T"), ""),
        ({"T": {"capacity": 2}, "U": {}}, plan("ab S1 T", "cd S1 T"), ""),
        (TWO, plan("ab S1 T", "ab S2 U"), "TU"),  # held twice
        (TWO, plan("zz S1 T", "cd S1 T"), ""),  # one of them is not asked for any more
    ],
    ids=["one each", "two at once", "one after the other", "room for two", "twice", "unknown"],
)
def test_places_of_which_too_much_is_asked_are_apart_first(places, of, first):
    assert [sorted(apart) for apart in places_apart(event([2], PEOPLE, WISHES, places), of)] == [sorted(first)]


@pytest.mark.parametrize(("meeting", "first"), [("ab S1 T", "T"), ("ab S2 T", "T"), ("ab S3 T", "")])
def test_a_table_takes_its_place_in_every_slot_that_it_runs_through(meeting, first):
    problem = event([3], PEOPLE, WISHES, {"T": {"capacity": 2}}, {"D": {"wanted": "e", "length": 2}})
    of = plan(meeting, tables=(HeldDialogue("D", "S1", "T", None, ("e",)),))
    assert sorted(next(places_apart(problem, of))) == sorted(first)


@pytest.mark.parametrize(
    ("dialogue", "places", "apart"),
    [
        ({"length": 2}, TWO, "T"),
        ({"length": 1}, TWO, ""),  # it takes one slot of one place, as a meeting does
        ({"length": 1}, {"T": {"capacity": 2}, "U": {}}, "T"),
        ({"length": 2, "places": ["T"]}, TWO, ""),  # with one place it has that as a pool
        ({"length": 2, "places": ["T", "U"]}, TWO | {"V": {}}, "T"),
    ],
)
def test_used_places_that_a_table_could_need_whole_may_have_to_be_told_apart(dialogue, places, apart):
    problem, of = event([2], PEOPLE, WISHES, places, {"D": {"wanted": "e"} | dialogue}), plan("ab S1 T")
    assert sorted(places_for_dialogues(problem, of)) == sorted(apart)
    assert [sorted(each) for each in places_apart(problem, of)] == [[], *([sorted(apart)] if apart else [])]


@pytest.mark.parametrize(("most", "tries"), [(8, 2), (7, 1)])
def test_places_apart_are_not_tried_where_they_are_too_many_options(most, tries):
    # two requests in two slots with two pools each
    problem = event([2], PEOPLE, WISHES, TWO, {"D": {"wanted": "e", "length": 2}})
    knobs = replace(DEFAULTS.repair, apart_options=most)
    assert len(list(places_apart(problem, plan("ab S1 T"), knobs))) == tries
