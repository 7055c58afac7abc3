"""What counting says of many conflicts at once, against trying: meetings left away, corrections that are alike, meetings also needed."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import find_conflict, list_requirements, relax, smallest
from scheduler.infeasibility.crowds import find_crowds
from scheduler.infeasibility.hitting import Correction, hit
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.peeling import peel
from scheduler.infeasibility.relaxation import essential
from scheduler.infeasibility.rotation import rotate
from scheduler.parameters import DEFAULTS
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflicts import has_plan, only
from tests.support.strategies import small_problem
from tests.support.tiers import batches, deep

pytestmark = pytest.mark.slow

AGES = 600.0  # seconds, on however busy a machine
PATIENT = Settings(workers=1, parameters=replace(DEFAULTS, conflicts=replace(DEFAULTS.conflicts, patience=AGES)))
SIZES = {"slots": 4, "participants": 5, "requests": 6, "dialogues": 1, "places": 3}


def judge() -> Judge:
    return Judge(Settings(workers=1), time.monotonic() + 60, Stop())


def crowded(seed: int, people: int = 6, slots: int = 3) -> Problem:
    """One participant with many meetings that must be held, some others among the rest, and now and then a dialogue."""
    rng = random.Random(seed)
    names = [f"P{k}" for k in range(people)]
    grid = [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in range(slots)]
    away = {name: [slot["id"] for slot in grid if rng.random() < 0.15] for name in names}
    pairs = [("P0", name) for name in names[1:] if rng.random() < 0.8] + [rng.sample(names[1:], 2) for _ in range(rng.randint(0, 2))]
    document: dict[str, Any] = {
        "format": "bms-problem/1",
        "id": "crowded",
        "slots": grid,
        "places": [{"id": "T", "capacity": rng.randint(1, 2)}, {"id": "U"}][: rng.randint(1, 2)],
        "participants": [{"id": name, "unavailable": away[name]} for name in names],
        "requests": [{"id": f"R{k}", "participants": list(pair), "must": True} for k, pair in enumerate(pairs)],
    }
    if rng.random() < 0.3:
        document["participants"][0]["max_meetings"] = rng.randint(1, slots)
    if rng.random() < 0.3 and len(pairs) > 1:
        document["requests"][1]["after"] = ["R0"]
    if rng.random() < 0.3:
        document["dialogues"] = [{"id": "D", "seats": [1, 2], "wanted": [{"participant": name} for name in rng.sample(names, 2)]}]
    return parse_problem(document, "crowded.json")


def demanding(seed: int) -> Problem:
    rng = random.Random(seed)
    document = small_problem(rng, **SIZES)
    document.pop("max_break_difference", None)
    for request in document["requests"]:
        request["must"] = rng.random() < 0.7
    return parse_problem(document, "small.json")


def talkative(seed: int) -> Problem:
    """Dialogues with few to spare, and enough places that what does not belong at theirs can be elsewhere."""
    rng = random.Random(seed)
    document = small_problem(rng, slots=3, participants=5, requests=2, dialogues=3, places=2)
    document.pop("max_break_difference", None)
    document["places"] += [{"id": f"X{k}"} for k in range(5)]
    for each in (*document["requests"], *document["dialogues"]):
        each["must"] = True
    return parse_problem(document, "small.json")


@pytest.mark.parametrize("seeds", [pytest.param(range(48, 60), id="few"), deep(range(48), id="many")])  # such conflicts are rare
def test_what_is_left_away_is_in_no_small_conflict(seeds: range) -> None:
    left_away, conflicts = Counter[str](), 0
    for problem in [*map(crowded, seeds), *map(demanding, seeds), *map(talkative, seeds)]:
        requirements = list_requirements(problem)
        for most in (1, 2, 3):
            whole, peeled = essential(problem), peel(essential(problem), most)
            gone = {(False, r.id) for r in whole.requests} - {(False, r.id) for r in peeled.requests}
            gone |= {(True, d.id) for d in whole.dialogues} - {(True, d.id) for d in peeled.dialogues}
            left_away.update("dialogue" if talks else "request" for talks, _ in gone)
            stay = [r for r in requirements if not (r.holds and (r.kind == "dialogue", r.key[0]) in gone)]
            for chosen in combinations(requirements, most) if gone else ():
                if not {*chosen} <= {*stay} and not has_plan(only(problem, chosen)):
                    conflicts += 1
                    assert not has_plan(only(problem, [r for r in chosen if r in stay])), (most, chosen)
    assert min(left_away["request"], left_away["dialogue"]) > len(seeds) / 2
    assert conflicts > 0


@pytest.mark.parametrize("seeds", batches(range(60), 24))
@pytest.mark.parametrize("make", [crowded, demanding])
def test_meetings_fit_as_long_as_no_stair_is_climbed(make: Any, seeds: range) -> None:
    told = tried = 0
    for seed in seeds:
        problem = essential(make(seed))
        names = [request.id for request in problem.requests]
        requirements = {(r.kind, r.key): r for r in list_requirements(problem)}
        must = [name for name in names if ("must", (name,)) in requirements and ("fixed", (name,)) not in requirements]
        absent = random.Random(seed).sample(must, len(must) * 2 // 3)
        without = relax(problem, [requirements["must", (name,)] for name in absent])
        plan = judge().find_plan(without)
        if plan is None or len(absent) < 2:
            continue
        for group, stairs in find_crowds(*plan, [names.index(name) for name in absent]):
            told += 1
            beside = [name for name in absent if names.index(name) not in group]
            for size in range(len(group) + 1):
                for chosen in combinations(sorted(group), size):
                    if all(len({*chosen} & {*stair}) < number for stair, number in stairs):
                        gone = [requirements["must", (names[r],)] for r in group if r not in chosen]
                        gone += [requirements["must", (name,)] for name in beside]
                        tried += 1
                        assert has_plan(relax(problem, gone)), (seed, group, stairs, chosen)
    assert told > len(seeds) / 4
    assert tried > len(seeds) * 1.6


@pytest.mark.parametrize("seeds", batches(range(80), 16))
@pytest.mark.parametrize("make", [crowded, demanding])
def test_each_meeting_found_by_rotation_is_needed(make: Any, seeds: range) -> None:
    found = 0
    for seed in seeds:
        problem = essential(make(seed))
        requirements = {(r.kind, r.key): r for r in list_requirements(problem)}
        for r, request in enumerate(problem.requests):
            one = requirements.get(("must", (request.id,)))
            if one is None or request.id in {fixed.request for fixed in problem.fixed}:
                continue
            plan = judge().find_plan(relax(problem, [one]))
            if plan is None or has_plan(problem):
                continue
            also = rotate(*plan, r)
            assert r in also
            found += len(also) - 1
            for other in also:
                name = problem.requests[other].id
                dropped = [requirements[key] for key in (("must", (name,)), ("fixed", (name,))) if key in requirements]
                assert has_plan(relax(problem, dropped)), (seed, request.id, name)
    assert found > len(seeds) / 8


def test_counting_finds_conflicts_of_the_same_size_as_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [crowded(seed) for seed in range(12)]
    infeasible = [problem for problem in problems if judge().is_impossible(problem)]
    counted = [find_conflict(problem, PATIENT, time.monotonic() + AGES, Stop()) for problem in infeasible]
    monkeypatch.setattr(smallest, "peel", lambda problem, most: problem)
    monkeypatch.setattr(smallest, "find_crowds", lambda layout, x, missing, parameters: iter(()))
    plain = [find_conflict(problem, Settings(workers=1), time.monotonic() + 60, Stop()) for problem in infeasible]
    compared = [(len(a.requirements), len(b.requirements)) for a, b in zip(counted, plain, strict=True) if a.smallest and b.smallest]
    assert [a for a, _ in compared] == [b for _, b in compared]
    assert all(conflict.smallest for conflict in counted)
    assert len(compared) > 3


def test_smallest_set_climbs_a_stair_or_takes_another_thing() -> None:
    stair = Correction(frozenset({9}), ((frozenset(range(5)), 3),))
    assert hit([stair], 5, judge()) == (frozenset({9}), True)
    only_stair = Correction(frozenset(), stair.stairs)
    chosen, certain = hit([stair, only_stair], 5, judge())
    assert (len(chosen or ()), certain) == (3, True)
    assert hit([only_stair], 2, judge()) == (None, True)
    assert hit([Correction(frozenset({1, 2}))], 1, judge(), avoid=[1]) == (frozenset({2}), True)


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
