"""The checker and the outside judge say the same of plans that are valid and of plans that are nearly so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.checker import check
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import GoalResult, Meeting, Plan, Table
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan
from tests.support.outside_judge import judge, needs_judge
from tests.support.strategies import small_problem, small_problems

STEPS = 16


def walk(rng: random.Random, problem: Problem) -> Iterator[tuple[list[Meeting], list[Table]]]:
    """Begin with a plan that is valid, if there is one, and change something at each step, mostly back to valid plans."""
    first = next(all_plans(problem), Plan("", (), (), (), ()))
    meetings, tables = {m.request: m for m in first.meetings}, {t.dialogue: t for t in first.dialogues}
    for _ in range(STEPS):
        before = dict(meetings), dict(tables)
        if problem.requests and rng.random() < 0.6:
            change_meeting(rng, problem, meetings)
        elif problem.dialogues:
            change_table(rng, problem, tables)
        again = [rng.choice(held) for held in (list(meetings.values()), list(tables.values())) if held and rng.random() < 0.05]
        yield (
            [*meetings.values(), *(thing for thing in again if isinstance(thing, Meeting))],
            [*tables.values(), *(thing for thing in again if isinstance(thing, Table))],
        )
        if rng.random() < 0.9 and check(problem, honest_plan(problem, meetings.values(), tables.values())).violations:
            meetings, tables = before


def change_meeting(rng: random.Random, problem: Problem, meetings: dict[str, Meeting]) -> None:
    """Cancel a meeting, or hold a request somewhere, mostly where it may be."""
    request = rng.choice(problem.requests)
    if rng.random() < 0.2:
        meetings.pop(request.id, None)
        return
    homes = [person.home for person in problem.participants if person.id in request.participants and person.home]
    shared = [place.id for place in problem.places if place.owner is None]
    away = {slot for person in problem.participants if person.id in request.participants for slot in person.unavailable}
    slots = [slot.id for slot in problem.slots if slot.id not in away and (request.slots is None or slot.id in request.slots)]
    places = list(homes or shared if request.places is None else request.places)
    if rng.random() < 0.1 or not slots:
        slots = [*(slot.id for slot in problem.slots), "never"]
    if rng.random() < 0.1 or not places:
        places = [*(place.id for place in problem.places), "nowhere"]
    meetings[request.id] = Meeting(request.id, rng.choice(slots), rng.choice(places))


def change_table(rng: random.Random, problem: Problem, tables: dict[str, Table]) -> None:
    """Drop a dialogue, or hold it somewhere with somebody."""
    dialogue = rng.choice(problem.dialogues)
    if rng.random() < 0.2 or not problem.places:
        tables.pop(dialogue.id, None)
        return
    wild = rng.choice([*[""] * 6, "start", "place", "moderator", "seats", "twice"])
    people = [person.id for person in problem.participants]
    asked = [*people, "nobody"] if wild == "seats" else [seat.participant for seat in dialogue.wanted]
    moderators = [*people, "nobody", None] if wild == "moderator" else dialogue.moderators or [None]
    starts = None if wild == "start" else dialogue.starts
    places = None if wild == "place" else dialogue.places
    seated = rng.sample(asked, rng.randint(0, len(asked)))
    tables[dialogue.id] = Table(
        dialogue.id,
        rng.choice(starts or [*(slot.id for slot in problem.slots), *(["never"] if wild == "start" else [])]),
        rng.choice(places or [*(place.id for place in problem.places), *(["nowhere"] if wild == "place" else [])]),
        rng.choice(moderators),
        tuple(seated + seated[:1] if wild == "twice" else seated),
    )


def assert_same(document: dict[str, Any], problem: Problem, plan: Plan, kept: Plan | None = None) -> bool:
    """Compare the two verdicts, and where there is no violation the goals; tell whether there was none."""
    ours = check(problem, plan, kept)
    theirs, goals = judge(document, plan_to_json(plan), None if kept is None else plan_to_json(kept))
    assert (ours.violations == ()) == (theirs == []), (ours.violations, theirs)
    if not theirs:
        assert ours.goals == {name: goals[name] for name in ours.goals}
    return not theirs


@needs_judge
@settings(max_examples=100)
@given(small_problems(), st.randoms(use_true_random=False))
def test_verdict_is_that_of_the_outside_judge(document, rng):
    problem = parse_problem(document, "small.json")
    for meetings, tables in walk(rng, problem):
        assert_same(document, problem, honest_plan(problem, meetings, tables))


@needs_judge
def test_verdicts_are_of_both_kinds():
    # the comparison above would say little if nearly all plans were of one kind
    found = []
    for seed in range(30):
        rng = random.Random(seed)
        document = small_problem(rng)
        problem = parse_problem(document, "small.json")
        if next(all_plans(problem), None) is not None:
            found += [assert_same(document, problem, honest_plan(problem, *step)) for step in walk(rng, problem)]
    assert 0.15 < sum(found) / len(found) < 0.85


@needs_judge
@settings(max_examples=30)
@given(small_problems(), st.randoms(use_true_random=False))
def test_changes_are_those_of_the_outside_judge(document, rng):
    problem = parse_problem(document, "small.json")
    plans = [honest_plan(problem, *step) for step in walk(rng, problem)]
    for kept in plans[::6]:
        for plan in plans[::4]:
            assert_same(document, problem, honest_plan(problem, plan.meetings, plan.dialogues, kept), kept)


@needs_judge
@settings(max_examples=100)
@given(small_problems(), st.randoms(use_true_random=False))
def test_claims_are_judged_as_by_the_outside_judge(document, rng):
    problem = parse_problem(document, "small.json")
    first = next(all_plans(problem), Plan("", (), (), (), ()))
    plan = honest_plan(problem, first.meetings, first.dialogues)
    goals = list(plan.goals)
    k = rng.randrange(len(goals))
    shift_achieved, shift_bound = rng.choice([(0, 1), (0, -1), (1, 1), (1, 0), (-1, 0)])
    goals[k] = GoalResult(goals[k].name, goals[k].achieved + shift_achieved, goals[k].bound + shift_bound)
    rng.shuffle(goals)
    assert_same(document, problem, replace(plan, goals=tuple(goals)))
    assert_same(document, problem, replace(plan, unscheduled=plan.unscheduled[rng.randint(0, 1) :]))
