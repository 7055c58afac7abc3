"""Meetings that a participant holds at once are all at one place."""

from __future__ import annotations

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.rules import one_place
from tests.support.decisions import clashes
from tests.support.schedules import event

SEVERAL = {"a": {"parallel": 3}, "b": {}, "c": {}, "d": {}}
ROOMS = {"T": {"capacity": 2}, "U": {"capacity": 2}}


def test_two_at_once_are_at_the_same_place():
    problem = event([1], SEVERAL, {"ab": {}, "ac": {}}, ROOMS)
    # the two places of one meeting as well: that it is held once is another rule
    assert clashes(problem, one_place.add) == {
        "ab S1 T, ac S1 U", "ab S1 U, ac S1 T", "ab S1 T, ab S1 U", "ac S1 T, ac S1 U",
    }  # fmt: skip


def test_no_more_at_once_than_one_place_holds():
    problem = event([1], SEVERAL, {"ab": {}, "ac": {}, "ad": {}}, {"T": {"capacity": 2}})
    assert clashes(problem, one_place.add) == {"ab S1 T, ac S1 T, ad S1 T"}


def test_places_of_one_meeting_hold_one_however_many_there_are():
    problem = event([1], SEVERAL, {"ab": {}, "ac": {}}, {"T": {}, "U": {}})
    assert clashes(problem, one_place.add) == {"ab S1 TU, ac S1 TU"}


def test_one_slot_says_nothing_of_another():
    wishes = {"ab": {"slots": ["S1"], "places": ["T"]}, "ac": {"slots": ["S2"], "places": ["U"]}}
    assert clashes(event([2], SEVERAL, wishes, ROOMS), one_place.add) == set()


def test_who_holds_one_meeting_at_a_time_needs_no_rows():
    layout = Layout(build_instance(event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "ac": {}}, ROOMS)))
    one_place.add(layout)
    assert (layout.builder.rows, layout.builder.columns) == (0, layout.core)


def test_rows_say_whom_when_and_where_they_are_about():
    people = {"b": {}, "c": {}, "a": {"parallel": 3}}
    layout = Layout(build_instance(event([3], people, {"ab": {"slots": ["S2"]}, "ac": {"slots": ["S2"]}}, ROOMS)))
    one_place.add(layout)
    blocks = {block.kind: [key.tolist() for key in block.keys] for block in layout.builder.blocks}
    pools = list(range(len(layout.instance.pools)))
    assert blocks == {"one_place": [[2] * len(pools), [1] * len(pools), pools], "one_pool": [[2], [1]]}
