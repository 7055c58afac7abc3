"""What meetings and seats are worth: the order of wishes holds for any weights that an organiser may set."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.demo import load_demo
from matchmaking.planning import Fit, Pair, Weights, pairs_of, value_of, value_of_seat
from matchmaking.planning.event import SeatWish, Strength
from matchmaking.planning.values import HEAVIEST, MOST, too_low

WANTED = (Strength.WOULD_LIKE, Strength.MUST)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    would_like, seat_would_like = draw(st.integers(1, HEAVIEST - 1)), draw(st.integers(1, HEAVIEST - 1))
    accepted = draw(st.integers(0, HEAVIEST))
    return Weights(
        must=draw(st.integers(would_like + 1, HEAVIEST)),
        would_like=would_like,
        accepted=accepted,
        mutual=draw(st.integers(accepted, HEAVIEST)),
        fit=draw(st.integers(0, HEAVIEST)),
        seat_must=draw(st.integers(seat_would_like + 1, HEAVIEST)),
        seat_would_like=seat_would_like,
    )


@st.composite
def meetings(draw: st.DrawFn) -> Pair:
    return Pair(
        participants=("B", "S"),
        strength=draw(st.sampled_from(WANTED)),
        accepted=draw(st.booleans()),
        mutual=draw(st.booleans()),
        fit=Fit(score=draw(st.integers(0, 100))),
    )


def total(pair: Pair, points: Weights) -> int:
    return value_of(pair, points).total


@given(meetings(), weights())
def test_value_is_a_whole_number_in_the_range_of_the_format(pair: Pair, points: Weights) -> None:
    value = value_of(pair, points)
    assert 1 <= value.total <= MOST
    assert value.total == sum(term.points for term in value.terms)
    assert all(term.points > 0 for term in value.terms)


@given(meetings(), weights())
def test_must_is_worth_more_than_would_like(pair: Pair, points: Weights) -> None:
    assert total(replace(pair, strength=Strength.MUST), points) > total(replace(pair, strength=Strength.WOULD_LIKE), points)


@given(meetings(), weights())
def test_accepted_is_worth_no_less_than_open(pair: Pair, points: Weights) -> None:
    assert total(replace(pair, accepted=True), points) >= total(replace(pair, accepted=False), points)


@given(meetings(), weights())
def test_mutual_is_worth_no_less_than_one_sided(pair: Pair, points: Weights) -> None:
    assert total(replace(pair, mutual=True), points) >= total(replace(pair, mutual=False), points)


@given(meetings(), weights(), st.integers(0, 100))
def test_better_fit_is_worth_no_less(pair: Pair, points: Weights, score: int) -> None:
    better = replace(pair, fit=Fit(score=max(score, pair.fit.score)))
    assert total(better, points) >= total(pair, points)


@given(weights(), st.integers(1, 50))
def test_seat_is_worth_its_wish_for_every_slot(points: Weights, length: int) -> None:
    like, must = (value_of_seat(SeatWish("B", strength), length, points).total for strength in WANTED)
    assert like == min(MOST, points.seat_would_like * length)
    assert like <= must <= MOST
    assert must > like or must == MOST


def test_default_must_outweighs_everything_else_together() -> None:
    best = Pair(("B", "S"), Strength.WOULD_LIKE, accepted=True, mutual=True, fit=Fit(score=100))
    assert total(Pair(("B", "S"), Strength.MUST), Weights()) > total(best, Weights())


def test_seat_is_explained() -> None:
    (term,) = value_of_seat(SeatWish("B", Strength.MUST), 2, Weights()).terms
    assert (term.weight, term.points, term.because) == ("seat_must", 240, "asked to join as must, 2 slots")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"must": 40, "would_like": 40}, "must has to be more than would_like"),
        ({"would_like": 0}, "must has to be more than would_like, and that at least 1"),
        ({"seat_must": 5, "seat_would_like": 6}, "seat_must has to be more than seat_would_like"),
        ({"accepted": 46}, "mutual has to be at least accepted"),
        ({"fit": -1}, "fit has to be a whole number from 0 to 100000, not -1"),
        ({"must": HEAVIEST + 1}, "must has to be a whole number"),
        ({"accepted": True}, "accepted has to be a whole number"),
    ],
)
def test_weights_that_would_turn_wishes_round_are_refused(changed: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Weights(**changed)


def test_documented_weights_are_the_defaults() -> None:
    page = (Path(__file__).parents[3] / "docs" / "values.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)
    assert {name: int(points) for name, points in rows} == asdict(Weights())


def test_documented_examples_are_those_of_the_demo() -> None:
    page = (Path(__file__).parents[3] / "docs" / "values.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+\+\w+)` \| .* \| (\d+) \|$", page, re.MULTILINE)
    values = {pair.id: total(pair, Weights()) for pair in pairs_of(load_demo())}
    assert len(rows) == 4
    assert {id_: int(value) for id_, value in rows} == {id_: values[id_] for id_, _ in rows}


@pytest.mark.parametrize(
    ("changed", "least"),
    [
        ({}, {}),
        ({"must": 40}, {"must": 41}),
        ({"would_like": 0}, {"would_like": 1}),
        ({"seat_must": 5, "seat_would_like": 6}, {"seat_must": 7}),
        ({"seat_would_like": 0, "mutual": 29}, {"seat_would_like": 1, "mutual": 30}),
    ],
)
def test_weight_that_is_too_low_is_told_with_the_least_that_it_can_be(changed: dict[str, int], least: dict[str, int]) -> None:
    assert too_low(asdict(Weights()) | changed) == least
