"""Prices as the evidence of a plan holds them: read strictly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import Claim, check
from scheduler.checker.bounds import Ground, UnfitEvidence, check_bounds
from scheduler.checker.bounds.prices import Prices, read_prices
from scheduler.plan import Evidence
from tests.support.bounds import of, priced
from tests.support.honest import honest_plan
from tests.support.schedules import event

KINDS = "earlier, diary, limit, floor, share, places, one_place, after, mix, frozen"


WRONG = [
    ({"dairy": {}}, f"dairy: there are no prices of this kind; there are {KINDS}"),
    ({"diary": []}, "diary: is no object of prices by name"),
    ({"diary": {"Zoë": 1}}, "diary.Zoë: there is no such participant"),
    ({"diary": {"a": -1}}, "diary.a: -1 is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": 1.0}}, "diary.a: 1.0 is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": True}}, "diary.a: True is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": None}}, "diary.a: None is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": 1 << 63}}, "diary.a: 9223372036854775808 is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": 10**50}}, f"diary.a: 1{'0' * 39}... is no whole number from 0 to 9223372036854775807"),
    ({"diary": {"a": [1]}}, "diary.a: holds 1 prices; there are 2 slots"),
    ({"diary": {"a": [1, "2"]}}, "diary.a[1]: 2 is no whole number from 0 to 9223372036854775807"),
    ({"earlier": {"breaks": 1}}, "earlier.breaks: there is no such priced goal before this one"),
    ({"earlier": {"value": 1}}, "earlier.value: there is no such priced goal before this one"),
    ({"limit": {"b": 1}}, "limit.b: there is no such participant with max_meetings"),
    ({"floor": {"x": 1}}, "floor.x: there is no such participant"),
    ({"share": {"x": 1}}, "share.x: there is no such participant"),
    ({"places": {}}, "places: is no list"),
    ({"places": [1]}, "places[0]: is no object with the keys places, prices"),
    ({"places": [{"places": ["T"]}]}, "places[0]: is no object with the keys places, prices"),
    ({"places": [{"places": "T", "prices": 1}]}, "places[0]: places is no list of ids"),
    ({"places": [{"places": ["X"], "prices": 1}]}, "places[0]: there is no place X"),
    ({"places": [{"places": ["T"], "prices": [1, -1]}]}, "places[0].prices[1]: -1 is no whole number from 0 to 9223372036854775807"),
    ({"one_place": [{"participant": "a", "slot": "S9", "places": [], "price": 1}]}, "one_place[0]: there is no slot S9"),
    ({"one_place": [{"participant": "z", "slot": "S1", "places": [], "price": 1}]}, "one_place[0]: there is no participant z"),
    ({"after": [{"request": "ab", "after": "ba", "slot": "S1", "price": 1}]}, "after[0]: no request has to follow this one"),
    ({"after": [{"request": [], "after": "ba", "slot": "S1", "price": 1}]}, "after[0]: no request has to follow this one"),
    ({"mix": [{"dialogue": "D", "organisation": "City", "seats": 1, "price": 1}]}, "mix[0]: there is no dialogue D"),
]


@pytest.mark.parametrize(("data", "told"), WRONG, ids=[told[:40] for _, told in WRONG])
def test_evidence_that_is_not_of_its_form_is_refused(data, told):
    problem = event([2], {"a": {"max_meetings": 1}, "b": {}}, {"ab": {}, "ba": {"after": ["ab"]}})
    plan = replace(honest_plan(problem, goals=("value", "breaks")), evidence=(Evidence("value", "prices", 0, data),))
    unfit = of(Claim.EVIDENCE_UNFIT, "value", None, None, "prices", told)
    assert unfit in check_bounds(problem, plan, check(problem, plan).goals).violations


PROBLEM = event(
    [2],
    {"a": {"max_meetings": 1, "organisation": "City"}, "b": {}},
    {"ab": {}, "ba": {"after": ["ab"]}},
    {"T": {}, "U": {}},
    {"D": {"wanted": "ab"}},
)


def test_every_kind_of_price_is_read_by_what_it_is_of():
    data = {
        "diary": {"a": [1, 2], "b": 3},
        "limit": {"a": 4},
        "floor": {"b": 5},
        "share": {"a": 6},
        "places": [{"places": ["T", "U"], "prices": 7}, {"places": [], "prices": [8, 9]}],
        "one_place": [{"participant": "a", "slot": "S2", "places": ["U"], "price": 10}],
        "after": [{"request": "ba", "after": "ab", "slot": "S1", "price": 11}],
        "mix": [{"dialogue": "D", "organisation": "City", "seats": 1, "price": 12}],
        "frozen": ["S2"],
    }
    assert priced(PROBLEM, data) == Prices(
        diary={"a": [1, 2], "b": [3, 3]},
        limit={"a": 4},
        floor={"b": 5},
        share={"a": 6},
        places=[(frozenset("TU"), [7, 7]), (frozenset(), [8, 9])],
        one_place=[("a", 1, frozenset("U"), 10)],
        after=[("ba", "ab", 0, 11)],
        mix=[("D", "City", 1, 12)],
        frozen=frozenset({1}),
    )


def test_nothing_has_a_price_that_is_not_told():
    assert priced(PROBLEM, {}) == Prices()


def test_goal_before_has_a_price_and_the_goal_itself_and_those_after_have_none():
    ground = Ground(PROBLEM, ("floor", "value", "mix"), {})
    assert read_prices(ground, "value", {"earlier": {"floor": 7}}).earlier == {"floor": 7}
    for name in ("value", "mix"):
        with pytest.raises(UnfitEvidence, match=f"earlier.{name}: there is no such priced goal"):
            read_prices(ground, "value", {"earlier": {name: 7}})


@pytest.mark.parametrize("largest", [2**63 - 1, 0])
def test_price_is_a_whole_number_up_to_the_largest(largest):
    assert priced(PROBLEM, {"limit": {"a": largest}}).limit == {"a": largest}


@pytest.mark.parametrize(
    ("data", "told"),
    [({"frozen": "S1"}, "frozen: is no list of slots"), ({"frozen": ["S1", "S9"]}, r"frozen\[1\]: there is no slot S9")],
)
def test_frozen_slots_are_a_list_of_known_ones(data, told):
    with pytest.raises(UnfitEvidence, match=told):
        priced(PROBLEM, data)
