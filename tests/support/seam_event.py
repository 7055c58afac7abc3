"""A small event written by hand, from which problems are made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from matchmaking.planning import EventData
from matchmaking.planning.event import (
    Answer,
    Event,
    Need,
    Offer,
    Organisation,
    Participant,
    Period,
    Place,
    Quota,
    Request,
    Strength,
)
from matchmaking.taxonomy import load_taxonomy

MUST, LIKE, NOT = Strength
OPEN, ACCEPTED, DECLINED = Answer


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{clock}+01:00")


def period(id_: str, start: str, end: str) -> Period:
    return Period(id_, moment(start), moment(end))


def person(id_: str, role: str, **more: Any) -> Participant:
    return Participant(id_, role, "O1", f"Name of {id_}", "aankoper", f"{id_.lower()}@o1.example.org", "nl", **more)


def request(asker: str, asked: str, strength: Strength = LIKE, answer: Answer = OPEN, day: int = 1) -> Request:
    return Request(f"{asker}-{asked}", asker, asked, strength, answer, date(2026, 10, day))


EVENT = Event(
    id="E",
    name="Event",
    venue="Hall",
    timezone="Europe/Brussels",
    slots=(
        period("a", "10:00", "10:20"),
        period("b", "10:25", "10:45"),
        period("c", "10:50", "11:10"),
        period("d", "13:00", "13:20"),
        period("e", "13:25", "13:45"),
    ),
    breaks=(period("lunch", "11:15", "13:00"),),
    sessions=(period("talk", "10:45", "11:30"),),
    quotas={"buyer": Quota(floor=2, max_meetings=4), "supplier": Quota(floor=1)},
)
DATA = EventData(
    event=EVENT,
    taxonomy=load_taxonomy(),
    places=(Place("T1", "Tafel 1", "table", "hall"), Place("booth", "Stand", "booth", "hall", capacity=2, owner="S1")),
    organisations=(Organisation("O1", "Organisatie Één", "municipality", "Meïgem"),),
    participants=(
        person("B1", "buyer"),
        person("B2", "buyer"),
        person("S1", "supplier", people=3),
        person("S2", "supplier", people=2),
        person("F1", "facilitator"),
    ),
    offers=(Offer("o", "S1", "nl", "Stoelen", "Stoelen.", "FUR", ("C2", "D5"), ("sale",)),),
    needs=(Need("n", "B1", "nl", "Zitten", "FUR", ("C", "D"), ("C2", "D5"), "3", "10", "2027"),),
)
