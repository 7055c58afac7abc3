"""Linear goals at the front of a run, settled in their order; those behind others, bounded."""

from __future__ import annotations

import random

import pytest

from scheduler.files.reading import parse_problem
from scheduler.parameters import Parameters, StageParameters
from scheduler.stages.linear_goals import bound_late_goal, settle_linear_goals
from tests.support.bruteforce import best_goals
from tests.support.contexts import context_at
from tests.support.schedules import event
from tests.support.strategies import small_problem

PEOPLE = {"a": {"floor": 1}, "b": {}, "c": {}, "d": {"floor": 1}}
WISHES = {"ab": {"value": 1}, "bc": {"value": 5}, "cd": {"value": 2}}
# one slot, in which there is either the meeting of most value or the two of a and d, who should have one
GOALS = {("floor", "value"): (0, -3), ("value", "floor"): (-5, 2), ("value",): (-5,), ("floor",): (0,)}
# a has two slots for three meetings: without ad, which is worth little, d goes away with nothing
MANY = {"a": {"unavailable": ["S3"]}, "b": {"floor": 2}, "c": {"floor": 3}, "d": {}}
ASKED = {"ab": {"value": 3}, "ac": {"value": 3}, "ad": {}, "bc": {"slots": ["S3"]}}


def one(*goals: str):
    return event([1], PEOPLE, WISHES, {"T": {"capacity": 3}}, goals=list(goals))


@pytest.mark.parametrize(("goals", "costs"), GOALS.items())
def test_goals_are_settled_in_their_order(goals, costs, highs):
    context = context_at(one(*goals))
    solved = settle_linear_goals(context, highs)
    assert context.search.costs == costs
    assert [context.search.proven(goal) for goal in range(len(goals))] == [True] * len(goals)
    assert solved.relaxation is not None
    assert solved.task.search is context.search


def test_floor_and_value_are_one_cost_with_what_it_proves_remembered_for_both(highs):
    context = context_at(one("floor", "value"))
    solved = settle_linear_goals(context, highs)
    ((weights, limits),) = [(proof.weights, proof.limits) for proof in context.proofs]
    # far more than the largest value, 5
    assert (weights, limits) == ({0: 4 * 5 + 1000, 1: 1}, ())
    small = solved.task.model
    assert solved.task.cost.tolist() == (1020 * small.objectives[0].cost + small.objectives[1].cost).tolist()


def test_goals_before_are_held_by_rows(highs):
    context = context_at(one("value", "floor"))
    settle_linear_goals(context, highs)
    assert [(proof.weights, proof.limits) for proof in context.proofs] == [({0: 1}, ()), ({1: 1}, (-5,))]
    assert [each.goal for each in context.search.evidence] == ["value", "floor"]


@pytest.mark.parametrize(
    ("goals", "costs"),
    [
        # ad, ab or ac, and bc; or ab, ac and bc
        (("lowest", "value"), (-50, -5)),
        (("value", "lowest"), (-7, 0)),
        (("lowest",), (-50,)),
        (("floor", "lowest", "value"), (1, 0, -7)),
    ],
)
def test_lowest_satisfaction_is_settled_by_itself_and_held(goals, costs, highs):
    context = context_at(event([3], MANY, ASKED, goals=list(goals)))
    settle_linear_goals(context, highs)
    assert context.search.costs == costs
    assert all(context.search.proven(goal) for goal in range(len(goals)))


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_front_is_settled_as_the_brute_force_does_before_what_comes_after(seed, large, highs):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=3, participants=4, requests=6, dialogues=0)
        document |= {"goals": ["floor", "value", "breaks"], "fixed": []}
        document.pop("max_break_difference", None)
        for request in document["requests"]:
            request["must"] = False
        problem = parse_problem(document, "small.json")
        best = best_goals(problem, ("floor", "value"))
        if best is not None and best[1] > 3:
            break
    context = context_at(problem, parameters=Parameters(stages=StageParameters(large=0 if large else 250_000)))
    settle_linear_goals(context, highs)
    assert context.front == 2
    assert context.search.bound(0) <= best[0]
    assert context.search.costs[0] >= best[0]
    if not large:
        assert (context.search.costs[0], -context.search.costs[1]) == best
        assert [context.search.proven(goal) for goal in (0, 1)] == [True, True]


@pytest.mark.parametrize(("name", "bound"), [("value", -7), ("lowest", -50)])
def test_goals_behind_others_are_bounded(name, bound, highs):
    context = context_at(event([3], MANY, ASKED, goals=["breaks", name]))
    bound_late_goal(context, 1, highs)
    assert context.search.bound(1) == bound


def test_changes_behind_others_are_left_to_search(highs):
    context = context_at(one("breaks", "changes"))
    bound_late_goal(context, 1, highs)
    assert context.search.evidence == []
