"""What the stages share: which goals are linear at the front, and how much time and how many rounds each of them has."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from scheduler.parameters import Parameters, StageParameters
from scheduler.problem import Problem
from tests.support.contexts import LONG, context_at
from tests.support.schedules import event

PEOPLE = {"a": {}, "b": {}, "c": {}}
WISHES = {"ab": {}, "bc": {"value": 5}}


def day(*goals: str) -> Problem:
    return event([3], PEOPLE, WISHES, goals=list(goals))


def stages(**knobs: float) -> Parameters:
    return Parameters(stages=StageParameters(**knobs))


@pytest.mark.parametrize(
    ("goals", "front"),
    [
        (("floor", "value", "breaks", "idle"), 2),
        (("breaks", "value"), 0),
        (("value", "mix", "lowest"), 3),
        (("floor", "idle", "value"), 1),
        (("value",), 1),
    ],
)
def test_linear_goals_at_the_front_are_counted(goals, front):
    context = context_at(day(*goals))
    assert (context.names, context.front, context.aggregated) == (goals, front, False)


@pytest.mark.parametrize(("most", "large", "front"), [(6, False, 3), (5, True, 1)])
def test_with_slots_added_up_the_mix_is_not_linear(most, large, front):
    # two requests in three slots are six options
    context = context_at(day("value", "mix", "lowest"), parameters=stages(large=most))
    assert (context.options, context.aggregated, context.front) == (6, large, front)


def test_goals_that_are_not_proven_are_open():
    context = context_at(day("floor", "value", "breaks"), "ab S1 T")
    # nobody has a floor and nobody waits, so these are proven; the value is 1 of 6
    assert [context.open_goals(first) for first in (0, 1, 2, 3)] == [1, 1, 0, 0]
    context.search.raise_bound(1, -1)
    assert context.open_goals(0) == 0


@pytest.mark.parametrize(("seconds", "most", "rounds"), [(60, 6, 6), (59, 6, 5), (1, 6, 1), (60, 5, 12)])
def test_rounds_of_a_reproducible_run_are_shared_by_its_open_goals(seconds, most, rounds):
    # value and breaks are open; five seconds a round; where the whole model is not solved the first goal has all of them
    parameters = stages(medium=most, round_seconds=5)
    context = context_at(day("value", "breaks"), "ab S1 T", seconds=LONG, parameters=parameters, reproducible=True)
    context.search.settings = replace(context.search.settings, seconds=seconds)
    waits = np.zeros(context.model.layout.core, dtype=np.int64)
    waits[[0, 5]] = 1  # ab in S1 and bc in S3: b waits
    context.search.best = context.model.layout.complete(waits)
    context.search._bounds[0] = -7
    assert context.open_goals(0) == 2
    assert context.rounds(0) == rounds


def test_clock_ends_every_other_run():
    context = context_at(day("value", "breaks"), "ab S1 T")
    assert (context.rounds(0), context.units()) == (None, None)


def test_exact_solves_of_a_reproducible_run_share_its_deterministic_time():
    context = context_at(day("floor", "value", "breaks"), parameters=stages(units_part=0.1), reproducible=True)
    assert context.units() == pytest.approx(LONG * 0.1 / 3)


def test_share_of_the_time_left_ends_a_stage_and_a_reproducible_run_looks_at_its_end_only():
    context = context_at(day("value"))
    assert context.until(0.25) - time.monotonic() == pytest.approx(LONG / 4, rel=0.05)
    context = context_at(day("value"), reproducible=True)
    assert context.until(0.25) == context.search.end


def test_parts_and_cores_are_those_of_the_settings():
    context = context_at(day("value"), without=("annealing",), workers=3)
    assert (context.uses("annealing"), context.uses("face"), context.workers_beside) == (False, True, 2)


def test_linear_model_has_the_goals_before_and_the_limits_of_the_whole():
    context = context_at(day("floor", "value", "breaks"))
    context.model.linear.upper[2] = 0
    small = context.linear_model(2, None)
    assert [objective.name for objective in small.objectives] == ["floor", "value"]
    assert small.linear.upper[: small.layout.core].tolist() == [1, 1, 0, 1, 1, 1]
    lacking = context_at(day("lowest", "breaks")).linear_model(1, 100)
    assert (lacking.objectives[0].cost >= 0).all()  # meetings that are lacking, not a percentage to be raised
