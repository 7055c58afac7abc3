"""An event of two who ask for each other twice, and plans that claim things of the request R2."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scheduler.checker import Claim, Violation
from scheduler.files.reading import parse_problem
from scheduler.plan import Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Problem
from tests.support.honest import honest_plan

HASH = "ab" * 32
OPEN = Reason("not_proven")
R1, R2 = ("R1",), ("R2",)


def event(**changes: Any) -> Problem:
    """Three slots; p and q ask for two meetings at the only table, r stands by."""
    document: dict[str, Any] = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in (1, 2, 3)],
        "places": [{"id": "T"}],
        "participants": [{"id": "p"}, {"id": "q"}, {"id": "r"}],
        "requests": [{"id": "R1", "participants": ["p", "q"]}, {"id": "R2", "participants": ["p", "q"], "value": 5}],
        "goals": ["value", "breaks"],
    }
    return parse_problem(document | changes, "event.json")


def plan(**changes: Any) -> Plan:
    """R1 is held, R2 is not; nothing of it is wrong but what is changed."""
    return replace(honest_plan(event(), [Meeting("R1", "S1", "T")]), **{"problem_sha256": HASH} | changes)


def left(request: str, *reasons: Reason) -> Unscheduled:
    """What is said of a request that is not held."""
    return Unscheduled(request, reasons)


def of(claim: Claim, request: tuple[str, ...], *said: str, **more: Any) -> Violation:
    """A claim about a request."""
    return Violation(claim, requests=request, said=said, **more)
