"""Requests first, then slots: every claim held against all plans of small events, and whole plans for larger ones."""

from __future__ import annotations

import random
import time
from functools import cache

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.requests_then_slots import RequestsThenSlots, can_choose_requests_first, offer_at_once
from scheduler.model.lean_model import LeanModel
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds
from tests.support.two_sides import two_sides

LONG = 600.0


@pytest.fixture(scope="module")
def highs():
    with Highs(Stop()) as process:
        yield process


@cache
def problem_of(seed: int, goals: tuple[str, ...]) -> Problem:
    """A small problem without what has to be in an order."""
    document = small_problem(random.Random(seed), dialogues=1) | {"goals": list(goals)}
    document.pop("max_break_difference", None)
    for request in document["requests"]:
        request.pop("after", None)
    return parse_problem(document, "small.json")


def search_for(problem: Problem, seconds: float = LONG) -> Search:
    return Search(LeanModel(build_instance(problem), problem.goals), Settings(workers=1), Stop(), time.monotonic() + seconds)


@pytest.mark.parametrize("seed", seeds(range(80), 30))
@pytest.mark.parametrize("goals", [("floor", "value"), ("value",)])
def test_what_is_proven_is_what_the_brute_force_finds(seed, goals, highs):
    problem = problem_of(seed, goals)
    if not can_choose_requests_first(build_instance(problem), goals):
        return
    best, search = best_goals(problem), search_for(problem)
    offer_at_once(search)
    if search.best is None:
        return
    assert best is not None
    least = [found if name == "floor" else -found for name, found in zip(goals, best, strict=True)]
    assert list(search.costs) >= least
    RequestsThenSlots(search, highs).settle()
    assert list(search.costs) >= least
    for goal, cost in enumerate(search.costs):
        if list(search.costs[:goal]) == least[:goal]:
            assert search.bound(goal) <= least[goal] <= cost


@pytest.mark.parametrize("seed", seeds(range(30), 6))
def test_events_of_two_sides_are_solved_and_proven(seed, highs):
    model = two_sides(seed)
    search = Search(LeanModel(model.instance, ("floor", "value")), Settings(workers=1), Stop(), time.monotonic() + LONG)
    offer_at_once(search)
    bounded = RequestsThenSlots(search, highs).settle()
    # Nobody has more wishes than slots, and tables are as many as suppliers: all are held.
    assert search.is_proven
    assert search.costs == (0, -int(model.instance.value.sum()))
    assert [set(each.weights) for each in bounded] == [{0, 1}]
    assert [entry.goal for entry in search.evidence] == ["value"]


def test_shortfall_that_no_counting_shows_is_proven_by_itself(highs):
    # Two want a meeting with s, who has one slot: one of them is left out.
    people = {"a": {"floor": 1}, "b": {"floor": 1}, "s": {}}
    search = search_for(event([1], people, {"as": {"value": 2}, "bs": {"value": 5}}, goals=["floor", "value"]))
    offer_at_once(search)
    RequestsThenSlots(search, highs).settle()
    assert (search.costs, search.is_proven) == ((1, -5), True)
    assert [entry.goal for entry in search.evidence] == ["value", "floor"]


def test_dialogues_are_chosen_for_what_they_leave_to_meetings(highs):
    # In S1 the seat of a would cost a meeting worth 9; in S2 it costs nothing.
    people = {"a": {}, "b": {"unavailable": ["S2"]}}
    dialogue = {"D": {"wanted": "a", "seats": [0, 1], "must": True}}
    search = search_for(event([2], people, {"ab": {"value": 9}}, {"T": {}, "U": {}}, dialogue, goals=["value"]))
    offer_at_once(search)
    RequestsThenSlots(search, highs).settle()
    assert (search.costs, search.is_proven) == ((-10,), True)


def test_without_time_nothing_is_claimed(highs):
    search = search_for(event([2], {"a": {}, "b": {}}, {"ab": {}}, goals=["value"]))
    offer_at_once(search)
    search.end = time.monotonic() - 1
    assert RequestsThenSlots(search, highs).settle() == []
    assert search.costs == (-1,)


def test_first_plan_holds_what_must_be_held_before_what_is_worth_more():
    people = {name: {} for name in "abc"}
    search = search_for(event([1], people, {"ab": {"must": True}, "bc": {"value": 9}}, goals=["value"]))
    offer_at_once(search)
    assert np.flatnonzero(search.require()).tolist() == [0]


@pytest.mark.parametrize(
    ("more", "can"),
    [
        ({}, True),
        ({"max_break_difference": 1}, False),
        ({"goals": ["value", "floor"]}, False),
        ({"goals": ["floor", "value", "breaks"]}, True),
        ({"goals": ["floor", "breaks", "value"]}, False),
        ({"goals": ["floor", "value", "lowest"]}, False),
        ({"requests": [{"id": "ab", "participants": ["a", "b"]}, {"id": "bc", "participants": ["b", "c"], "after": ["ab"]}]}, False),
    ],
)
def test_only_events_in_which_slots_are_all_that_is_left_to_find(more, can):
    problem = event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}}, **({"goals": ["floor", "value"]} | more))
    assert can_choose_requests_first(build_instance(problem), problem.goals) == can


@pytest.mark.parametrize(("capacity", "can"), [(1, False), (2, True)])
def test_who_holds_several_at_once_needs_a_place_for_all_of_them(capacity, can):
    people = {"a": {"parallel": 2, "home": "H"}, "b": {}, "c": {}}
    places = {"H": {"owner": "a", "capacity": capacity}, "T": {}}
    problem = event([2], people, {"ab": {}, "ac": {}}, places, goals=["value"])
    assert can_choose_requests_first(build_instance(problem), problem.goals) == can
    other = event([2], people, {"ab": {"places": ["T"]}, "ac": {}}, places, goals=["value"])
    assert not can_choose_requests_first(build_instance(other), other.goals)
