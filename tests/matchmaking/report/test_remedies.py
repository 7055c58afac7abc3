"""What would let a request be held, in the words that organisers read."""

from __future__ import annotations

import pytest

from matchmaking.report.remedies import Telling
from matchmaking.report.unscheduled import unheld
from scheduler.plan import Change, Meeting, Plan, Reason, Remedy, Unscheduled
from tests.support.left_out import event

TELLING = Telling(event(6))

CASES = [
    (None, (), "Nothing is known that would"),
    ((), ("S2",), "It fits in as things are, at 12:00"),
    ((Change("place"),), ("S4", "S5", "S6"), "One more place, in any of 14:00 to 16:00"),
    ((Change("place", place="T"),), ("S1",), "Room for one more meeting at T, at 11:00"),
    ((Change("slots"),), ("S1", "S3"), "The request allowing another slot, in any of 11:00 and 13:00"),
    ((Change("available", participant="q"),), ("S1",), "Q free in a slot more, at 11:00"),
    ((Change("max_meetings", participant="p"),), ("S1",), "One meeting more for p than the limit, at 11:00"),
    ((Change("parallel", participant="p"),), ("S1",), "A second meeting at once for p, with room for it at its place, at 11:00"),
    ((Change("slot"),), (), "One slot more at the end"),
    ((Change("move", None, "px", "S2", "T"),), ("S1",), "P with x moved to 12:00, T, so that it fits in at 11:00"),
    (
        (Change("move", None, "px", "S2", "T"), Change("move", None, "qy", "S3", "T")),
        ("S1",),
        "Two meetings moved: p with x to 12:00, T; q with y to 13:00, T, so that it fits in at 11:00",
    ),
    (
        (Change("available", participant="q"), Change("move", None, "px", "S2", "T")),
        ("S1",),
        "Q free in a slot more and p with x moved to 12:00, T, so that it fits in at 11:00",
    ),
]


@pytest.mark.parametrize(("changes", "slots", "message"), CASES)
def test_remedy_is_one_sentence(changes: tuple[Change, ...] | None, slots: tuple[str, ...], message: str) -> None:
    remedy = None if changes is None else Remedy(changes, slots)
    assert TELLING.remedy(Unscheduled("R", (Reason("not_proven"),), remedy=remedy)) == message


def test_only_what_is_proven_is_called_impossible() -> None:
    left = Unscheduled("R", (Reason("not_proven"),), by_moving=False)
    assert TELLING.moving(left) == "Not possible beside all that is held, whatever moves: that is proven"
    assert TELLING.moving(Unscheduled("R", (Reason("not_proven"),))) == ""
    assert TELLING.moving(Unscheduled("R", (Reason("not_proven"),), by_moving=True)) == ""


def test_who_is_full_is_told_with_the_number_that_fills_it() -> None:
    problem = event(2, p={"max_meetings": 1}, x={"unavailable": ["S2"]})
    meetings = (Meeting("px", "S1", "T"), Meeting("qy", "S1", "T"), Meeting("yz", "S2", "T"))
    why = {
        "R": (Reason("participant_full", "p"), Reason("outweighed")),
        "xa": (Reason("participant_full", "x"), Reason("no_slot_left")),
        "qx": (Reason("participant_full", "x"),),
        "py": (Reason("participant_full", "p"), Reason("participant_full", "y"), Reason("no_slot_left")),
    }
    left = tuple(Unscheduled(name, reasons) for name, reasons in why.items())
    reasons = {row.request: row.reasons for row in unheld(problem, Plan("", meetings, (), left, ())).rows}
    assert reasons == {
        "R": ("P holds 1 meeting, which is the limit", "Holding it would cost the plan more than it brings, which is proven"),
        "xa": ("X is busy in the only slot that suits them",),
        "qx": ("X is busy in the only slot that suits them",),
        "py": ("P holds 1 meeting, which is the limit", "Y is busy in each of the 2 slots that suit them"),
    }
