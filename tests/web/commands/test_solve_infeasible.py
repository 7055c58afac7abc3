"""Contradicting input on the command line: exit 3, the conflict in the user's names, and no file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import NoPlanInTime
from scheduler.files.reading import parse_problem
from scheduler.infeasibility.telling import SMALLEST
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from web.cli import run


def event(**more: Any) -> dict[str, Any]:
    """Two slots and two tables; the city wants to meet two suppliers."""
    day = "2026-11-24T"
    return {
        "format": "bms-problem/1",
        "id": "day",
        "slots": [
            {"id": "S1", "start": day + "09:00+01:00", "end": day + "09:20+01:00"},
            {"id": "S2", "start": day + "09:20+01:00", "end": day + "09:40+01:00"},
        ],
        "places": [{"id": "T1"}, {"id": "T2"}],
        "participants": [{"id": "B1", "name": "Zoë"}, {"id": "S1", "name": "Lamp & Co"}, {"id": "S2"}, {"id": "F1", "name": "Fay"}],
        "requests": [{"id": "R1", "participants": ["B1", "S1"], "value": 3}, {"id": "R2", "participants": ["B1", "S2"]}],
    } | more


def people(**unavailable: list[str]) -> list[dict[str, Any]]:
    return [person | {"unavailable": unavailable.get(person["id"], [])} for person in event()["participants"]]


CASES = {
    "two fixed meetings of one person in one slot": (
        {"fixed": [{"request": "R1", "slot": "S1"}, {"request": "R2", "slot": "S1"}]},
        [
            "R1 (Zoë (B1) with Lamp & Co (S1)) is fixed in S1 (2026-11-24 09:00)",
            "R2 (Zoë (B1) with S2) is fixed in S1 (2026-11-24 09:00)",
            "Zoë (B1) has one meeting at a time",
        ],
    ),
    "a must with nobody free": (
        {
            "participants": people(B1=["S1"], S1=["S2"]),
            "requests": [{"id": "R1", "participants": ["B1", "S1"], "must": True}, {"id": "R2", "participants": ["B1", "S2"]}],
        },
        [
            "R1 (Zoë (B1) with Lamp & Co (S1)) must be held",
            "Zoë (B1) is unavailable in S1 (2026-11-24 09:00)",
            "Lamp & Co (S1) is unavailable in S2 (2026-11-24 09:20)",
        ],
    ),
    "a dialogue whose moderators are never free": (
        {"participants": people(F1=["S1", "S2"]), "dialogues": [{"id": "D1", "topic": "Lighting", "moderators": ["F1"]}]},
        [
            "dialogue D1 (Lighting) must be held",
            "dialogue D1 (Lighting) must be moderated by Fay (F1)",
            "Fay (F1) is unavailable in every slot",
        ],
    ),
    "too few seats wanted": (
        {"dialogues": [{"id": "D1", "topic": "Lighting", "seats": [3, 8], "wanted": [{"participant": "B1"}, {"participant": "S1"}]}]},
        [
            "dialogue D1 (Lighting) must be held",
            "dialogue D1 (Lighting) needs at least 3 people seated, and only 2 asked for a seat",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "lines"), CASES.values(), ids=CASES.keys())
def test_solve_names_what_cannot_hold_together(
    changes: dict[str, Any], lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(event(**changes)), encoding="utf-8")
    assert run(["solve", str(problem), "-o", str(tmp_path / "plan.json"), "--seconds", "20"]) == 3
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines() == ["bms: no plan exists; these cannot hold together:", *(f"- {line}" for line in [*lines, SMALLEST])]
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


def test_impossible_event_that_was_not_proven_to_be_so_is_no_plan_in_time() -> None:
    stop = Stop()
    stop.request()
    # three who all meet need three slots, which counting does not see
    pairs = {"R1": ("B1", "S1"), "R2": ("B1", "S2"), "R3": ("S1", "S2")}
    problem = parse_problem(event(requests=[{"id": r, "participants": [*pair], "must": True} for r, pair in pairs.items()]), "problem.json")
    with pytest.raises(NoPlanInTime):
        solve(problem, Settings(seconds=20, workers=1), "", stop=stop)
