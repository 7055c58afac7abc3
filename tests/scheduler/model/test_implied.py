"""Rows that follow from the others hold for every schedule that keeps those."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.busy_columns import used_columns
from scheduler.model.implied import with_implied
from scheduler.model.model import Model, build_model
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.schedules import core_of, event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

FOUR = {name: {} for name in "abcd"}
MUST = {"must": True}
EVENTS = {
    "all have to be held": event([4], FOUR, {"ab": MUST, "bc": MUST, "cd": MUST}, {"T": {}}),
    "some have to be held": event([3], FOUR, {"ab": MUST, "bc": {}, "cd": MUST, "ca": MUST}, {"T": {}, "U": {}}),
    "one by being fixed": event([3], FOUR, {"ab": {}, "cd": MUST}, {"T": {}}, fixed=[{"request": "ab", "slot": "S2"}]),
    "one holds two at once": event([3], FOUR | {"a": {"parallel": 2}}, {"ab": MUST, "ac": MUST, "ad": MUST}),
    "a place for two": event([3], FOUR, {"ab": MUST, "cd": MUST, "bc": MUST}, {"T": {"capacity": 2}, "U": {"owner": "a"}}),
    "a dialogue": event([3], FOUR, {"ab": MUST}, {"T": {}, "U": {}}, {"D": {"wanted": "c", "places": ["U"]}}),
}


def model_of(problem: Problem) -> Model:
    return build_model(build_instance(problem), ("breaks",))


def assert_implied(problem: Problem) -> bool:
    """Each row holds for each plan; tells whether there were any rows and plans."""
    model = model_of(problem)
    linear, plans = with_implied(model), list(all_plans(problem))
    for plan in plans:
        core = core_of(model.layout, plan)
        assert core is not None
        assert linear.violated(model.layout.complete(core)).tolist() == []
    return bool(plans) and linear.rows > model.linear.rows


@pytest.mark.parametrize("name", EVENTS)
def test_implied_rows_hold_for_every_schedule(name):
    assert assert_implied(EVENTS[name]) == (name != "a dialogue")


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_implied_rows_hold_for_every_schedule_of_problems_with_every_key(seed):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=4, participants=4, requests=4, dialogues=0)
        problem = parse_problem(document, "small.json")
        forced = replace(problem, requests=tuple(replace(request, must=rng.random() < 0.8) for request in problem.requests))
        if assert_implied(forced):
            break


def test_everybody_whose_requests_all_have_to_be_held_is_busy_as_often():
    model = model_of(EVENTS["some have to be held"])
    linear = with_implied(model)
    assert (linear.matrix[: model.linear.rows] != model.linear.matrix).nnz == 0
    more = linear.matrix[model.linear.rows :].toarray()
    busy = used_columns(model.layout).busy
    # b and c have one request that may be left out; a has two, d one; and no more than four are busy in a slot
    expected = np.zeros((5, model.linear.columns), dtype=np.int64)
    expected[0, busy[0]] = expected[1, busy[3]] = 1
    expected[[2, 3, 4], busy] = 1
    assert more.tolist() == expected.tolist()
    assert linear.low[model.linear.rows :][:2].tolist() == linear.high[model.linear.rows :][:2].tolist() == [2, 1]
    assert linear.high[model.linear.rows :][2:].tolist() == [4, 4, 4]


@pytest.mark.parametrize("name", ["one holds two at once", "a dialogue"])
def test_nothing_is_implied_for_those_who_can_do_several_things_at_once(name):
    model = model_of(EVENTS[name])
    linear = with_implied(model)
    people = {"one holds two at once": 3, "a dialogue": 0}[name]  # b, c and d have one meeting each
    assert linear.rows - model.linear.rows == people
