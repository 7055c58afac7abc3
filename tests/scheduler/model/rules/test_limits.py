"""A participant holds at most so many meetings in all."""

from __future__ import annotations

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.rules import limits
from tests.support.decisions import clashes
from tests.support.schedules import event

WISHES = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S2"]}, "da": {"slots": ["S3"]}}
EACH = ("ab S1 T", "ac S2 T", "da S3 T")


@pytest.mark.parametrize(
    ("most", "refused"),
    [
        (0, {"ab S1 T", "ac S2 T", "da S3 T"}),
        (1, {"ab S1 T, ac S2 T", "ab S1 T, da S3 T", "ac S2 T, da S3 T"}),
        (2, {"ab S1 T, ac S2 T, da S3 T"}),
        (3, set()),
        (None, set()),
    ],
)
def test_no_more_than_the_limit_over_all_slots_and_sides(most, refused):
    people = {"a": {} if most is None else {"max_meetings": most}, "b": {}, "c": {}, "d": {}}
    assert clashes(event([3], people, WISHES), limits.add) == refused


def test_limits_of_two_people_hold_each_for_its_own_meetings():
    people = {"a": {"max_meetings": 1}, "b": {}, "c": {}, "d": {"max_meetings": 0}}
    assert clashes(event([3], people, WISHES), limits.add) == {"ab S1 T, ac S2 T", "da S3 T"}


def test_seats_are_no_meetings():
    dialogue = {"D": {"wanted": "a", "starts": ["S2"]}}
    assert clashes(event([2], {"a": {"max_meetings": 1}, "b": {}}, {"ab": {"slots": ["S1"]}}, None, dialogue), limits.add) == set()


def test_who_cannot_exceed_its_limit_has_no_row():
    layout = Layout(build_instance(event([3], {"a": {"max_meetings": 3}, "b": {}, "c": {}, "d": {}}, WISHES)))
    limits.add(layout)
    assert layout.builder.rows == 0
