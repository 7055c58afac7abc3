"""Linear goals behind breaks: bounded among the plans that are as good in the linear goals before them."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.late_bounds import bound_late, program_of
from scheduler.model.model import build_model
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.decisions import core_with
from tests.support.schedules import admits, event, every_core
from tests.support.strategies import small_problem

LONG = 600.0
PEOPLE = {"a": {"floor": 1}, "b": {}, "c": {}, "d": {"floor": 1}}
WISHES = {"ab": {"value": 1}, "bc": {"value": 5}, "cd": {"value": 2}}
# one slot, in which there is either the meeting of most value or the two of a and d, who should have one
ONE = event([1], PEOPLE, WISHES, {"T": {"capacity": 3}}, goals=["floor", "breaks", "value"])


def search_at(problem: Problem, *held: str) -> Search:
    model = build_model(build_instance(problem), problem.goals)
    search = Search(model, Settings(), Stop(), time.monotonic() + LONG)
    assert search.offer(core_with(model.layout, held))
    return search


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    ("held", "bound"),
    [
        (("bc S1 T",), -5),  # a and d may be without a meeting
        (("ab S1 T",), -4),  # one of them may: half of everything
        (("ab S1 T", "cd S1 T"), -3),  # both have to have one
    ],
)
def test_bound_is_that_of_plans_as_good_in_the_linear_goals_before(held, bound, large, highs):
    search = search_at(ONE, *held)
    assert search.bound(2) == -8
    bound_late(search, 2, highs, search.end, large)
    assert search.bound(2) == bound
    assert [(each.goal, each.kind) for each in search.evidence] == [("value", "prices")]


def test_nothing_is_said_without_time(highs: Highs):
    search = search_at(ONE, "bc S1 T")
    bound_late(search, 2, highs, time.monotonic() - 1, aggregated=False)
    assert (search.bound(2), search.evidence) == (-8, [])


def test_program_has_the_linear_goals_before_and_the_limits_of_the_search():
    search = search_at(ONE, "ab S1 T", "cd S1 T")
    search.model.linear.upper[1] = 0  # bc is shut
    model, linear = program_of(search, "value")
    assert [objective.name for objective in model.objectives] == ["floor", "value"]
    assert (linear.rows, linear.upper[1]) == (model.linear.rows + 1, 0)
    for held, inside in ((["ab S1 T", "cd S1 T"], True), (["ab S1 T"], False), ([], False)):
        assert (len(linear.violated(model.layout.complete(core_with(model.layout, held)))) == 0) is inside


def test_level_counts_what_is_lacking_of_the_lowest():
    problem = event([2], {name: {} for name in "abc"}, {"ab": {}, "bc": {}}, goals=["value", "breaks", "lowest"])
    search = search_at(problem, "ab S1 T")
    model, linear = program_of(search, "lowest", 50)
    # half of one meeting of a and c is one, half of two of b is one
    assert model.objectives[-1].cost @ model.layout.complete(core_with(model.layout, ["ab S1 T"])) == 1
    assert linear.violated(model.layout.complete(core_with(model.layout, []))).tolist() == [linear.rows - 1]  # less value than now


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_no_plan_as_good_before_is_better_than_the_bound(seed, large, highs):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=3, participants=4, requests=5, dialogues=1) | {"goals": ["floor", "breaks", "value"]}
        model = build_model(build_instance(parse_problem(document, "small.json")), ("floor", "breaks", "value"))
        if 4 <= model.layout.core <= 10:
            valid = [full for full in map(model.layout.complete, every_core(model.layout)) if admits(model, full)]
            if len(valid) > 3:
                break
    search = Search(model, Settings(), Stop(), time.monotonic() + LONG)
    search.offer(rng.choice(valid)[: model.layout.core])
    bound_late(search, 2, highs, search.end, large)
    costs = np.array([model.achieved(full) for full in valid])
    assert search.bound(2) <= costs[costs[:, 0] <= search.costs[0], 2].min()
