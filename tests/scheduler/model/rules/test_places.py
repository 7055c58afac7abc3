"""No place over its capacity, and a dialogue takes one as a whole."""

from __future__ import annotations

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.rules import places
from tests.support.decisions import clashes
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcdef"}
THREE = {"ab": {}, "cd": {}, "ef": {}}


def test_pool_holds_a_meeting_at_each_of_its_places_and_no_more():
    assert clashes(event([1], PEOPLE, THREE, {"T": {}, "U": {}}), places.add) == {"ab S1 TU, cd S1 TU, ef S1 TU"}


def test_place_of_two_meetings_holds_two():
    assert clashes(event([1], PEOPLE, THREE, {"T": {"capacity": 2}}), places.add) == {"ab S1 T, cd S1 T, ef S1 T"}


def test_slots_and_pools_are_counted_apart():
    wishes = {"ab": {"places": ["T"]}, "cd": {"places": ["T"], "slots": ["S1"]}, "ef": {"places": ["U"]}}
    assert clashes(event([2], PEOPLE, wishes, {"T": {}, "U": {}}), places.add) == {"ab S1 T, cd S1 T"}


def test_dialogue_takes_all_of_its_place_in_every_slot_that_it_runs_through():
    dialogue = {"wanted": "e", "length": 2, "starts": ["S2"]}
    problem = event([4], PEOPLE, {"ab": {}}, {"T": {"capacity": 2}}, {"D": dialogue})
    assert clashes(problem, places.add) == {"D S2, ab S2 T", "D S2, ab S3 T"}


def test_dialogue_leaves_the_other_places_of_its_pool():
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}, "ef": {}}, {"T": {"capacity": 2}, "U": {"capacity": 2}}, {"D": {"wanted": "a"}})
    assert clashes(problem, places.add) == {"D S1, ab S1 TU, cd S1 TU, ef S1 TU"}


def test_pool_that_cannot_be_overfull_has_no_row():
    layout = Layout(build_instance(event([2], PEOPLE, THREE, {"T": {"capacity": 3}})))
    places.add(layout)
    assert layout.builder.rows == 0


def test_each_pool_has_its_own_capacity_in_every_slot():
    wishes = {"ab": {"places": ["T"], "slots": ["S2"]}, "cd": {"places": ["T"], "slots": ["S2"]}}
    wishes |= {"ac": {"places": ["U"], "slots": ["S2"]}, "bd": {"places": ["U"], "slots": ["S2"]}, "ef": {"places": ["U"], "slots": ["S2"]}}
    problem = event([2], PEOPLE, wishes, {"T": {}, "U": {"capacity": 2}})
    assert clashes(problem, places.add) == {"ab S2 T, cd S2 T", "ac S2 U, bd S2 U, ef S2 U"}


def test_rows_say_which_pool_and_slot_they_are_about():
    layout = Layout(
        build_instance(event([3], PEOPLE, {name: {"slots": ["S3"], "places": ["U"]} for name in ("ab", "cd")}, {"T": {}, "U": {}}))
    )
    places.add(layout)
    ((kind, keys),) = [(block.kind, [key.tolist() for key in block.keys]) for block in layout.builder.blocks]
    assert (kind, keys) == ("places", [[1], [2]])
