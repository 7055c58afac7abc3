"""Remedies that move several meetings on: the fewest moves there are, against every plan that holds the same and one more."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from scheduler.checker import check
from scheduler.files.reading import parse_problem
from scheduler.parameters import DEFAULTS, RemedyParameters
from scheduler.plan import Change, GoalResult, Meeting, Plan, Remedy, Unscheduled
from scheduler.problem import Fixed, Problem
from scheduler.reasons import add_remedies
from scheduler.reasons.chains import Chains
from scheduler.reasons.needs import COST
from scheduler.reasons.occupancy import lay_out
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan
from tests.support.left_out import event
from tests.support.strategies import small_problem
from tests.support.tiers import batches

pytestmark = pytest.mark.slow


def open_plan(problem: Problem, plan: Plan) -> Plan:
    """The same with a value that may be higher for all that is known."""
    honest = honest_plan(problem, plan.meetings, plan.dialogues)
    return replace(
        honest, goals=tuple(GoalResult(goal.name, goal.achieved, goal.bound + 100 * (goal.name == "value")) for goal in honest.goals)
    )


def found_for(problem: Problem, *meetings: str, shut: Any = None, parameters: RemedyParameters = DEFAULTS.remedies) -> Unscheduled:
    plan = open_plan(problem, Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), (), (), ()))
    found = add_remedies(problem, plan, shut=shut, parameters=parameters)
    assert check(problem, replace(plan, unscheduled=found)).violations == ()
    return next(left for left in found if left.request == "R")


def move(request: str, slot: str, place: str = "T") -> Change:
    return Change("move", None, request, slot, place)


def test_meeting_moves_where_another_makes_room() -> None:
    # R can be in S1 only. px would go to S2, where x is with y; yx can go to S3, which is too late for p.
    problem = event(3, R={"slots": ["S1"]}, p={"unavailable": ["S3"]}, y={"unavailable": ["S1"]})
    requests = tuple(replace(r, participants=("x", "y")) if r.id == "yz" else r for r in problem.requests)
    left = found_for(replace(problem, requests=requests), "px S1 T", "yz S2 T")
    assert left.remedy == Remedy((move("px", "S2"), move("yz", "S3")), ("S1",))
    assert left.by_moving is True


def test_two_meetings_swap_their_slots() -> None:
    # p is there in S1 and S2 only and x in S1 and S2 only: px and xa swap, so that p is free in S1
    here = {"unavailable": ["S3"]}
    problem = event(3, R={"slots": ["S1"]}, p=here, x=here, a=here)
    left = found_for(problem, "px S1 T", "xa S2 T")
    assert left.remedy == Remedy((move("px", "S2"), move("xa", "S1")), ("S1",))


def test_meeting_takes_another_place_in_its_slot() -> None:
    places = [{"id": "T"}, {"id": "U"}]
    problem = event(1, R={"places": ["T"]}, places=places)
    left = found_for(problem, "bc S1 T")
    assert left.remedy == Remedy((move("bc", "S1", "U"),), ("S1",))


def test_places_are_passed_on_in_one_slot() -> None:
    places = [{"id": "T"}, {"id": "U"}, {"id": "V"}]
    problem = event(1, R={"places": ["T"]}, places=places)
    own = {"bc": ("T", "U"), "xa": ("U", "V")}
    requests = tuple(replace(r, places=own.get(r.id, r.places)) for r in problem.requests)
    left = found_for(replace(problem, requests=requests), "bc S1 T", "xa S1 U")
    assert left.remedy == Remedy((Change("place"),), ("S1",))  # as cheap as the two moves, and said first
    plan = Plan("", (Meeting("bc", "S1", "T"), Meeting("xa", "S1", "U")), (), (), ())
    found = Chains(lay_out(replace(problem, requests=requests), plan), 1).find(0, 3)
    assert found == (0, [(7, 0, 1), (6, 0, 2)])


def test_fixed_and_frozen_meetings_stay_in_a_chain_too() -> None:
    here = {"unavailable": ["S3"]}
    problem = event(3, R={"slots": ["S1"]}, p=here, x=here, a=here)
    fixed = found_for(replace(problem, fixed=(Fixed("xa", "S2", None),)), "px S1 T", "xa S2 T")
    assert fixed.by_moving is None
    frozen = found_for(problem, "px S1 T", "xa S2 T", shut=np.array([False, True, False]))
    assert frozen.by_moving is None


def test_given_up_search_claims_nothing() -> None:
    here = {"unavailable": ["S3"]}
    problem = event(3, R={"slots": ["S1"]}, p=here, x=here, a=here)
    assert found_for(problem, "px S1 T", "xa S2 T").by_moving is True
    hurried = replace(DEFAULTS.remedies, steps=1)
    assert found_for(problem, "px S1 T", "xa S2 T", parameters=hurried).by_moving is None


def fewest_moves(problem: Problem, plan: Plan, request: str) -> int | None:
    """Over every plan that holds the same meetings and one more."""
    now = {held.request: (held.slot, held.place) for held in plan.meetings}
    names = {*now, request}
    only = tuple(replace(r, must=True, after=tuple(q for q in r.after if q in names)) for r in problem.requests if r.id in names)
    fixed = tuple(replace(each, place=now[each.request][1]) for each in problem.fixed if each.request in names)
    whole = replace(problem, requests=only, fixed=fixed)
    return min(
        (sum(now.get(m.request) not in (None, (m.slot, m.place)) for m in other.meetings) for other in all_plans(whole)), default=None
    )


def some_problems(seeds: range) -> Iterator[Problem]:
    for seed in seeds:
        document = small_problem(random.Random(seed), slots=3, participants=6, requests=8, dialogues=0, places=3)
        for person in document["participants"]:
            person.pop("parallel", None)
        for request in document["requests"]:
            request.pop("after", None)
        document.pop("max_break_difference", None)
        yield parse_problem(document, "small.json")


@pytest.mark.parametrize("seeds", batches(range(300), 30))
def test_fewest_moves_are_found_where_everybody_holds_one_meeting_at_once(seeds: range) -> None:
    by_moves = [0, 0, 0, 0]
    for problem in some_problems(seeds):
        for bare in islice(all_plans(problem), 0, 400, 57):
            plan = open_plan(problem, bare)
            for left in add_remedies(problem, plan):
                fewest = fewest_moves(problem, plan, left.request)
                cost = 1000 if left.remedy is None else sum(COST[change.change] for change in left.remedy.changes)
                if left.by_moving:
                    assert fewest == cost, (plan.meetings, left)
                if fewest is None or fewest > DEFAULTS.remedies.moves:
                    assert not left.by_moving
                    continue
                by_moves[fewest] += 1
                assert cost <= fewest, (plan.meetings, left, fewest)
    assert min(by_moves[1:3]) > len(seeds) / 15
    assert by_moves[3] > len(seeds) / 60


@pytest.mark.parametrize("seeds", batches(range(1000, 1200), 24))
def test_chains_are_true_whatever_the_format_has(seeds: range) -> None:
    moved = 0
    for seed in seeds:
        document = small_problem(random.Random(seed), slots=4, participants=6, requests=9, dialogues=1, places=3)
        problem = parse_problem(document, "small.json")
        for bare in islice(all_plans(problem), 0, 300, 61):
            plan = open_plan(problem, bare)
            found = add_remedies(problem, plan)
            moved += sum(left.by_moving is True and len(left.remedy.changes) > 1 for left in found if left.remedy is not None)
            assert check(problem, replace(plan, unscheduled=found), goals=[goal.name for goal in plan.goals]).violations == ()
    assert moved > len(seeds) / 100
