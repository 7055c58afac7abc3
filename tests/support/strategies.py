"""Small random problems that use every key of the format, from a seed or drawn by hypothesis."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from scheduler.problem import GOALS

ROLES = ("buyer", "supplier", "facilitator")
GOALS_WITHOUT_PLAN = tuple(goal for goal in GOALS if goal != "changes")


def small_problem(
    rng: random.Random,
    *,
    slots: int = 4,
    participants: int = 4,
    requests: int = 4,
    dialogues: int = 2,
    places: int = 3,
) -> dict[str, Any]:
    """Make a problem document of at most these sizes; each key of the format is there in a good part of them.

    Many, not all, have a plan: what makes a problem impossible (``must``, ``fixed``, empty lists, ``max_break_difference``) is rare
    in each of them and found in many.
    """
    grid = _slots(rng, _count(rng, 1, slots))
    slot_ids = [slot["id"] for slot in grid]
    people_ids = [f"P{k}" for k in range(1, _count(rng, 2, participants) + 1)]
    place_ids = [f"T{k}" for k in range(1, _count(rng, 0, places) + 1)]
    document: dict[str, Any] = {"format": "bms-problem/1", "id": "small", "slots": grid}
    _maybe(rng, document, "name", 0.2, lambda: "Small event")
    document["places"] = [_place(rng, name, people_ids) for name in place_ids]
    document["participants"] = [_participant(rng, name, slot_ids, place_ids) for name in people_ids]
    asked = [_request(rng, k, people_ids, slot_ids, place_ids) for k in range(1, _count(rng, 0, requests) + 1)]
    document["requests"] = asked
    document["dialogues"] = [_dialogue(rng, k, people_ids, slot_ids, place_ids) for k in range(1, _count(rng, 0, dialogues) + 1)]
    _maybe(rng, document, "fixed", 0.2, lambda: _fixed(rng, asked, slot_ids, place_ids))
    _maybe(rng, document, "unavailable_counts_as_break", 0.4, lambda: rng.random() < 0.7)
    _maybe(rng, document, "max_break_difference", 0.3, lambda: rng.randint(0, 2))
    _maybe(rng, document, "goals", 0.6, lambda: rng.sample(GOALS_WITHOUT_PLAN, rng.randint(1, len(GOALS_WITHOUT_PLAN))))
    return document


def small_problems(**sizes: int) -> st.SearchStrategy[dict[str, Any]]:
    """`small_problem` as a strategy that shrinks."""
    return st.randoms(use_true_random=False).map(lambda rng: small_problem(rng, **sizes))


def _count(rng: random.Random, least: int, most: int) -> int:
    """A number of things, more often many than few."""
    return max(rng.randint(least, most) for _ in range(3))


def _maybe(rng: random.Random, document: dict[str, Any], key: str, share: float, value: Any) -> None:
    """Set a key in a share of the documents; leave it out in the others."""
    if rng.random() < share:
        document[key] = value()


def _some(rng: random.Random, names: Sequence[str], share: float = 0.5, least: int = 0) -> list[str]:
    """Each of some names with a chance, in an order of their own, and at least so many where there are as many."""
    chosen = [name for name in names if rng.random() < share]
    if len(chosen) < least:
        chosen = rng.sample(names, min(least, len(names)))
    return rng.sample(chosen, len(chosen))


def _slots(rng: random.Random, count: int) -> list[dict[str, Any]]:
    """Slots of 20 minutes on one day or two, now and then with a programme break between them."""
    at = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=rng.choice([0, 1]))))
    two_days_from = rng.randint(1, count) if rng.random() < 0.3 else count
    grid = []
    for k in range(count):
        day = timedelta(days=1 if k >= two_days_from else 0)
        start = at + day + timedelta(minutes=20 * k + (60 if rng.random() < 0.1 else 0))
        at = start - day - timedelta(minutes=20 * k)
        grid.append({"id": f"S{k + 1}", "start": start.isoformat(), "end": (start + timedelta(minutes=20)).isoformat()})
    return grid


def _place(rng: random.Random, name: str, people: Sequence[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"id": name}
    _maybe(rng, place, "zone", 0.7, lambda: rng.choice(["east", "west"]))
    _maybe(rng, place, "capacity", 0.5, lambda: rng.randint(1, 2))
    _maybe(rng, place, "owner", 0.2, lambda: rng.choice(people))
    return place


def _participant(rng: random.Random, name: str, slots: Sequence[str], places: Sequence[str]) -> dict[str, Any]:
    person: dict[str, Any] = {"id": name, "role": rng.choice(ROLES)}
    _maybe(rng, person, "name", 0.3, lambda: f"Zoë {name}")
    _maybe(rng, person, "organisation", 0.6, lambda: rng.choice(["City", "Works"]))
    _maybe(rng, person, "unavailable", 0.5, lambda: _some(rng, slots, 0.25))
    _maybe(rng, person, "max_meetings", 0.3, lambda: _count(rng, 0, 3))
    _maybe(rng, person, "floor", 0.5, lambda: rng.randint(0, 2))
    if places:
        _maybe(rng, person, "home", 0.25, lambda: rng.choice(places))
    _maybe(rng, person, "parallel", 0.3, lambda: rng.randint(1, 2))
    return person


def _request(rng: random.Random, number: int, people: Sequence[str], slots: Sequence[str], places: Sequence[str]) -> dict[str, Any]:
    request: dict[str, Any] = {"id": f"R{number}", "participants": rng.sample(people, 2)}
    _maybe(rng, request, "value", 0.7, lambda: rng.randint(1, 5))
    _maybe(rng, request, "must", 0.3, lambda: rng.random() < 0.3)
    _maybe(rng, request, "slots", 0.25, lambda: _some(rng, slots, 0.7))
    _maybe(rng, request, "places", 0.25, lambda: _some(rng, places, 0.8))
    if number > 1:
        _maybe(rng, request, "after", 0.3, lambda: _some(rng, [f"R{k}" for k in range(1, number)], 0.5))
    return request


def _dialogue(rng: random.Random, number: int, people: Sequence[str], slots: Sequence[str], places: Sequence[str]) -> dict[str, Any]:
    dialogue: dict[str, Any] = {"id": f"D{number}"}
    _maybe(rng, dialogue, "topic", 0.3, lambda: "Lighting")
    _maybe(rng, dialogue, "length", 0.5, lambda: rng.randint(1, 2))
    _maybe(rng, dialogue, "starts", 0.4, lambda: _some(rng, slots, 0.6, least=1))
    _maybe(rng, dialogue, "places", 0.4, lambda: _some(rng, places, 0.6, least=1))
    _maybe(rng, dialogue, "moderators", 0.5, lambda: _some(rng, people, 0.5, least=int(rng.random() < 0.9)))
    wanted = _some(rng, people, 0.7, least=1)
    least = min(rng.randint(0, 2), len(wanted))
    _maybe(rng, dialogue, "seats", 0.7, lambda: [least, rng.randint(least, len(wanted))])
    _maybe(rng, dialogue, "minimum", 0.2, lambda: {role: rng.randint(0, 1) for role in rng.sample(ROLES, rng.randint(1, 2))})
    dialogue["wanted"] = [_seat(rng, name) for name in wanted]
    _maybe(rng, dialogue, "must", 0.7, lambda: rng.random() < 0.3)
    return dialogue


def _seat(rng: random.Random, name: str) -> dict[str, Any]:
    seat: dict[str, Any] = {"participant": name}
    _maybe(rng, seat, "value", 0.7, lambda: rng.randint(1, 4))
    return seat


def _fixed(rng: random.Random, asked: list[dict[str, Any]], slots: Sequence[str], places: Sequence[str]) -> list[dict[str, Any]]:
    """Fix a request or two, mostly where they may be."""
    fixed = []
    for request in rng.sample(asked, min(len(asked), rng.randint(1, 2))):
        entry = {"request": request["id"], "slot": rng.choice(request.get("slots") or slots)}
        if places:
            _maybe(rng, entry, "place", 0.4, lambda request=request: rng.choice(request.get("places") or places))
        fixed.append(entry)
    return fixed
