"""Prices in the names of the problem, as the evidence of a plan holds them."""

from __future__ import annotations

import numpy as np

from scheduler.certificates.prices import Prices, floor_prices, prices_of
from scheduler.checker.bounds import Ground
from scheduler.checker.bounds.duality import prove
from scheduler.instance.instance import build_instance
from scheduler.plan import Evidence
from tests.support.schedules import event, model_of


def test_floor_prices_prove_what_nothing_can_make_up_for():
    # a wants 3 and has one limit, b wants 2 and has one slot, c wants 3 and is asked for once: 2 + 1 + 2 short, whatever is held
    people = {"a": {"floor": 3, "max_meetings": 1}, "b": {"floor": 2, "unavailable": ["S1"]}, "c": {"floor": 3}, "d": {"floor": 1}}
    problem = event([2], people, {"ab": {}, "ab2": {}, "ac": {}, "ad": {}, "bd": {}, "ba": {}})
    instance = build_instance(problem)
    evidence = floor_prices(instance).evidence(instance, "floor")
    assert prove(Ground(problem, ("floor",), {}), evidence) == 5
    assert set(evidence.data) == {"diary", "limit", "floor"}


PROBLEM = event([2], {"a": {"unavailable": ["S2"]}, "b": {}, "c": {}}, {"ab": {}, "bc": {"after": ["ab"]}}, {"T": {}, "U": {"capacity": 2}})
INSTANCE = build_instance(PROBLEM)


def test_one_number_stands_for_slots_that_cost_the_same_and_what_is_free_is_left_out():
    prices = Prices(
        earlier={"floor": 0, "mix": 2},
        diary=np.array([[3, 9], [4, 5], [0, 0]]),  # a is away in S2
        limit=np.array([0, 7, 0]),
        places=np.array([[1, 1], [0, 0]]),
    )
    first = [PROBLEM.places[q].id for q in INSTANCE.pools[0].places]
    assert prices.evidence(INSTANCE, "value") == Evidence(
        "value",
        "prices",
        0,
        {"earlier": {"mix": 2}, "diary": {"a": 3, "b": [4, 5]}, "limit": {"b": 7}, "places": [{"places": first, "prices": 1}]},
    )


def test_price_of_a_participant_is_that_of_each_of_its_slots():
    assert Prices(diary=np.array([1, 2, 0])).evidence(INSTANCE, "value").data == {"diary": {"a": 1, "b": 2}}


def test_prices_of_slots_in_which_somebody_is_away_are_nothing():
    assert Prices(diary=np.array([[0, 9], [4, 0], [0, 0]])).evidence(INSTANCE, "value").data == {"diary": {"b": [4, 0]}}


def test_row_multipliers_are_prices_by_what_their_rows_are_about():
    layout = model_of(PROBLEM).layout
    multipliers = np.zeros(layout.builder.rows, dtype=np.int64)
    found = prices_of(layout, multipliers, {"floor": 5})
    assert found.evidence(INSTANCE, "value").data == {"earlier": {"floor": 5}}
    for block in layout.builder.blocks:
        if block.kind == "diary":
            multipliers[block.first : block.first + len(block.keys[0])] = -np.arange(1, len(block.keys[0]) + 1)
        if block.kind == "after":
            multipliers[block.first] = -8
    found = prices_of(layout, multipliers, {})
    diary = next(block for block in layout.builder.blocks if block.kind == "diary")
    assert found.diary is not None
    assert [int(found.diary[p, t]) for p, t in zip(*diary.keys, strict=True)] == list(range(1, len(diary.keys[0]) + 1))
    assert [(entry["request"], entry["after"], entry["price"]) for entry in found.others["after"]] == [("bc", "ab", 8)]


def test_row_pays_on_the_side_that_binds_it_only():
    layout = model_of(event([1], {"a": {"floor": 1}, "b": {}}, {"ab": {}}), ("floor",)).layout
    blocks = {block.kind: block for block in layout.builder.blocks}
    multipliers = np.zeros(layout.builder.rows, dtype=np.int64)
    multipliers[blocks["floor"].first] = 6
    assert prices_of(layout, multipliers, {}).floor.tolist() == [6, 0]
    assert not prices_of(layout, -multipliers, {}).floor.any()


def test_floor_that_can_be_met_has_no_price():
    instance = build_instance(event([1], {"a": {"floor": 1}, "b": {}}, {"ab": {}}))
    assert floor_prices(instance).evidence(instance, "floor").data == {}
