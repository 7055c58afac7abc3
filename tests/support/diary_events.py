"""Small events whose diaries clauses can say: one day, one meeting at a time, everything held."""

from __future__ import annotations

import random

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat.diaries import is_diary_event
from scheduler.problem import Problem
from tests.support.strategies import small_problem


def diary_document(rng: random.Random, **sizes: int) -> dict[str, object]:
    """A small problem with every key that diaries as clauses know, on one day, everything to be held."""
    while True:
        document = small_problem(rng, dialogues=0, **sizes) | {"goals": ["breaks"]}
        for person in document["participants"]:
            person.pop("parallel", None)
        for request in document["requests"]:
            request["must"] = True
        if is_diary_event(build_instance(parse_problem(document, "small.json"))):
            return document


def diary_event(rng: random.Random, **sizes: int) -> Problem:
    return parse_problem(diary_document(rng, **sizes), "small.json")
