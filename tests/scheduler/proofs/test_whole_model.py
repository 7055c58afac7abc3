"""Small events are proven goal by goal, and no goal takes the time of the next once its bound is reached."""

from __future__ import annotations

from pathlib import Path

from matchmaking.convert import convert
from scheduler.settings import Settings
from scheduler.solve import solve

EXAMPLE = Path(__file__).parents[3] / "fixtures" / "spreadsheet-example"


def test_goal_that_reaches_its_bound_leaves_the_time_to_the_next():
    plan = solve(convert(EXAMPLE, "Europe/Brussels"), Settings(seconds=30), "")
    assert [(goal.name, goal.proven) for goal in plan.goals] == [(name, True) for name in ("floor", "value", "breaks", "idle", "moves")]
