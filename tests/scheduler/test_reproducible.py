"""The same plan every time, where a run is to be reproducible."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.presets import PRESETS, make_event
from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.parameters import AnnealingParameters, AskingParameters, LnsParameters, Parameters, StageParameters
from scheduler.problem import Problem
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from tests.support.tiers import deep
from web.cli import run

pytestmark = pytest.mark.slow

SHA = "9" * 64
CLUB = parse_problem(make_event(replace(PRESETS["club"], requests=80), 2), "club.json")
LARGER = parse_problem(make_event(replace(PRESETS["gdca"], requests=200), 3), "gdca.json")
NEVER = 600.0  # seconds: the clock is not to decide anything here, however busy the machine


# Everything that is counted in work instead of seconds, in small portions.
LITTLE_EFFORT = Parameters(
    asking=AskingParameters(patience=0.1),
    stages=StageParameters(round_seconds=NEVER, units_part=0.1 / NEVER),
    lns=LnsParameters(units=0.1),
    annealing=AnnealingParameters(step_rate=100),
)


def little(**knobs: Any) -> Settings:
    return Settings(seconds=NEVER, reproducible=True, parameters=LITTLE_EFFORT, **knobs)


def texts(problem: Problem, knobs: Settings) -> list[str]:
    """The plan files of two runs, less the seconds."""
    plans = [solve(problem, knobs, SHA) for _ in range(2)]
    assert [plan.run.pop("seconds") > 0 for plan in plans] == [True, True]
    verdict = check(problem, plans[0], sha256=SHA, goals=knobs.goals)
    assert verdict.violations == ()
    assert check_bounds(problem, plans[0], verdict.goals).violations == ()
    assert plans[0].run["reproducible"]
    return [json.dumps(plan_to_json(plan)) for plan in plans]


@pytest.mark.parametrize("goals", [("floor", "value"), ("value", "breaks", "idle"), ("lowest", "value")])
def test_reproducible_run_gives_the_same_plan_twice(goals):
    first, second = texts(CLUB, little(goals=goals))
    assert first == second


@pytest.mark.parametrize("workers", [deep(1), 2])
def test_larger_event_has_the_same_plan_twice_with_any_number_of_workers(workers):
    first, second = texts(LARGER, little(workers=workers))
    assert first == second


def test_run_that_somebody_ends_does_not_call_itself_reproducible():
    stop = Stop()

    def ask(progress: Progress) -> None:
        if progress.achieved is not None:
            stop.request()

    assert not solve(CLUB, little(), SHA, ask, stop).run["reproducible"]


def test_small_event_has_the_same_file_twice_on_the_command_line(tmp_path, capsys):
    (tmp_path / "event.json").write_text(json.dumps(make_event(replace(PRESETS["club"], requests=30, dialogues=0), 1)))
    for name in ("one", "two"):
        options = ["--seconds", "100", "--reproducible", "--goals", "floor,value"]
        assert run(["solve", str(tmp_path / "event.json"), "-o", str(tmp_path / name), *options]) == 0
    one, two = (re.sub(r'"seconds": [\d.]+, ', "", (tmp_path / name).read_text()) for name in ("one", "two"))
    assert one == two
    assert '"reproducible": true' in one
    assert "the time ran out" not in capsys.readouterr().err
