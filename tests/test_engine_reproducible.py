"""The same plan every time, where a run is to be reproducible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler import improve, windows
from scheduler.checker import check
from scheduler.reading import parse_problem
from scheduler.reasons import asking
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stages import Stages
from web.commands.presets import PRESETS, make_event

SHA = "9" * 64
CLUB = parse_problem(make_event(replace(PRESETS["club"], requests=120), 2), "club.json")
NEVER = 600.0  # seconds: the clock is not to decide anything here, however busy the machine


@pytest.fixture(autouse=True)
def little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is counted in work instead of seconds, in small portions."""
    monkeypatch.setattr(Stages, "_rounds", lambda stages, goal: 1)
    monkeypatch.setattr(Stages, "_units", lambda stages: 0.05)
    monkeypatch.setattr(improve, "UNITS", 0.1)
    monkeypatch.setattr(windows, "ROUNDS", 4)
    monkeypatch.setattr(asking, "PATIENCE", 0.1)


@pytest.mark.parametrize("goals", [("floor", "value"), ("value", "breaks", "idle")])
def test_reproducible_run_gives_the_same_plan_twice(goals):
    knobs = Settings(seconds=NEVER, reproducible=True, goals=goals)
    plans = [solve(CLUB, knobs, SHA) for _ in range(2)]
    first, second = (replace(plan, run={name: value for name, value in plan.run.items() if name != "seconds"}) for plan in plans)
    assert first == second
    assert check(CLUB, first, sha256=SHA, goals=goals).violations == ()
    assert first.goals[goals.index("value")].proven
