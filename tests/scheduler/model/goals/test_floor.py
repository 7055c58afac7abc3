"""Floor: what each participant lacks of the meetings that it should get at least."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals.floor import add_shortfall, shortfall
from tests.support.decisions import core_with, cost_of
from tests.support.schedules import event

PEOPLE = {"a": {"floor": 2}, "b": {"floor": 3}, "c": {}}
WISHES = {"ab": {"slots": ["S1"]}, "bc": {"slots": ["S2"]}, "ca": {"slots": ["S3"]}, "ab2": {"slots": ["S4"]}}
DAY = event([4], PEOPLE, WISHES)


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        ((), 5),
        (("ab S1 T",), 3),
        (("bc S2 T",), 4),  # c has no floor
        (("ab S1 T", "ca S3 T"), 2),
        (("ab S1 T", "ab2 S4 T", "ca S3 T"), 1),  # the third meeting of a does not help b
        (("ab S1 T", "ab2 S4 T", "bc S2 T"), 0),
    ],
)
def test_meetings_lacking_are_added_up_over_people(held, lacking):
    assert cost_of(DAY, "floor", *held) == lacking


def test_shortfall_is_that_of_each_participant():
    layout = Layout(build_instance(DAY))
    assert shortfall(layout, core_with(layout, [])).tolist() == [2, 3, 0]
    assert shortfall(layout, core_with(layout, ["ab S1 T", "ca S3 T"])).tolist() == [0, 2, 0]


def test_any_least_has_a_column_for_each_who_should_hold_something():
    layout = Layout(build_instance(DAY))
    columns = add_shortfall(layout, np.array([0, 1, 4]), "share")
    linear = layout.builder.build()
    assert linear.upper[columns].tolist() == [1, 4]
    assert layout.complete(core_with(layout, ["bc S2 T"]))[columns].tolist() == [0, 3]
    assert [(block.kind, block.keys[0].tolist()) for block in layout.builder.blocks] == [("share", [1, 2])]


def test_a_seat_is_no_meeting():
    problem = event([1], {"a": {"floor": 1}, "b": {}}, {}, None, {"D": {"wanted": "a"}})
    assert cost_of(problem, "floor", "D S1", "D S1 with a") == 1
