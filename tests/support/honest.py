"""Plans whose claims about themselves are all true, so that a test can plant exactly one fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.checker import check
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Problem


def honest_plan(
    problem: Problem,
    meetings: Iterable[Meeting] = (),
    dialogues: Iterable[HeldDialogue] = (),
    kept: Plan | None = None,
    goals: Sequence[str] | None = None,
) -> Plan:
    """Make a plan that claims of itself what the checker recomputes, and gives each request left out the reason that nobody can refute."""
    meetings, dialogues = tuple(meetings), tuple(dialogues)
    held = {meeting.request for meeting in meetings}
    left = tuple(Unscheduled(request.id, (Reason("not_proven"),)) for request in problem.requests if request.id not in held)
    silent = Plan("", meetings, dialogues, left, ())
    recomputed = check(problem, silent, kept).goals
    order = problem.goals if goals is None else tuple(goals)
    if kept is not None and "changes" not in order:
        order = ("changes", *order)
    return Plan("", meetings, dialogues, left, tuple(GoalResult(name, recomputed[name], recomputed[name]) for name in order))
