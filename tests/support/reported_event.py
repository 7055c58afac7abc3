"""A small event and a plan of it, from which every part of a report has something to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from matchmaking.programme import programme
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Seat, Slot

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def slot(name: str, minutes: int, days: int = 0) -> Slot:
    """Twenty minutes, so many after nine."""
    start = NINE + timedelta(days=days, minutes=minutes)
    return Slot(name, start, start + timedelta(minutes=20))


# A day of five slots with lunch after the second, and a second day of one.
PROBLEM = Problem(
    "deal",
    slots=(slot("S1", 0), slot("S2", 25), slot("S3", 110), slot("S4", 135), slot("S5", 160), slot("N1", 0, days=1)),
    participants=(
        Participant("B1", "buyer", "Zoë", "Stad Gent", unavailable=frozenset({"S4"})),
        Participant("B2", "buyer", "Jan", unavailable=frozenset({"S1", "S2"}), floor=1),
        Participant("S1", "supplier", "Tom", "Licht NV", parallel=2),
        Participant("F1", "facilitator", "Fé"),
    ),
    requests=(Request("R1", ("B1", "S1"), 5), Request("R2", ("B2", "S1"), 3), Request("R3", ("B1", "B2"), 8)),
    places=(Place("T1", "hall-a"), Place("booth", "hall-b", 2, "S1"), Place("round"), Place("unused")),
    dialogues=(
        Dialogue("D1", "Lighting", 2, seats=(1, 8), moderators=("F1",), wanted=(Seat("B1"), Seat("B2"))),
        Dialogue("D2", wanted=(Seat("S1"),), must=False),
    ),
)


PLAN = Plan(
    "0123456789abcdef",
    meetings=(Meeting("R1", "S5", "booth"),),
    dialogues=(HeldDialogue("D1", "S1", "round", "F1", ("B1",)),),
    unscheduled=(
        Unscheduled("R2", (Reason("participant_full", "B2"),)),
        Unscheduled("R3", (Reason("no_common_slot"), Reason("new_code", "B1"))),
    ),
    goals=(GoalResult("floor", 1, 0), GoalResult("value", 6, 6)),
    run={"seconds": 41.93, "seed": 0, "workers": 2, "versions": {"ortools": "9.15", "python": "3.11"}, "curve": [1, 2], "complete": True},
)


HELD = programme(PROBLEM, PLAN)
