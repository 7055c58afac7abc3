"""Suppliers of the demo event, and how much each is asked for."""

from __future__ import annotations

from dataclasses import replace

from matchmaking.demo.people import People
from matchmaking.demo.sellers import STRONGEST_PULL, draw_booth_owners, make_suppliers, pull_of, staff_booths
from matchmaking.demo.texts import stream, supplier_texts
from matchmaking.planning.event import Place

ORGANISATIONS, SUPPLIERS, OFFERS = make_suppliers(People(stream(1, "people")))


def test_each_supplier_of_the_texts_is_an_organisation_with_one_contact_and_its_offers() -> None:
    told = supplier_texts()
    assert [organisation.name for organisation in ORGANISATIONS] == [supplier["name"] for supplier in told]
    assert [person.organisation for person in SUPPLIERS] == [organisation.id for organisation in ORGANISATIONS]
    assert [offer.id for offer in OFFERS if offer.supplier == "S01"] == [f"S01-{k}" for k in range(1, len(told[0]["offer"]) + 1)]
    assert len(OFFERS) == sum(len(supplier["offer"]) for supplier in told)


def test_pull_is_a_long_tail_in_an_order_of_chance() -> None:
    pull = pull_of(1, SUPPLIERS)
    values = list(pull.values())
    assert values[0] == STRONGEST_PULL
    assert values == sorted(values, reverse=True)
    assert values[1:3] == [10_000 * 9 // 16, 10_000 * 9 // 25]
    assert set(pull) == {supplier.id for supplier in SUPPLIERS}
    assert list(pull) != list(pull_of(2, SUPPLIERS))


def test_booths_go_to_different_suppliers_and_to_none_that_nobody_asks_for() -> None:
    pull = pull_of(1, SUPPLIERS)
    owners = draw_booth_owners(1, pull, 14)
    assert len(set(owners)) == 14
    assert draw_booth_owners(1, {"S1": 5, "S2": 0}, 2) == ["S1"]


def test_no_more_people_stand_at_a_booth_than_it_has_room_for() -> None:
    places = [Place("b1", "", "booth", "", 2, "S01"), Place("b2", "", "booth", "", 1, "S02"), Place("t", "", "table", "")]
    staffed = [staff_booths(seed, SUPPLIERS[:3], places) for seed in range(200)]
    assert {people[0].people for people in staffed} == {1, 2}
    assert {(people[1].people, people[2].people) for people in staffed} == {(1, 1)}
    limits = {person.max_meetings for people in staffed for person in people}
    assert limits == {None, 8, 9, 10, 14, 16, 18}
    assert all(person.max_meetings is None or (person.max_meetings > 10) == (person.people == 2) for people in staffed for person in people)
    assert [replace(person, people=1, max_meetings=None) for person in staffed[0]] == SUPPLIERS[:3]
