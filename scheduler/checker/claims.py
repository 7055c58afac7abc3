"""What a plan says of itself: its problem, its goals and bounds, its status, and what it leaves out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from scheduler.checker.reasons import TRUTHS
from scheduler.checker.remedies import Remedies
from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Claim, Violation
from scheduler.plan import REASON_CODES, GoalResult, Reason
from scheduler.problem import MAXIMISED


@dataclass(frozen=True, slots=True)
class Claimed:
    """A plan, and what its claims are held against: the goals recomputed and those asked for, and the problem's hash."""

    timetable: Timetable
    recomputed: dict[str, int]
    asked: tuple[str, ...]
    sha256: str | None


def problem_hash(claimed: Claimed) -> Iterator[Violation]:
    """The plan is of this problem."""
    said = claimed.timetable.plan.problem_sha256
    if claimed.sha256 is not None and said != claimed.sha256:
        yield Violation(Claim.PROBLEM_HASH, said=(said,), true=(claimed.sha256,))


def goals_in_order(claimed: Claimed) -> Iterator[Violation]:
    """The goals are those asked for, in their order."""
    names = tuple(goal.name for goal in claimed.timetable.plan.goals)
    if names != claimed.asked:
        yield Violation(Claim.GOALS_IN_ORDER, said=names, true=claimed.asked)


def achieved(claimed: Claimed) -> Iterator[Violation]:
    """Each goal is what the plan says."""
    for goal in claimed.timetable.plan.goals:
        if goal.name in claimed.recomputed and goal.achieved != claimed.recomputed[goal.name]:
            yield Violation(Claim.ACHIEVED, goal=goal.name, found=goal.achieved, allowed=claimed.recomputed[goal.name])


def _is_beyond(goal: GoalResult) -> bool:
    """Whether a goal achieves more than its own bound allows."""
    return goal.achieved > goal.bound if goal.name in MAXIMISED else goal.achieved < goal.bound


def bounds(claimed: Claimed) -> Iterator[Violation]:
    """No goal is better than its bound."""
    for goal in claimed.timetable.plan.goals:
        if _is_beyond(goal):
            yield Violation(Claim.BEYOND_BOUND, goal=goal.name, found=goal.achieved, allowed=goal.bound)


def proven(claimed: Claimed) -> Iterator[Violation]:
    """A goal is called proven exactly where it equals its bound."""
    for goal in claimed.timetable.plan.goals:
        if goal.proven != (goal.achieved == goal.bound):
            called = Claim.CALLED_PROVEN if goal.proven else Claim.CALLED_NOT_PROVEN
            yield Violation(called, goal=goal.name, found=goal.achieved, allowed=goal.bound)


def status(claimed: Claimed) -> Iterator[Violation]:
    """The plan is called optimal exactly where it calls every goal proven."""
    plan = claimed.timetable.plan
    expected = "optimal" if all(goal.proven for goal in plan.goals) else "feasible"
    if plan.status != expected:
        yield Violation(Claim.STATUS, said=(plan.status,), true=(expected,))


def unscheduled_complete(claimed: Claimed) -> Iterator[Violation]:
    """Every request is either held or listed as unscheduled, once."""
    timetable = claimed.timetable
    held = {meeting.request for meeting in timetable.plan.meetings}
    listed = Counter(left.request for left in timetable.plan.unscheduled)
    for name in timetable.requests:
        if name not in held and name not in listed:
            yield Violation(Claim.NEITHER_HELD_NOR_LEFT, requests=(name,))
    for name, times in listed.items():
        if name not in timetable.requests:
            yield Violation(Claim.LEFT_UNKNOWN, requests=(name,))
        elif name in held:
            yield Violation(Claim.HELD_AND_LEFT, requests=(name,))
        elif times > 1:
            yield Violation(Claim.LEFT_TWICE, requests=(name,), found=times, allowed=1)


def reasons_given(claimed: Claimed) -> Iterator[Violation]:
    """Every unscheduled request has a reason, each of a known code and of one of its two participants."""
    timetable = claimed.timetable
    for left in timetable.plan.unscheduled:
        if left.request not in timetable.requests:
            continue
        which = (left.request,)
        if not left.reasons:
            yield Violation(Claim.NO_REASON, requests=which)
        for reason in left.reasons:
            if reason.code not in REASON_CODES:
                yield Violation(Claim.REASON_UNKNOWN, requests=which, said=(reason.code,))
            elif not _fits(timetable, left.request, reason):
                people = () if reason.participant is None else (reason.participant,)
                yield Violation(Claim.REASON_CONCERNS, people, which, said=(reason.code,))


def _fits(timetable: Timetable, request: str, reason: Reason) -> bool:
    """Whether a reason names whom it has to, and nobody else than the two who would meet."""
    if reason.participant is None:
        return reason.code != "participant_full"
    return reason.participant in timetable.requests[request].participants


def reasons_true(claimed: Claimed) -> Iterator[Violation]:
    """Each reason that can be seen from the plan is true."""
    timetable = claimed.timetable
    for left in timetable.plan.unscheduled:
        if left.request not in timetable.requests:
            continue
        for reason in left.reasons:
            if reason.code in TRUTHS and _fits(timetable, left.request, reason):
                against = TRUTHS[reason.code](timetable, left.request, reason)
                if against is not None:
                    yield Violation(Claim.REASON_WRONG, requests=(left.request,), said=(reason.code,), because=against)


def remedies_true(claimed: Claimed) -> Iterator[Violation]:
    """What is said of each request beside its reasons is true: who is busy, what is taken, and what would help."""
    timetable = claimed.timetable
    remedies = Remedies(timetable)
    for left in timetable.plan.unscheduled:
        if left.request in timetable.requests and left.request not in timetable.held:
            yield from remedies.against(left)


CLAIMS: tuple[Callable[[Claimed], Iterable[Violation]], ...] = (
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
