"""What an agenda says to whom, as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from matchmaking.agendas import Entry, Words, agenda, dialogue_uid, meeting_uid
from matchmaking.agendas.entries import leave_dialogue, topic_of
from scheduler.errors import UnusableInput
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Dialogue, Fixed, Participant, Place, Problem, Request, Seat, Slot

BRUSSELS_IN_WINTER = timezone(timedelta(hours=1))


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=BRUSSELS_IN_WINTER)


PROBLEM = Problem(
    "green-deal",
    slots=(Slot("S1", at(9, 0), at(9, 20)), Slot("S2", at(9, 25), at(9, 45)), Slot("S3", at(9, 50), at(10, 10))),
    participants=(
        Participant("B1", "buyer", "Zoë Peeters", "Stad Gent"),
        Participant("B2", "buyer", None, "OCMW Aalst"),
        Participant("S1", "supplier", "Tom Claes", "Licht NV", parallel=2),
        Participant("F1", "facilitator", "Fatima El Amrani"),
        Participant("B9", "buyer", "Nobody"),
    ),
    requests=(Request("R1", ("B1", "S1")), Request("R2", ("B2", "S1"), must=True)),
    places=(Place("booth-S1", "hall-b", 2, "S1"), Place("round-1")),
    dialogues=(Dialogue("D1", "Lighting", 2, moderators=("F1",), wanted=(Seat("B1"), Seat("S1"))),),
)
PLAN = Plan(
    "",
    meetings=(Meeting("R1", "S1", "booth-S1"), Meeting("R2", "S1", "booth-S1")),
    dialogues=(HeldDialogue("D1", "S2", "round-1", "F1", ("B1", "S1")),),
    unscheduled=(),
    goals=(),
)


def test_agenda_of_a_buyer_holds_its_meeting_and_its_dialogue() -> None:
    assert agenda(PROBLEM, PLAN, "B1", Words(questions={"D1": ["Lease or buy?"]}, why={"R1": "You both work on lighting."})) == (
        Entry(
            uid=meeting_uid("green-deal", "R1"),
            start=at(9, 0),
            end=at(9, 20),
            title="Meeting: Tom Claes, Licht NV",
            place="booth-S1, hall-b",
            who=("Tom Claes, Licht NV",),
            why="You both work on lighting.",
        ),
        Entry(
            uid=dialogue_uid("green-deal", "D1"),
            start=at(9, 25),
            end=at(10, 10),
            title="Dialogue: Lighting",
            place="round-1",
            who=("Fatima El Amrani (moderator)", "Tom Claes, Licht NV (supplier)"),
            why="You asked for a seat at this table.",
            questions=("Lease or buy?",),
        ),
    )


def test_agenda_of_a_facilitator_holds_the_dialogue_with_seats_and_questions() -> None:
    assert agenda(PROBLEM, PLAN, "F1", Words(questions={"D1": ["Lease or buy?", "Who repairs?"]})) == (
        Entry(
            uid=dialogue_uid("green-deal", "D1"),
            start=at(9, 25),
            end=at(10, 10),
            title="Dialogue: Lighting (you moderate)",
            place="round-1",
            who=("Zoë Peeters, Stad Gent (buyer)", "Tom Claes, Licht NV (supplier)"),
            why="You moderate this table.",
            questions=("Lease or buy?", "Who repairs?"),
        ),
    )


def test_agenda_of_a_booth_for_two_holds_both_meetings_of_a_slot() -> None:
    assert [(entry.title, entry.start) for entry in agenda(PROBLEM, PLAN, "S1")] == [
        ("Meeting: Zoë Peeters, Stad Gent", at(9, 0)),
        ("Meeting: B2, OCMW Aalst", at(9, 0)),
        ("Dialogue: Lighting", at(9, 25)),
    ]


def test_agenda_of_who_does_nothing_is_empty() -> None:
    assert agenda(PROBLEM, PLAN, "B9") == ()


def test_agenda_of_a_stranger_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="B404"):
        agenda(PROBLEM, PLAN, "B404")


def test_agenda_follows_the_clock_whatever_the_order_in_the_plan() -> None:
    plan = replace(PLAN, meetings=(Meeting("R2", "S3", "booth-S1"), Meeting("R1", "S1", "booth-S1")), dialogues=())
    assert [entry.start for entry in agenda(PROBLEM, plan, "S1")] == [at(9, 0), at(9, 50)]


@pytest.mark.parametrize(
    ("request_", "fixed", "why"),
    [
        (Request("R1", ("B1", "S1")), (), "One of you asked to meet the other."),
        (Request("R1", ("B1", "S1"), must=True), (), "The organiser wants the two of you to meet."),
        (Request("R1", ("B1", "S1"), must=True), (Fixed("R1", "S1"),), "The organiser set this meeting."),
    ],
)
def test_reason_of_a_meeting_says_who_decided(request_: Request, fixed: tuple[Fixed, ...], why: str) -> None:
    problem = replace(PROBLEM, requests=(request_,), fixed=fixed)
    plan = replace(PLAN, meetings=PLAN.meetings[:1], dialogues=())
    assert [entry.why for entry in agenda(problem, plan, "B1")] == [why]


@pytest.mark.parametrize(
    ("other", "called"),
    [
        (Participant("S1", "supplier", "Tom", "Licht"), "Tom, Licht"),
        (Participant("S1", "supplier", "Tom"), "Tom"),
        (Participant("S1", "supplier", None, "Licht"), "S1, Licht"),
        (Participant("tom@licht.example.org", "supplier", None, "Licht"), "Licht"),
        (Participant("tom@licht.example.org", "supplier"), "a supplier"),
        (Participant("S1", "supplier", "Tom\r\nWhy: none\u2028", " Licht\tNV"), "Tom Why: none, Licht NV"),
    ],
)
def test_other_side_is_called_by_name_and_organisation_and_never_by_address(other: Participant, called: str) -> None:
    problem = replace(PROBLEM, participants=(PROBLEM.participants[0], other), requests=(Request("R1", ("B1", other.id)),))
    plan = replace(PLAN, meetings=(Meeting("R1", "S1", "round-1"),), dialogues=())
    (entry,) = agenda(problem, plan, "B1")
    assert (entry.title, entry.who) == (f"Meeting: {called}", (called,))


def test_uid_is_the_same_for_both_sides_and_after_a_move() -> None:
    moved = replace(PLAN, meetings=(Meeting("R1", "S3", "round-1"),), dialogues=(HeldDialogue("D1", "S1", "booth-S1", None, ("B1",)),))
    assert agenda(PROBLEM, PLAN, "B1")[0].uid == agenda(PROBLEM, PLAN, "S1")[0].uid
    assert {entry.uid for entry in agenda(PROBLEM, moved, "B1")} == {entry.uid for entry in agenda(PROBLEM, PLAN, "B1")}


def test_uid_stays_what_calendars_have_already_seen() -> None:
    assert meeting_uid("green-deal", "R1") == "9717e9fa-8e9d-51db-ad3e-52621cd77008"
    assert dialogue_uid("green-deal", "D1") == "90aa22ff-585a-53b1-8fef-980dd695e0bb"


def test_uid_differs_by_event_kind_and_id() -> None:
    assert len({meeting_uid("a", "b c"), meeting_uid("a b", "c"), dialogue_uid("a", "b c"), meeting_uid('a", "b', "c")}) == 4


def test_plan_of_another_problem_is_refused_with_every_fault() -> None:
    plan = replace(
        PLAN,
        meetings=(Meeting("R7", "S1", "booth-S1"), Meeting("R1", "S8", "T1")),
        dialogues=(HeldDialogue("D1", "S3", "round-1", "F2", ("B1", "B8")), HeldDialogue("D6", "S1", "round-1", None, ())),
    )
    with pytest.raises(UnusableInput) as refusal:
        agenda(PROBLEM, plan, "B1")
    assert [str(fault) for fault in refusal.value.faults] == [
        "$.meetings[0].request: the problem has no request 'R7'",
        "$.meetings[1].slot: the problem has no slot 'S8'",
        "$.meetings[1].place: the problem has no place 'T1'",
        "$.dialogues[0].participants[1]: the problem has no participant 'B8'",
        "$.dialogues[0].moderator: the problem has no participant 'F2'",
        "$.dialogues[0].start: 'S3' leaves 1 of the 2 slots that it takes",
        "$.dialogues[1].dialogue: the problem has no dialogue 'D6'",
    ]


AROUND = ["Ann, City (moderator)", "Anna, City (buyer)", "An, City (Ghent) (buyer)", "Jo, Anna, City (supplier)", "Anna, City (buyer)"]


@pytest.mark.parametrize(
    ("names", "left"),
    [
        # One of two who are called the same, and nobody whose name only begins or ends so.
        ({"Anna, City"}, [AROUND[0], *AROUND[2:]]),
        ({"Ann, City"}, AROUND[1:]),
        ({"An, City"}, AROUND),
        ({"An"}, AROUND),
        ({"City"}, AROUND),
        ({"Jo", "Jo, Anna, City"}, [*AROUND[:3], AROUND[4]]),
    ],
)
def test_who_leaves_a_dialogue_is_known_by_the_whole_name(names: set[str], left: list[str]) -> None:
    assert leave_dialogue(AROUND, names) == left


def test_who_is_forgotten_stays_at_a_dialogue_without_a_name() -> None:
    assert leave_dialogue(AROUND[1:3], {"Anna, City"}, "somebody who has left") == ["somebody who has left (buyer)", AROUND[2]]
    assert leave_dialogue(AROUND[1:3], {"An, City (Ghent)"}, "somebody who has left") == [AROUND[1], "somebody who has left (buyer)"]


def test_topic_is_the_same_for_who_moderates_and_who_has_a_seat() -> None:
    entries = [entry for who in ("B1", "F1") for entry in agenda(PROBLEM, PLAN, who) if entry.uid == dialogue_uid("green-deal", "D1")]
    assert [topic_of(entry) for entry in entries] == ["Lighting", "Lighting"]
