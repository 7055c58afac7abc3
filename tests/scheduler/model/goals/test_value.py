"""Value: what meetings held and seats given are worth together; a gain, so that its cost is below 0."""

from __future__ import annotations

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals import value
from tests.support.decisions import cost_of
from tests.support.schedules import event

WISHES = {"ab": {"value": 3, "slots": ["S1"]}, "bc": {"value": 5}, "ca": {"value": 4, "slots": ["S3"]}}
# the seats are worth 1, 2 and 3 in the order of asking
DAY = event([3], {name: {} for name in "abc"}, WISHES, {"T": {}, "U": {}}, {"D": {"wanted": "cab", "starts": ["S3"], "must": False}})


@pytest.mark.parametrize(
    ("held", "cost"),
    [
        ((), 0),
        (("ab S1 TU",), -3),
        (("ab S1 TU", "bc S2 TU"), -8),
        (("ca S3 TU",), -4),
        (("D S3",), 0),
        (("D S3", "D S3 with b"), -3),
        (("ab S1 TU", "D S3", "D S3 with a", "D S3 with c"), -6),
    ],
)
def test_values_of_meetings_and_seats_are_added_up(held, cost):
    assert cost_of(DAY, "value", *held) == cost


def test_every_option_of_a_request_is_worth_the_same():
    layout = Layout(build_instance(DAY))
    columns, weights = value.add(layout)
    assert dict(zip(columns.tolist(), weights.tolist(), strict=True)) == {0: 3, 1: 5, 2: 5, 3: 5, 4: 4} | dict(
        zip(layout.dialogues.seat_column.tolist(), layout.dialogues.seat_value.tolist(), strict=True)
    )
    assert layout.dialogues.seat_value.tolist() == [1, 2, 3]


def test_nothing_to_hold_is_worth_nothing():
    columns, weights = value.add(Layout(build_instance(event([2], {"a": {}}, {}))))
    assert (columns.tolist(), weights.tolist()) == ([], [])
