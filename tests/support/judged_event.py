"""A small event with a bit of everything, to be changed and planned by hand in a few words."""

from __future__ import annotations

import copy
from typing import Any

Document = dict[str, Any]
SHA = "ab" * 32
# Anna and Bob buy, Zed (two at once at its booth) and Yves supply, Fay moderates; three slots on one day, two on the next.
EVENT: Document = {
    "format": "bms-problem/1",
    "id": "e",
    "slots": [
        *({"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00+01:00", "end": f"2026-11-24T1{k}:30:00+01:00"} for k in (1, 2, 3)),
        *({"id": f"S{k}", "start": f"2026-11-25T0{k}:00:00+01:00", "end": f"2026-11-25T0{k}:30:00+01:00"} for k in (4, 5)),
    ],
    "places": [
        {"id": "T1", "zone": "east"},
        {"id": "T2", "zone": "west", "capacity": 2},
        {"id": "booth", "capacity": 2, "owner": "z"},
        {"id": "round", "owner": "f"},
    ],
    "participants": [
        {"id": "a", "role": "buyer", "organisation": "City"},
        {"id": "b", "role": "buyer", "organisation": "City", "unavailable": ["S3"]},
        {"id": "z", "home": "booth", "parallel": 2, "max_meetings": 2},
        {"id": "y", "organisation": "Works", "max_meetings": None},
        {"id": "f", "role": "facilitator"},
    ],
    "requests": [
        {"id": "az", "participants": ["a", "z"], "value": 5},
        {"id": "bz", "participants": ["b", "z"], "slots": ["S1", "S3"]},
        {"id": "yz", "participants": ["y", "z"]},
        {"id": "ay", "participants": ["a", "y"], "places": ["T1", "T2"]},
        {"id": "by", "participants": ["b", "y"], "after": ["ay"]},
    ],
    "dialogues": [
        {
            "id": "d",
            "length": 2,
            "starts": ["S1", "S2", "S3", "S4"],
            "places": ["round", "T2"],
            "moderators": ["f", "y"],
            "seats": [1, 2],
            "minimum": {"buyer": 1},
            "wanted": [{"participant": "a", "value": 3}, {"participant": "b"}, {"participant": "y"}],
            "must": False,
        },
        {"id": "free", "wanted": [{"participant": "z"}, {"participant": "f"}], "must": False},
    ],
    "goals": [],
}


def changed(entries: dict[str, Document], **more: Any) -> Document:
    """The event with some of its places, participants, requests and dialogues changed, each by its id."""
    document = copy.deepcopy(EVENT) | more
    for key in ("places", "participants", "requests", "dialogues"):
        for entry in document[key]:
            entry |= entries.get(entry["id"], {})
    return document


def plan_of(problem: Document, *held: str) -> Document:
    """A plan from words: "request slot place" for a meeting, "dialogue slot place moderator seat,seat" for a dialogue."""
    words = [line.split() for line in held]
    meetings = [dict(zip(("request", "slot", "place"), line, strict=True)) for line in words if len(line) == 3]
    dialogues = [
        {
            "dialogue": name,
            "start": start,
            "place": place,
            "moderator": None if moderator == "-" else moderator,
            "participants": [] if seats == "-" else seats.split(","),
        }
        for name, start, place, moderator, seats in (line for line in words if len(line) == 5)
    ]
    left = [request["id"] for request in problem["requests"] if request["id"] not in {meeting["request"] for meeting in meetings}]
    return {
        "format": "bms-plan/1",
        "problem_sha256": SHA,
        "status": "optimal",
        "meetings": meetings,
        "dialogues": dialogues,
        "unscheduled": [{"request": name, "reasons": [{"code": "not_proven"}]} for name in left],
        "goals": [],
    }


def names(violations: list[str]) -> list[str]:
    """Which rules and claims the violations are of, each once."""
    return list(dict.fromkeys(line.partition(":")[0] for line in violations))
