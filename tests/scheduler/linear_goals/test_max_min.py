"""The lowest satisfaction, percentage by percentage: what is reached, what is shown to be out of reach, and prices for it."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.max_min import bound_lowest, raise_lowest
from scheduler.linear_goals.price_and_schedule import price_and_schedule
from scheduler.linear_goals.reduced_cost_fixing import minimise_linear
from scheduler.model.model import build_model
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.strategies import small_problem

LONG = 600.0
# a asks for three meetings and has two slots; b, c and d ask for one or two
PEOPLE = {"a": {"unavailable": ["S3"]}, "b": {}, "c": {}, "d": {}}
WISHES = {"ab": {}, "ac": {}, "ad": {}, "bc": {"slots": ["S3"]}}
DAY = event([3], PEOPLE, WISHES, {"T": {"capacity": 9}}, goals=["lowest"])


def search_for(problem: Problem) -> Search:
    """A search that holds nothing so far."""
    model = build_model(build_instance(problem), problem.goals)
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG)
    assert search.offer(np.zeros(model.layout.core, dtype=np.int64))
    return search


@pytest.mark.parametrize("minimise", [minimise_linear, price_and_schedule])
def test_worst_served_gets_as_much_as_can_be(minimise, highs):
    search = search_for(DAY)
    raise_lowest(search, 0, highs, search.end, minimise)
    # d has its only meeting and b and c one of two: then a, who can hold two of its three, leaves one of b and c with bc alone
    assert search.costs == (-50,)
    assert search.bound(0) == -50
    assert {(each.goal, each.kind) for each in search.evidence} == {("lowest", "shares")}


def test_bound_alone_looks_for_no_plan(highs):
    search = search_for(DAY)
    bound_lowest(search, 0, highs, search.end)
    assert search.costs == (0,)
    assert -100 < search.bound(0) <= -50


def test_everybody_served_in_full_needs_no_evidence(highs):
    search = search_for(event([3], {name: {} for name in "abc"}, {"ab": {}, "bc": {}}, goals=["lowest"]))
    raise_lowest(search, 0, highs, search.end, minimise_linear)
    assert (search.costs, search.bound(0), search.evidence) == ((-100,), -100, [])


def test_goals_before_stay_as_they_are(highs):
    # the one meeting of most value leaves a with nothing
    problem = event([1], {name: {} for name in "abc"}, {"ab": {}, "bc": {"value": 9}}, goals=["value", "lowest"])
    model = build_model(build_instance(problem), problem.goals)
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG)
    assert search.offer(np.array([0, 1]))
    raise_lowest(search, 1, highs, search.end, minimise_linear)
    assert (search.costs, search.bound(1)) == ((-9, 0), 0)


def test_nothing_is_claimed_without_time(highs):
    search = search_for(DAY)
    raise_lowest(search, 0, highs, time.monotonic() - 1, minimise_linear)
    assert (search.costs, search.bound(0), search.evidence) == ((0,), -100, [])


@pytest.mark.parametrize("seed", range(10))
def test_small_problems_are_settled_as_the_brute_force_does(seed, highs):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=3, participants=4, requests=6, dialogues=0) | {"goals": ["lowest"], "fixed": []}
        document.pop("max_break_difference", None)
        for request in document["requests"]:
            request["must"] = False
        problem = parse_problem(document, "small.json")
        best = best_goals(problem)
        if best is not None and 0 < best[0] < 100:
            break
    search = search_for(problem)
    raise_lowest(search, 0, highs, search.end, minimise_linear)
    assert search.costs == (-best[0],)
    assert search.bound(0) == -best[0]
