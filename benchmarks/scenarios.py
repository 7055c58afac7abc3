"""What goes wrong on the day, made up: an event after it, and from when on nothing moves."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from scheduler.plan import Plan

Json = dict[str, Any]
FREEZE = "30m"


def _busy(problem: Json, plan: Plan, role: str, draw: random.Random) -> Json:
    """Somebody of a role with many meetings: one of the busiest ten."""
    requests = {request["id"]: request["participants"] for request in problem["requests"]}
    meetings = Counter(name for meeting in plan.meetings for name in requests[meeting.request])
    people = [person for person in problem["participants"] if person["role"] == role]
    return draw.choice(sorted(people, key=lambda person: (-meetings[person["id"]], person["id"]))[:10])


def _away(person: Json, slots: list[str]) -> None:
    person["unavailable"] = sorted({*person["unavailable"], *slots})


def _ill(problem: Json, plan: Plan, draw: random.Random) -> None:
    """A supplier falls ill after the first slots and goes home."""
    slots = [slot["id"] for slot in problem["slots"]]
    _away(_busy(problem, plan, "supplier", draw), slots[_begun(problem) :])


def _no_show(problem: Json, plan: Plan, draw: random.Random) -> None:
    """A buyer does not come at all."""
    _away(_busy(problem, plan, "buyer", draw), [slot["id"] for slot in problem["slots"]])


def _late(problem: Json, plan: Plan, draw: random.Random) -> None:
    """A supplier arrives when a third of the first day is over."""
    _away(_busy(problem, plan, "supplier", draw), [slot["id"] for slot in problem["slots"][: _begun(problem) + 2]])


def _closed(problem: Json, plan: Plan, draw: random.Random) -> None:
    """A hall is closed with all its tables and booths; its dialogues may go to any shared table."""
    zone = draw.choice(sorted({place["zone"] for place in problem["places"]}))
    gone = {place["id"] for place in problem["places"] if place["zone"] == zone}
    problem["places"] = [place for place in problem["places"] if place["id"] not in gone]
    shared = [place["id"] for place in problem["places"] if "owner" not in place]
    for person in problem["participants"]:
        if person.get("home") in gone:
            del person["home"]
    for dialogue in problem["dialogues"]:
        dialogue["places"] = [place for place in dialogue["places"] if place not in gone] or shared


def _asked(problem: Json, plan: Plan, draw: random.Random) -> None:
    """The organiser promises two people with full agendas that they will meet."""
    buyer, supplier = (_busy(problem, plan, role, draw)["id"] for role in ("buyer", "supplier"))
    problem["requests"] = [request for request in problem["requests"] if request["participants"] != [buyer, supplier]]
    problem["requests"].append({"id": "promised", "participants": [buyer, supplier], "value": 8, "must": True})
    for person in problem["participants"]:
        if person["id"] in (buyer, supplier) and "max_meetings" in person:
            person["max_meetings"] += 1


SCENARIOS: dict[str, Callable[[Json, Plan, random.Random], None]] = {
    "ill": _ill,
    "no-show": _no_show,
    "late": _late,
    "closed hall": _closed,
    "promise": _asked,
}


def after(scenario: str, problem: Json, plan: Plan, seed: int) -> Json:
    """Make the event after something went wrong; the same seed makes the same of the same plan."""
    later = copy.deepcopy(problem)
    SCENARIOS[scenario](later, plan, random.Random(f"{scenario} {seed}"))
    return later


def noticed_at(scenario: str, problem: Json) -> datetime | None:
    """When it is noticed, for who falls ill in the middle of the day; None: before the event begins."""
    return datetime.fromisoformat(problem["slots"][_begun(problem)]["start"]) if scenario == "ill" else None


def _begun(problem: Json) -> int:
    """The slots of the first day that are over when somebody falls ill."""
    day: str = problem["slots"][0]["start"][:10]
    return sum(str(slot["start"]).startswith(day) for slot in problem["slots"]) // 4
