"""Remedies of requests that are not held: true, the cheapest, and refused where they are not; against every change tried out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from scheduler.checker import check
from scheduler.files.reading import parse_plan, parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Change, GoalResult, HeldDialogue, Meeting, Plan, Reason, Remedy, Unscheduled
from scheduler.problem import Fixed, Problem
from scheduler.reasons import add_remedies
from scheduler.reasons.applying import apply_remedy, is_true
from scheduler.reasons.needs import COST
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan
from tests.support.left_out import event, talk
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import batches, examples

OPEN = Reason("not_proven")
MOVED = [{"id": name} for name in "TU"]


def explained(problem: Problem, *meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Unscheduled:
    """What is said of R in a plan of meetings such as ``px S1 T``."""
    honest = honest_plan(problem, [Meeting(*meeting.split()) for meeting in meetings], tables)
    open_goals = tuple(GoalResult(goal.name, goal.achieved, goal.bound + 100 * (goal.name == "value")) for goal in honest.goals)
    plan = replace(honest, goals=open_goals)
    found = add_remedies(problem, plan)
    assert check(problem, replace(plan, unscheduled=found)).violations == ()
    return next(left for left in found if left.request == "R")


def remedy(problem: Problem, *meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Remedy | None:
    return explained(problem, *meetings, tables=tables).remedy


BUSY = {"unavailable": ["S2"]}


def test_what_fits_needs_no_change():
    assert remedy(event(2), "px S1 T") == Remedy((), ("S2",))
    assert remedy(event(2)) == Remedy((), ("S1", "S2"))


def test_nothing_helps_in_an_event_without_slots():
    left = explained(event(0))
    assert (left.remedy, left.by_moving) == (None, False)


def test_one_more_place_in_the_slots_in_which_both_are_free():
    problem = event(4, places=[{"id": "T"}], x=BUSY, y={"unavailable": ["S1", "S2", "S3", "S4"]})
    taken = ("bc S1 T", "xa S3 T")
    assert remedy(event(1, places=[{"id": "T"}]), "bc S1 T") == Remedy((Change("place"),), ("S1",))
    found = remedy(problem, *taken)
    assert found == Remedy((), ("S2", "S4"))
    full = event(3, places=[{"id": "T"}], p={"unavailable": ["S3"]})
    assert remedy(full, "bc S1 T", "yz S2 T", "xa S3 T") == Remedy((Change("place"),), ("S1", "S2"))


def test_room_at_the_place_where_one_of_the_two_is_already():
    problem = event(1, places=[{"id": "T"}, {"id": "U"}], p={"parallel": 2})
    assert remedy(problem, "px S1 T") == Remedy((Change("place", place="T"),), ("S1",))


def test_request_that_allows_one_more_slot():
    assert remedy(event(2, R={"slots": ["S1"]}, p={"unavailable": ["S1"]})) == Remedy((Change("slots"),), ("S2",))


def test_somebody_available_in_one_more_slot():
    found = remedy(event(3, p={"unavailable": ["S2", "S3"]}), "px S1 T")
    assert found == Remedy((Change("available", participant="p"),), ("S2", "S3"))


def test_one_meeting_more_than_the_limit():
    assert remedy(event(2, p={"max_meetings": 1}), "px S1 T") == Remedy((Change("max_meetings", participant="p"),), ("S2",))


def test_one_meeting_more_at_once_at_home():
    places = [{"id": "T", "capacity": 9}, {"id": "B", "owner": "p"}]
    problem = event(1, places=places, p={"home": "B"})
    assert remedy(problem, "px S1 B") == Remedy((Change("parallel", participant="p"),), ("S1",))


def test_one_more_slot_where_nothing_else_helps():
    assert remedy(event(1), "px S1 T") == Remedy((Change("slot"),), ())


def test_meeting_that_moves_out_of_the_way():
    # p is there in both slots, q only in S1: px, in S1, can as well be in S2.
    problem = event(2, q=BUSY)
    assert remedy(problem, "px S1 T") == Remedy((Change("move", request="px", slot="S2", place="T"),), ("S1",))


def test_two_meetings_that_move_to_different_slots():
    problem = event(3, R={"slots": ["S1"]}, places=[{"id": "T", "capacity": 2}])
    found = remedy(problem, "px S1 T", "qy S1 T")
    assert found is not None
    assert [(change.change, change.request) for change in found.changes] == [("move", "px"), ("move", "qy")]
    assert len({change.slot for change in found.changes}) == 2


def test_meeting_that_leaves_its_place():
    problem = event(2, places=[{"id": "T"}], p=BUSY)
    assert remedy(problem, "bc S1 T") == Remedy((Change("move", request="bc", slot="S2", place="T"),), ("S1",))


def test_fixed_and_ordered_meetings_do_not_move():
    problem = event(2, q=BUSY)
    held = Remedy((Change("available", participant="q"),), ("S2",))
    assert remedy(replace(problem, fixed=(Fixed("px", "S1", None),)), "px S1 T") == held
    ordered = tuple(replace(request, after=("px",)) if request.id == "yz" else request for request in problem.requests)
    assert remedy(replace(problem, requests=ordered), "px S1 T") == held


def test_nothing_is_proposed_in_slots_that_are_over():
    problem = event(3, q={"unavailable": ["S3"]})
    plan = honest_plan(problem, [Meeting("px", "S1", "T"), Meeting("qy", "S2", "T")])
    free = next(left for left in add_remedies(problem, plan) if left.request == "R").remedy
    assert free == Remedy((Change("move", request="px", slot="S2", place="T"),), ("S1",))
    shut = np.array([True, False, False])
    late = next(left for left in add_remedies(problem, plan, shut=shut) if left.request == "R").remedy
    assert late == Remedy((Change("available", participant="q"),), ("S3",))


def test_who_is_in_a_dialogue_gets_no_remedy_in_its_slot():
    seats = [{"participant": "p"}, {"participant": "x"}]
    problem = event(1, dialogues=[talk(wanted=seats, length=1)], places=[{"id": "T"}, {"id": "round", "owner": "z"}])
    assert remedy(problem, tables=(HeldDialogue("D", "S1", "round", None, ("p", "x")),)) == Remedy((Change("slot"),), ())


def test_details_say_where_each_is_busy_and_what_is_taken():
    problem = event(3, places=[{"id": "T"}], p={"unavailable": ["S3"]})
    plan = honest_plan(problem, [Meeting("qy", "S1", "T"), Meeting("px", "S2", "T")])
    reasons = {"R": (Reason("no_slot_left"),)}
    left = tuple(replace(entry, reasons=reasons.get(entry.request, entry.reasons)) for entry in plan.unscheduled)
    found = {entry.request: entry for entry in add_remedies(problem, replace(plan, unscheduled=left))}
    assert found["R"].busy == {"p": ("S2",), "q": ("S1",)}
    assert found["R"].taken == ()
    left = tuple(replace(entry, reasons=(Reason("no_place_left"),)) for entry in plan.unscheduled if entry.request == "bc")
    found = {entry.request: entry for entry in add_remedies(problem, replace(plan, unscheduled=left))}
    # bc could be in S3, so it is no matter of places there, and the checker would refuse the reason
    assert found["bc"].taken == ("S1", "S2")


def test_moving_is_said_to_be_hopeless_only_where_that_is_proven():
    assert explained(event(2), "px S1 T", "py S2 T").by_moving is False  # p has as many meetings as slots
    assert explained(event(2, q=BUSY), "px S1 T").by_moving is True
    assert explained(event(3, p={"max_meetings": 1}), "px S1 T").by_moving is False
    assert explained(event(2, p=BUSY, q={"unavailable": ["S1"]})).by_moving is False
    # nobody is full, and the value may be higher for all that is known
    assert explained(event(2, R={"slots": ["S1"]}, x=BUSY), "px S1 T").by_moving is None


def test_moving_is_hopeless_where_the_value_is_proven():
    problem = event(2, R={"slots": ["S1"]}, x=BUSY)
    plan = honest_plan(problem, [Meeting("px", "S1", "T")])
    by_moving = {left.request: left.by_moving for left in add_remedies(problem, plan)}
    assert by_moving["R"] is False
    open_floor = replace(plan, goals=tuple(replace(goal, bound=goal.bound - (goal.name == "floor")) for goal in plan.goals))
    assert next(left for left in add_remedies(problem, open_floor) if left.request == "R").by_moving is None


def test_plan_with_remedies_is_read_back_equal():
    problem = event(2, q=BUSY)
    plan = honest_plan(problem, [Meeting("px", "S1", "T")])
    full = replace(plan, problem_sha256="ab", unscheduled=add_remedies(problem, plan))
    assert parse_plan(plan_to_json(full), "plan.json") == full


def assert_entries_are_true(document: dict[str, Any], most: int) -> int:
    problem = parse_problem(document, "small.json")
    plans = list(islice(all_plans(problem), 4000))
    count = 0
    for bare in random.Random(len(plans)).sample(plans, min(most, len(plans))):
        honest = honest_plan(problem, bare.meetings, bare.dialogues)
        plan = replace(honest, goals=tuple(replace(goal, bound=goal.bound + 99 * (goal.name == "value")) for goal in honest.goals))
        found = add_remedies(problem, plan)
        assert check(problem, replace(plan, unscheduled=found), goals=[goal.name for goal in plan.goals]).violations == ()
        for left in found:
            assert_remedy_is_true(problem, plan, left)
            assert_moving_is_judged(plans, plan, left, len(plans) < 4000)
            count += 1
    return count


def assert_remedy_is_true(problem: Problem, plan: Plan, left: Unscheduled) -> None:
    if left.remedy is None:
        return
    for slot in left.remedy.slots or (None,):
        applied = apply_remedy(problem, plan, left, slot)
        assert applied is not None
        assert {meeting.request for meeting in applied[1].meetings} == {meeting.request for meeting in plan.meetings} | {left.request}
        assert is_true(problem, plan, left, slot)


def assert_moving_is_judged(plans: list[Plan], plan: Plan, left: Unscheduled, complete: bool) -> None:
    """Some plan holds this request, all meetings and all seats of the plan, or none does."""
    wanted = {meeting.request for meeting in plan.meetings} | {left.request}
    seats = {(table.dialogue, name) for table in plan.dialogues for name in table.participants}
    possible = any(
        wanted <= {meeting.request for meeting in other.meetings}
        and seats <= {(table.dialogue, name) for table in other.dialogues for name in table.participants}
        for other in plans
    )
    if left.by_moving is False:
        assert not possible
    if left.by_moving and complete:
        assert possible


@examples(0.6)
@given(small_problems())
def test_remedies_of_any_plan_are_true(document):
    assert_entries_are_true(document, 5)


@pytest.mark.parametrize("seeds", batches(range(60)))
def test_remedies_of_crowded_plans_are_true(seeds):
    sizes = {"slots": 3, "participants": 5, "requests": 7, "dialogues": 1, "places": 2}
    documents = [small_problem(random.Random(seed), **sizes) for seed in seeds]
    assert sum(assert_entries_are_true(document, 5) for document in documents) > 8 * len(seeds)


def _cheaper(problem: Problem, left: Unscheduled, cost: int) -> Iterator[tuple[int, Remedy]]:
    """Every remedy without moves that costs less than this."""
    one, two = next(request.participants for request in problem.requests if request.id == left.request)
    homes = {person.id: person.home for person in problem.participants}
    single = [Change("place"), Change("slots"), *(Change("place", place=place.id) for place in problem.places)]
    single += [Change(kind, participant=name) for kind in ("available", "max_meetings") for name in (one, two)]
    single += [Change("parallel", participant=name) for name in (one, two) if homes[name] is not None]
    for size in range(len(single) + 1):
        for chosen in combinations(single, size):
            price = sum(COST[change.change] for change in chosen)
            if price < cost:
                yield from ((price, Remedy(chosen, (slot.id,))) for slot in problem.slots)


@pytest.mark.parametrize("seeds", batches(range(40)))
def test_no_remedy_without_moves_is_cheaper(seeds):
    sizes = {"slots": 2, "participants": 4, "requests": 5, "dialogues": 1, "places": 2}
    tried = 0
    for seed in seeds:
        problem = parse_problem(small_problem(random.Random(seed), **sizes), "small.json")
        if problem.max_break_difference is not None:
            continue  # then a remedy that would upset it is left out, not replaced
        for bare in islice(all_plans(problem), 0, 60, 20):
            plan = honest_plan(problem, bare.meetings, bare.dialogues)
            for left in add_remedies(problem, plan):
                cost = 40 if left.remedy is None else sum(COST[change.change] for change in left.remedy.changes)
                for price, other in _cheaper(problem, left, min(cost, 12)):
                    tried += 1
                    assert not is_true(problem, plan, replace(left, remedy=other), other.slots[0]), (seed, left, price, other)
    assert tried > 25 * len(seeds)


@pytest.mark.parametrize("seeds", batches(range(60), 24))
def test_no_single_move_is_overlooked_where_everybody_holds_one_meeting_at_once(seeds):
    found = 0
    for seed in seeds:
        document = small_problem(random.Random(seed), slots=3, participants=5, requests=6, dialogues=0, places=2)
        for person in document["participants"]:
            person.pop("parallel", None)
        for request in document["requests"]:
            request.pop("after", None)
        problem = parse_problem(document | {"max_break_difference": None}, "small.json")
        for bare in islice(all_plans(problem), 0, 200, 40):
            plan = honest_plan(problem, bare.meetings, bare.dialogues)
            fixed = {each.request for each in problem.fixed}
            for left in add_remedies(problem, plan):
                now = {held.request: held.slot for held in plan.meetings if held.request not in fixed}
                moves = [
                    Remedy((Change("move", None, name, slot.id, place.id),), (at.id,))
                    for name in now
                    for slot in problem.slots
                    for place in problem.places
                    for at in problem.slots
                    if slot.id != now[name]
                ]
                allowed = {request.id: request.slots for request in problem.requests}
                helping = [m for m in moves if (own := allowed[left.request]) is None or m.slots[0] in own]
                helping = [move for move in helping if is_true(problem, plan, replace(left, remedy=move), move.slots[0])]
                if helping:
                    found += 1
                    assert left.remedy is not None
                    assert sum(COST[change.change] for change in left.remedy.changes) <= COST["move"], (seed, left, helping, plan.meetings)
    assert found > len(seeds) / 6
