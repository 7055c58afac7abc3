"""A plan with everything that it names looked up in its problem."""

from __future__ import annotations

import pytest

from matchmaking.programme import programme
from scheduler.errors import UnusableInput
from scheduler.plan import HeldDialogue, Meeting, Plan
from tests.support.schedules import event

PROBLEM = event(
    [3],
    {name: {} for name in "abcd"},
    {"ab": {}, "cd": {}, "ac": {}},
    {"T": {"capacity": 9}, "U": {}},
    {"D": {"wanted": "bc", "length": 2, "moderators": ["d"]}},
)


def plan(*meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Plan:
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), tables, (), ())


def faults(of: Plan) -> list[str]:
    with pytest.raises(UnusableInput) as refused:
        programme(PROBLEM, of)
    assert refused.value.file == "plan"
    return [str(fault) for fault in refused.value.faults]


def test_meeting_and_dialogue_are_looked_up() -> None:
    meeting, table = programme(PROBLEM, plan("ab S1 T", tables=(HeldDialogue("D", "S2", "U", "d", ("c", "b")),)))
    assert (meeting.about, meeting.place.id, meeting.moderator) == (PROBLEM.requests[0], "T", None)
    assert [person.id for person in meeting.people] == ["a", "b"]
    assert (table.about, [slot.id for slot in table.slots]) == (PROBLEM.dialogues[0], ["S2", "S3"])
    assert (table.start, table.end) == (PROBLEM.slots[1].start, PROBLEM.slots[2].end)
    assert ([person.id for person in table.participants], [person.id for person in table.people]) == (["c", "b"], ["c", "b", "d"])


def test_appointments_come_in_time_order_and_in_that_of_the_plan_within_a_slot() -> None:
    found = programme(PROBLEM, plan("ac S3 T", "cd S1 T", "ab S1 U", tables=(HeldDialogue("D", "S1", "U", None, ()),)))
    assert [item.about.id for item in found] == ["cd", "ab", "D", "ac"]


def test_everything_that_is_not_known_is_told_at_once() -> None:
    table = HeldDialogue("E", "S8", "W", "y", ("a", "z"))
    assert faults(plan("ab S1 T", "qq S9 V", tables=(table,))) == [
        "$.meetings[1].request: the problem has no request 'qq'",
        "$.meetings[1].slot: the problem has no slot 'S9'",
        "$.meetings[1].place: the problem has no place 'V'",
        "$.dialogues[0].dialogue: the problem has no dialogue 'E'",
        "$.dialogues[0].start: the problem has no slot 'S8'",
        "$.dialogues[0].place: the problem has no place 'W'",
        "$.dialogues[0].participants[1]: the problem has no participant 'z'",
        "$.dialogues[0].moderator: the problem has no participant 'y'",
    ]


def test_dialogue_that_runs_past_the_last_slot_is_told() -> None:
    late = plan(tables=(HeldDialogue("D", "S3", "T", None, ()),))
    assert faults(late) == ["$.dialogues[0].start: 'S3' leaves 1 of the 2 slots that it takes"]
