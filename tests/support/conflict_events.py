"""Small events that often have no plan, each kind with one thing in it that makes it so, and who judges them."""

from __future__ import annotations

import random
import time
from typing import Any

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.questions import ClauseQuestions
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflicts import DAY, has_plan
from tests.support.strategies import small_problem

SMALL = {"slots": 3, "participants": 4, "requests": 4, "dialogues": 2, "places": 3}
EVEN = {"slots": 4, "participants": 4, "requests": 4, "dialogues": 1, "places": 2}
SIZES = {"slots": 4, "participants": 5, "requests": 6, "dialogues": 1, "places": 3}


def demanding(seed: int, even: bool) -> Problem:
    """A small problem with more that must be held, and perhaps nobody with more breaks than another."""
    rng = random.Random(seed)
    document: dict[str, Any] = small_problem(rng, **(EVEN if even else SMALL))
    document.pop("max_break_difference", None)
    if even:
        document["max_break_difference"] = rng.randint(0, 1)
    for request in document["requests"]:
        request["must"] = rng.random() < 0.5
    return parse_problem(document, "small.json")


def some_problems(block: int, size: int = 40) -> list[Problem]:
    """One of several blocks of problems with dialogues."""
    return [demanding(seed, even=False) for seed in range(block * size, (block + 1) * size)]


def judge() -> Judge:
    """One with a minute, and one worker."""
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


def insistent(seed: int) -> Problem:
    """Five people with more that must be held, two thirds of it."""
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


def published(seed: int, people: int = 4, slots: int = 4) -> Problem:
    """A small event as the published ones are, with everything in it that can make them impossible."""
    rng = random.Random(seed)
    names = [f"S{k + 1}" for k in range(slots)]
    persons: list[dict[str, Any]] = [{"id": f"P{k}", "unavailable": rng.sample(names, rng.choice((0, 0, 1, 2)))} for k in range(people)]
    requests: list[dict[str, Any]] = []
    for k in range(rng.randint(3, 5)):
        pair = rng.sample([person["id"] for person in persons], 2)
        requests.append({"id": f"M{k}", "participants": pair, "must": rng.random() < 0.8})
        if rng.random() < 0.5:
            requests[-1]["slots"] = rng.choice((names[:2], names[2:], names[1:3]))
        if k and rng.random() < 0.4:
            requests[-1]["after"] = [rng.choice(requests[:-1])["id"]]
    document = {
        "format": "bms-problem/1",
        "id": "published",
        "slots": [{"id": name, "start": f"{DAY}{9 + k:02}:00+01:00", "end": f"{DAY}{10 + k:02}:00+01:00"} for k, name in enumerate(names)],
        "places": [{"id": f"T{k}"} for k in range(rng.randint(1, 2))],
        "participants": persons,
        "requests": requests,
        "fixed": [{"request": each["id"], "slot": rng.choice(names)} for each in requests if rng.random() < 0.2],
        "unavailable_counts_as_break": True,
        "max_break_difference": rng.choice((0, 0, 1)),
        "goals": ["breaks"],
    }
    return parse_problem(document, "published.json")


def questions(problem: Problem) -> ClauseQuestions:
    """Of all requirements of a problem that clauses can hold."""
    return ClauseQuestions(problem, list_requirements(problem), judge())


def impossible(seeds: range) -> list[Problem]:
    """Published events of some seeds that have no plan."""
    return [problem for problem in map(published, seeds) if not has_plan(problem)]
