"""Moves: adjacent slots in which somebody is busy in different zones."""

from __future__ import annotations

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals import moves
from tests.support.decisions import cost_of
from tests.support.schedules import event

ZONES = {"T": {"zone": "east"}, "U": {"zone": "west"}, "V": {}}
PEOPLE = {"a": {}, "b": {}, "c": {}}
WISHES = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S2"]}, "ab3": {"slots": ["S3"]}}
DAY = event([3], PEOPLE, WISHES, ZONES)


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ((), 0),
        (("ab S1 T", "ac S2 T"), 0),
        (("ab S1 T", "ac S2 U"), 1),
        (("ab S1 U", "ac S2 V"), 1),  # no zone is a zone of its own
        (("ab S1 V", "ac S2 V"), 0),
        (("ab S1 T", "ab3 S3 U"), 0),  # with a slot in between nobody hurries
        (("ab S1 T", "ac S2 U", "ab3 S3 T"), 2),
        (("ab S1 T", "ac S2 U", "ab3 S3 U"), 1),
    ],
)
def test_moves_are_changes_of_zone_from_slot_to_slot(held, count):
    assert cost_of(DAY, "moves", *held) == count


def test_both_who_move_count():
    twice = {"ab": {"slots": ["S1"]}, "ab2": {"slots": ["S2"]}}
    assert cost_of(event([2], PEOPLE, twice, ZONES), "moves", "ab S1 T", "ab2 S2 U") == 2


def test_nobody_moves_over_night():
    assert cost_of(event([1, 2], PEOPLE, WISHES, ZONES), "moves", "ab S1 T", "ac S2 U", "ab3 S3 U") == 0


def test_table_stands_in_its_zone_for_guests_and_moderator():
    dialogue = {"D": {"wanted": "b", "moderators": ["a"], "starts": ["S2"], "places": ["T", "U"]}}
    problem = event([2], PEOPLE, {"ab": {"slots": ["S1"], "places": ["T"]}}, {"T": {"zone": "east"}, "U": {"zone": "west"}}, dialogue)
    assert cost_of(problem, "moves", "ab S1 T", "D S2", "D S2 in T", "D S2 with b") == 0
    assert cost_of(problem, "moves", "ab S1 T", "D S2", "D S2 in U", "D S2 with b") == 2
    assert cost_of(problem, "moves", "ab S1 T", "D S2", "D S2 in U") == 1


def test_event_of_one_zone_has_nothing_to_count():
    layout = Layout(build_instance(event([3], PEOPLE, WISHES, {"T": {"zone": "east"}, "U": {"zone": "east"}}), by_zone=True))
    assert moves.add(layout).tolist() == []
    assert layout.builder.columns == layout.core
