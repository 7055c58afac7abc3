"""Small events to call commands with, and how to call them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

BMS = [sys.executable, "-c", "from web.cli import main; main()"]


def event(**more: Any) -> dict[str, Any]:
    """Two slots, two tables, one buyer and two suppliers who all want to meet."""
    day = "2026-11-24T"
    return {
        "format": "bms-problem/1",
        "id": "day",
        "slots": [
            {"id": "S1", "start": day + "09:00+01:00", "end": day + "09:20+01:00"},
            {"id": "S2", "start": day + "09:20+01:00", "end": day + "09:40+01:00"},
        ],
        "places": [{"id": "T1"}, {"id": "T2"}],
        "participants": [{"id": "An", "role": "buyer"}, {"id": "Bo", "role": "supplier"}, {"id": "Cy", "role": "supplier"}],
        "requests": [
            {"id": "R1", "participants": ["An", "Bo"], "value": 3},
            {"id": "R2", "participants": ["An", "Cy"], "value": 2},
            {"id": "R3", "participants": ["Bo", "Cy"]},
        ],
    } | more


def crowd() -> dict[str, Any]:
    """Sixteen people who all want to meet in twelve slots at six tables: no plan is proven best at once."""
    slots = [{"id": f"S{k}", "start": f"2026-11-24T{8 + k}:00+01:00", "end": f"2026-11-24T{8 + k}:30+01:00"} for k in range(2, 14)]
    people = [f"P{k:02}" for k in range(16)]
    pairs = [(a, b) for a in people for b in people if a < b]
    requests = [{"id": f"{a}-{b}", "participants": [a, b], "value": 1 + (k * 37) % 11} for k, (a, b) in enumerate(pairs)]
    places = [{"id": f"T{k}"} for k in range(6)]
    return event(slots=slots, places=places, participants=[{"id": p} for p in people], requests=requests)


def write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
