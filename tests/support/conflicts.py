"""Whether a problem has a plan, and what is asked of the conflicts that say it has none."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from scheduler.infeasibility import Conflict, Requirement, explain_conflict, find_conflict, list_requirements, relax
from scheduler.infeasibility.telling import SMALLEST
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans


def has_plan(problem: Problem) -> bool:
    """By trying; where breaks do not matter, what need not be held is left away, which only shortens it."""
    if problem.max_break_difference is None:
        fixed = {each.request for each in problem.fixed}
        held = tuple(request for request in problem.requests if request.must or request.id in fixed)
        names = {request.id for request in held}
        held = tuple(replace(request, after=tuple(name for name in request.after if name in names)) for request in held)
        problem = replace(problem, requests=held, dialogues=tuple(dialogue for dialogue in problem.dialogues if dialogue.must))
    return next(all_plans(problem), None) is not None


def only(problem: Problem, kept: Iterable[Requirement]) -> Problem:
    return relax(problem, set(list_requirements(problem)).difference(kept))


def require_smallest(problem: Problem) -> None:
    """Every set of fewer requirements has a plan: those of one less do, so that smaller ones, which ask for less, do as well."""
    conflict = find_conflict(problem, Settings(workers=1), time.monotonic() + 60, Stop())
    assert conflict.smallest is True
    assert has_plan(only(problem, conflict.requirements)) is False
    fewer = len(conflict.requirements) - 1
    sets = list(combinations(list_requirements(problem), fewer))
    assert [kept for kept in sets if not has_plan(only(problem, kept))] == []


def require_irreducible(problem: Problem) -> tuple[Requirement, ...]:
    conflict = find_conflict(problem, Settings(workers=1), time.monotonic() + 60, Stop())
    kept = only(problem, conflict.requirements)
    assert conflict.irreducible is True
    assert has_plan(kept) is False
    assert [requirement for requirement in conflict.requirements if not has_plan(relax(kept, [requirement]))] == []
    return conflict.requirements


DAY = "2026-11-24T"


def conflict_of(problem: Problem, seconds: float = 20) -> Conflict:
    return find_conflict(problem, Settings(workers=1), time.monotonic() + seconds, Stop())


def lines_of(problem: Problem, seconds: float = 20) -> list[str]:
    """Without the last, which says that no set is smaller."""
    *lines, last = explain_conflict(problem, Settings(workers=1), time.monotonic() + seconds, Stop())
    assert last == SMALLEST
    return lines
