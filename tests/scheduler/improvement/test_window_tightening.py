"""Meetings are pulled towards a window of their own: agendas become compact, and neither value nor dialogues are lost."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scheduler.construction.slot_matching import schedule_by_slot
from scheduler.improvement.window_tightening import _penalties, _windows, tighten_windows
from scheduler.instance.instance import build_instance
from scheduler.model.model import Model, build_model
from scheduler.parameters import DEFAULTS
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.decisions import core_with, decisions
from tests.support.schedules import event
from tests.support.two_sides import LONG, empty, two_sides

PEOPLE: dict[str, dict[str, Any]] = {"a": {"unavailable": ["S2"]}, "b": {}, "c": {"parallel": 2}, "d": {}}
WISHES: dict[str, dict[str, Any]] = {"ab": {}, "ac": {}, "ad": {}, "cd": {}}
DAYS = event([5, 2], PEOPLE, WISHES, {"T": {"capacity": 9}})


def begun(small: Model, held: np.ndarray, highs: Highs, **knobs: Any) -> LinearTask:
    """At a plan, in a search that wants breaks as well."""
    search = Search(build_model(small.instance, ("value", "breaks")), Settings(**knobs), Stop(), time.monotonic() + LONG)
    assert search.offer(held)
    return LinearTask(search, small, small.linear, small.objectives[-1].cost, highs, search.end)


def linear_model(problem: Problem) -> Model:
    return build_model(build_instance(problem), ("value",))


def test_windows_are_centre_and_half_width_of_what_is_held_in_free_slots():
    model = linear_model(DAYS)
    core = core_with(model.layout, ["ab S1 T", "ac S3 T", "ad S5 T", "cd S7 T"]).astype(float)
    centre, half = _windows(model, core)
    # a is free in S1, S3, S4 and S5, numbered 0 to 3: it meets at 0, 1 and 3, and nobody else has more than one meeting a day
    assert centre[:, 0].tolist() == [pytest.approx(4 / 3), 0, 2, 4]
    assert half.tolist() == [[1, 0], [0, 0], [0, 0], [0, 0]]
    assert centre[2:, 1].tolist() == [1, 1]
    # who holds nothing on a day has a window somewhere on it
    assert ((centre[:2, 1] >= 0) & (centre[:2, 1] <= 1)).all()


def test_penalties_are_distances_from_the_windows_of_both():
    model = linear_model(DAYS)
    centre, half = np.full((4, 2), 1.0), np.zeros((4, 2))
    half[0, 0] = 1.0
    found = dict(zip(decisions(model.layout), _penalties(model.instance, centre, half, 10).tolist(), strict=False))
    # a in S5 is number 3, its window ends at 2; b in S5 is number 4
    assert found["ab S5 T"] == 10 * (1 + 3)
    assert found["ab S1 T"] == 10 * (0 + 1)
    assert found["ab S3 T"] == 10 * (0 + 1)  # number 1 of a, number 2 of b
    # c holds two at once: for it no window counts
    assert found["ac S5 T"] == 10 * 1
    assert found["cd S5 T"] == 10 * 3
    assert found["cd S7 T"] == 0
    assert found["ab S6 T"] == 10 * (1 + 1)


def test_meetings_move_together_at_no_cost(highs):
    problem = event([5], {name: {} for name in "abc"}, {"ab": {}, "ac": {}, "bc": {}}, {"T": {}})
    small = linear_model(problem)
    task = begun(small, core_with(small.layout, ["ab S1 T", "ac S3 T", "bc S5 T"]), highs)
    assert task.search.costs == (-3, 3)
    tighten_windows(task)
    assert task.search.costs == (-3, 1)  # three people who all meet in turn: the one in the middle slot meets twice, one of them waits


@pytest.mark.parametrize("seed", range(4))
def test_agendas_of_many_become_more_compact_and_keep_their_value(seed, highs):
    small = two_sides(seed, buyers=8, suppliers=5, slots=9)
    wanted = np.ones(small.instance.requests, dtype=bool)
    loose = schedule_by_slot(small, wanted, empty(small), highs, time.monotonic() + LONG, DEFAULTS.slot_matching)
    task = begun(small, loose, highs)
    before = task.search.costs
    tighten_windows(task)
    assert task.search.costs[0] == before[0]
    assert task.search.costs[1] < before[1]


def test_dialogues_of_the_plan_stay_where_they_are(highs):
    dialogue = {"D": {"wanted": "ab", "starts": ["S1", "S4"], "places": ["U"]}}
    problem = event([4], {name: {} for name in "abc"}, {"ac": {}, "bc": {}}, {"T": {}, "U": {"owner": "c"}}, dialogue)
    small = linear_model(problem)
    task = begun(small, core_with(small.layout, ["D S4", "D S4 with a", "D S4 with b", "ac S1 T", "bc S2 T"]), highs)
    tighten_windows(task)
    seating = core_with(small.layout, ["D S4", "D S4 with a", "D S4 with b"])[task.options :]
    assert task.search.require()[task.options : task.core].tolist() == seating.tolist()
    assert task.search.costs == (-5, 1)  # S2 and S3: one of a and b meets in S2 and waits in S3


def test_nothing_is_offered_without_time_or_once_others_have_settled_it(highs):
    problem = event([5], {name: {} for name in "abc"}, {"ab": {}, "ac": {}, "bc": {}}, {"T": {}})
    small, settled = linear_model(problem), Stop()
    settled.request()
    held = core_with(small.layout, ["ab S1 T", "ac S3 T", "bc S5 T"])
    late = replace(begun(small, held, highs), end=time.monotonic())
    tighten_windows(late)
    in_time = begun(small, held, highs)
    tighten_windows(in_time, settled)
    assert (late.search.costs, in_time.search.costs) == ((-3, 3), (-3, 3))
