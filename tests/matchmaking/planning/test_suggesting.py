"""Whom somebody could ask: who fits best."""

from __future__ import annotations

from dataclasses import replace

from matchmaking.planning.attendance import Role
from matchmaking.planning.event import EventData, Need, Offer
from matchmaking.planning.suggesting import suggestions
from tests.support.seam_event import DATA


def offer(supplier: str, group: str, *strategies: str) -> Offer:
    return Offer(f"of {supplier}", supplier, "en", "Chairs", "They last.", group, strategies, ())


def need(buyer: str, group: str, *strategies: str) -> Need:
    return Need(f"of {buyer}", buyer, "en", "Sit", group, (), strategies, "3", "", "")


OFFERS = (offer("S1", "FUR", "C2"), offer("S2", "FUR", "C2", "D5"), offer("S3", "LIG", "C2"), offer("S4", "FUR", "C2", "D5"))
MARKET: EventData = replace(DATA, offers=OFFERS, needs=(need("B1", "FUR", "C2", "D5"), need("B2", "LIG", "C2")))


def found(who: str, role: Role, *left_out: str, most: int = 9) -> list[str]:
    return [each.who for each in suggestions(MARKET, who, role, left_out, most)]


def test_best_fit_comes_first_and_of_equals_whoever_registered_first() -> None:
    assert found("B1", Role.BUYER) == ["S2", "S4", "S1"]
    assert found("B1", Role.BUYER, most=1) == ["S2"]


def test_buyers_are_suggested_to_suppliers() -> None:
    assert (found("S3", Role.SUPPLIER), found("S1", Role.SUPPLIER)) == (["B2"], ["B1"])


def test_who_was_asked_already_and_who_fits_not_at_all_are_left_out() -> None:
    assert found("B1", Role.BUYER, "S2", "S1") == ["S4"]
    assert found("B2", Role.BUYER, "S3") == []


def test_suggestion_says_which_offer_answers_which_need() -> None:
    (first,) = suggestions(MARKET, "B1", Role.BUYER, (), 1)
    assert (first.offer, first.need, first.fit.score) == (OFFERS[1], MARKET.needs[0], 100)
