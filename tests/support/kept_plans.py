"""Plans to keep, of every kind: published ones of which the day then changes the event, those of another event, and nonsense."""

from __future__ import annotations

import copy
import random
from typing import Any

from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from tests.support.bruteforce import best_plan
from tests.support.strategies import small_problem

Document = dict[str, Any]


def published(document: Document) -> Plan:
    """The best plan for the value alone; an empty one where there is none."""
    found = best_plan(parse_problem(document, "before.json"), ("value",))
    return Plan("", (), (), (), ()) if found is None else found[1]


def nonsense(rng: random.Random, document: Document) -> Plan:
    """A plan of a problem's ids and a few others, in any combination: twice, at once, everywhere."""

    def name(key: str, other: str) -> str:
        ids = [entry["id"] for entry in document[key]]
        return rng.choice([*ids * 4, other])

    meetings = [Meeting(name("requests", "R9"), name("slots", "S9"), name("places", "T9")) for _ in range(rng.randint(0, 5))]
    tables = [
        HeldDialogue(
            name("dialogues", "D9"),
            name("slots", "S9"),
            name("places", "T9"),
            rng.choice([None, name("participants", "P9")]),
            tuple({name("participants", "P9") for _ in range(rng.randint(0, 3))}),
        )
        for _ in range(rng.randint(0, 3))
    ]
    return Plan("", tuple(meetings), tuple(tables), (), ())


def on_the_day(rng: random.Random, document: Document) -> Document:
    """The same event after something has gone wrong, or several things."""
    later = copy.deepcopy(document)
    for _ in range(rng.randint(1, 3)):
        rng.choice((_ill, _late, _close, _ask, _limit, _insist, _withdraw))(rng, later)
    return later


def _ill(rng: random.Random, later: Document) -> None:
    rng.choice(later["participants"])["unavailable"] = [slot["id"] for slot in later["slots"]]


def _late(rng: random.Random, later: Document) -> None:
    someone = rng.choice(later["participants"])
    missed = [slot["id"] for slot in later["slots"][: rng.randint(1, len(later["slots"]))]]
    someone["unavailable"] = sorted({*someone.get("unavailable", []), *missed})


def _close(rng: random.Random, later: Document) -> None:
    """A place is gone, and everything that named it does so no more."""
    if not later["places"]:
        return
    gone = rng.choice(later["places"])["id"]
    later["places"] = [place for place in later["places"] if place["id"] != gone]
    for entry in (*later["participants"], *later.get("fixed", [])):
        for key in ("home", "place"):
            if entry.get(key) == gone:
                del entry[key]
    for entry in (*later["requests"], *later["dialogues"]):
        if entry.get("places") is not None:
            entry["places"] = [place for place in entry["places"] if place != gone]


def _ask(rng: random.Random, later: Document) -> None:
    number = len(later["requests"]) + 1
    pair = rng.sample([person["id"] for person in later["participants"]], 2)
    later["requests"].append({"id": f"R{number}", "participants": pair, "value": rng.randint(1, 9), "must": rng.random() < 0.5})


def _limit(rng: random.Random, later: Document) -> None:
    rng.choice(later["participants"])["max_meetings"] = rng.randint(0, 2)


def _insist(rng: random.Random, later: Document) -> None:
    if later["requests"]:
        rng.choice(later["requests"])["must"] = True


def _withdraw(rng: random.Random, later: Document) -> None:
    """A request and a dialogue are there no more."""
    for key in ("requests", "dialogues"):
        if later[key] and rng.random() < 0.5:
            gone = later[key].pop()["id"]
            later["fixed"] = [fixed for fixed in later.get("fixed", []) if fixed["request"] != gone]
            for request in later["requests"]:
                request["after"] = [other for other in request.get("after", []) if other != gone]


def case(rng: random.Random) -> tuple[dict[str, Any], Plan]:
    """A problem and a plan to keep: mostly published before the day, else of another event or of none."""
    document = small_problem(rng)
    kind = rng.random()
    if kind < 0.6:
        return on_the_day(rng, document), published(document)
    if kind < 0.75:
        return document, published(small_problem(rng))
    return document, nonsense(rng, document)


def any_kept(rng: random.Random, document: dict[str, Any]) -> Plan:
    """A plan to keep: a good one, or one that breaks every rule."""
    return published(document) if rng.random() < 0.5 else nonsense(rng, document)
