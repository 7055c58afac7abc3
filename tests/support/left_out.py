"""An event with one request to look at, which a plan leaves out."""

from __future__ import annotations

from typing import Any

from scheduler.files.reading import parse_problem
from scheduler.problem import Problem


def event(slots: int = 2, **parts: Any) -> Problem:
    """An event whose request R, of p with q, is the one to look at; the others are there to keep them and the places busy."""
    people = [{"id": name, **parts.get(name, {})} for name in "pqxyzabc"]
    busy = [{"id": "".join(pair), "participants": list(pair)} for pair in ("px", "py", "qx", "qy", "yz", "xa", "bc")]
    return parse_problem(
        {
            "format": "bms-problem/1",
            "id": "e",
            "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in range(1, slots + 1)],
            "places": parts.get("places", [{"id": "T", "capacity": 9}]),
            "participants": people,
            "requests": [{"id": "R", "participants": ["p", "q"], **parts.get("R", {})}, *busy],
            "dialogues": parts.get("dialogues", []),
        },
        "e.json",
    )


def talk(**more: Any) -> dict[str, Any]:
    """A dialogue that runs in S1 and S2."""
    return {"id": "D", "length": 2, "places": ["round"], "wanted": [{"participant": name} for name in "pxy"], **more}
