"""What is said of requests that are not held, tried out: each thing that can be wrong with it once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.checker import Against, Claim, Violation, check
from scheduler.plan import Change, HeldDialogue, Meeting, Plan, Remedy
from scheduler.problem import Problem
from tests.support.honest import honest_plan
from tests.support.left_out import event, talk

BUSY = {"unavailable": ["S2"]}


WRONG = [
    (Remedy((), ("S1",)), Violation(Against.BUSY, ("p",), slots=("S1",))),
    (Remedy((Change("available", participant="x"),), ("S2",)), Violation(Against.NONE_OF_THE_TWO, ("x",))),
    (Remedy((Change("available"),), ("S2",)), Violation(Against.CHANGE_CONCERNS, said=("available",))),
    (Remedy((Change("rain"),), ("S2",)), Violation(Against.CHANGE_UNKNOWN, said=("rain",))),
    (Remedy((Change("available", participant="q"),), ("S9",)), Violation(Against.NO_SLOT, slots=("S9",))),
    (
        Remedy((Change("available", participant="q"),), ()),
        Violation(Against.SLOTS_OR_ONE_MORE),
    ),
    (
        Remedy((Change("move", request="px", slot="S1", place="T"),), ("S1",)),
        Violation(Against.BUSY, ("p",), slots=("S1",)),
    ),
    (
        Remedy((Change("move", request="qx", slot="S2", place="T"),), ("S1",)),
        Violation(Against.MOVED_UNKNOWN, requests=("qx",), slots=("S2",)),
    ),
    (Remedy((Change("place", place="Z"),), ("S1",)), Violation(Against.NO_PLACE, places=("Z",))),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG)
def test_wrong_remedy_is_the_one_violation(wrong, why):
    problem = event(2, q=BUSY)
    plan = honest_plan(problem, [Meeting("px", "S1", "T")])
    left = tuple(replace(entry, remedy=wrong) if entry.request == "R" else entry for entry in plan.unscheduled)
    assert check(problem, replace(plan, unscheduled=left)).violations == (of_r(Claim.REMEDY_WRONG, because=why),)


def of_r(claim: Claim, *people: str, **more: Any) -> Violation:
    """A claim about the request R."""
    return Violation(claim, people, ("R",), **more)


def test_wrong_details_are_violations():
    problem = event(2, q=BUSY)
    plan = honest_plan(problem, [Meeting("px", "S1", "T")])

    def told(**details: Any) -> tuple[Violation, ...]:
        left = tuple(replace(entry, **details) if entry.request == "R" else entry for entry in plan.unscheduled)
        return check(problem, replace(plan, unscheduled=left)).violations

    assert told(busy={"p": ("S1",)}) == ()
    assert told(busy={"p": ("S2",)}) == (of_r(Claim.BUSY_SLOTS, "p", said=("S2",), true=("S1",)),)
    assert told(busy={"q": ("S1",)}) == (
        of_r(Claim.BUSY_SLOTS, "p", true=("S1",)),
        of_r(Claim.BUSY_SLOTS, "q", said=("S1",)),
    )
    assert told(taken=("S1",)) == (of_r(Claim.TAKEN_SLOTS, said=("S1",)),)
    assert told(by_moving=True) == (of_r(Claim.MOVING_WITHOUT_REMEDY),)
    move = Remedy((Change("move", request="px", slot="S2", place="T"),), ("S1",))
    assert told(remedy=move, by_moving=True) == ()
    assert told(remedy=move, by_moving=False) == (of_r(Claim.CALLED_NOT_BY_MOVING),)


def against(problem: Problem, remedy: Remedy, *meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Violation | None:
    """What speaks against a remedy of R in a plan of meetings such as ``px S1 T``; None where it does what it says."""
    plan = honest_plan(problem, [Meeting(*meeting.split()) for meeting in meetings], tables)
    left = tuple(replace(entry, remedy=remedy) if entry.request == "R" else entry for entry in plan.unscheduled)
    found = check(problem, replace(plan, unscheduled=left)).violations
    if not found:
        return None
    (wrong,) = found
    assert (wrong.rule, wrong.requests) == (Claim.REMEDY_WRONG, ("R",))
    return wrong.because


def move(request: str, slot: str, place: str = "T") -> Change:
    return Change("move", request=request, slot=slot, place=place)


ONE = [{"id": "T"}, {"id": "U", "owner": "z"}]
TRUE = {
    "nothing in the way": (event(1), Remedy((), ("S1",)), ()),
    "each of several slots": (event(3), Remedy((), ("S1", "S3")), ("px S2 T",)),
    "somebody available": (event(2, q=BUSY), Remedy((Change("available", "q"),), ("S2",)), ()),
    "one meeting more": (event(2, p={"max_meetings": 1}), Remedy((Change("max_meetings", "p"),), ("S2",)), ("px S1 T",)),
    "one more at once": (event(1, p={"home": "T"}, places=ONE), Remedy((Change("parallel", "p"),), ("S1",)), ("px S1 T",)),
    "a slot of its own": (event(2, R={"slots": ["S1"]}), Remedy((Change("slots"),), ("S2",)), ()),
    "a place more": (event(1, places=ONE), Remedy((Change("place"),), ("S1",)), ("yz S1 T",)),
    "a slot more": (event(1), Remedy((Change("slot"),), ()), ("px S1 T",)),
    "one moves away": (event(2), Remedy((move("px", "S2"),), ("S1",)), ("px S1 T",)),
    "one moves from the table": (event(2, places=ONE), Remedy((move("yz", "S2"),), ("S1",)), ("yz S1 T",)),
}


@pytest.mark.parametrize(("problem", "remedy", "meetings"), TRUE.values(), ids=TRUE.keys())
def test_remedy_that_does_what_it_says_is_true(problem, remedy, meetings):
    assert against(problem, remedy, *meetings) is None


# the same, with one thing otherwise that spoils it
FALSE = {
    "one of several slots": (event(3), Remedy((), ("S1", "S2")), ("px S2 T",), Violation(Against.BUSY, ("p",), slots=("S2",))),
    "somebody else available": (
        event(2, q=BUSY),
        Remedy((Change("available", "p"),), ("S2",)),
        (),
        Violation(Against.UNAVAILABLE, ("q",), slots=("S2",)),
    ),
    "still at the limit": (
        event(2, p={"max_meetings": 1}),
        Remedy((), ("S2",)),
        ("px S1 T",),
        Violation(Against.LIMIT_REACHED, ("p",), allowed=1),
    ),
    "not at home": (
        event(1, places=ONE),
        Remedy((Change("parallel", "p"),), ("S1",)),
        ("px S1 T",),
        Violation(Against.NO_PLACE_LEFT, slots=("S1",)),
    ),
    "a slot that it does not have": (
        event(2, R={"slots": ["S1"]}),
        Remedy((), ("S2",)),
        (),
        Violation(Against.SLOT_NOT_ALLOWED, slots=("S2",)),
    ),
    "no place": (event(1, places=ONE), Remedy((), ("S1",)), ("yz S1 T",), Violation(Against.NO_PLACE_LEFT, slots=("S1",))),
    "a slot more without a place": (event(1, places=[]), Remedy((Change("slot"),), ()), (), Violation(Against.NOWHERE)),
    "moved to where the other is busy": (
        event(2),
        Remedy((move("px", "S2"),), ("S1",)),
        ("px S1 T", "xa S2 T"),
        Violation(Against.BUSY, ("x",), slots=("S2",)),
    ),
    "moved while away": (
        event(2, x=BUSY),
        Remedy((move("px", "S2"),), ("S1",)),
        ("px S1 T",),
        Violation(Against.CANNOT_MEET, ("x",), slots=("S2",)),
    ),
    "moved to a place that is not its": (
        event(2, places=ONE),
        Remedy((move("px", "S2", "U"),), ("S1",)),
        ("px S1 T",),
        Violation(Against.MOVED_WHERE_NOT_ALLOWED, requests=("px",), slots=("S2",), places=("U",)),
    ),
    "moved to a table that is taken": (
        event(2, places=ONE),
        Remedy((move("px", "S2"),), ("S1",)),
        ("px S1 T", "yz S2 T"),
        Violation(Against.PLACE_TAKEN, slots=("S2",), places=("T",)),
    ),
    "moved in vain": (
        event(3),
        Remedy((move("qx", "S3"),), ("S1",)),
        ("py S1 T", "qx S2 T"),
        Violation(Against.BUSY, ("p",), slots=("S1",)),
    ),
}


@pytest.mark.parametrize(("problem", "remedy", "meetings", "why"), FALSE.values(), ids=FALSE.keys())
def test_remedy_that_something_forbids_is_refuted_by_it(problem, remedy, meetings, why):
    assert against(problem, remedy, *meetings) == why


def test_nobody_is_taken_from_a_dialogue_by_any_change():
    problem = event(2, dialogues=[talk()], places=[{"id": "T", "capacity": 9}, {"id": "round", "owner": "z"}])
    tables = (HeldDialogue("D", "S1", "round", None, ("p",)),)
    told = against(problem, Remedy((Change("available", "p"), Change("parallel", "p")), ("S1",)), tables=tables)
    assert told == Violation(Against.IN_DIALOGUE, ("p",), slots=("S1",))


def ordered() -> Problem:
    """R before px, and so px after R."""
    problem = event(3)
    requests = tuple(replace(r, after=("R",)) if r.id == "px" else r for r in problem.requests)
    return replace(problem, requests=requests)


def test_order_is_kept_by_the_request_and_by_those_that_move():
    assert against(ordered(), Remedy((), ("S1",)), "px S2 T") is None
    assert against(ordered(), Remedy((), ("S3",)), "px S2 T") == Violation(Against.OUT_OF_ORDER)
    assert against(ordered(), Remedy((Change("slot"),), ()), "px S2 T") == Violation(Against.OUT_OF_ORDER)
    assert against(ordered(), Remedy((move("px", "S3"),), ("S2",)), "px S2 T") is None
    assert against(ordered(), Remedy((move("px", "S1"),), ("S2",)), "px S2 T") == Violation(Against.OUT_OF_ORDER)


def test_remedy_that_makes_breaks_too_uneven_is_refuted():
    # p meets x in S1; R in S3 would have p wait in S2, and nobody else waits
    problem = replace(event(3), max_break_difference=0)
    told = against(problem, Remedy((), ("S3",)), "px S1 T")
    assert told is not None
    assert (told.rule, told.found, told.allowed) == ("break_difference", 1, 0)
    assert against(problem, Remedy((), ("S2",)), "px S1 T") is None


def test_nothing_is_said_of_who_is_no_party():
    problem = event(2)
    plan: Plan = honest_plan(problem, [Meeting("px", "S1", "T")])
    left = tuple(replace(entry, busy={"p": ("S1",), "x": ("S1",)}) if entry.request == "R" else entry for entry in plan.unscheduled)
    assert check(problem, replace(plan, unscheduled=left)).violations == (of_r(Claim.BUSY_STRANGER, "x"),)
