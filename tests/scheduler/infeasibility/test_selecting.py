"""Requirements of published events asked for together, against brute force."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import Any

import pytest

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.narrowing import narrow_by_questions
from scheduler.infeasibility.questions import ClauseQuestions
from scheduler.infeasibility.selecting import can_select
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflicts import DAY, has_plan, only, require_irreducible, require_smallest
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow


def published(seed: int, people: int = 4, slots: int = 4) -> Problem:
    """A small event as the published ones are, with everything in it that can make them impossible."""
    rng = random.Random(seed)
    names = [f"S{k + 1}" for k in range(slots)]
    persons: list[dict[str, Any]] = [{"id": f"P{k}", "unavailable": rng.sample(names, rng.choice((0, 0, 1, 2)))} for k in range(people)]
    requests: list[dict[str, Any]] = []
    for k in range(rng.randint(3, 5)):
        pair = rng.sample([person["id"] for person in persons], 2)
        requests.append({"id": f"M{k}", "participants": pair, "must": rng.random() < 0.8})
        if rng.random() < 0.5:
            requests[-1]["slots"] = rng.choice((names[:2], names[2:], names[1:3]))
        if k and rng.random() < 0.4:
            requests[-1]["after"] = [rng.choice(requests[:-1])["id"]]
    document = {
        "format": "bms-problem/1",
        "id": "published",
        "slots": [{"id": name, "start": f"{DAY}{9 + k:02}:00+01:00", "end": f"{DAY}{10 + k:02}:00+01:00"} for k, name in enumerate(names)],
        "places": [{"id": f"T{k}"} for k in range(rng.randint(1, 2))],
        "participants": persons,
        "requests": requests,
        "fixed": [{"request": each["id"], "slot": rng.choice(names)} for each in requests if rng.random() < 0.2],
        "unavailable_counts_as_break": True,
        "max_break_difference": rng.choice((0, 0, 1)),
        "goals": ["breaks"],
    }
    return parse_problem(document, "published.json")


def questions(problem: Problem) -> ClauseQuestions:
    return ClauseQuestions(problem, list_requirements(problem), Judge(Settings(workers=1), time.monotonic() + 60, Stop()))


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_requirements_can_hold_just_where_a_plan_keeps_them(seed: int) -> None:
    problem, rng = published(seed), random.Random(seed)
    assert can_select(problem) is True
    requirements = list_requirements(problem)
    with questions(problem) as asked:
        for share in (0.4, 0.6, 0.8, 0.9, 1):
            chosen = frozenset(k for k in range(len(requirements)) if rng.random() < share)
            held = asked.hold(chosen)
            if held is None:
                assert asked.cannot_hold(chosen) is True
                assert not has_plan(only(problem, [requirements[k] for k in asked.smallest_within(chosen)]))
            else:
                assert chosen <= held
                assert has_plan(only(problem, [requirements[k] for k in held]))


def impossible(seeds: range) -> list[Problem]:
    return [problem for problem in map(published, seeds) if not has_plan(problem)]


def test_conflict_of_a_published_event_is_as_small_as_any() -> None:
    problems = impossible(range(100, 115))
    assert len(problems) > 4
    for problem in problems:
        require_smallest(problem)


def test_conflict_over_breaks_alone_is_found_by_clauses() -> None:
    # P0 waits between its two meetings, P2 and P3 have one each and never wait
    requests = [{"id": "M0", "participants": ["P0", "P1"], "must": True}, {"id": "M1", "participants": ["P0", "P2"], "must": True}]
    fixed = [{"request": "M0", "slot": "S1"}, {"request": "M1", "slot": "S3"}]
    document = {
        "format": "bms-problem/1",
        "id": "even",
        "slots": [{"id": f"S{k}", "start": f"{DAY}{9 + k:02}:00+01:00", "end": f"{DAY}{10 + k:02}:00+01:00"} for k in range(1, 4)],
        "places": [{"id": "T0"}],
        "participants": [{"id": f"P{k}"} for k in range(4)],
        "requests": requests,
        "fixed": fixed,
        "unavailable_counts_as_break": True,
        "max_break_difference": 0,
    }
    problem = parse_problem(document, "even.json")
    requirements = list_requirements(problem)
    with questions(problem) as asked:
        conflict = narrow_by_questions(requirements, asked)
    assert conflict is not None
    assert [(requirement.kind, requirement.key) for requirement in conflict.requirements] == [
        ("max_break_difference", ()),
        ("fixed", ("M0",)),
        ("fixed", ("M1",)),
    ]
    assert conflict.irreducible is True


def test_every_conflict_found_by_clauses_needs_all_of_it() -> None:
    for problem in impossible(range(200, 215)):
        requirements = list_requirements(problem)
        with questions(problem) as asked:
            conflict = narrow_by_questions(requirements, asked)
        assert conflict is not None
        assert has_plan(only(problem, conflict.requirements)) is False
        kept = set(conflict.requirements)
        assert [one for one in kept if not has_plan(only(problem, kept - {one}))] == []
        require_irreducible(problem)


@pytest.mark.parametrize(
    "change",
    [
        {"unavailable_counts_as_break": False},
        {"places": ()},
    ],
)
def test_events_with_more_to_them_are_not_written(change: dict[str, Any]) -> None:
    assert can_select(replace(published(1), **change)) is False
