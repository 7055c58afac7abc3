"""Two or three slots at a time: what was spoilt is won back."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scheduler.improvement.slot_pairs import improve_slots
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.parameters import Parameters, SlotPairParameters
from scheduler.program.lagrangian import SCALE, ceil_bound
from scheduler.program.relaxation import Relaxation
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.decisions import core_with
from tests.support.schedules import event
from tests.support.two_sides import LONG, empty, relaxation_of, two_sides


@pytest.mark.parametrize("seed", range(10))
def test_pairs_of_slots_win_back_what_was_spoilt(seed, highs):
    model = two_sides(seed, tables=4)
    linear, cost = model.linear, model.objectives[1].cost
    relaxation = relaxation_of(model, cost, highs)
    search = Search(model, Settings(), Stop(), time.monotonic() + LONG)
    search.offer(empty(model))
    costs = [int(cost @ search.require())]
    for _ in improve_slots(LinearTask(search, model, linear, cost, highs, search.end), relaxation):
        costs.append(int(cost @ search.require()))
        assert costs[-1] < costs[-2]
    assert costs[-1] == ceil_bound(relaxation.bound)


# b and c meet in S1 only; a meets b in the slot in which c meets d, so that both could change places
CROSSED = event([2], {name: {} for name in "abcd"}, {"ab": {}, "cd": {}, "bc": {"slots": ["S1"]}}, {"T": {"capacity": 9}}, goals=["value"])


def begun(highs: Highs, held: tuple[str, ...], **knobs: Any) -> LinearTask:
    """At a plan of this event."""
    model = build_model(build_instance(CROSSED), ("value",))
    search = Search(model, Settings(**knobs), Stop(), time.monotonic() + LONG)
    assert search.offer(core_with(model.layout, held))
    return LinearTask(search, model, model.linear, model.objectives[0].cost, highs, search.end)


def bound_of(task: LinearTask, bound: int) -> Relaxation:
    """A bound, and nothing that tells the options apart."""
    nothing = np.zeros(task.linear.columns, dtype=np.int64)
    return Relaxation(nothing.astype(float), bound * SCALE, nothing, np.zeros(task.linear.rows, dtype=np.int64))


def test_meetings_in_the_way_move_to_the_other_slot(highs):
    task = begun(highs, ("ab S1 T", "cd S1 T"))
    assert sum(1 for _ in improve_slots(task, bound_of(task, -3))) == 1
    assert task.search.costs == (-3,)  # ab and cd in S2, bc in S1
    assert task.current().tolist() == task.model.layout.complete(core_with(task.model.layout, ["ab S2 T", "cd S2 T", "bc S1 T"])).tolist()


def test_plan_that_reaches_the_bound_is_left_as_it_is(highs):
    task = begun(highs, ("ab S1 T", "cd S1 T"))
    assert list(improve_slots(task, bound_of(task, -2))) == []
    assert task.search.costs == (-2,)


@pytest.mark.parametrize(("bound", "better"), [(-3, 0), (-4, 0)])
def test_it_ends_after_so_many_tries_without_success(bound, better, highs):
    knobs = Parameters(slot_pairs=SlotPairParameters(tries=3))
    task = begun(highs, ("ab S2 T", "cd S2 T", "bc S1 T"), parameters=knobs)
    assert sum(1 for _ in improve_slots(task, bound_of(task, bound))) == better
    assert task.search.costs == (-3,)


def test_options_that_cost_more_than_the_gap_stay_as_they_are(highs):
    task = begun(highs, ("ab S1 T", "cd S1 T"), parameters=Parameters(slot_pairs=SlotPairParameters(tries=5)))
    relaxation = bound_of(task, -3)
    dear = core_with(task.model.layout, ["ab S2 T"]) == 1
    relaxation.reduced[: task.core][dear] = 2 * SCALE
    assert list(improve_slots(task, relaxation)) == []
    assert task.search.costs == (-2,)


def test_nothing_is_tried_without_time(highs):
    task = replace(begun(highs, ("ab S1 T", "cd S1 T")), end=time.monotonic())
    assert list(improve_slots(task, bound_of(task, -3))) == []


def test_two_reproducible_runs_go_the_same_way(highs):
    plans = []
    for _ in range(2):
        model = two_sides(3, buyers=8, tables=3)
        relaxation = relaxation_of(model, model.objectives[1].cost, highs)
        search = Search(model, Settings(seconds=60, reproducible=True), Stop(), time.monotonic() + LONG)
        search.offer(empty(model))
        task = LinearTask(search, model, model.linear, model.objectives[1].cost, highs, search.end)
        assert len(list(improve_slots(task, relaxation))) <= 4  # a set of slots for every 15 of 60 seconds
        plans.append(search.require().tolist())
    assert plans[0] == plans[1]
