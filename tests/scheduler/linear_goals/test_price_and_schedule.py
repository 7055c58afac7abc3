"""What the planner does with large events, done with small ones: judged, and each claim held against all plans there are."""

from __future__ import annotations

import random
import time
from functools import cache
from itertools import islice
from typing import Any, ClassVar

import pytest

from scheduler import solve as solving
from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.price_and_schedule import price_and_schedule
from scheduler.model.model import build_model
from scheduler.parameters import Parameters, RunParameters, StageParameters
from scheduler.plan import Plan
from scheduler.problem import MAXIMISED, Problem
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans, best_goals
from tests.support.judge import judge
from tests.support.schedules import event, verdict
from tests.support.strategies import small_problem
from tests.support.tiers import deep, seeds
from tests.support.two_sides import LONG, empty

pytestmark = pytest.mark.slow

SHA = "1" * 64
MOST = 1500  # plans that are compared with
RARE = 199_999  # times the values, for some, so that they come near the largest allowed
CASES = {
    "floor, value and compact agendas": ("floor", "value", "breaks", "idle", "moves"),
    "value before floor": ("value", "floor", "idle"),
    "value alone": ("value",),
    "breaks, beside a proof": ("breaks", "idle", "value"),
    "idle, beside a proof": ("idle", "floor", "lowest"),
    "moves before all": ("moves", "floor", "value", "breaks"),
    "tables of many organisations": ("floor", "value", "mix", "lowest"),
    "the worst served last of all": ("floor", "value", "breaks", "lowest"),
    "the worst served before all": ("lowest", "floor", "value", "breaks"),
    "the worst served among the best plans": ("floor", "value", "lowest", "idle", "mix"),
}


IN_EVERY_RUN = {"value before floor", "breaks, beside a proof", "tables of many organisations", "the worst served among the best plans"}
FEW_CASES = [case if case in IN_EVERY_RUN else deep(case) for case in CASES]


def sizes(**options: int) -> Parameters:
    """Those of a run that takes a small event for a large one: sizes that are 0 are exceeded by any, and zones are too many for all."""
    return Parameters(run=RunParameters(most_options_by_zone=0), stages=StageParameters(**options))


@cache
def problem_of(seed: int, goals: tuple[str, ...]) -> tuple[dict[str, Any], Problem]:
    """The first problem of a seed and later ones that has some plans and not too many."""
    while True:
        document = small_problem(random.Random(seed), slots=4, participants=5, requests=5, dialogues=1) | {"goals": list(goals)}
        if seed % 2:
            for request in document["requests"]:
                request["value"] = request.get("value", 1) * RARE
        problem = parse_problem(document, "small.json")
        if 10 < len(list(islice(all_plans(problem), MOST + 1))) <= MOST:
            return document, problem
        seed += 100


def vectors(problem: Problem) -> set[tuple[int, ...]]:
    """The goals of every plan, in the problem's order."""
    judged = (verdict(problem, plan).goals for plan in all_plans(problem))
    return {tuple(goals[name] for name in problem.goals) for goals in judged}


def assert_true(document: dict[str, Any], problem: Problem, plan: Plan) -> None:
    """Both judges find nothing, some plan has these goals, and each bound holds over the plans that equal it in the goals before."""
    judged = check(problem, plan, sha256=SHA)
    assert judged.violations == ()
    assert check_bounds(problem, plan, judged.goals).violations == ()
    assert judge(document, plan_to_json(plan), sha256=SHA)[0] == []
    every = vectors(problem)
    achieved = tuple(goal.achieved for goal in plan.goals)
    assert achieved in every
    for k, goal in enumerate(plan.goals):
        same = [vector[k] for vector in every if vector[:k] == achieved[:k]]
        assert goal.bound >= max(same) if goal.name in MAXIMISED else goal.bound <= min(same)


class Recording(Search):
    """A search that remembers each bound as it is told, before anything is cut off, and what the best plan cost then."""

    told: ClassVar[list[tuple[int, int, tuple[int, ...]]]] = []

    def raise_bound(self, goal: int, bound: int, by: str = "") -> None:
        self.told.append((goal, bound, self.costs[:goal] if self.best is not None else ()))
        super().raise_bound(goal, bound, by)


def assert_bounds_hold(problem: Problem, told: list[tuple[int, int, tuple[int, ...]]]) -> None:
    """Each bound holds for all plans that are no worse in the goals before than the best plan was then."""
    signs = [-1 if name in MAXIMISED else 1 for name in problem.goals]
    every = [[sign * value for sign, value in zip(signs, vector, strict=True)] for vector in vectors(problem)]
    for goal, bound, before in told:
        as_good = [costs[goal] for costs in every if all(now <= then for now, then in zip(costs, before, strict=False))]
        assert bound <= min(as_good)


