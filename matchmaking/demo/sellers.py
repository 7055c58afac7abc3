"""Suppliers with their offers, and how much each of them is asked for."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from matchmaking.demo.people import People
from matchmaking.demo.texts import stream, supplier_texts, weighted_sample
from matchmaking.planning.event import Offer, Organisation, Participant, Place

STRONGEST_PULL = 10_000
SHOULDER = 3


def make_suppliers(people: People) -> tuple[list[Organisation], list[Participant], list[Offer]]:
    """Give every supplier of the texts a contact; one organisation each, one diary each."""
    organisations, participants, offers = [], [], []
    for number, texts in enumerate(supplier_texts(), 1):
        organisation = Organisation(f"supplier-{number:02}", texts["name"], "supplier", texts["town"], texts["about"])
        language = texts["offer"][0]["language"]
        first, last = people.name(language)
        participant = Participant(
            id=f"S{number:02}",
            role="supplier",
            organisation=organisation.id,
            name=f"{first} {last}",
            function=people.function("supplier", language),
            email=people.address(first, last, organisation.name),
            language=language,
        )
        organisations.append(organisation)
        participants.append(participant)
        offers += [
            Offer(
                id=f"{participant.id}-{i}",
                supplier=participant.id,
                language=offer["language"],
                title=offer["title"],
                description=offer["description"],
                product_group=offer["product_group"],
                strategies=tuple(offer["strategies"].split()),
                business_models=tuple(offer["business_models"].split()),
                evidence=tuple(offer["evidence"]),
                available=offer["available"],
            )
            for i, offer in enumerate(texts["offer"], 1)
        ]
    return organisations, participants, offers


def pull_of(seed: int, suppliers: Iterable[Participant]) -> dict[str, int]:
    """Say how strongly each supplier draws buyers: a long tail, in an order that chance decides."""
    order = sorted(supplier.id for supplier in suppliers)
    stream(seed, "pull").shuffle(order)
    return {id_: STRONGEST_PULL * SHOULDER**2 // (rank + SHOULDER) ** 2 for rank, id_ in enumerate(order)}


def draw_booth_owners(seed: int, pull: dict[str, int], booths: int) -> list[str]:
    """Choose who has a booth: mostly those who are asked for, in the order of the draw."""
    return weighted_sample(stream(seed, "booths"), list(pull), list(pull.values()), booths)


def staff_booths(seed: int, suppliers: list[Participant], places: list[Place]) -> list[Participant]:
    """Say how many people stand at each booth, and who of the busy ones wants a limit to their day."""
    chance = stream(seed, "staff")
    room = {place.owner: place.capacity for place in places if place.owner}
    return [_staffed(chance, supplier, room.get(supplier.id, 0)) for supplier in suppliers]


def _staffed(chance: random.Random, supplier: Participant, room: int) -> Participant:
    people = max(1, room - (chance.random() < 0.15))
    limit = chance.choice([8, 9, 10]) if people == 1 else chance.choice([14, 16, 18])
    return replace(supplier, people=people, max_meetings=limit if chance.random() < 0.4 else None)
