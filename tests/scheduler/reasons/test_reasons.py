"""Requests that are outweighed: shown by a relaxation or by asking, against what forcing each of them does to the best plan."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given

from scheduler.checker import check
from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.plan import Plan, Reason
from scheduler.problem import MAXIMISED, Problem
from scheduler.reasons import Proof, explain, rise
from scheduler.reasons.weighing import outweighed_by
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans, best_goals, best_plan
from tests.support.proofs import proof
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import batches, examples
from tests.support.written import reasons_of, take_plan

OUTWEIGHED, NOTHING = Reason("outweighed"), Reason("not_proven")
SEARCHING = 20.0


def event(slots: int, wishes: dict[str, int], /, **more: object) -> Problem:
    """Requests such as ``ab`` by their values, at tables for all."""
    people = sorted({name for request in wishes for name in request})
    document = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in range(1, slots + 1)],
        "places": [{"id": "T", "capacity": 9}],
        "participants": [{"id": name} for name in people],
        "requests": [{"id": name, "participants": list(name), "value": value} for name, value in wishes.items()],
    }
    return parse_problem(document | more, "e.json")


def reasons(problem: Problem) -> dict[str, set[str]]:
    plan = solve(problem, Settings(seconds=SEARCHING), "")
    assert check(problem, plan, sha256="").violations == ()
    return {left.request: {reason.code for reason in left.reasons} for left in plan.unscheduled}


def test_request_of_less_value_is_outweighed():
    assert reasons(event(1, {"ab": 2, "bc": 1})) == {"bc": {"participant_full", "no_slot_left", "outweighed"}}


def test_request_of_equal_value_is_not_outweighed():
    (codes,) = reasons(event(1, {"ab": 1, "bc": 1})).values()
    assert codes == {"participant_full", "no_slot_left"}


def test_request_of_equal_value_is_outweighed_where_it_worsens_a_later_goal():
    # in S1 and S3 only: with ac, a waits in S2; b can meet a in S1 and S2
    requests = [
        {"id": "ad", "participants": ["a", "d"], "must": True, "slots": ["S1"]},
        {"id": "ab", "participants": ["a", "b"], "slots": ["S2"]},
        {"id": "ac", "participants": ["a", "c"], "slots": ["S3"]},
    ]
    people = [{"id": "a", "max_meetings": 2}, *({"id": name} for name in "bcd")]
    problem = event(3, {"ad": 1}, participants=people, requests=requests)
    assert reasons(problem) == {"ac": {"participant_full", "outweighed"}}
    assert reasons(replace(problem, goals=("value",))) in ({"ac": {"participant_full"}}, {"ab": {"participant_full"}})


def test_request_worth_more_is_outweighed_where_an_earlier_goal_is_worse():
    people = [{"id": "a"}, {"id": "b", "floor": 1}, {"id": "c"}]
    problem = event(1, {"ab": 1, "ac": 9}, participants=people)
    assert reasons(problem) == {"ac": {"participant_full", "no_slot_left", "outweighed"}}
    assert reasons(replace(problem, goals=("value", "floor")))["ab"] == {"participant_full", "no_slot_left", "outweighed"}


def test_request_is_outweighed_by_what_has_to_be_held():
    requests = [{"id": "ab", "participants": ["a", "b"], "must": True}, {"id": "ac", "participants": ["a", "c"], "value": 9}]
    problem = event(1, {"ab": 1, "ac": 9}, requests=requests)
    assert reasons(problem) == {"ac": {"participant_full", "no_slot_left", "outweighed"}}
    assert reasons(replace(problem, goals=()))["ac"] == {"participant_full", "no_slot_left", "outweighed"}


def test_request_is_outweighed_by_the_one_that_it_has_to_follow():
    requests = [
        {"id": "ab", "participants": ["a", "b"], "value": 5, "slots": ["S2"]},
        {"id": "ac", "participants": ["a", "c"], "slots": ["S1"], "after": ["ab"]},
    ]
    assert reasons(event(2, {"ab": 1, "ac": 1}, requests=requests)) == {"ac": {"outweighed"}}


def test_request_is_outweighed_by_breaks_that_have_to_be_even():
    # with ac in S3, a would wait in S2 and nobody else would
    requests = [
        {"id": "ab", "participants": ["a", "b"], "must": True, "slots": ["S1"]},
        {"id": "ac", "participants": ["a", "c"], "value": 9, "slots": ["S3"]},
    ]
    assert reasons(event(3, {"ab": 1, "ac": 1}, requests=requests, max_break_difference=0)) == {"ac": {"outweighed"}}
    assert reasons(event(3, {"ab": 1, "ac": 1}, requests=requests, max_break_difference=1)) == {}


def test_request_of_somebody_who_wants_no_meetings_is_not_called_outweighed():
    people = [{"id": "a", "max_meetings": 0}, {"id": "b"}]
    assert reasons(event(1, {"ab": 1}, participants=people)) == {"ab": {"participant_full"}}


def test_request_that_cannot_be_had_is_not_called_outweighed():
    people = [{"id": "a", "unavailable": ["S1"]}, {"id": "b"}]
    assert reasons(event(1, {"ab": 1}, participants=people)) == {"ab": {"no_common_slot"}}


def test_request_that_costs_nothing_is_not_called_outweighed():
    # without the goal value nobody has to meet
    problem = event(2, {"ab": 1}, goals=["breaks"])
    assert reasons_of(problem, Plan("", (), (), (), ()), seconds=SEARCHING) == {"ab": (NOTHING,)}


def cost(problem: Problem, goals: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(-n if name in MAXIMISED else n for name, n in zip(problem.goals, goals, strict=True))


def forcing_is_worse(problem: Problem, request: str, costs: tuple[int, ...]) -> bool:
    """Whether every plan that holds a request is worse than these costs, tried out."""
    requests = tuple(replace(r, must=True) if r.id == request else r for r in problem.requests)
    forced = best_goals(replace(problem, requests=requests))
    return forced is None or cost(problem, forced) > costs


def can_be_held(problem: Problem, request: str, reasons: tuple[Reason, ...]) -> bool:
    limits = {person.id: person.max_meetings for person in problem.participants}
    pair = next(r.participants for r in problem.requests if r.id == request)
    return Reason("no_common_slot") not in reasons and all(limits[name] != 0 for name in pair)


@examples(0.4)
@given(small_problems())
def test_outweighed_in_a_best_plan_is_what_makes_it_worse_when_forced(document):
    problem = parse_problem(document, "small.json")
    try:
        plan = solve(problem, Settings(seconds=SEARCHING), "")
    except NoPlanExists:
        return
    assert check(problem, plan, sha256="").violations == ()
    costs = cost(problem, tuple(goal.achieved for goal in plan.goals))
    for left in plan.unscheduled:
        worse = can_be_held(problem, left.request, left.reasons) and forcing_is_worse(problem, left.request, costs)
        assert (OUTWEIGHED in left.reasons) == worse, left


@examples(0.4)
@given(small_problems())
def test_outweighed_in_any_plan_is_what_makes_it_worse_when_forced(document):
    # nothing is proven of these plans, so they may be worse in any goal than the plan that holds a request
    problem = parse_problem(document, "small.json")
    plans = list(islice(all_plans(problem), 2000))
    for plan in random.Random(0).sample(plans, min(2, len(plans))):
        goals = check(problem, plan).goals
        costs = cost(problem, tuple(goals[name] for name in problem.goals))
        for request, found in reasons_of(problem, plan, seconds=SEARCHING).items():
            worse = can_be_held(problem, request, found) and forcing_is_worse(problem, request, costs)
            assert (OUTWEIGHED in found) == worse, (request, found)


def test_relaxation_says_nothing_of_requests_that_cannot_be_held():
    people = [{"id": "a"}, {"id": "b", "max_meetings": 0}, {"id": "c"}, {"id": "d"}]
    problem = event(1, {"ab": 3, "cd": 1}, participants=people, goals=["value"])
    search, placed = take_plan(problem, Plan("", (), (), (), ()))
    anything = proof(search, -4, {0: 9, 1: 9}, {0: 1})
    assert outweighed_by(anything, search).tolist() == [True, True]
    found = {left.request: left.reasons for left in explain(search, placed, [anything], time.monotonic())}
    assert found == {"ab": (Reason("participant_full", "b"),), "cd": (OUTWEIGHED,)}


@pytest.mark.parametrize("seeds", batches(range(30)))
def test_relaxations_show_only_what_makes_the_plan_worse_when_forced(seeds):
    proven = 0
    with Highs(Stop()) as highs:
        for seed in seeds:
            problem = replace(
                parse_problem(small_problem(random.Random(seed), slots=2, participants=5, requests=7), "small.json"),
                goals=("floor", "value"),
            )
            found = best_plan(problem)
            if found is None:
                continue
            search, placed = take_plan(problem, found[1])
            costs = cost(problem, found[0])
            for goal in (0, 1):
                search.raise_bound(goal, costs[goal])
            proofs = relaxations(problem, highs, costs)
            for left in explain(search, placed, proofs, time.monotonic()):
                if OUTWEIGHED in left.reasons:
                    proven += 1
                    assert forcing_is_worse(problem, left.request, costs)
    assert proven > len(seeds) / 2


def relaxations(problem: Problem, highs: Highs, costs: tuple[int, ...]) -> list[Proof]:
    """Those that the planner makes: of both goals together, and of each by itself."""
    model = build_model(build_instance(problem, by_zone=True), problem.goals)
    floor, value = (objective.cost for objective in model.objectives)
    after = model.linear.with_row(floor, -(1 << 50), costs[0])
    jobs = [(model.linear, 1000 * floor + value, {0: 1000, 1: 1}, ()), (model.linear, floor, {0: 1}, ()), (after, value, {1: 1}, costs[:1])]
    found = [(highs.relax(linear, total, SEARCHING), weights, limits) for linear, total, weights, limits in jobs]
    known = ((relaxation, weights, limits) for relaxation, weights, limits in found if relaxation is not None)
    return [Proof(relaxation.bound, rise(model.instance, relaxation.reduced), weights, limits) for relaxation, weights, limits in known]


def test_relaxation_of_a_run_shows_requests_outweighed():
    # one popular supplier, 12 slots, 60 buyers: 720 options, more than are solved without a relaxation
    people = [{"id": "s"}, *({"id": f"b{k}"} for k in range(60))]
    requests = [{"id": f"R{k}", "participants": ["s", f"b{k}"], "value": 1 + k // 12} for k in range(60)]
    slots = [{"id": f"S{k}", "start": f"2026-11-24T{k + 8:02}:00:00Z", "end": f"2026-11-24T{k + 8:02}:20:00Z"} for k in range(12)]
    problem = event(1, {"ab": 1}, slots=slots, participants=people, requests=requests, goals=["value"])
    plan = solve(problem, Settings(seconds=SEARCHING), "")
    assert [(goal.achieved, goal.bound) for goal in plan.goals] == [(60, 60)]
    assert [left.request for left in plan.unscheduled] == [f"R{k}" for k in range(48)]
    assert {left.reasons for left in plan.unscheduled} == {(Reason("participant_full", "s"), Reason("no_slot_left"), OUTWEIGHED)}
