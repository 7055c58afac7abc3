"""An event as its people know it: what is looked up in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.planning.event import Answer, Offer, Place, Strength
from tests.support.seam_event import DATA, moment, period


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("09:00", "10:00", False),
        ("09:00", "10:01", True),
        ("10:00", "10:20", True),
        ("10:05", "10:10", True),
        ("10:19", "11:00", True),
        ("10:20", "11:00", False),
        ("09:00", "12:00", True),
    ],
)
def test_periods_overlap_where_they_have_a_moment_in_common(start: str, end: str, overlaps: bool) -> None:
    assert period("a", "10:00", "10:20").overlaps(moment(start), moment(end)) is overlaps


def test_rows_are_found_by_their_ids() -> None:
    assert DATA.participant["S1"].people == 3
    assert set(DATA.participant) == {"B1", "B2", "S1", "S2", "F1"}
    assert DATA.organisation["O1"].town == "Meïgem"


def test_only_places_with_an_owner_are_booths() -> None:
    assert DATA.booth == {"S1": Place("booth", "Stand", "booth", "hall", capacity=2, owner="S1")}


def test_offers_and_needs_are_found_by_who_has_them_in_their_order() -> None:
    second: Offer = replace(DATA.offers[0], id="p")
    other = replace(DATA.offers[0], id="q", supplier="S2")
    data = replace(DATA, offers=(DATA.offers[0], other, second))
    assert {owner: [offer.id for offer in offers] for owner, offers in data.offers_of.items()} == {"S1": ["o", "p"], "S2": ["q"]}
    assert {owner: [need.id for need in needs] for owner, needs in data.needs_of.items()} == {"B1": ["n"]}


def test_words_of_wishes_and_answers_are_those_of_the_files() -> None:
    assert [strength.value for strength in Strength] == ["must", "would like", "rather not"]
    assert [answer.value for answer in Answer] == ["open", "accepted", "declined"]
