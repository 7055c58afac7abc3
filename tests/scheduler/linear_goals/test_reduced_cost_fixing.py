"""Goals by linear programming: bands of small reduced cost, and every bound told on the way."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.reduced_cost_fixing import minimise_linear
from scheduler.model.model import build_model
from scheduler.problem import Problem
from scheduler.program.lagrangian import SCALE
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow

LONG = 600.0
WEIGHT = 1000
SEEDS = range(60)


def problem_of(seed: int) -> Problem:
    """A small problem of meetings of very different values, and with something to choose."""
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=3, participants=5, requests=8, dialogues=0, places=2) | {
            "goals": ["floor", "value"],
            "fixed": [],
        }
        for request in document["requests"]:
            request |= {"value": rng.choice([1, 2, 5, 20, 100]), "must": False}
        problem = parse_problem({key: value for key, value in document.items() if key != "max_break_difference"}, "small.json")
        if 6 <= build_instance(problem).options <= 24:
            return problem


@pytest.mark.parametrize("seed", seeds(SEEDS))
def test_bounds_told_on_the_way_hold_and_end_with_the_proof(seed, highs):
    problem = problem_of(seed)
    model = build_model(build_instance(problem), problem.goals)
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG, None)
    search.offer(np.zeros(model.layout.core, dtype=np.int64))
    floor, value = (objective.cost for objective in model.objectives)
    best = best_goals(problem)
    assert best is not None
    told: list[int] = []
    relaxation = minimise_linear(LinearTask(search, model, model.linear, WEIGHT * floor + value, highs, search.end), told.append)
    optimum = WEIGHT * best[0] - best[1]
    assert search.costs == (best[0], -best[1])
    assert told == sorted(told)
    assert told[-1] == optimum
    assert relaxation is not None
    assert relaxation.bound <= optimum * SCALE
