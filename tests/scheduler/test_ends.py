"""Stages end when their time is over, whatever the solvers in them have taken of it."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from scheduler import solve as solving
from scheduler.improvement.slot_pairs import improve_slots
from scheduler.instance.instance import build_instance
from scheduler.model.model import Model, build_model
from scheduler.program.integer_program import Linear
from scheduler.program.relaxation import proven_by
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.solvers.highs import HighsResult
from scheduler.stop import Stop
from tests.support.schedules import event

WISHES: dict[str, dict[str, Any]] = {pair: {} for pair in ("ab", "bc", "cd", "da", "ac")}
DAY = event([4], {name: {} for name in "abcd"}, WISHES, {"T": {}, "U": {}}, goals=["value"])


class Clock:
    """Stands still but where a solver takes its time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.read)
    return clock


class Reserved(Exception):
    pass


def test_busy_machine_has_more_time_to_place_and_explain_a_plan(monkeypatch):
    ends: list[float] = []

    def busy(*arguments: Any) -> Model:
        time.sleep(0.2)
        return build_model(build_instance(DAY), DAY.goals)

    def plan(search: Search, *more: Any) -> None:
        ends.append(search.end)
        raise Reserved

    monkeypatch.setattr(solving, "_plan", plan)
    end = time.monotonic() + 600
    for build in (solving._model, busy):
        monkeypatch.setattr(solving, "_model", build)
        with pytest.raises(Reserved):
            solve(DAY, Settings(), "", end=end)
    assert end - ends[1] > 2 * 0.4 > 0.4 < end - ends[0] + 1e-6


class Slow:
    """In place of a solver: takes three seconds and ends with halves; remembers what it was given, and what there was."""

    def __init__(self, clock: Clock, end: float) -> None:
        self.clock, self.end = clock, end
        self.given: list[tuple[bool, float, float]] = []

    def load(self, linear: Linear) -> None:
        self.linear = linear

    def minimise(self, cost: np.ndarray, *, seconds: float, integral: bool, **more: Any) -> HighsResult:
        self.given.append((integral, seconds, self.end - self.clock.now))
        self.clock.now += 3
        return HighsResult(x=np.full(self.linear.columns, 0.5), dual=np.zeros(self.linear.rows))


def begun(clock: Clock, seconds: float) -> tuple[LinearTask, Slow]:
    model = build_model(build_instance(DAY), DAY.goals)
    search = Search(model, Settings(), Stop(), clock.now + seconds)
    search.offer(np.zeros(model.layout.core, dtype=np.int64))
    slow = Slow(clock, search.end)
    return LinearTask(search, model, model.linear, model.objectives[0].cost, slow, search.end), slow


def test_second_program_of_two_slots_has_what_the_first_leaves(clock):
    task, slow = begun(clock, 7)
    linear, nobody = task.linear, np.zeros(task.linear.columns)
    list(improve_slots(task, proven_by(linear, task.cost, nobody, np.zeros(linear.rows))))
    assert slow.given == [(False, 7, 7), (True, 4, 4), (False, 1, 1), (True, -2, -2)]
