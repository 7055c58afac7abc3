"""A problem file that has every key of the format."""

from __future__ import annotations

from typing import Any


def whole() -> dict[str, Any]:
    """A valid document with every key of the format."""
    return {
        "format": "bms-problem/1",
        "id": "fair-26",
        "name": "Fair 2026",
        "slots": [
            {"id": "S1", "start": "2026-11-24T09:00:00+01:00", "end": "2026-11-24T09:20:00+01:00"},
            {"id": "S2", "start": "2026-11-24T08:20:00Z", "end": "2026-11-24T08:40:00Z"},
            {"id": "S3", "start": "2026-11-25T09:00+01:00", "end": "2026-11-25T09:20+01:00"},
        ],
        "places": [{"id": "T1", "zone": "hall", "capacity": 2}, {"id": "booth", "owner": "S"}],
        "participants": [
            {"id": "B", "role": "buyer", "name": "Bé", "organisation": "City", "unavailable": ["S3"], "max_meetings": 2, "floor": 1},
            {"id": "S", "role": "supplier", "home": "booth", "parallel": 2},
            {"id": "F", "role": "facilitator"},
        ],
        "requests": [
            {"id": "R1", "participants": ["B", "S"], "value": 5, "must": True, "slots": ["S1", "S3"], "places": ["T1"]},
            {"id": "R2", "participants": ["S", "F"], "after": ["R1"]},
        ],
        "dialogues": [
            {
                "id": "D1",
                "topic": "Light",
                "length": 2,
                "starts": ["S1"],
                "places": ["T1"],
                "moderators": ["F"],
                "seats": [1, 4],
                "minimum": {"buyer": 1},
                "wanted": [{"participant": "B", "value": 3}, {"participant": "S"}],
                "must": False,
            }
        ],
        "fixed": [{"request": "R1", "slot": "S1", "place": "T1"}],
        "unavailable_counts_as_break": True,
        "max_break_difference": 2,
        "goals": ["value", "mix"],
    }


def keys_in(value: Any, under: str = "") -> set[str]:
    """Each key with the list that it stands in: ``requests.value``."""
    if isinstance(value, list):
        return {key for inner in value for key in keys_in(inner, under)}
    if not isinstance(value, dict) or under == "minimum":
        return set()
    return {f"{under}.{key}" for key in value} | {inner for key in value for inner in keys_in(value[key], key)}
