"""What a plan says of itself: which goals are proven, and whether all are."""

from __future__ import annotations

import pytest

from scheduler.plan import GoalResult, Plan, Unscheduled


def plan_with(*goals: GoalResult) -> Plan:
    return Plan("", (), (), (), goals)


@pytest.mark.parametrize(("achieved", "bound", "proven"), [(3, 3, True), (3, 4, False), (4, 3, False), (0, 0, True), (-1, 1, False)])
def test_goal_is_proven_just_where_it_reaches_its_bound(achieved, bound, proven):
    assert GoalResult("value", achieved, bound).proven is proven


@pytest.mark.parametrize(
    ("bounds", "status"),
    [
        ((5, 0), "optimal"),
        ((6, 0), "feasible"),  # the first is open
        ((5, 1), "feasible"),  # the last is open
        ((6, 1), "feasible"),
    ],
)
def test_plan_is_optimal_just_where_every_goal_is_proven(bounds, status):
    assert plan_with(GoalResult("value", 5, bounds[0]), GoalResult("breaks", 0, bounds[1])).status == status


def test_plan_without_goals_leaves_nothing_to_prove():
    assert plan_with().status == "optimal"


def test_what_is_not_known_of_a_request_left_out_is_not_claimed():
    left = Unscheduled("R", ())
    assert (left.busy, left.taken, left.by_moving, left.remedy) == ({}, (), None, None)
    assert plan_with().run == {}
    assert plan_with().evidence == ()
