"""Buyers: who they are, and what they need."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from matchmaking.demo.people import People
from matchmaking.demo.texts import need_texts, stream, text
from matchmaking.planning.event import Need, Organisation, Participant

STEPS = {"1": 8, "2": 14, "3": 34, "4": 22, "5": 8, "6": 8, "7": 6}
LARGEST_PARTY = 3
MOST_NEEDS = 3


@dataclass
class _Seat:
    """A buyer in the making."""

    organisation: Organisation
    french: bool
    needs: list[dict[str, Any]] = field(default_factory=list)

    def can_have(self, need: dict[str, Any]) -> bool:
        kinds = need.get("who", self.organisation.kind).split()
        return self.organisation.kind in kinds and (need["language"] == "fr") == self.french and len(self.needs) < MOST_NEEDS


def make_buyers(seed: int, people: People) -> tuple[list[Organisation], list[Participant], list[Need]]:
    """Deal the needs of the texts out among the organisations of the texts."""
    organisations, seats = _parties(stream(seed, "parties"))
    _deal(stream(seed, "needs"), seats)
    chance = stream(seed, "buyers")
    participants, needs = [], []
    for number, seat in enumerate(seats, 1):
        participant = _participant(chance, people, f"B{number:03}", seat)
        participants.append(participant)
        needs += [_need(chance, f"{participant.id}-{i}", participant.id, texts) for i, texts in enumerate(seat.needs, 1)]
    return organisations, participants, needs


def _parties(chance: random.Random) -> tuple[list[Organisation], list[_Seat]]:
    groups = text("buyers").items()
    towns = [town for name in text("buyers")["municipality"]["names"] if (town := _own_town(name))]
    numbers: Counter[str] = Counter()
    organisations: list[Organisation] = []
    seats: list[_Seat] = []
    for key, texts in groups:
        kind, mine = texts.get("kind", key), []
        for name in texts["names"]:
            numbers[kind] += 1
            town = _own_town(name) or next((town for town in towns if town in name), None) or chance.choice(towns)
            mine.append(Organisation(f"{kind}-{numbers[kind]:02}", name, kind, town))
        sent = Counter(range(len(mine)))
        while sent.total() < texts["buyers"]:
            one = chance.randrange(len(mine))
            sent[one] += sent[one] < LARGEST_PARTY
        organisations += mine
        seats += [_Seat(mine[i], texts.get("language") == "fr") for i in sorted(sent.elements())]
    return organisations, seats


def _own_town(name: str) -> str | None:
    """The town that a municipality is named after."""
    found = re.fullmatch(r"(?:Stad|Gemeente|OCMW|Ville de|Commune des?|CPAS d'?) ?(.+)", name)
    return found[1] if found else None


def _deal(chance: random.Random, seats: list[_Seat]) -> None:
    """Hand out the choosiest needs first, each to somebody who has fewest so far; then nobody is left without."""
    needs = need_texts()
    chance.shuffle(needs)
    needs.sort(key=lambda need: len(need.get("who", "").split()) or 99)
    for need in needs:
        able = [seat for seat in seats if seat.can_have(need)]
        fewest = min((len(seat.needs) for seat in able), default=0)
        if able:
            chance.choice([seat for seat in able if len(seat.needs) == fewest]).needs.append(need)


def _participant(chance: random.Random, people: People, id_: str, seat: _Seat) -> Participant:
    main = seat.needs[0]
    first, last = people.name(main["language"])
    return Participant(
        id=id_,
        role="buyer",
        organisation=seat.organisation.id,
        name=f"{first} {last}",
        function=people.function(main["group"].partition("-")[0], main["language"]),
        email=people.address(first, last, seat.organisation.name),
        language=main["language"],
        max_meetings=chance.choice([3, 4, 5, 6]) if chance.random() < 0.2 else None,
    )


def _need(chance: random.Random, id_: str, buyer: str, texts: dict[str, Any]) -> Need:
    words, language = text("words"), texts["language"]
    wants = texts["wants"].split()
    step = chance.choices(list(STEPS), list(STEPS.values()))[0]
    conditions = words["conditions"][language]
    return Need(
        id=id_,
        buyer=buyer,
        language=language,
        functional_need=texts["need"],
        product_group=texts["group"],
        goals=tuple(sorted({code[0] for code in wants})),
        strategies=tuple(code for code in wants if len(code) > 1),
        step=step,
        volume=texts["volume"],
        horizon=chance.choice(words["horizon"][language][step]),
        questions=(texts["ask"],),
        must=texts.get("must") or (chance.choice(conditions["must"]) if chance.random() < 0.4 else None),
        may=chance.choice(conditions["may"]) if chance.random() < 0.3 else None,
    )
