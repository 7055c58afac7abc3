"""What a change makes worse: more of the same fault, or another one; as much or less of it is no worse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import Claim, Rule, Violation, broken_rules, made_worse
from scheduler.checker.worse import SAME
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem


def event(**changes: object) -> Problem:
    """Four slots; a and b each ask for d, e and f, and there is a dialogue."""
    document: dict[str, object] = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:20:00Z"} for k in (1, 2, 3, 4)],
        "places": [{"id": "T", "capacity": 9}, {"id": "U"}],
        "participants": [{"id": name} for name in "abdef"],
        "requests": [{"id": one + other, "participants": [one, other]} for one in "ab" for other in "def"],
        "dialogues": [{"id": "D", "wanted": [{"participant": name} for name in "abdef"], "must": False}],
    }
    return parse_problem(document | changes, "event.json")


def one_with(name: str, **changes: object) -> list[dict[str, object]]:
    return [{"id": each} | (changes if each == name else {}) for each in "abdef"]


def dialogue(**changes: object) -> list[dict[str, object]]:
    return [{"id": "D", "wanted": [{"participant": name} for name in "abdef"], "must": False} | changes]


def plan(*meetings: str, table: HeldDialogue | None = None) -> Plan:
    """Meetings such as ``ad S1 T``."""
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), () if table is None else (table,), (), ())


def seated(start: str, people: str, place: str = "U", moderator: str | None = None) -> HeldDialogue:
    return HeldDialogue("D", start, place, moderator, tuple(people))


LIMITED = event(participants=one_with("a", max_meetings=1))
AWAY = event(participants=one_with("a", unavailable=["S1", "S2"], parallel=3))
SMALL = event(places=[{"id": "T", "capacity": 1}, {"id": "U", "capacity": 9}], participants=one_with("a", parallel=9))
FEW = event(dialogues=dialogue(seats=[2, 3]))
ROLES = event(dialogues=dialogue(minimum={"participant": 3}))
EVEN = event(max_break_difference=0)
ORDERED = event(requests=[{"id": "ad", "participants": ["a", "d"]}, {"id": "bd", "participants": ["b", "d"], "after": ["ad"]}])

CASES = [
    ("fewer meetings than before, still too many", LIMITED, plan("ad S1 T", "ae S2 T", "af S3 T"), plan("ad S1 T", "ae S2 T"), 0),
    ("the same number of other meetings", LIMITED, plan("ad S1 T", "ae S2 T"), plan("ad S1 T", "af S3 T"), 0),
    ("one meeting more", LIMITED, plan("ad S1 T", "ae S2 T"), plan("ad S1 T", "ae S2 T", "af S3 T"), 1),
    ("the first one too many", LIMITED, plan("ad S1 T"), plan("ad S1 T", "ae S2 T"), 1),
    ("fewer at once", event(), plan("ad S1 T", "ae S1 T", "af S1 T"), plan("ad S1 T", "ae S1 T"), 0),
    ("more at once", event(), plan("ad S1 T", "ae S1 T"), plan("ad S1 T", "ae S1 T", "af S1 T"), 1),
    ("as many at once in another slot", event(), plan("ad S1 T", "ae S1 T"), plan("ad S2 T", "ae S2 T"), 1),
    ("as many at once for somebody else", event(), plan("ad S1 T", "ae S1 T"), plan("bd S1 T", "be S1 T"), 1),
    ("fewer while away", AWAY, plan("ad S1 T", "ae S1 T"), plan("ad S1 T"), 0),
    ("another one while away", AWAY, plan("ad S1 T"), plan("ae S1 T"), 0),
    ("away in another slot", AWAY, plan("ad S1 T"), plan("ad S2 T"), 1),
    ("fewer at a place", SMALL, plan("ad S1 T", "ae S1 T", "af S1 T"), plan("ad S1 T", "ae S1 T"), 0),
    ("more at a place", SMALL, plan("ad S1 T", "ae S1 T"), plan("ad S1 T", "ae S1 T", "af S1 T"), 1),
    ("a dialogue leaves a full place", SMALL, plan("ad S1 T", "ae S1 T", table=seated("S1", "bf", "T")), plan("ad S1 T", "ae S1 T"), 0),
    ("a dialogue comes to a full place", SMALL, plan("ad S1 T", "ae S1 T"), plan("ad S1 T", "ae S1 T", table=seated("S1", "bf", "T")), 1),
    ("fewer places at once", SMALL, plan("ad S1 T", "ae S1 U"), plan("ad S1 T"), 0),
    ("fewer seats too many", FEW, plan(table=seated("S1", "abdef")), plan(table=seated("S1", "abde")), 0),
    ("as many seats elsewhere", FEW, plan(table=seated("S1", "abdef")), plan(table=seated("S2", "abdef")), 0),
    ("more seats than too many", FEW, plan(table=seated("S1", "abde")), plan(table=seated("S1", "abdef")), 1),
    ("fewer seats missing", FEW, plan(table=seated("S1", "")), plan(table=seated("S1", "a")), 0),
    ("more seats missing", FEW, plan(table=seated("S1", "a")), plan(table=seated("S1", "")), 1),
    ("too few seats, and then too many", FEW, plan(table=seated("S1", "a")), plan(table=seated("S1", "abde")), 1),
    ("fewer of a role missing", ROLES, plan(table=seated("S1", "a")), plan(table=seated("S1", "ab")), 0),
    ("more of a role missing", ROLES, plan(table=seated("S1", "ab")), plan(table=seated("S1", "a")), 1),
    (
        "less else beside a dialogue",
        SMALL,
        plan("ad S1 T", "ae S1 T", table=seated("S1", "a")),
        plan("ad S1 T", table=seated("S1", "a")),
        0,
    ),
    (
        "another seat that nobody asked for",
        event(dialogues=dialogue(wanted=[])),
        plan(table=seated("S1", "a")),
        plan(table=seated("S1", "ab")),
        1,
    ),
    ("smaller difference of breaks", EVEN, plan("ad S1 T", "ae S3 T", "af S4 T"), plan("ad S1 T", "ae S3 T"), 0),
    ("the first difference of breaks", EVEN, plan("ad S1 T", "ae S2 T"), plan("ad S1 T", "ae S3 T"), 1),
    ("order that stays wrong", ORDERED, plan("ad S3 T", "bd S2 T"), plan("ad S3 T", "bd S1 T"), 0),
    ("order that becomes wrong", ORDERED, plan("ad S1 T", "bd S2 T"), plan("ad S3 T", "bd S2 T"), 1),
]


@pytest.mark.parametrize(("problem", "before", "after", "worse"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_change_is_worse_only_where_there_is_more_wrong(problem, before, after, worse):
    was, now = broken_rules(problem, before), broken_rules(problem, after)
    assert len(made_worse(was, now)) == worse
    if not worse:
        assert now == () or was != ()


def test_difference_of_breaks_that_shrinks_or_grows():
    def apart(breaks: int) -> Violation:
        return Violation(Rule.BREAK_DIFFERENCE, ("a", "b"), found=breaks, allowed=1)

    assert made_worse([apart(3)], [replace(apart(2), participants=("d", "e"))]) == []
    assert made_worse([apart(2)], [apart(3)]) == [apart(3)]


def test_limit_that_the_event_has_lowered_meanwhile_is_measured_by_what_goes_beyond_it():
    was, now = (Violation(Rule.MAX_MEETINGS, ("a",), found=3, allowed=most) for most in (2, 1))
    assert (made_worse([was], [now]), made_worse([now], [was])) == ([now], [])


def test_claims_are_the_same_fault_only_where_they_are_equal():
    claim = Violation(Claim.ACHIEVED, goal="value", found=3, allowed=1)
    assert made_worse([claim], [claim]) == []
    assert made_worse([claim], [replace(claim, found=2)]) == [replace(claim, found=2)]


def test_fault_is_told_apart_by_what_a_violation_has():
    assert {name for names in SAME.values() for name in names} <= set(Violation.__dataclass_fields__)
    assert set(SAME) <= set(Rule)
