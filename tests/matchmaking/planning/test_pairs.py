"""Who may meet: requests of both sides and locks, merged into one wish a pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaking.planning.event import Lock, Request, Strength
from matchmaking.planning.pairs import Pair, pair_id, pairs_of
from tests.support.seam_event import ACCEPTED, DATA, DECLINED, LIKE, MUST, NOT, request


def of(*requests: Request, **more: Any) -> list[Pair]:
    return list(pairs_of(replace(DATA, requests=requests, **more)))


def told(*requests: Request) -> tuple[tuple[str, str], Strength, bool, bool]:
    (wish,) = of(*requests)
    return wish.participants, wish.strength, wish.accepted, wish.mutual


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([request("B2", "S2")], (("B2", "S2"), LIKE, False, False)),
        ([request("B2", "S2", MUST)], (("B2", "S2"), MUST, False, False)),
        ([request("B2", "S2", answer=ACCEPTED)], (("B2", "S2"), LIKE, True, False)),
        ([request("B2", "S2", day=3), request("S2", "B2", MUST, day=2)], (("S2", "B2"), MUST, False, True)),
        ([request("B2", "S2", day=2), request("S2", "B2", LIKE, ACCEPTED, day=3)], (("B2", "S2"), LIKE, True, True)),
    ],
)
def test_rows_of_a_pair_are_one_wish_of_who_asked_first(rows, merged) -> None:
    assert told(*rows) == merged


def test_same_day_is_told_apart_by_the_id() -> None:
    assert told(request("S2", "B2"), request("B2", "S2"))[0] == ("B2", "S2")


@pytest.mark.parametrize("refusal", [request("S2", "B2", LIKE, DECLINED, day=2), request("S2", "B2", NOT, day=2)])
def test_refusal_of_either_takes_the_pair_out_and_its_lock(refusal: Request) -> None:
    assert of(request("B2", "S2", MUST, ACCEPTED), refusal) == []
    assert of(request("B2", "S2", MUST, ACCEPTED), refusal, locks=(Lock(("B2", "S2"), "a"),)) == []


def test_lock_adds_a_pair_that_nobody_asked_for_and_changes_no_other() -> None:
    asked, added = of(request("B1", "S2"), locks=(Lock(("B2", "S2"), "a"), Lock(("S2", "B1"), "b")))
    assert (asked.participants, asked.added) == (("B1", "S2"), False)
    assert (added.participants, added.added, added.strength, added.mutual) == (("B2", "S2"), True, LIKE, False)


def test_pairs_come_in_the_order_in_which_they_were_first_asked_for() -> None:
    rows = (request("B1", "S2", day=5), request("B2", "S1", day=4), request("S2", "B1", day=3), request("B1", "S1", day=4))
    assert [wish.id for wish in of(*rows)] == ["B1+S2", "B1+S1", "B2+S1"]


def test_pair_that_goes_together_has_its_fit() -> None:
    (fits,) = of(request("B1", "S1"))
    (strangers,) = of(request("B2", "S2"))
    assert fits.fit.score == 100
    assert strangers.fit.score == 0


def test_name_of_a_pair_is_the_same_from_either_side() -> None:
    assert pair_id("b", "a") == pair_id("a", "b") == "a+b"
