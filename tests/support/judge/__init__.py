"""A judge of plans for the tests: written from docs/format.md alone, sharing no code with the planner or its checker.

It reads plain JSON documents. Three parts of the project then have to agree on every plan: the model that finds it, the checker
that users run, and this one. Bounds, remedies and frozen slots are not judged here: they need a search, not one pass over the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.judge.claims import CLAIMS, Claimed, goals_asked_for
from tests.support.judge.dialogues import DIALOGUE_RULES
from tests.support.judge.diaries import DIARY_RULES
from tests.support.judge.event import read_event
from tests.support.judge.goals import count_goals
from tests.support.judge.meetings import MEETING_RULES
from tests.support.judge.timetable import lay_out

__all__ = ["CLAIMS", "RULES", "judge"]

RULES = (*MEETING_RULES, *DIALOGUE_RULES, *DIARY_RULES)


def judge(
    problem: Mapping[str, Any],
    plan: Mapping[str, Any],
    kept: Mapping[str, Any] | None = None,
    sha256: str | None = None,
    goals: Sequence[str] | None = None,
) -> tuple[list[str], dict[str, int]]:
    """Judge a plan by the hard rules and by what it claims of itself.

    Parameters
    ----------
    problem, plan
        Parsed documents, the problem a valid one; the plan has all its keys but may say anything.
    kept
        The earlier plan that ``changes`` compares with.
    sha256
        Hash of the problem file's bytes; where it is not given, the plan's is not compared.
    goals
        The goals asked for, where they are not the problem's own.

    Returns
    -------
    violations
        A line each, beginning with the name of the rule or claim and a colon.
    reached
        Every goal recomputed; ``changes`` is 0 where no plan is kept.
    """
    event = read_event(problem)
    timetable = lay_out(event, plan)
    reached = count_goals(timetable, kept)
    claimed = Claimed(timetable, plan, reached, goals_asked_for(event, kept, goals), sha256)
    violations = [f"{rule.__name__}: {line}" for rule in RULES for line in rule(timetable)]
    violations += [f"{claim.__name__}: {line}" for claim in CLAIMS for line in claim(claimed)]
    return violations, reached
