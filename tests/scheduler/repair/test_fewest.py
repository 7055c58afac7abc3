"""The fewest changes to a kept plan, and what stays in every plan that has no more, against all plans."""

from __future__ import annotations

import random

import pytest

from scheduler.checker import goals_of
from scheduler.construction.first_plan import Impossible
from scheduler.files.reading import parse_problem
from scheduler.instance.reference_plan import places_apart
from scheduler.repair.fewest import find_fewest, part_to_change, stand_still
from tests.support.bruteforce import all_plans
from tests.support.kept_plans import case
from tests.support.repairs import PEOPLE, TWO, instance_of, kept, slots_of, solver_of
from tests.support.schedules import event
from tests.support.tiers import seeds


def stays(problem, plan, kept_plan) -> list[bool]:
    """Which kept meetings a plan has where they were; only for plans to keep without dialogues."""
    now = set(plan.meetings)
    return [meeting in now for meeting in kept_plan.meetings]


@pytest.mark.parametrize("seed", seeds(range(700, 725)))
def test_fewest_changes_and_what_stays_are_those_of_all_plans(seed):
    document, plan = case(random.Random(seed))
    document["dialogues"] = []
    plan = kept(*(f"{m.request} {m.slot} {m.place}" for m in plan.meetings))
    problem = parse_problem(document, "small.json")
    if any(next(iter(places_apart(problem, plan)))):
        return  # single places count then, which `tests/scheduler/repair/test_apart.py` is about
    plans = [(goals_of(problem, each, plan)["changes"], each) for each in all_plans(problem)]
    instance, frozen = instance_of(problem, plan), slots_of(problem)
    with solver_of() as solver:
        if not plans:
            with pytest.raises(Impossible):
                find_fewest(instance, frozen, solver)
            return
        found = find_fewest(instance, frozen, solver)
    fewest = min(changes for changes, _ in plans)
    assert (found.changes, found.bound) == (fewest, fewest)
    assert found.proven
    best = [stays(problem, each, plan) for changes, each in plans if changes == fewest]
    known = [meeting for meeting in plan.meetings if meeting.request in {r.id for r in problem.requests}]
    assert len(found.stays) == len(known)
    for n, certain in enumerate(found.stays.tolist()):
        if certain:
            assert all(each[plan.meetings.index(known[n])] for each in best)


def test_plan_that_can_stay_needs_no_search():
    problem = event([2], PEOPLE, {"ab": {}, "cd": {}}, TWO)
    still = stand_still(instance_of(problem, kept("ab S1 T", "cd S1 U")), slots_of(problem))
    assert still is not None
    assert (still.changes, still.bound, still.is_settled, still.stays.tolist()) == (0, 0, True, [True, True])


def test_what_is_in_no_plan_any_more_is_the_fewest_and_all_else_stays():
    people = PEOPLE | {"a": {"unavailable": ["S1"]}}
    problem = event([2], people, {"ab": {}, "cd": {}}, TWO)
    still = stand_still(instance_of(problem, kept("ab S1 T", "cd S1 U")), slots_of(problem))
    assert still is not None
    assert (still.changes, still.bound, still.stays.tolist()) == (1, 1, [False, True])
    assert still.by == "what of the kept plan is in no plan any more"
    assert still.is_settled


def test_plan_cannot_stand_still_where_something_has_to_come():
    problem = event([1], PEOPLE, {"ab": {}, "ac": {"must": True}}, TWO)
    instance = instance_of(problem, kept("ab S1 T"))
    assert stand_still(instance, slots_of(problem)) is None
    with solver_of() as solver:
        found = find_fewest(instance, slots_of(problem), solver)
    assert (found.changes, found.bound, found.by) == (1, 1, "branch and bound")
    assert not found.stays.any()


def test_frozen_slots_are_held_and_shut_or_yield_to_what_the_problem_demands():
    problem = event([2], PEOPLE, {"ab": {}, "cd": {}, "ac": {"must": True, "slots": ["S1"]}}, TWO)
    instance, frozen = instance_of(problem, kept("ab S1 T", "cd S2 T")), slots_of(problem, "S1")
    with solver_of() as solver:
        found = find_fewest(instance, frozen, solver)
    held = {int(instance.option_request[o]) for o in found.held[: instance.options].nonzero()[0]}
    assert held == {2}  # ac had to come, ab to go; nothing else of S1 changes
    assert found.changes == 1
    assert not (found.held & found.shut).any()


def test_part_to_change_is_what_is_kept_where_it_is_and_what_has_to_be_held_anywhere():
    problem = event([3], PEOPLE, {"ab": {}, "cd": {}, "ef": {"must": True}}, TWO)
    part = part_to_change(instance_of(problem, kept("ab S2 T")))
    found = [(int(r), int(t)) for r, t in zip(part.instance.option_request, part.instance.option_slot, strict=True)]
    assert found == [(0, 1), (2, 0), (2, 1), (2, 2)]
    even = event([3], PEOPLE, {"ab": {}, "cd": {}}, TWO, max_break_difference=1)
    whole = instance_of(even, kept("ab S2 T"))
    assert part_to_change(whole).instance.options == whole.options
