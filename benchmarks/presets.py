"""Made-up events of many sizes to measure the planner on; the same seed makes the same event on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import accumulate, product
from typing import Any

Json = dict[str, Any]

GROUPS = ("construction", "textile", "catering", "ict", "furniture", "lighting", "office", "works")
ZONES = ("hall-a", "hall-b", "hall-c")
BEGIN = datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=1)))
LUNCH = 60  # minutes
KEEN = {"buyer": 15, "supplier": 9}  # most who ask for a seat at a dialogue


@dataclass(frozen=True, slots=True)
class Preset:
    """Sizes of an event: ``slots`` a day, shared ``tables``, share of suppliers with ``booths``, share of slots ``available``."""

    buyers: int
    suppliers: int
    days: int
    slots: int
    requests: int
    tables: int
    booths: float
    dialogues: int
    available: float


PRESETS = {
    "club": Preset(60, 20, 1, 10, 200, 15, 0.0, 2, 0.9),
    "gdca": Preset(160, 40, 1, 12, 1500, 30, 0.3, 5, 0.85),
    "medica": Preset(280, 90, 2, 12, 3000, 60, 0.2, 6, 0.8),
    "fair": Preset(1000, 300, 2, 8, 8000, 120, 0.3, 8, 0.85),
    "expo": Preset(5000, 1500, 3, 8, 60_000, 600, 0.4, 12, 0.85),
    "hosted": Preset(1100, 900, 3, 14, 80_000, 500, 0.9, 0, 0.95),
    "mega": Preset(15_000, 4_800, 4, 10, 300_000, 6_000, 0.4, 200, 0.85),
}


def make_event(preset: Preset, seed: int) -> Json:
    """Make the problem document of an event.

    Popular suppliers are asked for much more often than others, buyers ask mostly within their product groups, dialogues
    gather people of one group, and nobody is available all day.
    """
    maker = _Maker(preset, seed)
    return {
        "format": "bms-problem/1",
        "id": f"generated-{seed}",
        "name": f"generated, seed {seed}",
        "slots": maker.slots,
        "places": maker.places,
        "participants": maker.people,
        "requests": maker.requests(),
        "dialogues": [maker.dialogue(number) for number in range(preset.dialogues)],
    }


class _Maker:
    """Draws in a fixed order from one generator; that order is what makes a seed's event."""

    def __init__(self, preset: Preset, seed: int) -> None:
        self.preset = preset
        self.random = random.Random(seed)
        self.slots = [_slot(day, number, preset) for day, number in product(range(preset.days), range(preset.slots))]
        self.places: list[Json] = [{"id": f"T{i + 1:03}", "zone": self.zone(), "capacity": 1} for i in range(preset.tables)]
        self.people: list[Json] = []
        self.groups: dict[str, list[str]] = {}
        for number in range(preset.buyers):
            self.join(f"B{number + 1:04}", "buyer")
        for number in range(preset.suppliers):
            self.join(f"S{number + 1:04}", "supplier")

    def zone(self) -> str:
        return self.random.choice(ZONES)

    def join(self, name: str, role: str) -> None:
        draw = self.random
        self.groups[name] = draw.sample(GROUPS, draw.choice([1, 1, 2, 3]))
        away = [slot["id"] for slot in self.slots if draw.random() > self.preset.available]
        person: Json = {"id": name, "role": role, "unavailable": away, "floor": 1}
        if draw.random() < 0.3:
            person["max_meetings"] = max(1, round(len(self.slots) * draw.choice([0.4, 0.6, 0.8])))
        if role == "supplier" and draw.random() < self.preset.booths:
            seats = draw.choice([1, 1, 2])
            self.places.append({"id": f"booth-{name}", "zone": self.zone(), "capacity": seats, "owner": name})
            person |= {"home": f"booth-{name}", "parallel": seats}
        self.people.append(person)

    def of_role(self, role: str) -> list[str]:
        return [person["id"] for person in self.people if person["role"] == role]

    def requests(self) -> list[Json]:
        draw, buyers, suppliers = self.random, self.of_role("buyer"), self.of_role("supplier")
        pull = {name: 1 / (rank + 1) ** 0.6 for rank, name in enumerate(draw.sample(suppliers, len(suppliers)))}
        members = {group: [name for name in suppliers if group in self.groups[name]] for group in GROUPS}
        weights = {group: list(accumulate(pull[name] for name in names)) for group, names in members.items()}
        values: dict[tuple[str, str], int] = {}
        for _ in range(60 * self.preset.requests):
            if len(values) == self.preset.requests:
                break
            buyer = draw.choice(buyers)
            group = draw.choice(self.groups[buyer]) if draw.random() < 0.9 else draw.choice(GROUPS)
            if members[group]:
                pair = buyer, draw.choices(members[group], cum_weights=weights[group])[0]
                value = draw.choice([1, 2, 3, 5, 8])
                values.setdefault(pair, value)
        ordered = sorted(values.items())
        return [{"id": f"R{i + 1:06}", "participants": list(pair), "value": value} for i, (pair, value) in enumerate(ordered)]

    def dialogue(self, number: int) -> Json:
        draw, group, moderator, place = self.random, GROUPS[number % len(GROUPS)], f"F{number + 1:02}", f"round-{number + 1}"
        self.people.append({"id": moderator, "role": "facilitator", "unavailable": []})
        self.places.append({"id": place, "zone": self.zone(), "capacity": 1, "owner": moderator})
        asking = [name for role, most in KEEN.items() for name in self.keen(role, group, most)]
        length = draw.choice([1, 2])
        return {
            "id": f"talk-{number + 1}-{group}",
            "length": length,
            "starts": [slot["id"] for k, slot in enumerate(self.slots) if self.fits(k % self.preset.slots, length)],
            "places": [place],
            "moderators": [moderator],
            "seats": [4, 12],
            "minimum": {"buyer": 1, "supplier": 1},
            "wanted": [{"participant": name, "value": draw.choice([2, 3, 5])} for name in asking],
        }

    def keen(self, role: str, group: str, most: int) -> list[str]:
        everybody = self.of_role(role)
        interested = [name for name in everybody if group in self.groups[name]]
        return self.random.sample(interested, min(len(interested), most)) if len(interested) > 4 else self.random.sample(everybody, 5)

    def fits(self, start: int, length: int) -> bool:
        """Whether a dialogue that starts then ends on the same day and not beyond lunch."""
        return start + length <= self.preset.slots and not start < self.preset.slots // 2 < start + length


def _slot(day: int, number: int, preset: Preset) -> Json:
    start = BEGIN + timedelta(days=day, minutes=25 * number + (LUNCH if number >= preset.slots // 2 else 0))
    return {"id": f"D{day + 1}S{number + 1:02}", "start": start.isoformat(), "end": (start + timedelta(minutes=20)).isoformat()}
