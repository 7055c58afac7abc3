"""What a plan says of itself: its problem, its goals and bounds, its status, and what it leaves out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scheduler.checker.reasons import TRUTHS
from scheduler.checker.remedies import Remedies
from scheduler.checker.timetable import Timetable
from scheduler.plan import REASON_CODES, GoalResult, Reason
from scheduler.problem import MAXIMISED


@dataclass(frozen=True, slots=True)
class Claimed:
    """A plan, and what its claims are held against: the goals recomputed and those asked for, and the problem's hash."""

    timetable: Timetable
    recomputed: dict[str, int]
    asked: tuple[str, ...]
    sha256: str | None


def problem_hash(claimed: Claimed) -> Iterator[str]:
    """The plan is of this problem."""
    if claimed.sha256 is not None and claimed.timetable.plan.problem_sha256 != claimed.sha256:
        yield f"problem_sha256 is {claimed.timetable.plan.problem_sha256}, and the problem's is {claimed.sha256}"


def goals_in_order(claimed: Claimed) -> Iterator[str]:
    """The goals are those asked for, in their order."""
    names = tuple(goal.name for goal in claimed.timetable.plan.goals)
    if names != claimed.asked:
        yield f"the goals are {', '.join(names) or 'none'}; asked for were {', '.join(claimed.asked) or 'none'}"


def achieved(claimed: Claimed) -> Iterator[str]:
    """Each goal is what the plan says."""
    for goal in claimed.timetable.plan.goals:
        if goal.name in claimed.recomputed and goal.achieved != claimed.recomputed[goal.name]:
            yield f"goal {goal.name}: the plan claims {goal.achieved}, and it is {claimed.recomputed[goal.name]}"


def _is_beyond(goal: GoalResult) -> bool:
    """Whether a goal achieves more than its own bound allows."""
    return goal.achieved > goal.bound if goal.name in MAXIMISED else goal.achieved < goal.bound


def bounds(claimed: Claimed) -> Iterator[str]:
    """No goal is better than its bound."""
    for goal in claimed.timetable.plan.goals:
        if _is_beyond(goal):
            yield f"goal {goal.name}: {goal.achieved} is better than its bound {goal.bound}"


def proven(claimed: Claimed) -> Iterator[str]:
    """A goal is called proven exactly where it equals its bound."""
    for goal in claimed.timetable.plan.goals:
        if goal.proven != (goal.achieved == goal.bound):
            called = "proven" if goal.proven else "not proven"
            yield f"goal {goal.name}: called {called} with {goal.achieved} achieved and the bound {goal.bound}"


def status(claimed: Claimed) -> Iterator[str]:
    """The plan is called optimal exactly where it calls every goal proven."""
    plan = claimed.timetable.plan
    expected = "optimal" if all(goal.proven for goal in plan.goals) else "feasible"
    if plan.status != expected:
        yield f"the status is {plan.status}, and {expected} follows from the goals"


def unscheduled_complete(claimed: Claimed) -> Iterator[str]:
    """Every request is either held or listed as unscheduled, once."""
    timetable = claimed.timetable
    held = {meeting.request for meeting in timetable.plan.meetings}
    listed = Counter(left.request for left in timetable.plan.unscheduled)
    for name in timetable.requests:
        if name not in held and name not in listed:
            yield f"{timetable.what(name)} is neither held nor unscheduled"
    for name, times in listed.items():
        if name not in timetable.requests:
            yield f"unscheduled {name}: there is no such request"
        elif name in held:
            yield f"{timetable.what(name)} is both held and unscheduled"
        elif times > 1:
            yield f"{timetable.what(name)} is {times} times unscheduled"


def reasons_given(claimed: Claimed) -> Iterator[str]:
    """Every unscheduled request has a reason, each of a known code and of one of its two participants."""
    timetable = claimed.timetable
    for left in timetable.plan.unscheduled:
        if left.request not in timetable.requests:
            continue
        if not left.reasons:
            yield f"{timetable.what(left.request)} is unscheduled without a reason"
        for reason in left.reasons:
            if reason.code not in REASON_CODES:
                yield f"{timetable.what(left.request)}: there is no reason {reason.code}"
            elif not _fits(timetable, left.request, reason):
                yield f"{timetable.what(left.request)}: the reason {reason.code} concerns {reason.participant or 'nobody'}"


def _fits(timetable: Timetable, request: str, reason: Reason) -> bool:
    """Whether a reason names whom it has to, and nobody else than the two who would meet."""
    if reason.participant is None:
        return reason.code != "participant_full"
    return reason.participant in timetable.requests[request].participants


def reasons_true(claimed: Claimed) -> Iterator[str]:
    """Each reason that can be seen from the plan is true."""
    timetable = claimed.timetable
    for left in timetable.plan.unscheduled:
        if left.request not in timetable.requests:
            continue
        for reason in left.reasons:
            if reason.code in TRUTHS and _fits(timetable, left.request, reason):
                against = TRUTHS[reason.code](timetable, left.request, reason)
                if against is not None:
                    yield f"{timetable.what(left.request)}: the reason {reason.code} is wrong: {against}"


def remedies_true(claimed: Claimed) -> Iterator[str]:
    """What is said of each request beside its reasons is true: who is busy, what is taken, and what would help."""
    timetable = claimed.timetable
    remedies = Remedies(timetable)
    for left in timetable.plan.unscheduled:
        if left.request in timetable.requests and left.request not in timetable.held:
            for line in remedies.against(left):
                yield f"{timetable.what(left.request)}: {line}"


CLAIMS: tuple[Callable[[Claimed], Iterable[str]], ...] = (
    problem_hash,
    goals_in_order,
    achieved,
    bounds,
    proven,
    status,
    unscheduled_complete,
    reasons_given,
    reasons_true,
    remedies_true,
)
