"""Bounds that need no evidence: nothing is counted below zero, no share is above 100 percent, and no more is held than was asked for."""

from __future__ import annotations

from scheduler.problem import Problem


def by_definition(problem: Problem, goal: str) -> int:
    """The bound of a goal that follows from what it counts."""
    if goal == "value":
        seats = sum(seat.value for dialogue in problem.dialogues for seat in dialogue.wanted)
        return seats + sum(request.value for request in problem.requests)
    return 100 if goal == "lowest" else 0
