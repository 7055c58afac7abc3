"""Smallest conflicts, against every smaller set of requirements."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import Conflict, find_conflict, list_requirements
from scheduler.infeasibility.smallest import find_smallest
from scheduler.parameters import DEFAULTS
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflict_events import crowded, demanding, judge
from tests.support.conflicts import has_plan, require_smallest
from tests.support.schedules import event

AGES = 600.0  # seconds, on however busy a machine
PATIENT = Settings(workers=1, parameters=replace(DEFAULTS, conflicts=replace(DEFAULTS.conflicts, patience=AGES)))
MUST = {"must": True}


def test_a_participant_with_twice_as_many_meetings_as_slots_has_a_smallest_conflict() -> None:
    names = [f"P{k}" for k in range(27)]
    document = {
        "format": "bms-problem/1",
        "id": "star",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T{9 + k}:00:00Z", "end": f"2026-11-24T{9 + k}:30:00Z"} for k in range(13)],
        "places": [{"id": f"T{k}"} for k in range(9)],
        "participants": [{"id": name, "unavailable": [f"S{k % 13}"] if 0 < k < 20 else []} for k, name in enumerate(names)],
        "requests": [{"id": f"R{k}", "participants": ["P0", name], "must": True} for k, name in enumerate(names[1:])],
    }
    document["slots"][0]["start"], document["slots"][0]["end"] = "2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z"
    conflict = find_conflict(parse_problem(document, "star.json"), PATIENT, time.monotonic() + AGES, Stop())
    assert (len(conflict.requirements), conflict.smallest) == (15, True)
    assert np.bincount([requirement.kind == "must" for requirement in conflict.requirements]).tolist() == [1, 14]


def test_conflict_of_many_meetings_of_one_participant_is_as_small_as_any():
    impossible = [problem for problem in map(crowded, range(8)) if not has_plan(problem)]
    assert len(impossible) > 2
    for problem in impossible:
        require_smallest(problem)


def test_larger_conflict_gives_way_to_a_smaller_one_beside_it():
    # three meetings in one slot are four requirements, one without a place is two
    problem = event([1], {name: {} for name in "abcdef"}, {"ab": MUST, "ac": MUST, "ad": MUST, "ef": MUST | {"places": []}})
    requirements = list_requirements(problem)
    one = tuple(r for r in requirements if r.kind in ("must", "parallel") and r.key != ("ef",))
    found = find_smallest(problem, requirements, Conflict(one, irreducible=False), judge())
    assert {(r.kind, r.key) for r in found.requirements} == {("must", ("ef",)), ("places", ("ef",))}
    assert (found.irreducible, found.smallest) == (True, True)


def test_smallest_conflict_that_is_given_is_only_proven_to_be_one():
    problem = event([1], {name: {} for name in "abc"}, {"ab": MUST, "ac": MUST})
    requirements = list_requirements(problem)
    one = tuple(r for r in requirements if r.kind in ("must", "parallel"))
    found = find_smallest(problem, requirements, Conflict(one, irreducible=False), judge())
    assert found == Conflict(one, irreducible=True, smallest=True)


def test_conflict_stays_where_the_time_is_over_or_giving_up_can_do_harm():
    problem = event([1], {name: {} for name in "abc"}, {"ab": MUST, "ac": MUST})
    requirements = list_requirements(problem)
    given = Conflict(requirements, irreducible=False)
    late = judge()
    late.end = time.monotonic()
    assert find_smallest(problem, requirements, given, late) is given
    even = demanding(18, even=True)  # somebody is away, which may end a break
    assert even.max_break_difference is not None
    assert any(requirement.kind == "unavailable" for requirement in list_requirements(even))
    known = Conflict(list_requirements(even), irreducible=False)
    assert find_smallest(even, known.requirements, known, judge()) is known
