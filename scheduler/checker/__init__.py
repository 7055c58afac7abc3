"""The project's own judge of a plan, written apart from the planner: it knows nothing but the problem and the plan.

It recomputes everything from the two, with no code of the solver's model, and records of each violation who and when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scheduler.checker.claims import CLAIMS, Claimed
from scheduler.checker.goals import GOALS, recompute
from scheduler.checker.rules import RULES
from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Against, Claim, Rule, Violation
from scheduler.checker.worse import made_worse
from scheduler.plan import Plan
from scheduler.problem import Problem

__all__ = [
    "CLAIMS",
    "GOALS",
    "RULES",
    "Against",
    "Claim",
    "Rule",
    "Verdict",
    "Violation",
    "broken_rules",
    "check",
    "goals_of",
    "made_worse",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found.

    Attributes
    ----------
    violations
        None where the plan keeps every hard rule and claims nothing wrong of itself.
    goals
        Every goal as recomputed, ``changes`` only where there was a reference plan.
    """

    violations: tuple[Violation, ...]
    goals: dict[str, int]


def check(
    problem: Problem, plan: Plan, reference: Plan | None = None, sha256: str | None = None, goals: Sequence[str] | None = None
) -> Verdict:
    """Judge a plan: every hard rule, every goal, and what the plan says of itself.

    Parameters
    ----------
    problem
        The event.
    plan
        The plan to judge; it may name things that the problem does not have.
    reference
        The earlier plan that the goal ``changes`` compares with.
    sha256
        Hash of the problem file's bytes, hexadecimal; where it is not given, the plan's hash is not judged.
    goals
        The goals that were asked for, where they were not the problem's own.
    """
    timetable = Timetable(problem, plan)
    recomputed = recompute(timetable, reference)
    claimed = Claimed(timetable, recomputed, _asked(problem, reference, goals), sha256)
    false = (violation for claim in CLAIMS for violation in claim(claimed))
    return Verdict((*_broken(timetable), *false), recomputed)


def broken_rules(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every hard rule that a plan breaks; what it says of itself is not judged."""
    return tuple(_broken(Timetable(problem, plan)))


def goals_of(problem: Problem, plan: Plan, reference: Plan | None = None, names: Collection[str] = GOALS.keys()) -> dict[str, int]:
    """What a plan reaches of every goal, or of some by name, ``changes`` only where there was a reference plan; judges nothing."""
    return recompute(Timetable(problem, plan), reference, names)


def _broken(timetable: Timetable) -> Iterator[Violation]:
    return (violation for rule in RULES for violation in rule(timetable))


def _asked(problem: Problem, reference: Plan | None, goals: Sequence[str] | None) -> tuple[str, ...]:
    """The goals asked for in their order; ``changes`` comes first where a plan is kept and nothing else places it."""
    asked = problem.goals if goals is None else tuple(goals)
    return ("changes", *asked) if reference is not None and "changes" not in asked else asked
