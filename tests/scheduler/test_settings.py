"""Each knob of a run checks its own range, and says what it may be."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scheduler.parameters import DEFAULTS
from scheduler.problem import GOALS
from scheduler.settings import MEMBERS, Settings


@pytest.mark.parametrize(
    "knobs",
    [
        {"seconds": 0.001},
        {"seconds": 86_400},
        {"workers": 1},
        {"workers": 64},
        {"seed": 0},
        {"seed": 2_147_483_647},
        {"goals": GOALS},
        {"goals": ()},
        {"without": MEMBERS},
    ],
)
def test_what_is_just_inside_its_range_is_taken(knobs: dict[str, Any]):
    settings = Settings(**knobs)
    assert {name: getattr(settings, name) for name in knobs} == knobs


@pytest.mark.parametrize(
    ("knobs", "told"),
    [
        ({"seconds": 0}, "seconds has to be above 0 and at most 86400, not 0"),
        ({"seconds": 86_400.5}, "seconds has to be above 0 and at most 86400, not 86400.5"),
        ({"seconds": float("nan")}, "seconds has to be above 0 and at most 86400, not nan"),
        ({"workers": 0}, "workers has to be from 1 to 64, not 0"),
        ({"workers": 65}, "workers has to be from 1 to 64, not 65"),
        ({"seed": -1}, "seed has to be from 0 to 2147483647, not -1"),
        ({"seed": 2_147_483_648}, "seed has to be from 0 to 2147483647, not 2147483648"),
        ({"goals": ("value", "speed")}, "'speed' is not a goal; the goals are changes, floor, value, breaks, idle, moves, lowest, mix"),
        ({"goals": ("value", "floor", "value")}, "a goal is named twice"),
    ],
)
def test_what_is_just_outside_its_range_is_refused(knobs: dict[str, Any], told: str):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        Settings(**knobs)


def test_a_run_without_more_said_takes_a_minute_two_cores_and_all_parts():
    settings = Settings()
    assert (settings.seconds, settings.workers, settings.seed, settings.goals, settings.reproducible) == (60.0, 2, 0, None, False)
    assert (settings.patience, settings.without, settings.parameters) == (None, (), DEFAULTS)


@pytest.mark.parametrize("member", MEMBERS)
def test_a_part_takes_part_unless_it_is_left_out(member: str):
    settings = Settings(without=(member,))
    assert [name for name in MEMBERS if not settings.uses(name)] == [member]


def test_only_members_of_the_portfolio_can_be_left_out():
    with pytest.raises(ValueError, match="'luck' cannot be left out; what can is maxsat, below, above, diaries"):
        Settings(without=("luck",))
