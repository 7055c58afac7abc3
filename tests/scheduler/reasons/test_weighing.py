"""What a relaxation says of requests that it makes too dear."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.plan import Meeting, Plan
from scheduler.reasons.weighing import outweighed_by, rise
from scheduler.run.incumbent import Search
from tests.support.proofs import proof
from tests.support.schedules import event
from tests.support.written import take_plan


def test_rise_is_what_the_cheapest_way_to_hold_a_request_adds():
    # ab has three options, bc two, and cd none: its participants are never there
    people = {"a": {}, "b": {}, "c": {"unavailable": ["S1"]}, "d": {"unavailable": ["S2", "S3"]}}
    instance = build_instance(event([3], people, {"ab": {}, "cd": {}, "bc": {}}))
    assert instance.option_request.tolist() == [0, 0, 0, 2, 2]
    assert rise(instance, np.array([7, 4, 5, 9, 6, -100])).tolist() == [4, 0, 6]
    # The bound holds an option of negative reduced cost already; a second one of the same request is then given up.
    assert rise(instance, np.array([-7, -4, 5, -1, 6])).tolist() == [4, 0, 0]


def shown(search: Search, *arguments: object) -> list[bool]:
    return outweighed_by(proof(search, *arguments), search).tolist()  # type: ignore[arg-type]  # passed on as they come


@pytest.fixture
def held() -> Search:
    """A plan that holds ab, worth 3, and not bc, worth 1; floors lack one meeting."""
    people = {"a": {}, "b": {}, "c": {"floor": 1}}
    problem = event([1], people, {"ab": {"value": 3}, "bc": {"value": 1}}, goals=["floor", "value"])
    search, _ = take_plan(problem, Plan("", (Meeting("ab", "S1", "T"),), (), (), ()))
    assert search.costs == (1, -3)
    return search


def test_relaxation_shows_what_lifts_its_bound_past_what_is_achieved(held):
    held.raise_bound(0, 1)
    assert shown(held, -4, {0: 9, 1: 1}, {1: 1}, (1,)) == [True, False]
    assert shown(held, -4, {0: 9, 1: 2}, {1: 1}, (1,)) == [True, True]


def test_relaxation_of_two_goals_is_compared_with_both(held):
    held.raise_bound(0, 1)
    assert shown(held, 96, {1: 1}, {0: 100, 1: 1}) == [False, False]
    assert shown(held, 96, {1: 2}, {0: 100, 1: 1}) == [False, True]


def test_relaxation_shows_nothing_while_a_goal_before_may_be_better(held):
    assert shown(held, -3, {1: 5}, {1: 1}, (1,)) == [False, False]
    assert shown(held, 97, {1: 5}, {0: 100, 1: 1}) == [False, False]
    assert shown(held, 1, {1: 5}, {0: 1}) == [False, True]


def test_relaxation_shows_nothing_of_plans_that_it_leaves_out(held):
    held.raise_bound(0, 1)
    assert shown(held, -3, {1: 5}, {1: 1}, (0,)) == [False, False]
    assert shown(held, -3, {1: 5}, {1: 1}, (2,)) == [False, True]
