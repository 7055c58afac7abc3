"""The day: slots, breaks, sessions, tables and booths, the market dialogues and those who lead them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from matchmaking.demo.people import People
from matchmaking.demo.texts import stream, text
from matchmaking.planning.event import (
    Dialogue,
    Event,
    EventData,
    Organisation,
    Participant,
    Period,
    Place,
    Quota,
    SeatWish,
    Strength,
)

TWO_PEOPLE = 8
ROOM_OF_A_BOOTH = 2


def at(clock: time) -> datetime:
    """Give the moment of a local time on the day of the event."""
    texts = text("programme")["event"]
    return datetime.combine(texts["date"], clock, ZoneInfo(texts["timezone"]))


def make_event() -> Event:
    """Make the event with its times and quotas."""
    texts = text("programme")
    event = texts["event"]
    breaks = tuple(_period(row) for row in texts["breaks"])
    return Event(
        id=event["id"],
        name=event["name"],
        venue=event["venue"],
        timezone=event["timezone"],
        slots=tuple(_slots(event, breaks)),
        breaks=breaks,
        sessions=tuple(_period(row) for row in texts["sessions"]),
        quotas={role: Quota(**quota) for role, quota in texts["quotas"].items()},
    )


def _period(row: dict[str, Any]) -> Period:
    return Period(row["id"], at(row["start"]), at(row["end"]), row["title"])


def _slots(event: dict[str, Any], breaks: tuple[Period, ...]) -> Iterator[Period]:
    """Slots of equal length with a pause after each, continuing after every programme break that one would run into."""
    start, length, pause = at(event["first"]), timedelta(minutes=event["minutes"]), timedelta(minutes=event["pause"])
    for number in range(1, event["slots"] + 1):
        while hit := next((each for each in breaks if each.overlaps(start, start + length)), None):
            start = hit.end
        yield Period(f"slot-{number:02}", start, start + length)
        start += length + pause


def make_places(booth_owners: Sequence[str]) -> list[Place]:
    """Lay out the zones; the first of ``booth_owners`` get booths for two conversations, zones in turn."""
    zones = text("programme")["zones"]
    places = []
    for kind, word, key in (("table", "Tafel", "tables"), ("round table", "Ronde tafel", "round_tables")):
        numbers = count(1)
        places += [
            Place(f"{kind.replace(' ', '-')}-{number:02}", f"{word} {number}", kind, zone["name"])
            for zone in zones
            for _, number in zip(range(zone.get(key, 0)), numbers, strict=False)
        ]
    left = {zone["name"]: zone["booths"] for zone in zones if zone["booths"]}
    for rank, owner in enumerate(booth_owners):
        zone = max(left, key=lambda name: (left[name], name))
        left[zone] -= 1
        room = ROOM_OF_A_BOOTH if rank < TWO_PEOPLE else 1
        places.append(Place(f"booth-{rank + 1:02}", f"Stand {rank + 1}", "booth", zone, room, owner))
    return places


def number_of_booths() -> int:
    """Count the booths of all zones."""
    return sum(zone["booths"] for zone in text("programme")["zones"])


def make_facilitators(people: People) -> tuple[list[Organisation], list[Participant]]:
    """Give each facilitator of the texts a name; some share an organisation."""
    texts = text("programme")["facilitators"]
    names = list(dict.fromkeys(row["organisation"] for row in texts))
    town = text("programme")["event"]["venue"].rpartition(", ")[2]
    organisations = [Organisation(f"facilitator-{i:02}", name, "facilitator", town) for i, name in enumerate(names, 1)]
    participants = []
    for number, row in enumerate(texts, 1):
        first, last = people.name("nl")
        participants.append(
            Participant(
                id=f"F{number}",
                role="facilitator",
                organisation=organisations[names.index(row["organisation"])].id,
                name=f"{first} {last}",
                function=people.function("facilitator", "nl"),
                email=people.address(first, last, row["organisation"]),
                language="nl",
            )
        )
    return organisations, participants


def make_dialogues(seed: int, data: EventData) -> list[Dialogue]:
    """Make the dialogues, wanted by many of those whose product group they are about and by a few others."""
    leads = text("programme")["facilitators"]
    round_tables = tuple(place.id for place in data.places if place.kind == "round table")
    return [
        Dialogue(
            id=row["id"],
            topic=row["topic"],
            theme=row["theme"],
            product_group=row["product_group"],
            language=row["language"],
            questions=tuple(row["questions"]),
            length=row["length"],
            seats=(row["seats"][0], row["seats"][1]),
            minimum=row["minimum"],
            moderators=tuple(f"F{i}" for i, lead in enumerate(leads, 1) if row["id"] in lead["moderates"].split()),
            places=round_tables,
            wanted=_wanted(seed, row, data),
        )
        for row in text("programme")["dialogues"]
    ]


def _wanted(seed: int, row: dict[str, Any], data: EventData) -> tuple[SeatWish, ...]:
    chance = stream(seed, row["id"])
    group, top_of = row["product_group"], data.taxonomy.top_of
    keen = {need.buyer for need in data.needs if top_of(need.product_group) == group}
    keen |= {offer.supplier for offer in data.offers if top_of(offer.product_group) == group}
    wanted = []
    for person in data.participants:
        if person.role != "facilitator" and chance.random() < (0.6 if person.id in keen else 0.025):
            wanted.append(SeatWish(person.id, Strength.MUST if chance.random() < 0.25 else Strength.WOULD_LIKE))
    return tuple(wanted)
