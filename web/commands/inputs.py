"""What may be shown to people: a plan that fits its problem."""

from __future__ import annotations

from pathlib import Path

from matchmaking.wording import in_words
from scheduler.checker import check
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading import read_plan, read_problem
from scheduler.plan import Plan
from scheduler.problem import GOALS, Problem


def goals_of(plan: Plan) -> tuple[str, ...] | None:
    """The goals that a plan was made for, which need not be its problem's own; None where they make no order of goals."""
    names = tuple(goal.name for goal in plan.goals)
    return names if len({*names} & {*GOALS}) == len(names) else None


def read_valid(problem: Path, plan: Path) -> tuple[Problem, Plan]:
    """Read a problem and a plan of it.

    Raises
    ------
    UnusableInput
        If either is unreadable, or the plan breaks a rule of the problem.
    """
    loaded = read_problem(problem)
    read = read_plan(plan)
    # Without the hash: a name put right after planning must not make the plan useless.
    verdict = check(loaded.problem, read, goals=goals_of(read))
    if verdict.violations:
        raise UnusableInput(str(plan), [Fault("", line) for line in in_words(loaded.problem, verdict.violations)])
    return loaded.problem, read
