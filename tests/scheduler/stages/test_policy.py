"""Which stages a run goes through: set by the sizes among its parameters, and told as notes and bounds."""

from __future__ import annotations

import time

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.maxsat.race import MaxSat
from scheduler.model.model import build_model
from scheduler.parameters import Parameters, StageParameters
from scheduler.run.incumbent import Search
from scheduler.settings import Progress, Settings
from scheduler.stages import run_stages
from scheduler.stages.context import Context
from scheduler.stop import Stop
from tests.support.schedules import event

WISHES = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"], "value": 2}}


def search_for(goals: list[str], settings: Settings, told: list[Progress] | None = None) -> Search:
    problem = event([3], {name: {} for name in "abc"}, WISHES, goals=goals)
    model = build_model(build_instance(problem), goals)
    search = Search(model, settings, Stop(), time.monotonic() + settings.seconds, None if told is None else told.append)
    assert search.offer(np.zeros(model.layout.core, dtype=np.int64))
    return search


def sizes(small: int, medium: int = 6_000, large: int = 250_000) -> Parameters:
    return Parameters(stages=StageParameters(small=small, medium=medium, large=large))


@pytest.mark.parametrize(
    ("parameters", "proofs"),
    [
        (Parameters(), 0),  # CP-SAT alone
        (sizes(small=0), 1),  # the value by linear programming
        (sizes(small=0, large=0), 1),  # the same with its slots added up
    ],
)
def test_size_decides_whether_linear_programs_prove_the_value(parameters, proofs):
    search = search_for(["value", "breaks"], Settings(seconds=30, parameters=parameters))
    with MaxSat(search, ways=()) as race:
        assert len(run_stages(search, race)) == proofs
    assert search.costs == (-3, 1)
    assert search.proven(0)
    assert search.proven(1)  # by CP-SAT on the whole model


def test_plan_for_later_goals_comes_first_where_these_are_linear():
    told: list[Progress] = []
    search = search_for(["breaks", "value"], Settings(seconds=30, parameters=sizes(small=0)), told)
    with MaxSat(search, ways=()) as race:
        run_stages(search, race)
    assert [progress.note for progress in told if progress.note][:1] == ["as if later goals came first"]
    assert search.costs == (0, -2)


def test_rounds_and_units_of_a_reproducible_run_are_counted_by_its_seconds():
    parameters = Parameters(stages=StageParameters(small=0, medium=0, round_seconds=10, units_part=0.1))
    counted = Context(search_for(["value", "breaks"], Settings(seconds=60, reproducible=True, parameters=parameters)))
    assert (counted.rounds(0), counted.units()) == (6, 3)
    by_the_clock = Context(search_for(["value", "breaks"], Settings(seconds=60, parameters=parameters)))
    assert (by_the_clock.rounds(0), by_the_clock.units()) == (None, None)


@pytest.mark.parametrize(
    ("goals", "large", "front"),
    [
        (["floor", "value", "breaks", "lowest"], 250_000, 2),
        (["floor", "mix", "value"], 250_000, 3),
        (["floor", "mix", "value"], 0, 1),  # the mix of a very large event is left to neighbourhoods
        (["breaks", "value"], 250_000, 0),
    ],
)
def test_linear_goals_at_the_front_are_counted(goals, large, front):
    assert Context(search_for(goals, Settings(parameters=sizes(small=0, large=large)))).front == front
