"""Every hard rule broken once: the checker says exactly that, naming who and when."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scheduler.checker
from scheduler.checker import RULES, check
from scheduler.checker.rules import diaries, meetings, tables
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.plan import Meeting, Table
from scheduler.problem import Problem
from tests.support.honest import honest_plan


def event(**changes: Any) -> Problem:
    """Five slots on two days; Anna and Bob buy, Zed (at its booth, two at once) and Yves supply, Fay moderates."""
    document: dict[str, Any] = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [
            *({"id": f"S{k}", "start": f"2026-11-24T{8 + k:02}:00:00Z", "end": f"2026-11-24T{8 + k:02}:20:00Z"} for k in (1, 2, 3, 4)),
            {"id": "S5", "start": "2026-11-25T09:00:00Z", "end": "2026-11-25T09:20:00Z"},
        ],
        "places": [
            {"id": "T1", "zone": "east"},
            {"id": "T2", "zone": "west", "capacity": 2},
            {"id": "booth", "zone": "west", "capacity": 2, "owner": "z"},
            {"id": "round", "zone": "west", "owner": "f"},
        ],
        "participants": [
            {"id": "a", "role": "buyer", "name": "Anna", "organisation": "City"},
            {"id": "b", "role": "buyer", "name": "Bob", "organisation": "City", "unavailable": ["S4"]},
            {"id": "z", "role": "supplier", "name": "Zed", "home": "booth", "parallel": 2, "max_meetings": 3},
            {"id": "y", "role": "supplier", "name": "Yves", "organisation": "Works"},
            {"id": "f", "role": "facilitator", "name": "Fay"},
        ],
        "requests": [
            {"id": "az", "participants": ["a", "z"], "value": 5},
            {"id": "bz", "participants": ["b", "z"], "slots": ["S1", "S2", "S4"]},
            {"id": "yz", "participants": ["y", "z"]},
            {"id": "zf", "participants": ["z", "f"]},
            {"id": "ay", "participants": ["a", "y"], "places": ["T1", "T2"]},
            {"id": "by", "participants": ["b", "y"], "after": ["ay"]},
        ],
        "dialogues": [
            {
                "id": "d",
                "topic": "Light",
                "length": 2,
                "starts": ["S2", "S3", "S4"],
                "places": ["round", "T2"],
                "moderators": ["f", "y"],
                "seats": [1, 2],
                "minimum": {"buyer": 1},
                "wanted": [{"participant": "a", "value": 3}, {"participant": "b"}, {"participant": "y"}],
                "must": False,
            },
            {"id": "free", "wanted": [{"participant": "z"}, {"participant": "f"}], "must": False},
        ],
    }
    return parse_problem(document | changes, "event.json")


def with_entry(key: str, id_: str, /, **changes: Any) -> Problem:
    """The event with one of its participants, requests or dialogues changed."""
    document = problem_to_json(event())
    next(entry for entry in document[key] if entry["id"] == id_).update(changes)
    return parse_problem(document, "event.json")


def met(request: str, slot: str, place: str = "booth") -> Meeting:
    return Meeting(request, slot, place)


def table(start: str = "S2", place: str = "round", moderator: str | None = "f", seated: tuple[str, ...] = ("a",)) -> Table:
    return Table("d", start, place, moderator, seated)


FAULTS: list[tuple[Callable[..., Any], Problem, list[Meeting], list[Table], str]] = [
    (meetings.meeting_names_known, event(), [met("qq", "S1")], [], "a meeting of qq: there is no such request"),
    (meetings.meeting_names_known, event(), [met("az", "S9")], [], "az (Anna (a) with Zed (z)) is held in S9: there is no such slot"),
    (
        meetings.meeting_names_known,
        event(),
        [met("az", "S1", "T9")],
        [],
        "az (Anna (a) with Zed (z)) is held at T9: there is no such place",
    ),
    (
        meetings.request_held_once,
        event(),
        [met("az", "S1"), met("az", "S3")],
        [],
        "az (Anna (a) with Zed (z)) is held 2 times: S1, S3",
    ),
    (
        meetings.own_slot,
        event(),
        [met("bz", "S3")],
        [],
        "bz (Bob (b) with Zed (z)) is held in S3 (2026-11-24 11:00), which is not among its slots",
    ),
    # a home is the place, whatever is free elsewhere
    (
        meetings.allowed_place,
        event(),
        [met("az", "S1", "T1")],
        [],
        "az (Anna (a) with Zed (z)) is held at T1 in S1, which is not open to it",
    ),
    # its own places, and no other
    (
        meetings.allowed_place,
        event(),
        [met("ay", "S1", "round")],
        [],
        "ay (Anna (a) with Yves (y)) is held at round in S1, which is not open to it",
    ),
    # neither has a home: shared places only
    (
        meetings.allowed_place,
        event(),
        [met("by", "S1", "round")],
        [],
        "by (Bob (b) with Yves (y)) is held at round in S1, which is not open to it",
    ),
    (meetings.request_must, with_entry("requests", "az", must=True), [], [], "az (Anna (a) with Zed (z)) must be held and is not"),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3"}]),
        [],
        [],
        "ay (Anna (a) with Yves (y)) is fixed in S3 (2026-11-24 11:00), and is not held",
    ),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3"}]),
        [met("ay", "S2", "T1")],
        [],
        "ay (Anna (a) with Yves (y)) is fixed in S3 (2026-11-24 11:00), and is held in S2 at T1",
    ),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3", "place": "T2"}]),
        [met("ay", "S3", "T1")],
        [],
        "ay (Anna (a) with Yves (y)) is fixed in S3 (2026-11-24 11:00) at T2, and is held in S3 at T1",
    ),
    (
        meetings.after,
        event(),
        [met("ay", "S3", "T1"), met("by", "S2", "T1")],
        [],
        "by (Bob (b) with Yves (y)) in S2 has to come after ay (Anna (a) with Yves (y)) in S3",
    ),
    (tables.table_names_known, event(), [], [Table("q", "S1", "round", None, ())], "a table of q: there is no such dialogue"),
    (tables.table_names_known, event(), [], [table("S9")], "dialogue d (Light) starts in S9: there is no such slot"),
    (tables.table_names_known, event(), [], [table(place="T9")], "dialogue d (Light) in S2 is at T9: there is no such place"),
    (
        tables.table_names_known,
        event(),
        [],
        [table(moderator="q")],
        "dialogue d (Light) in S2 is moderated by q: there is no such participant",
    ),
    (tables.table_names_known, event(), [], [table(seated=("a", "q"))], "dialogue d (Light) in S2 seats q: there is no such participant"),
    (tables.dialogue_held_once, event(), [], [table("S2"), table("S3")], "dialogue d (Light) is held 2 times: S2, S3"),
    (tables.dialogue_must, with_entry("dialogues", "d", must=True), [], [], "dialogue d (Light) must be held and is not"),
    (tables.own_start, event(), [], [table("S1")], "dialogue d (Light) in S1 (2026-11-24 09:00): that is not among its starts"),
    (
        tables.own_place,
        event(),
        [],
        [table(place="T1")],
        "dialogue d (Light) in S2 (2026-11-24 10:00) is at T1, which is not among its places",
    ),
    (
        tables.within_a_day,
        event(),
        [],
        [table("S4")],
        "dialogue d (Light) in S4 (2026-11-24 12:00) takes 2 slots and would run past the end of its day",
    ),
    (
        tables.within_a_day,  # past the last slot of all
        with_entry("dialogues", "d", starts=["S5"]),
        [],
        [table("S5")],
        "dialogue d (Light) in S5 (2026-11-25 09:00) takes 2 slots and would run past the end of its day",
    ),
    (
        tables.seats,
        with_entry("dialogues", "d", minimum={}),
        [],
        [table(seated=())],
        "dialogue d (Light) in S2 (2026-11-24 10:00) seats 0, at least 1 needed",
    ),
    (tables.seats, event(), [], [table(seated=("a", "b", "y"))], "dialogue d (Light) in S2 (2026-11-24 10:00) seats 3, at most 2 allowed"),
    (tables.seated_once, event(), [], [table(seated=("a", "a"))], "dialogue d (Light) in S2 (2026-11-24 10:00) seats Anna (a) 2 times"),
    (
        tables.seat_wanted,
        event(),
        [],
        [table(seated=("a", "z"))],
        "dialogue d (Light) in S2 (2026-11-24 10:00) seats Zed (z), who did not ask for it",
    ),
    (
        tables.role_minimum,
        event(),
        [],
        [table(seated=("y",))],
        "dialogue d (Light) in S2 (2026-11-24 10:00) seats 0 of the role buyer, at least 1 needed",
    ),
    (tables.moderator, event(), [], [table(moderator=None)], "dialogue d (Light) in S2 (2026-11-24 10:00) has no moderator"),
    (
        tables.moderator,
        event(),
        [],
        [table(moderator="z")],
        "dialogue d (Light) in S2 (2026-11-24 10:00) is moderated by Zed (z), who is not one of its moderators",
    ),
    (
        tables.moderator,
        event(),
        [],
        [Table("free", "S2", "T1", "a", ())],
        "dialogue free in S2 (2026-11-24 10:00) needs no moderator and has Anna (a)",
    ),
    (
        tables.moderator_unseated,
        event(),
        [],
        [table(moderator="y", seated=("a", "y"))],
        "dialogue d (Light) in S2 (2026-11-24 10:00): its moderator Yves (y) has a seat too",
    ),
    (diaries.available, event(), [met("bz", "S4")], [], "Bob (b) is unavailable in S4 (2026-11-24 12:00) and has bz"),
    (
        diaries.available,
        event(),
        [],
        [table("S3", seated=("b",))],
        "Bob (b) is unavailable in S4 (2026-11-24 12:00) and has dialogue d (Light)",
    ),
    (
        diaries.available,  # moderators too
        with_entry("participants", "f", unavailable=["S3"]),
        [],
        [table()],
        "Fay (f) is unavailable in S3 (2026-11-24 11:00) and has dialogue d (Light)",
    ),
    (
        diaries.parallel,
        with_entry("requests", "by", after=[]),
        [met("ay", "S1", "T2"), met("by", "S1", "T2")],
        [],
        "Yves (y) holds 2 meetings at once in S1 (2026-11-24 09:00), at most 1: ay and by",
    ),
    (
        diaries.one_place,
        with_entry("requests", "az", places=["T1"]),
        [met("az", "S1", "T1"), met("bz", "S1")],
        [],
        "Zed (z) is at 2 places at once in S1 (2026-11-24 09:00): T1, booth",
    ),
    (
        diaries.dialogue_alone,
        event(),
        [met("ay", "S3", "T1")],
        [table()],
        "Anna (a) is in a dialogue and in something else in S3 (2026-11-24 11:00): ay and dialogue d (Light)",
    ),
    (
        diaries.dialogue_alone,  # a moderator, and somebody who could hold two meetings at once
        event(),
        [],
        [table("S2"), Table("free", "S3", "T1", None, ("f",))],
        "Fay (f) is in a dialogue and in something else in S3 (2026-11-24 11:00): dialogue d (Light) and dialogue free",
    ),
    (
        diaries.dialogue_alone,
        event(),
        [met("az", "S1")],
        [Table("free", "S1", "T1", None, ("z",))],
        "Zed (z) is in a dialogue and in something else in S1 (2026-11-24 09:00): az and dialogue free",
    ),
    (
        diaries.max_meetings,
        event(),
        [met("az", "S1"), met("bz", "S2"), met("yz", "S3"), met("zf", "S4")],
        [],
        "Zed (z) holds 4 meetings, at most 3",
    ),
    (
        diaries.capacity,
        with_entry("participants", "z", parallel=3),
        [met("az", "S1"), met("bz", "S1"), met("yz", "S1")],
        [],
        "booth is over its capacity of 2 in S1 (2026-11-24 09:00): az, bz, yz",
    ),
    (
        diaries.capacity,  # a dialogue takes a place as a whole
        event(),
        [met("by", "S3", "T2")],
        [table(place="T2")],
        "T2 is over its capacity of 2 in S3 (2026-11-24 11:00): by, dialogue d (Light)",
    ),
    (
        diaries.capacity,
        event(),
        [],
        [table(place="T2"), Table("free", "S2", "T2", None, ("z",))],
        "T2 is over its capacity of 2 in S2 (2026-11-24 10:00): dialogue d (Light), dialogue free",
    ),
    (
        diaries.break_difference,  # Anna waits in S2 and Zed does not; who does nothing has no breaks
        event(max_break_difference=0),
        [met("az", "S1"), met("zf", "S2"), met("ay", "S3", "T1")],
        [],
        "Anna (a) has 1 breaks and Bob (b) 0: they may differ by at most 0",
    ),
]


def valid() -> tuple[list[Meeting], list[Table]]:
    """Much of the event at once, breaking nothing."""
    held = [met("az", "S1"), met("bz", "S1"), met("ay", "S4", "T2"), met("by", "S5", "T2")]
    return held, [table(seated=("a", "b")), Table("free", "S5", "T1", None, ("z", "f"))]


def test_valid_plan_has_no_violation():
    problem = event()
    assert check(problem, honest_plan(problem, *valid())).violations == ()


def test_empty_plan_of_an_empty_event_has_no_violation():
    problem = parse_problem({"format": "bms-problem/1", "id": "e", "slots": [], "participants": [], "requests": []}, "e.json")
    assert check(problem, honest_plan(problem)).violations == ()


@pytest.mark.parametrize(
    ("rule", "problem", "held", "talks", "told"), FAULTS, ids=[f"{k}-{fault[0].__name__}" for k, fault in enumerate(FAULTS)]
)
def test_planted_fault_is_the_one_violation(rule, problem, held, talks, told):
    plan = honest_plan(problem, held, talks)
    assert check(problem, plan).violations == (told,)


def test_every_rule_has_a_planted_fault():
    assert {fault[0] for fault in FAULTS} == set(RULES)


def test_participant_without_a_name_is_called_by_its_id():
    problem = with_entry("participants", "b", name="")
    plan = honest_plan(problem, [met("bz", "S4")])
    assert check(problem, plan).violations == ("b is unavailable in S4 (2026-11-24 12:00) and has bz",)


def test_later_request_alone_keeps_its_order():
    problem = event()
    assert check(problem, honest_plan(problem, [met("by", "S1", "T1")])).violations == ()


def test_checker_knows_nothing_of_the_planner():
    imported = set()
    for file in Path(scheduler.checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(name.name for name in node.names)
    ours = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in ours if not name.startswith("scheduler.checker")} == {"scheduler.plan", "scheduler.problem"}
