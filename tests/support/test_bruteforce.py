"""The brute force against something more brutish still: every combination there is, sifted by the checker's rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given

from scheduler.checker import RULES, check
from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import MAXIMISED, Problem
from tests.support.bruteforce import all_plans, best_goals, best_plan
from tests.support.honest import honest_plan
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import examples, seeds

TINY = {"slots": 3, "participants": 3, "requests": 2, "dialogues": 1, "places": 2}


def every_combination(problem: Problem) -> Iterator[Plan]:
    """Each request left out or in each slot and place; each dialogue left out or anywhere, with anybody."""
    slots, places = [slot.id for slot in problem.slots], [place.id for place in problem.places]
    people = [person.id for person in problem.participants]
    seatings = [seated for n in range(len(people) + 1) for seated in combinations(people, n)]
    ways: list[list[Meeting | HeldDialogue | None]] = []
    for request in problem.requests:
        ways.append([None, *(Meeting(request.id, slot, place) for slot in slots for place in places)])
    for dialogue in problem.dialogues:
        tables = product(slots, places, [None, *people], seatings)
        ways.append([None, *(HeldDialogue(dialogue.id, *table) for table in tables)])
    for chosen in product(*ways):
        meetings = tuple(thing for thing in chosen if isinstance(thing, Meeting))
        yield Plan("", meetings, tuple(thing for thing in chosen if isinstance(thing, HeldDialogue)), (), ())


def is_valid(problem: Problem, plan: Plan) -> bool:
    timetable = Timetable(problem, plan)
    return not any(line for rule in RULES for line in rule(timetable))


def as_sets(plan: Plan) -> tuple[frozenset[Meeting], frozenset[tuple[str, str, str, str | None, frozenset[str]]]]:
    """A plan whatever the order of what is in it."""
    tables = ((t.dialogue, t.start, t.place, t.moderator, frozenset(t.participants)) for t in plan.dialogues)
    return frozenset(plan.meetings), frozenset(tables)


@pytest.mark.parametrize("seed", seeds(range(25)))
def test_all_plans_are_those_that_the_rules_leave_of_every_combination(seed):
    problem = parse_problem(small_problem(random.Random(seed), **TINY), "tiny.json")
    tried = [as_sets(plan) for plan in all_plans(problem)]
    assert len(tried) == len(set(tried))
    assert set(tried) == {as_sets(plan) for plan in every_combination(problem) if is_valid(problem, plan)}


@examples(0.6)
@given(small_problems(**TINY))
def test_best_goals_are_the_best_of_all_plans(document):
    problem = parse_problem(document, "tiny.json")
    vectors = []
    for plan in all_plans(problem):
        goals = check(problem, plan).goals
        vectors.append(tuple(-goals[name] if name in MAXIMISED else goals[name] for name in problem.goals))
    best = min(vectors, default=None)
    expected = None if best is None else tuple(-n if name in MAXIMISED else n for name, n in zip(problem.goals, best, strict=True))
    assert best_goals(problem) == expected


@examples(0.6)
@given(small_problems())
def test_best_plan_is_valid_and_reaches_its_goals(document):
    problem = parse_problem(document, "small.json")
    found = best_plan(problem)
    if found is not None:
        goals, plan = found
        verdict = check(problem, honest_plan(problem, plan.meetings, plan.dialogues))
        assert verdict.violations == ()
        assert tuple(verdict.goals[name] for name in problem.goals) == goals


@examples(0.3)
@given(small_problems(**TINY))
def test_best_plan_with_one_to_keep_changes_least(document):
    problem = parse_problem(document, "tiny.json")
    plans = list(all_plans(problem))
    for kept in plans[:: max(1, len(plans) // 3)]:
        assert best_goals(problem, ("changes",), kept) == (0,)
        changed = best_goals(problem, ("value", "changes"), kept)
        most = max(check(problem, plan).goals["value"] for plan in plans)
        least = min(found["changes"] for found in (check(problem, plan, kept).goals for plan in plans) if found["value"] == most)
        assert changed == (most, least)


def test_best_goals_by_hand():
    # p and q can meet in S1 or S3 (p is away in S2), both requests at the one table: value 3, and p's unavailable slot is no waiting,
    # but q waits in S2; the goals given decide what comes first
    problem = parse_problem(
        {
            "format": "bms-problem/1",
            "id": "e",
            "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in (1, 2, 3)],
            "places": [{"id": "T"}],
            "participants": [{"id": "p", "unavailable": ["S2"]}, {"id": "q"}],
            "requests": [{"id": "R1", "participants": ["p", "q"]}, {"id": "R2", "participants": ["p", "q"], "value": 2}],
        },
        "e.json",
    )
    assert best_goals(problem, ("value", "breaks")) == (3, 1)
    assert best_goals(problem, ("breaks", "value")) == (0, 2)
    assert best_goals(problem, ("lowest", "idle")) == (100, 1)
    assert best_goals(problem, ()) == ()
    assert sum(1 for _ in all_plans(problem)) == 1 + 2 * 2 + 2


def test_best_goals_of_what_cannot_be_planned_is_none():
    document = {"format": "bms-problem/1", "id": "e", "slots": [], "participants": [{"id": "p"}, {"id": "q"}]}
    problem = parse_problem(document | {"requests": [{"id": "R", "participants": ["p", "q"], "must": True}]}, "e.json")
    assert best_goals(problem) is None
