"""Requests that are outweighed: shown by a relaxation or by asking, against what forcing each of them does to the best plan."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given

from scheduler.arrays import Bools
from scheduler.checker import check
from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.plan import Meeting, Plan, Reason
from scheduler.problem import MAXIMISED, Problem
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import Relaxation
from scheduler.reasons import Proof, explain
from scheduler.reasons.asking import Questions, ask_whether_outweighed, no_worse
from scheduler.reasons.weighing import outweighed_by, rise
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.solvers.cpsat import CpSatResult
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans, best_goals, best_plan
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


def test_no_worse_is_the_program_of_plans_that_are_lexicographically_no_worse():
    for seed in range(12):
        problem = parse_problem(small_problem(random.Random(seed), requests=3, dialogues=0), "small.json")
        plans = list(islice(all_plans(problem), 60))
        vectors = [take_plan(problem, plan)[0] for plan in plans]
        for search in vectors[:: max(1, len(vectors) // 6)]:
            program = no_worse(search)
            switches = program.columns - search.model.linear.columns
            for other in vectors:
                choices = [np.append(other.require(), choice) for choice in np.ndindex((2,) * switches)]
                assert any(not len(program.violated(x)) for x in choices) == (other.costs <= search.costs)


def test_rise_is_what_the_cheapest_way_to_hold_a_request_adds():
    # ab has three options, bc two, and cd none: its participants are never there
    people = [{"id": "a"}, {"id": "b"}, {"id": "c", "unavailable": ["S1"]}, {"id": "d", "unavailable": ["S2", "S3"]}]
    instance = build_instance(event(3, {"ab": 1, "cd": 1, "bc": 1}, participants=people))
    assert instance.option_request.tolist() == [0, 0, 0, 2, 2]
    assert rise(instance, np.array([7, 4, 5, 9, 6, -100])).tolist() == [4, 0, 6]
    # The bound holds an option of negative reduced cost already; a second one of the same request is then given up.
    assert rise(instance, np.array([-7, -4, 5, -1, 6])).tolist() == [4, 0, 0]


def proof(search: Search, bound: int, reduced: dict[int, int], weights: dict[int, int], limits: tuple[int, ...] = ()) -> Proof:
    """A relaxation that says what a test needs it to say: times SCALE, by option."""
    full = np.zeros(search.model.linear.columns, dtype=np.int64)
    for option, value in reduced.items():
        full[option] = value * SCALE
    return Proof(Relaxation(np.zeros(len(full)), bound * SCALE, full, np.zeros(search.model.linear.rows, dtype=np.int64)), weights, limits)


def shown(search: Search, *arguments: object) -> list[bool]:
    return outweighed_by(proof(search, *arguments), search).tolist()  # type: ignore[arg-type]  # passed on as they come


@pytest.fixture
def held() -> Search:
    """A plan that holds ab, worth 3, and not bc, worth 1; floors lack one meeting."""
    people = [{"id": "a"}, {"id": "b"}, {"id": "c", "floor": 1}]
    problem = event(1, {"ab": 3, "bc": 1}, participants=people, goals=["floor", "value"])
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


def test_relaxation_says_nothing_of_requests_that_cannot_be_held():
    people = [{"id": "a"}, {"id": "b", "max_meetings": 0}, {"id": "c"}, {"id": "d"}]
    problem = event(1, {"ab": 3, "cd": 1}, participants=people, goals=["value"])
    search, placed = take_plan(problem, Plan("", (), (), (), ()))
    anything = proof(search, -4, {0: 9, 1: 9}, {0: 1})
    assert shown(search, -4, {0: 9, 1: 9}, {0: 1}) == [True, True]
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
    return [Proof(relaxation, weights, limits) for relaxation, weights, limits in found if relaxation is not None]


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


def crowded(*held: str, stop: Stop | None = None, settings: Settings | None = None) -> tuple[Search, Bools]:
    """A plan of one slot that holds these requests, with nothing proven, and those that it does not hold."""
    names = ("ab", "ac", "ad", "be")
    problem = event(1, dict(zip(names, (5, 2, 3, 4), strict=True)), goals=["value"])
    search, _ = take_plan(problem, Plan("", tuple(Meeting(request, "S1", "T") for request in held), (), (), ()), settings, stop)
    return search, np.array([name not in held for name in names])


def ask(search: Search, candidate: Bools, seconds: float = SEARCHING) -> list[bool]:
    return ask_whether_outweighed(search, candidate, np.zeros(4, dtype=bool), time.monotonic() + seconds).tolist()


def test_asking_shows_what_no_plan_as_good_can_hold():
    # be goes with ac or ad, for 6 or 7
    assert ask(*crowded("ad", "be")) == [True, True, False, False]
    assert ask(*crowded("ac", "be")) == [True, False, False, False]
    assert ask(*crowded("ab")) == [False, False, False, False]


def test_asking_one_by_one_settles_what_was_too_much_at_once():
    class Slow(Questions):
        """Has no answer about more than one request."""

        def ask(self, asked: Bools) -> CpSatResult | None:
            return super().ask(asked) if asked.sum() == 1 else CpSatResult(None, None, False)

    search, left = crowded("ad", "be")
    assert Slow(search, no_worse(search), time.monotonic() + SEARCHING).settle(left).tolist() == [True, True, False, False]


def test_nothing_is_asked_without_time_or_after_a_request_to_stop():
    stop = Stop()
    search, left = crowded("ad", "be", stop=stop)
    assert ask(search, left, seconds=0) == [False, False, False, False]
    assert ask(search, left) == [True, True, False, False]
    stop.request()
    assert ask(search, left) == [False, False, False, False]


def test_asking_is_the_same_in_a_reproducible_run():
    settings = Settings(seconds=SEARCHING, reproducible=True)
    assert ask(*crowded("ad", "be", settings=settings)) == [True, True, False, False]
