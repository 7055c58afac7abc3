"""What the evidence for a bound is held against."""

from __future__ import annotations

import pytest

from scheduler.checker.bounds import Ground
from scheduler.problem import GOALS, MAXIMISED
from tests.support.schedules import event

GROUND = Ground(event([1], {"a": {}}, {}), ("floor", "value", "lowest"), {})


def test_goals_before_one_are_those_in_front_of_it():
    assert [GROUND.before(goal) for goal in GROUND.order] == [(), ("floor",), ("floor", "value")]


@pytest.mark.parametrize("goal", GOALS)
def test_better_of_two_bounds_is_the_one_that_leaves_less_room(goal):
    assert GROUND.better(goal, 3, 5) == GROUND.better(goal, 5, 3) == (3 if goal in MAXIMISED else 5)
    assert GROUND.better(goal, 4, 4) == 4
