"""Bounds that need no evidence, against every plan."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from scheduler.checker import check
from scheduler.checker.bounds import by_definition
from scheduler.files.reading import parse_problem
from scheduler.problem import GOALS
from tests.support.bounds import holds
from tests.support.bruteforce import all_plans
from tests.support.kept_plans import nonsense
from tests.support.schedules import event
from tests.support.strategies import small_problem

MANY = 200  # plans of a problem that a bound is held against


def test_bounds_by_definition_are_kept_by_every_plan():
    for seed in range(60):
        problem = parse_problem(small_problem(random.Random(seed)), "small.json")
        kept = nonsense(random.Random(seed), small_problem(random.Random(seed)))
        for plan in islice(all_plans(problem), MANY):
            for goal, achieved in check(problem, plan, kept).goals.items():
                assert holds(goal, by_definition(problem, goal), achieved)


def test_value_is_at_most_all_that_is_asked_for():
    dialogues = {"D": {"wanted": "abc", "seats": [0, 1]}}  # seats worth 1, 2 and 3, whatever the limit
    assert by_definition(event([1], {x: {} for x in "abc"}, {"ab": {"value": 5}, "bc": {}}, None, dialogues), "value") == 12
    assert by_definition(event([1], {"a": {}}, {}), "value") == 0


@pytest.mark.parametrize("goal", sorted(set(GOALS) - {"value"}))
def test_nothing_is_below_zero_and_no_share_above_a_hundred(goal):
    assert by_definition(event([1], {"a": {"floor": 9}}, {}), goal) == (100 if goal == "lowest" else 0)
