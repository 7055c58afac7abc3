"""The day of the demo event: times, places and dialogues."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest

from matchmaking.demo import load_demo
from matchmaking.demo.people import People
from matchmaking.demo.programme import TWO_PEOPLE, at, make_dialogues, make_event, make_facilitators, make_places, number_of_booths
from matchmaking.demo.texts import stream, text

EVENT = make_event()


def test_clock_of_the_day_is_that_of_the_place() -> None:
    assert at(time(9)).utcoffset() == timedelta(hours=1)
    assert at(time(9)).date() == text("programme")["event"]["date"]


def test_slots_are_of_equal_length_and_run_into_no_break() -> None:
    told = text("programme")["event"]
    assert {slot.end - slot.start for slot in EVENT.slots} == {timedelta(minutes=told["minutes"])}
    assert not any(pause.overlaps(slot.start, slot.end) for slot in EVENT.slots for pause in EVENT.breaks)
    gaps = [after.start - before.end for before, after in zip(EVENT.slots, EVENT.slots[1:], strict=False)]
    assert min(gaps) == timedelta(minutes=told["pause"])
    assert [slot.id for slot in EVENT.slots[:2]] == ["slot-01", "slot-02"]


def test_first_owners_have_booths_for_two_and_zones_are_filled_in_turn() -> None:
    owners = [f"S{k}" for k in range(number_of_booths())]
    booths = [place for place in make_places(owners) if place.kind == "booth"]
    assert [place.owner for place in booths] == owners
    assert [place.capacity for place in booths] == [2] * TWO_PEOPLE + [1] * (len(owners) - TWO_PEOPLE)
    rooms = {zone["name"]: zone["booths"] for zone in text("programme")["zones"] if zone["booths"]}
    assert Counter(place.zone for place in booths) == rooms


def test_tables_are_numbered_over_all_zones() -> None:
    tables = [place for place in make_places([]) if place.kind == "table"]
    assert [place.id for place in tables] == [f"table-{k:02}" for k in range(1, len(tables) + 1)]
    assert len({place.id for place in make_places([])}) == len(make_places([]))


def test_facilitators_of_one_organisation_share_it() -> None:
    organisations, facilitators = make_facilitators(People(stream(1, "people")))
    told = text("programme")["facilitators"]
    assert [person.id for person in facilitators] == [f"F{k}" for k in range(1, len(told) + 1)]
    names = {organisation.id: organisation.name for organisation in organisations}
    assert [names[person.organisation] for person in facilitators] == [row["organisation"] for row in told]


@pytest.mark.parametrize("seed", [1, 2])
def test_dialogue_is_wanted_mostly_by_those_of_its_group_and_by_no_facilitator(seed: int) -> None:
    data = load_demo()
    for dialogue in make_dialogues(seed, data):
        top = data.taxonomy.top_of
        keen = {need.buyer for need in data.needs if top(need.product_group) == dialogue.product_group}
        keen |= {offer.supplier for offer in data.offers if top(offer.product_group) == dialogue.product_group}
        wanted = [wish.participant for wish in dialogue.wanted]
        assert len(wanted) == len(set(wanted))
        assert sum(who in keen for who in wanted) > len(wanted) / 2
        assert {data.participant[who].role for who in wanted} <= {"buyer", "supplier"}
        assert set(dialogue.moderators) <= {person.id for person in data.participants if person.role == "facilitator"}
