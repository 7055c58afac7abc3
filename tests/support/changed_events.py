"""Events with more or fewer tables, and plans of the best that is possible."""

from __future__ import annotations

from dataclasses import replace

from scheduler.errors import NoPlanExists
from scheduler.plan import GoalResult, Plan
from scheduler.problem import Problem
from tests.support.bruteforce import best_plan
from tests.support.schedules import event

GOALS = ("floor", "value")


def pairs(tables: int, people: str = "abcdef", slots: int = 2, **more: object) -> Problem:
    """Three pairs who would all meet once, and so many tables."""
    return event([slots], {x: {} for x in people}, {"ab": {}, "cd": {}, "ef": {}}, {f"T{k}": {} for k in range(tables)}, **more)


def brute(problem: Problem, seconds: float) -> Plan:
    """The best plan, and that nothing is better."""
    found = best_plan(problem, GOALS)
    if found is None:
        raise NoPlanExists(["nothing"])
    return replace(found[1], goals=tuple(GoalResult(name, value, value) for name, value in zip(GOALS, found[0], strict=True)))
