"""An event of which violations are told in words."""

from __future__ import annotations

from typing import Any

from scheduler.files.reading import parse_problem
from scheduler.problem import Problem


def event(**changes: Any) -> Problem:
    """Anna and Bob buy, Zed supplies; a dialogue about light."""
    document: dict[str, Any] = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:20:00Z"} for k in (1, 2, 3)],
        "places": [{"id": "T"}, {"id": "U"}],
        "participants": [{"id": "a", "name": "Anna"}, {"id": "b", "name": "Bob"}, {"id": "z"}],
        "requests": [{"id": "az", "participants": ["a", "z"]}, {"id": "ba", "participants": ["b", "a"]}],
        "dialogues": [{"id": "d", "topic": "Light"}, {"id": "e"}],
    }
    return parse_problem(document | changes, "event.json")
