"""The same plan every time, where a run is to be reproducible."""

from __future__ import annotations

from dataclasses import replace

from scheduler import improve, windows
from scheduler.checker import check
from scheduler.plan import Plan
from scheduler.reading import parse_problem
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stages import Stages
from web.commands.presets import PRESETS, make_event

SHA = "9" * 64
CLUB = parse_problem(make_event(replace(PRESETS["club"], requests=120), 2), "club.json")
NEVER = 600.0  # seconds: the clock is not to decide anything here, however busy the machine


def twice(knobs: Settings) -> tuple[Plan, Plan]:
    """Two plans of the same run, less the seconds that it took."""
    plans = (solve(CLUB, knobs, SHA) for _ in range(2))
    first, second = (replace(plan, run={name: value for name, value in plan.run.items() if name != "seconds"}) for plan in plans)
    return first, second


def test_reproducible_run_to_the_proof_gives_the_same_plan_twice():
    goals = ("floor", "value")
    first, second = twice(Settings(seconds=NEVER, reproducible=True, goals=goals))
    assert first == second
    assert first.status == "optimal"
    assert check(CLUB, first, sha256=SHA, goals=goals).violations == ()


def test_reproducible_run_of_some_effort_gives_the_same_plan_twice(monkeypatch):
    monkeypatch.setattr(Stages, "_rounds", lambda stages, goal: 1)
    monkeypatch.setattr(Stages, "_units", lambda stages: 0.05)
    monkeypatch.setattr(improve, "UNITS", 0.1)
    monkeypatch.setattr(windows, "ROUNDS", 4)
    first, second = twice(Settings(seconds=NEVER, reproducible=True))
    assert first == second
    assert [goal.proven for goal in first.goals[:2]] == [True, True]
    assert check(CLUB, first, sha256=SHA).violations == ()
