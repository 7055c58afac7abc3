"""Buyers of the demo event, and what they need."""

from __future__ import annotations

from collections import Counter

from matchmaking.demo.buyers import LARGEST_PARTY, MOST_NEEDS, make_buyers
from matchmaking.demo.people import People
from matchmaking.demo.texts import need_texts, stream, text

ORGANISATIONS, BUYERS, NEEDS = make_buyers(1, People(stream(1, "people")))


def test_organisations_are_those_of_the_texts_and_send_at_most_three() -> None:
    assert [organisation.name for organisation in ORGANISATIONS] == [name for told in text("buyers").values() for name in told["names"]]
    sent = Counter(person.organisation for person in BUYERS)
    assert set(sent) == {organisation.id for organisation in ORGANISATIONS}
    assert max(sent.values()) <= LARGEST_PARTY
    assert len(BUYERS) == sum(told["buyers"] for told in text("buyers").values())


def test_every_buyer_needs_something_and_no_need_is_dealt_twice() -> None:
    asked = Counter(need.buyer for need in NEEDS)
    assert set(asked) == {person.id for person in BUYERS}
    assert max(asked.values()) <= MOST_NEEDS
    words = [need.functional_need for need in NEEDS]
    assert len(words) == len(set(words))
    assert set(words) <= {need["need"] for need in need_texts()}


def test_need_that_is_of_some_kinds_of_organisation_goes_to_one_of_them() -> None:
    kinds = {organisation.id: organisation.kind for organisation in ORGANISATIONS}
    of = {person.id: kinds[person.organisation] for person in BUYERS}
    choosy = {need["need"]: need["who"].split() for need in need_texts() if "who" in need}
    dealt = [need for need in NEEDS if need.functional_need in choosy]
    assert dealt
    assert all(of[need.buyer] in choosy[need.functional_need] for need in dealt)


def test_french_needs_are_those_of_french_speakers_alone() -> None:
    languages = {person.id: {need.language for need in NEEDS if need.buyer == person.id} for person in BUYERS}
    assert any(spoken == {"fr"} for spoken in languages.values())
    assert all(spoken == {"fr"} or "fr" not in spoken for spoken in languages.values())


def test_goals_of_a_need_are_those_of_its_strategies_and_those_that_it_names() -> None:
    wants = {need["need"]: need["wants"].split() for need in need_texts()}
    for need in NEEDS:
        assert need.goals == tuple(sorted({code[0] for code in wants[need.functional_need]}))
        assert need.strategies == tuple(code for code in wants[need.functional_need] if len(code) > 1)