@pytest.mark.parametrize("seed", seeds([1, 2], 1))
@pytest.mark.parametrize("case", CASES)
def test_claims_of_a_run_without_the_whole_model_are_true(case, seed, monkeypatch):
    parameters = sizes(small=0, medium=0, wide=0) if seed == 2 else sizes(small=0, medium=0)
    monkeypatch.setattr(solving, "Search", Recording)
    monkeypatch.setattr(Recording, "told", [])
    document, problem = problem_of(seed, CASES[case])
    assert_true(document, problem, solve(problem, Settings(seconds=1.0, seed=seed, parameters=parameters), SHA))
    assert_bounds_hold(problem, Recording.told)


@pytest.mark.parametrize("seed", seeds([1, 2, 5], 1))
@pytest.mark.parametrize("case", FEW_CASES)
def test_claims_of_a_run_with_the_slots_added_up_are_true(case, seed, monkeypatch):
    monkeypatch.setattr(solving, "Search", Recording)
    monkeypatch.setattr(Recording, "told", [])
    document, problem = problem_of(seed, CASES[case])
    assert_true(document, problem, solve(problem, Settings(seconds=2.0, seed=seed, parameters=sizes(small=0, medium=0, large=0)), SHA))
    assert_bounds_hold(problem, Recording.told)


@pytest.mark.parametrize("case", FEW_CASES)
def test_claims_of_a_run_that_ends_with_the_whole_model_are_true(case):
    parameters = Parameters(stages=StageParameters(small=0))
    document, problem = problem_of(3, CASES[case])
    plan = solve(problem, Settings(seconds=30.0, seed=3, parameters=parameters), SHA)
    assert_true(document, problem, plan)
    assert plan.status == "optimal"


@pytest.mark.parametrize(
    "goals",
    [
        ("value",),
        ("floor", "value"),
        ("value", "floor"),
        ("lowest",),
        ("value", "lowest"),
        ("lowest", "mix", "floor", "value"),
        ("floor", "value", "lowest", "mix"),
        ("mix", "value", "lowest"),
    ],
)
@pytest.mark.parametrize("seed", seeds([1, 4, 98], 1))
def test_linear_goals_are_proven_without_the_whole_model(seed, goals, monkeypatch):
    parameters = Parameters(stages=StageParameters(small=0, medium=0))
    _, problem = problem_of(seed, goals)
    monkeypatch.setattr(solving, "Search", Recording)
    monkeypatch.setattr(Recording, "told", [])
    plan = solve(problem, Settings(seconds=30.0, parameters=parameters), SHA)
    assert tuple(goal.achieved for goal in plan.goals) == best_goals(problem)
    assert plan.status == "optimal"
    assert Recording.told != [] or "value" not in goals  # the lowest satisfaction may need no bound but 100
    assert_bounds_hold(problem, Recording.told)


def test_stages_of_large_events_are_gone_through():
    # two requests for one slot, so that the value takes a proof; nobody has to wait
    wishes = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S1"], "value": 2}, "bc": {}}
    problem = event([3], {"a": {"floor": 1}, "b": {}, "c": {}}, wishes, {"T": {"zone": "east"}, "U": {"zone": "west"}})
    told: list[Progress] = []
    plan = solve(problem, Settings(seconds=60.0, parameters=sizes(small=0, medium=0)), SHA, told.append)
    assert plan.status == "optimal"
    assert {"floor", "value", "moves"} <= {progress.goal for progress in told}  # moves by annealing alone


@pytest.mark.parametrize("seed", seeds(range(30), 6))
def test_bounds_told_hold_and_plans_are_valid(seed, highs):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=4, participants=5, requests=7, dialogues=1) | {"goals": ["value"], "fixed": []}
        problem = parse_problem({k: v for k, v in document.items() if k != "max_break_difference"}, "small.json")
        model = build_model(build_instance(problem), problem.goals)
        search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG)
        best = best_goals(problem)
        if best is not None and search.offer(empty(model)):
            break
    told: list[int] = []
    cost = model.objectives[0].cost
    assert price_and_schedule(LinearTask(search, model, model.linear, cost, highs, search.end), told.append) is not None
    assert told
    assert all(bound <= -best[0] <= search.costs[0] for bound in told)
