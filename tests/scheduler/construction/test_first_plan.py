"""A first plan at once: what has to be held, then whatever fits; or a proof that there is none, or neither in time."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from scheduler.construction.first_plan import Impossible, find_first
from scheduler.errors import NoPlanInTime
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.decisions import decisions
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}
MUST = {"must": True}
TWO: dict[str, dict[str, Any]] = {"T": {}, "U": {}}


@dataclass
class Beside:
    """Another solver, of which it is said what it has shown."""

    infeasible: bool = False
    found: Stop = field(default_factory=Stop)


def search_for(problem: Problem, seconds: float = 60, **knobs: Any) -> Search:
    model = build_model(build_instance(problem), problem.goals)
    return Search(model, Settings(**({"workers": 1} | knobs)), Stop(), time.monotonic() + seconds)


def first(problem: Problem, **knobs: Any) -> set[str]:
    """What the first plan holds."""
    search = search_for(problem, **knobs)
    find_first(search, Beside())
    return {name for name, column in decisions(search.model.layout).items() if search.require()[column]}


def test_whatever_fits_is_held_where_nothing_has_to_be():
    assert first(event([1], PEOPLE, {"ab": {}, "bc": {"value": 3}, "cd": {}}, TWO, goals=["value"])) == {"bc S1 TU"}


def test_what_has_to_be_held_comes_before_what_is_worth_more():
    problem = event([1], PEOPLE, {"ab": MUST, "bc": {"value": 99}, "cd": {}}, TWO, goals=["value"])
    assert first(problem) == {"ab S1 TU", "cd S1 TU"}


def test_dialogue_that_has_to_be_held_gets_its_best_guests():
    dialogue = {"D": {"wanted": "abc", "seats": [1, 2], "starts": ["S1"]}}
    assert first(event([1], PEOPLE, {}, TWO, dialogue, goals=["value"])) >= {"D S1", "D S1 with b", "D S1 with c"}


@pytest.mark.parametrize("more", [{"max_break_difference": 1}, {"requests": [{"id": "ab", "participants": ["a", "b"], "after": ["cd"]}]}])
def test_nothing_is_filled_in_where_filling_does_not_look_at_the_rules(more):
    requests = [{"id": "cd", "participants": ["c", "d"], "slots": ["S1"]}, *more.get("requests", [])]
    assert first(event([2], PEOPLE, {}, TWO, goals=["value"], **(more | {"requests": requests}))) == set()


@pytest.mark.parametrize("reproducible", [False, True])
def test_proof_that_nothing_exists_is_told(reproducible):
    problem = event([2], PEOPLE, {"ab": MUST, "bc": MUST, "ac": MUST}, TWO)
    with pytest.raises(Impossible):
        find_first(search_for(problem, reproducible=reproducible), Beside())


def test_proof_of_another_solver_is_believed():
    problem = event([2], PEOPLE, {"ab": MUST, "bc": MUST}, TWO)
    with pytest.raises(Impossible):
        find_first(search_for(problem), Beside(infeasible=True))


def test_without_time_it_is_neither_a_plan_nor_a_proof():
    problem = event([2], PEOPLE, {"ab": MUST, "bc": MUST, "ac": MUST}, TWO)
    with pytest.raises(NoPlanInTime, match="give it more seconds"):
        find_first(search_for(problem, seconds=-1), Beside())


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_there_is_a_first_plan_just_where_there_is_any(seed):
    problem = parse_problem(small_problem(random.Random(seed)), "small.json")
    search = search_for(problem)
    if best_goals(problem, ("value",)) is None:
        with pytest.raises(Impossible):
            find_first(search, Beside())
    else:
        find_first(search, Beside())
        assert search.model.linear.violated(search.require()).tolist() == []
