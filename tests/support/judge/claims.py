"""What a plan says of itself: its problem, its goals with their bounds, its status, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.judge.event import Event
from tests.support.judge.goals import LARGE_IS_GOOD
from tests.support.judge.reasons import faults_of
from tests.support.judge.timetable import Timetable


@dataclass(frozen=True)
class Claimed:
    """A plan with what its claims are compared with."""

    timetable: Timetable
    plan: Mapping[str, Any]
    reached: Mapping[str, int]
    asked: tuple[str, ...]
    sha256: str | None


def goals_asked_for(event: Event, kept: Mapping[str, Any] | None, goals: Sequence[str] | None) -> tuple[str, ...]:
    """The goals in their order: ``changes`` comes first where a plan is kept, unless they place it."""
    asked = event.goals if goals is None else tuple(goals)
    return asked if kept is None or "changes" in asked else ("changes", *asked)


def form(claimed: Claimed) -> Iterator[str]:
    """The document says that it is a plan."""
    if claimed.plan["format"] != "bms-plan/1":
        yield f"the format is {claimed.plan['format']}"


def problem_hash(claimed: Claimed) -> Iterator[str]:
    """The plan is of this problem."""
    if claimed.sha256 is not None and claimed.plan["problem_sha256"] != claimed.sha256:
        yield "the plan is of another problem"


def order_of_goals(claimed: Claimed) -> Iterator[str]:
    """The goals are the ones asked for, in that order."""
    names = tuple(goal["name"] for goal in claimed.plan["goals"])
    if names != claimed.asked:
        yield f"it has the goals {names} where {claimed.asked} were asked for"


def achieved(claimed: Claimed) -> Iterator[str]:
    """Each goal is what counting gives."""
    for goal in claimed.plan["goals"]:
        counted = claimed.reached.get(goal["name"])
        if goal["achieved"] != counted:
            yield f"{goal['name']} is called {goal['achieved']} and is {counted}"


def bound(claimed: Claimed) -> Iterator[str]:
    """Nothing is better than what is said to be the best."""
    for goal in claimed.plan["goals"]:
        best = max if goal["name"] in LARGE_IS_GOOD else min
        if goal["bound"] != best(goal["achieved"], goal["bound"]):
            yield f"{goal['name']} {goal['achieved']} is better than its bound {goal['bound']}"


def proven(claimed: Claimed) -> Iterator[str]:
    """A goal is proven where it is its own bound, and nowhere else."""
    for goal in claimed.plan["goals"]:
        if goal["proven"] is not (goal["achieved"] == goal["bound"]):
            yield f"{goal['name']} {goal['achieved']} with bound {goal['bound']} has proven: {goal['proven']}"


def status(claimed: Claimed) -> Iterator[str]:
    """A plan is optimal where every goal is proven, else feasible."""
    is_optimal = all(goal["proven"] for goal in claimed.plan["goals"])
    if claimed.plan["status"] != ("optimal" if is_optimal else "feasible"):
        yield f"the status {claimed.plan['status']} does not follow from the goals"


def unscheduled(claimed: Claimed) -> Iterator[str]:
    """Every request that is not held is listed, once, and nothing else is."""
    held = {meeting["request"] for meeting in claimed.plan["meetings"]}
    listed = Counter(entry["request"] for entry in claimed.plan["unscheduled"])
    expected = {name: 1 for name in claimed.timetable.event.requests if name not in held}
    for name in sorted(listed.keys() | expected.keys()):
        if listed[name] != expected.get(name, 0):
            yield f"{name} is {listed[name]} times among the unscheduled"


def reasons(claimed: Claimed) -> Iterator[str]:
    """Every reason is of a known kind, and true where the plan shows it."""
    for entry in claimed.plan["unscheduled"]:
        if entry["request"] in claimed.timetable.event.requests:
            yield from (f"{entry['request']}: {line}" for line in faults_of(claimed.timetable, entry))


CLAIMS = (form, problem_hash, order_of_goals, achieved, bound, proven, status, unscheduled, reasons)
