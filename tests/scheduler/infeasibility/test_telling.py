"""Conflicts of many meetings: told in few lines, found by counting, and as small as can be."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.infeasibility import Conflict, list_requirements
from scheduler.infeasibility.telling import IRREDUCIBLE, tell
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.conflicts import DAY, conflict_of, lines_of

pytestmark = pytest.mark.slow


def crowd(people: int, pairs: list[tuple[int, int]], *, slots: int = 4, places: int = 9, **more: Any) -> Problem:
    """People P0, P1… of whom these pairs must all meet."""
    times = [f"{9 + k // 3:02}:{k % 3}0" for k in range(slots + 1)]
    document = {
        "format": "bms-problem/1",
        "id": "crowd",
        "slots": [{"id": f"S{k + 1}", "start": f"{DAY}{times[k]}+01:00", "end": f"{DAY}{times[k + 1]}+01:00"} for k in range(slots)],
        "places": [{"id": f"T{k + 1}"} for k in range(places)],
        "participants": [{"id": f"P{k}", "name": f"Pia {k}"} for k in range(people)],
        "requests": [{"id": f"R{p}-{q}", "participants": [f"P{p}", f"P{q}"], "must": True} for p, q in pairs],
    }
    return parse_problem(document | more, "crowd.json")


def test_many_meetings_of_one_participant_are_one_line() -> None:
    assert lines_of(crowd(7, [(0, k) for k in range(1, 7)])) == [
        "Pia 0 (P0) must hold these 5 meetings: R0-1 with Pia 1 (P1), R0-2 with Pia 2 (P2), R0-3 with Pia 3 (P3), R0-4 with Pia 4 (P4) "
        "and R0-5 with Pia 5 (P5)",
        "Pia 0 (P0) has one meeting at a time",
    ]


def test_participants_of_whom_the_same_is_said_are_one_line() -> None:
    # two pairs and what they have to do elsewhere
    requests = [{"id": name, "participants": people, "must": True} for name, people in (("Q", ["P0", "P1"]), ("R", ["P2", "P3"]))]
    away = [{"id": f"P{k}", "name": f"Pia {k}", "unavailable": ["S1"] if k % 2 else ["S2"]} for k in range(4)]
    conflict = Conflict(list_requirements(crowd(4, [], slots=2, requests=requests, participants=away)), irreducible=True)
    told = tell(crowd(4, [], slots=2, requests=requests, participants=away), conflict)
    assert told[-4:] == [
        "Pia 0 (P0) and Pia 2 (P2) are unavailable in S2 (2026-11-24 09:10)",
        "Pia 1 (P1) and Pia 3 (P3) are unavailable in S1 (2026-11-24 09:00)",
        "T1, T2, T3, T4, T5, T6, T7 and 2 more have room for one meeting each at a time, 18 in all 2 slots",
        IRREDUCIBLE,
    ]


def test_smallest_conflict_may_be_another_than_the_one_found_first() -> None:
    # Three who all meet need three slots; that a table takes no two meetings would do as well, but people rather hear of themselves.
    problem = crowd(3, [(0, 1), (0, 2), (1, 2)], slots=2)
    assert lines_of(problem) == [
        "R0-1 (Pia 0 (P0) with Pia 1 (P1)) must be held",
        "R0-2 (Pia 0 (P0) with Pia 2 (P2)) must be held",
        "R1-2 (Pia 1 (P1) with Pia 2 (P2)) must be held",
        "Pia 0 (P0), Pia 1 (P1) and Pia 2 (P2) have one meeting at a time",
    ]


def test_very_many_meetings_are_one_line() -> None:
    # 13 pairs, 4 slots, 3 tables: one more than there is room for
    pairs = [(2 * k, 2 * k + 1) for k in range(13)]
    assert lines_of(crowd(26, pairs, places=3)) == [
        "13 meetings must be held: R0-1, R2-3, R4-5, R6-7, R8-9, R10-11, R12-13, R14-15, R16-17, R18-19, R20-21, R22-23 and R24-25",
        "T1, T2 and T3 have room for one meeting each at a time, 12 in all 4 slots",
    ]


def test_too_few_places_are_proven_without_a_solver() -> None:
    # 40 pairs, 13 slots, 3 tables: a solver would try which 39 fit
    pairs = [(2 * k, 2 * k + 1) for k in range(40)]
    problem = crowd(80, pairs, slots=13, places=3)
    with pytest.raises(NoPlanExists) as told:
        solve(problem, Settings(seconds=20, workers=1), "")
    assert told.value.conflict[0] == "40 meetings must be held: R0-1, R2-3, R4-5, R6-7, R8-9, R10-11, R12-13 and 33 more"


def test_meetings_one_after_another_are_told_in_their_order() -> None:
    requests = [{"id": f"Q{k}", "participants": [f"P{2 * k}", f"P{2 * k + 1}"], "must": True} for k in range(4)]
    for k, earlier in ((0, "Q2"), (1, "Q0"), (3, "Q1")):
        requests[k]["after"] = [earlier]
    assert lines_of(crowd(8, [], slots=3, requests=requests)) == [
        "these 4 meetings must be held, each in a later slot than the one before it: Q2 (Pia 4 (P4) with Pia 5 (P5)), "
        "Q0 (Pia 0 (P0) with Pia 1 (P1)), Q1 (Pia 2 (P2) with Pia 3 (P3)) and Q3 (Pia 6 (P6) with Pia 7 (P7))"
    ]


def test_slots_in_a_row_are_a_stretch() -> None:
    slots = ["S1", "S2", "S3", "S5", "S7", "S8", "S9"]
    requests = [{"id": "R", "participants": ["P0", "P1"], "must": True, "slots": slots}]
    problem = crowd(2, [], slots=9, requests=requests, fixed=[{"request": "R", "slot": "S4"}])
    assert lines_of(problem)[1] == (
        "R (Pia 0 (P0) with Pia 1 (P1)) may only be held in S1 to S3 (2026-11-24 09:00 to 10:00), S5 (2026-11-24 10:10) "
        "and S7 to S9 (2026-11-24 11:00 to 12:00)"
    )


def test_odd_circle_is_found_among_many() -> None:
    # five people who all meet have 10 meetings, of which a slot holds 2: no 4 slots do, though each of them has 4 meetings only
    circle = [(p, q) for q in range(5) for p in range(q)]
    others = [(p, q) for q in range(5, 11) for p in range(5, q) if (p + q) % 3 == 0]
    conflict = conflict_of(crowd(11, others + circle))
    kinds = [requirement.kind for requirement in conflict.requirements]
    held = {requirement.key[0] for requirement in conflict.requirements if requirement.kind == "must"}
    assert (conflict.irreducible, Counter(kinds)) == (True, Counter({"must": 9, "parallel": 1}))
    assert held < {f"R{p}-{q}" for p, q in circle}
