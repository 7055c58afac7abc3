"""Random plans of a small problem, each one change away from a valid one or nearly so."""

from __future__ import annotations

import random
from collections.abc import Iterator

from scheduler.checker import check
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan

STEPS = 16


def plan_walk(rng: random.Random, problem: Problem) -> Iterator[tuple[list[Meeting], list[HeldDialogue]]]:
    """Begin with a plan that is valid, if there is one, and change something at each step, mostly back to valid plans."""
    first = next(all_plans(problem), Plan("", (), (), (), ()))
    meetings, tables = {m.request: m for m in first.meetings}, {t.dialogue: t for t in first.dialogues}
    for _ in range(STEPS):
        before = dict(meetings), dict(tables)
        if problem.requests and rng.random() < 0.6:
            change_meeting(rng, problem, meetings)
        elif problem.dialogues:
            change_table(rng, problem, tables)
        again = [rng.choice(held) for held in (list(meetings.values()), list(tables.values())) if held and rng.random() < 0.05]
        yield (
            [*meetings.values(), *(thing for thing in again if isinstance(thing, Meeting))],
            [*tables.values(), *(thing for thing in again if isinstance(thing, HeldDialogue))],
        )
        if rng.random() < 0.9 and check(problem, honest_plan(problem, meetings.values(), tables.values())).violations:
            meetings, tables = before


def change_meeting(rng: random.Random, problem: Problem, meetings: dict[str, Meeting]) -> None:
    """Cancel a meeting, or hold a request somewhere, mostly where it may be."""
    request = rng.choice(problem.requests)
    if rng.random() < 0.2:
        meetings.pop(request.id, None)
        return
    homes = [person.home for person in problem.participants if person.id in request.participants and person.home]
    shared = [place.id for place in problem.places if place.owner is None]
    away = {slot for person in problem.participants if person.id in request.participants for slot in person.unavailable}
    slots = [slot.id for slot in problem.slots if slot.id not in away and (request.slots is None or slot.id in request.slots)]
    places = list(homes or shared if request.places is None else request.places)
    if rng.random() < 0.1 or not slots:
        slots = [*(slot.id for slot in problem.slots), "never"]
    if rng.random() < 0.1 or not places:
        places = [*(place.id for place in problem.places), "nowhere"]
    meetings[request.id] = Meeting(request.id, rng.choice(slots), rng.choice(places))


def change_table(rng: random.Random, problem: Problem, tables: dict[str, HeldDialogue]) -> None:
    """Drop a dialogue, or hold it somewhere with somebody."""
    dialogue = rng.choice(problem.dialogues)
    if rng.random() < 0.2 or not problem.places:
        tables.pop(dialogue.id, None)
        return
    wild = rng.choice([*[""] * 6, "start", "place", "moderator", "seats", "twice"])
    people = [person.id for person in problem.participants]
    asked = [*people, "nobody"] if wild == "seats" else [seat.participant for seat in dialogue.wanted]
    moderators = [*people, "nobody", None] if wild == "moderator" else dialogue.moderators or [None]
    starts = None if wild == "start" else dialogue.starts
    places = None if wild == "place" else dialogue.places
    seated = rng.sample(asked, rng.randint(0, len(asked)))
    tables[dialogue.id] = HeldDialogue(
        dialogue.id,
        rng.choice(starts or [*(slot.id for slot in problem.slots), *(["never"] if wild == "start" else [])]),
        rng.choice(places or [*(place.id for place in problem.places), *(["nowhere"] if wild == "place" else [])]),
        rng.choice(moderators),
        tuple(seated + seated[:1] if wild == "twice" else seated),
    )
