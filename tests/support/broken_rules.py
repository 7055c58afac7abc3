"""Every hard rule broken once, in an event that keeps all others: what the checker finds, with who and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scheduler.checker import Rule, Violation
from scheduler.checker.rules import dialogues, diaries, meetings
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.plan import HeldDialogue, Meeting
from scheduler.problem import Problem


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
    """A meeting, at the booth of Zed if nothing else is said."""
    return Meeting(request, slot, place)


def table(start: str = "S2", place: str = "round", moderator: str | None = "f", seated: tuple[str, ...] = ("a",)) -> HeldDialogue:
    """The dialogue d, as it may be held if nothing else is said."""
    return HeldDialogue("d", start, place, moderator, seated)


Fault = tuple[Callable[..., Any], Problem, list[Meeting], list[HeldDialogue], Violation]

MEETING_FAULTS: list[Fault] = [
    (meetings.meeting_names_known, event(), [met("qq", "S1")], [], Violation(Rule.UNKNOWN_REQUEST, requests=("qq",))),
    (meetings.meeting_names_known, event(), [met("az", "S9")], [], Violation(Rule.UNKNOWN_SLOT, requests=("az",), slots=("S9",))),
    (
        meetings.meeting_names_known,
        event(),
        [met("az", "S1", "T9")],
        [],
        Violation(Rule.UNKNOWN_PLACE, requests=("az",), places=("T9",)),
    ),
    (
        meetings.request_held_once,
        event(),
        [met("az", "S1"), met("az", "S3")],
        [],
        Violation(Rule.REQUEST_HELD_ONCE, requests=("az",), slots=("S1", "S3"), found=2, allowed=1),
    ),
    (
        meetings.own_slot,
        event(),
        [met("bz", "S3")],
        [],
        Violation(Rule.OWN_SLOT, requests=("bz",), slots=("S3",)),
    ),
    # a home is the place, whatever is free elsewhere
    (
        meetings.allowed_place,
        event(),
        [met("az", "S1", "T1")],
        [],
        Violation(Rule.ALLOWED_PLACE, requests=("az",), slots=("S1",), places=("T1",)),
    ),
    # its own places, and no other
    (
        meetings.allowed_place,
        event(),
        [met("ay", "S1", "round")],
        [],
        Violation(Rule.ALLOWED_PLACE, requests=("ay",), slots=("S1",), places=("round",)),
    ),
    # neither has a home: shared places only
    (
        meetings.allowed_place,
        event(),
        [met("by", "S1", "round")],
        [],
        Violation(Rule.ALLOWED_PLACE, requests=("by",), slots=("S1",), places=("round",)),
    ),
    (meetings.request_must, with_entry("requests", "az", must=True), [], [], Violation(Rule.REQUEST_MUST, requests=("az",))),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3"}]),
        [],
        [],
        Violation(Rule.FIXED_NOT_HELD, requests=("ay",), slots=("S3",)),
    ),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3"}]),
        [met("ay", "S2", "T1")],
        [],
        Violation(Rule.FIXED_ELSEWHERE, requests=("ay",), slots=("S3", "S2"), places=("T1",)),
    ),
    (
        meetings.fixed,
        event(fixed=[{"request": "ay", "slot": "S3", "place": "T2"}]),
        [met("ay", "S3", "T1")],
        [],
        Violation(Rule.FIXED_ELSEWHERE, requests=("ay",), slots=("S3", "S3"), places=("T2", "T1")),
    ),
    (
        meetings.after,  # in the same slot it is not after
        with_entry("requests", "zf", after=["ay"]),
        [met("ay", "S1", "T1"), met("zf", "S1")],
        [],
        Violation(Rule.AFTER, requests=("zf", "ay"), slots=("S1", "S1")),
    ),
    (
        meetings.after,
        event(),
        [met("ay", "S3", "T1"), met("by", "S2", "T1")],
        [],
        Violation(Rule.AFTER, requests=("by", "ay"), slots=("S2", "S3")),
    ),
]

TABLE_FAULTS: list[Fault] = [
    (
        dialogues.dialogue_names_known,
        event(),
        [],
        [HeldDialogue("q", "S1", "round", None, ())],
        Violation(Rule.UNKNOWN_DIALOGUE, dialogues=("q",)),
    ),
    (dialogues.dialogue_names_known, event(), [], [table("S9")], Violation(Rule.UNKNOWN_START, dialogues=("d",), slots=("S9",))),
    (
        dialogues.dialogue_names_known,
        event(),
        [],
        [table(place="T9")],
        Violation(Rule.UNKNOWN_DIALOGUE_PLACE, dialogues=("d",), slots=("S2",), places=("T9",)),
    ),
    (
        dialogues.dialogue_names_known,
        event(),
        [],
        [table(moderator="q")],
        Violation(Rule.UNKNOWN_MODERATOR, participants=("q",), dialogues=("d",), slots=("S2",)),
    ),
    (
        dialogues.dialogue_names_known,
        event(),
        [],
        [table(seated=("a", "q"))],
        Violation(Rule.UNKNOWN_SEATED, participants=("q",), dialogues=("d",), slots=("S2",)),
    ),
    (
        dialogues.dialogue_held_once,
        event(),
        [],
        [table("S2"), table("S3")],
        Violation(Rule.DIALOGUE_HELD_ONCE, dialogues=("d",), slots=("S2", "S3"), found=2, allowed=1),
    ),
    (dialogues.dialogue_must, with_entry("dialogues", "d", must=True), [], [], Violation(Rule.DIALOGUE_MUST, dialogues=("d",))),
    (dialogues.own_start, event(), [], [table("S1")], Violation(Rule.OWN_START, dialogues=("d",), slots=("S1",))),
    (
        dialogues.own_place,
        event(),
        [],
        [table(place="T1")],
        Violation(Rule.OWN_PLACE, dialogues=("d",), slots=("S2",), places=("T1",)),
    ),
    (
        dialogues.within_a_day,
        event(),
        [],
        [table("S4")],
        Violation(Rule.WITHIN_A_DAY, dialogues=("d",), slots=("S4",), found=2, allowed=1),
    ),
    (
        dialogues.within_a_day,  # past the last slot of all
        with_entry("dialogues", "d", starts=["S5"]),
        [],
        [table("S5")],
        Violation(Rule.WITHIN_A_DAY, dialogues=("d",), slots=("S5",), found=2, allowed=1),
    ),
    (
        dialogues.seats,
        with_entry("dialogues", "d", minimum={}),
        [],
        [table(seated=())],
        Violation(Rule.SEATS_LEAST, dialogues=("d",), slots=("S2",), found=0, allowed=1),
    ),
    (
        dialogues.seats,
        event(),
        [],
        [table(seated=("a", "b", "y"))],
        Violation(Rule.SEATS_MOST, dialogues=("d",), slots=("S2",), found=3, allowed=2),
    ),
    (
        dialogues.seated_once,
        event(),
        [],
        [table(seated=("a", "a"))],
        Violation(Rule.SEATED_ONCE, participants=("a",), dialogues=("d",), slots=("S2",), found=2, allowed=1),
    ),
    (
        dialogues.seat_wanted,
        event(),
        [],
        [table(seated=("a", "z"))],
        Violation(Rule.SEAT_WANTED, participants=("z",), dialogues=("d",), slots=("S2",)),
    ),
    (
        dialogues.role_minimum,
        event(),
        [],
        [table(seated=("y",))],
        Violation(Rule.ROLE_MINIMUM, dialogues=("d",), slots=("S2",), role="buyer", found=0, allowed=1),
    ),
    (dialogues.moderator, event(), [], [table(moderator=None)], Violation(Rule.MODERATOR_MISSING, dialogues=("d",), slots=("S2",))),
    (
        dialogues.moderator,
        event(),
        [],
        [table(moderator="z")],
        Violation(Rule.MODERATOR_OTHER, participants=("z",), dialogues=("d",), slots=("S2",)),
    ),
    (
        dialogues.moderator,
        event(),
        [],
        [HeldDialogue("free", "S2", "T1", "a", ())],
        Violation(Rule.MODERATOR_NOT_NEEDED, participants=("a",), dialogues=("free",), slots=("S2",)),
    ),
    (
        dialogues.moderator_unseated,
        event(),
        [],
        [table(moderator="y", seated=("a", "y"))],
        Violation(Rule.MODERATOR_UNSEATED, participants=("y",), dialogues=("d",), slots=("S2",)),
    ),
]

DIARY_FAULTS: list[Fault] = [
    (
        diaries.available,
        event(),
        [met("bz", "S4")],
        [],
        Violation(Rule.AVAILABLE, participants=("b",), requests=("bz",), slots=("S4",), found=1, allowed=0),
    ),
    (
        diaries.available,
        event(),
        [],
        [table("S3", seated=("b",))],
        Violation(Rule.AVAILABLE, participants=("b",), dialogues=("d",), slots=("S4",), found=1, allowed=0),
    ),
    (
        diaries.available,  # moderators too
        with_entry("participants", "f", unavailable=["S3"]),
        [],
        [table()],
        Violation(Rule.AVAILABLE, participants=("f",), dialogues=("d",), slots=("S3",), found=1, allowed=0),
    ),
    (
        diaries.parallel,
        with_entry("requests", "by", after=[]),
        [met("ay", "S1", "T2"), met("by", "S1", "T2")],
        [],
        Violation(Rule.PARALLEL, participants=("y",), requests=("ay", "by"), slots=("S1",), found=2, allowed=1),
    ),
    (
        diaries.one_place,
        with_entry("requests", "az", places=["T1"]),
        [met("az", "S1", "T1"), met("bz", "S1")],
        [],
        Violation(Rule.ONE_PLACE, participants=("z",), requests=("az", "bz"), slots=("S1",), places=("T1", "booth"), found=2, allowed=1),
    ),
    (
        diaries.dialogue_alone,
        event(),
        [met("ay", "S3", "T1")],
        [table()],
        Violation(Rule.DIALOGUE_ALONE, participants=("a",), requests=("ay",), dialogues=("d",), slots=("S3",), found=2, allowed=1),
    ),
    (
        diaries.dialogue_alone,  # a moderator, and somebody who could hold two meetings at once
        event(),
        [],
        [table("S2"), HeldDialogue("free", "S3", "T1", None, ("f",))],
        Violation(Rule.DIALOGUE_ALONE, participants=("f",), dialogues=("d", "free"), slots=("S3",), found=2, allowed=1),
    ),
    (
        diaries.dialogue_alone,
        event(),
        [met("az", "S1")],
        [HeldDialogue("free", "S1", "T1", None, ("z",))],
        Violation(Rule.DIALOGUE_ALONE, participants=("z",), requests=("az",), dialogues=("free",), slots=("S1",), found=2, allowed=1),
    ),
    (
        diaries.max_meetings,
        event(),
        [met("az", "S1"), met("bz", "S2"), met("yz", "S3"), met("zf", "S4")],
        [],
        Violation(Rule.MAX_MEETINGS, participants=("z",), found=4, allowed=3),
    ),
    (
        diaries.capacity,
        with_entry("participants", "z", parallel=3),
        [met("az", "S1"), met("bz", "S1"), met("yz", "S1")],
        [],
        Violation(Rule.CAPACITY, requests=("az", "bz", "yz"), slots=("S1",), places=("booth",), found=3, allowed=2),
    ),
    (
        diaries.capacity,  # a dialogue takes a place as a whole
        event(),
        [met("by", "S3", "T2")],
        [table(place="T2")],
        Violation(Rule.CAPACITY, requests=("by",), dialogues=("d",), slots=("S3",), places=("T2",), found=2, allowed=1),
    ),
    (
        diaries.capacity,
        event(),
        [],
        [table(place="T2"), HeldDialogue("free", "S2", "T2", None, ("z",))],
        Violation(Rule.CAPACITY, dialogues=("d", "free"), slots=("S2",), places=("T2",), found=2, allowed=1),
    ),
    (
        diaries.break_difference,  # Anna waits in S2 and Zed does not; who does nothing has no breaks
        event(max_break_difference=0),
        [met("az", "S1"), met("zf", "S2"), met("ay", "S3", "T1")],
        [],
        Violation(Rule.BREAK_DIFFERENCE, participants=("a", "b"), found=1, allowed=0),
    ),
]

FAULTS = [*MEETING_FAULTS, *TABLE_FAULTS, *DIARY_FAULTS]


def valid() -> tuple[list[Meeting], list[HeldDialogue]]:
    """Much of the event at once, breaking nothing."""
    held = [met("az", "S1"), met("bz", "S1"), met("ay", "S4", "T2"), met("by", "S5", "T2")]
    return held, [table(seated=("a", "b")), HeldDialogue("free", "S5", "T1", None, ("z", "f"))]
