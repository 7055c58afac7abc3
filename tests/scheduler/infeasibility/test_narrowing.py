"""From a conflict to one that needs each of its requirements, against trying."""

from __future__ import annotations

import time

import pytest

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.narrowing import narrow, narrow_by_questions
from tests.support.conflict_events import demanding, impossible, judge, questions
from tests.support.conflicts import DAY, has_plan, only, require_irreducible
from tests.support.schedules import event


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


@pytest.mark.parametrize("even", [False, True])
def test_narrowed_conflict_needs_all_of_it(even: bool) -> None:
    problems = [problem for seed in range(30) if not has_plan(problem := demanding(seed, even))]
    assert len(problems) > (10 if not even else 2)
    for problem in problems:
        found = narrow(problem, list_requirements(problem), judge())
        assert found.irreducible is True
        assert found.smallest is False
        assert has_plan(only(problem, found.requirements)) is False
        kept = set(found.requirements)
        assert [one for one in kept if not has_plan(only(problem, kept - {one}))] == []


def test_those_first_are_rather_left_out() -> None:
    # any two of the three meetings do not fit into the slot
    problem = event([1], {name: {} for name in "abcd"}, {name: {"must": True} for name in ("ab", "ac", "ad")})
    requirements = list_requirements(problem)
    for conflict in (requirements, requirements[::-1]):
        found = narrow(problem, conflict, judge())
        first = next(requirement for requirement in conflict if requirement.kind == "must")
        assert first not in found.requirements
        assert [requirement.kind for requirement in found.requirements].count("must") == 2


def test_conflict_stays_whole_and_uncertain_where_the_time_is_over() -> None:
    problem = event([1], {name: {} for name in "abcd"}, {name: {"must": True} for name in ("ab", "ac", "ad")})
    late = judge()
    late.end = time.monotonic()
    found = narrow(problem, list_requirements(problem), late)
    assert (set(found.requirements), found.irreducible) == (set(list_requirements(problem)), False)


def test_no_conflict_is_found_where_there_is_a_plan() -> None:
    requests = [{"id": "M0", "participants": ["P0", "P1"], "must": True}]
    slot = {"id": "S", "start": f"{DAY}09:00+01:00", "end": f"{DAY}10:00+01:00"}
    people = [{"id": "P0"}, {"id": "P1"}]
    document = {"format": "bms-problem/1", "id": "one", "slots": [slot], "participants": people, "requests": requests}
    problem = parse_problem(
        document | {"places": [{"id": "T"}], "unavailable_counts_as_break": True, "max_break_difference": 0}, "one.json"
    )
    with questions(problem) as asked:
        assert narrow_by_questions(list_requirements(problem), asked) is None
