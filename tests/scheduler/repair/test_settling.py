"""What a repair leaves open, settled goal by goal, against the brute force."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS, Parameters
from scheduler.problem import MAXIMISED, Problem
from scheduler.repair.settling import settle
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.bruteforce import best_plan
from tests.support.repairs import PEOPLE, solver_of
from tests.support.schedules import core_of, event
from tests.support.strategies import small_problem

WIDE = replace(DEFAULTS, settling=replace(DEFAULTS.settling, wide_columns=0))
RELAXED = replace(WIDE, minimising=replace(DEFAULTS.minimising, relaxed_columns=0))
GOALS = ("floor", "value", "breaks", "idle")


def searched(problem: Problem, parameters: Parameters, reproducible: bool = False) -> Search:
    settings = Settings(workers=1, parameters=parameters, reproducible=reproducible)
    return Search(build_model(build_instance(problem), GOALS), settings, Stop(), time.monotonic() + 60)


@pytest.mark.parametrize("parameters", [DEFAULTS, WIDE, RELAXED], ids=["small", "wide", "relaxed"])
def test_everything_open_is_settled_as_the_best_of_all(parameters):
    compared = 0
    for seed in range(40, 52):
        problem = parse_problem(small_problem(random.Random(seed), slots=3, requests=3, dialogues=1), "small.json")
        any_plan, best = best_plan(problem, ()), best_plan(problem, GOALS)
        if any_plan is None or best is None:
            continue
        search = searched(problem, parameters, reproducible=seed % 2 == 0)
        core = core_of(search.model.layout, any_plan[1])
        assert core is not None
        assert search.offer(core)
        linear = search.model.linear
        with solver_of(search.settings) as solver:
            settle(search, linear.lower < linear.upper, solver)
        values = tuple(-value if goal in MAXIMISED else value for goal, value in zip(GOALS, best[0], strict=True))
        assert search.costs == values
        assert tuple(search.bound(k) for k in range(len(GOALS))) == values
        compared += 1
    assert compared > 6


def test_what_is_not_free_stays_as_it_is():
    # bc is worth more, and ab stays in the only slot of b
    problem = event([1], PEOPLE, {"ab": {"value": 1}, "bc": {"value": 9}, "de": {"value": 2}})
    search = searched(problem, DEFAULTS)
    lower, upper = search.model.linear.lower.copy(), search.model.linear.upper.copy()
    lower[0] = 1
    linear = replace(search.model.linear, lower=lower, upper=upper)
    search.model = replace(search.model, linear=linear)
    assert search.offer(np.array([1, 0, 0]))
    with solver_of(search.settings) as solver:
        settle(search, lower < upper, solver)
    assert search.require()[:3].tolist() == [1, 0, 1]
    assert [search.proven(k) for k in range(4)] == [True] * 4


def test_nothing_more_is_settled_where_the_time_is_over():
    problem = event([3], {"a": {}, "b": {}, "c": {}}, {"ab": {"slots": ["S1"]}, "ac": {}}, goals=["breaks"])
    settings = Settings(workers=1)
    search = Search(build_model(build_instance(problem), ("breaks",)), settings, Stop(), time.monotonic() + 60)
    assert search.offer(np.array([1, 0, 0, 1]))
    assert search.costs == (1,)
    with solver_of(settings, seconds=-1) as late:
        settle(search, search.model.linear.lower < search.model.linear.upper, late)
    assert search.costs == (1,)
    with solver_of(settings) as solver:
        settle(search, search.model.linear.lower < search.model.linear.upper, solver)
    assert search.costs == (0,)
