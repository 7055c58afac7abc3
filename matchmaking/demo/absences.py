"""When people cannot meet, and why: a session, a late train, a child to fetch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import time

from matchmaking.demo.programme import at
from matchmaking.demo.texts import stream
from matchmaking.planning.event import Absence, Event, Participant

SESSION_SHARE = {"buyer": 0.26, "supplier": 0.1, "facilitator": 0.0}
LATE_SHARE = {"buyer": 0.1, "supplier": 0.05, "facilitator": 0.2}
EARLY_SHARE = {"buyer": 0.13, "supplier": 0.08, "facilitator": 0.2}
CALL_SHARE = 0.04
ARRIVALS = (time(10, 30), time(11, 0), time(11, 15), time(12, 0), time(13, 30))
DEPARTURES = (time(12, 25), time(14, 40), time(15, 20), time(15, 45))
CALLS = (("elsewhere: a telephone call", time(11, 0), time(11, 30)), ("elsewhere: opens an exhibition", time(14, 0), time(15, 0)))


def make_absences(seed: int, event: Event, participants: Sequence[Participant]) -> list[Absence]:
    """Give a share of each role a reason to be away for a part of the day."""
    chance = stream(seed, "absences")
    return [absence for person in participants for absence in _of(chance, event, person)]


def _of(chance: random.Random, event: Event, person: Participant) -> Iterator[Absence]:
    if chance.random() < SESSION_SHARE[person.role]:
        yield Absence(person.id, "attends a session", session=chance.choice(event.sessions).id)
    if chance.random() < LATE_SHARE[person.role]:
        yield Absence(person.id, "arrives late", end=at(chance.choice(ARRIVALS)))
    elif chance.random() < EARLY_SHARE[person.role]:
        yield Absence(person.id, "leaves early", start=at(chance.choice(DEPARTURES)))
    if person.role == "buyer" and chance.random() < CALL_SHARE:
        reason, start, end = chance.choice(CALLS)
        yield Absence(person.id, reason, start=at(start), end=at(end))
