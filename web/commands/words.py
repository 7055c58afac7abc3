"""Numbers with their meaning, as the command line tells them."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.plan import Plan
from scheduler.problem import MAXIMISED, Problem


def tell_goal(goal: str, achieved: int | None, bound: int | None) -> str:
    """Say how far a goal is, and how much better it could be at most.

    Parameters
    ----------
    goal
        Name of the goal.
    achieved, bound
        None where nothing is known yet.
    """
    most = goal in MAXIMISED
    if bound is None:
        return f"{goal} not known yet" if achieved is None else f"{goal} {achieved:,}"
    if achieved is None:
        return f"{goal} {'at most' if most else 'at least'} {bound:,}"
    reached = f"{goal} {achieved:,}" + (f" of at most {bound:,}" if most else "")
    if achieved == bound:
        return f"{reached}: no plan can do better"
    if most:
        return f"{reached} (gap {_percent(bound - achieved, bound)})"
    return f"{reached}, of which {bound:,} are proven necessary"


def tell_plan(problem: Problem, plan: Plan) -> Iterator[str]:
    """Say in a few lines what a plan holds and how good it is."""
    held = f"{len(plan.meetings):,} of {len(problem.requests):,} requests are meetings"
    tables = f", {len(plan.dialogues):,} of {len(problem.dialogues):,} dialogues are held" if problem.dialogues else ""
    yield held + tables
    for goal in plan.goals:
        yield tell_goal(goal.name, goal.achieved, goal.bound)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, abs(whole)):.2f} %"
