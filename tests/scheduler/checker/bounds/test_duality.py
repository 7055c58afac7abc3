"""Bounds from prices, by hand: what everything costs less what it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import Claim, check
from scheduler.checker.bounds import Ground, check_bounds
from scheduler.checker.bounds.duality import least_cost, possible_meetings, prove
from scheduler.plan import Evidence
from scheduler.program.lagrangian import SCALE
from tests.support.bounds import of, priced
from tests.support.honest import honest_plan
from tests.support.schedules import event


def test_one_price_for_all_slots_means_that_price_in_each():
    problem = event([3], {"a": {"unavailable": ["S2"]}, "b": {}}, {"ab": {"value": 7}, "ba": {"value": 6}, "ab2": {"value": 5}})
    ground = Ground(problem, ("value",), {})
    same = [prove(ground, Evidence("value", "prices", 0, {"diary": {"a": prices}})) for prices in (5 * SCALE, [5 * SCALE] * 3)]
    # two slots at 5 each, and what the three earn beyond: 2 + 1 + 0
    assert same == [13, 13]


def test_huge_prices_stay_exact():
    problem = event([2], {"a": {"parallel": 1_000_000}, "b": {}}, {"ab": {"value": 1_000_000}})
    most = 2**63 - 1
    plan = replace(honest_plan(problem, goals=("value",)), evidence=(Evidence("value", "prices", 0, {"diary": {"a": most, "b": most}}),))
    bound = 2 * 1_000_001 * most // SCALE
    (weak, _) = check_bounds(problem, plan, check(problem, plan).goals).violations
    assert weak == of(Claim.EVIDENCE_WEAK, "value", 0, bound, "prices")


def test_most_meetings_of_each_are_what_it_is_asked_for_has_slots_for_and_wants():
    people = {
        "a": {},
        "b": {"unavailable": ["S1"]},
        "c": {"max_meetings": 1, "unavailable": ["S1"]},
        "d": {"parallel": 2, "unavailable": ["S1"]},
    }
    wishes = {name + str(k): {} for name in ("ab", "bc", "cd", "bd") for k in range(2)}
    assert possible_meetings(event([2], people, wishes)) == {"a": 2, "b": 1, "c": 1, "d": 2}
    assert possible_meetings(event([2], {"a": {"max_meetings": 0}, "e": {}}, {"ae": {}})) == {"a": 0, "e": 1}


@pytest.mark.parametrize(
    ("data", "cost"),
    [
        # at no price the request is held, and earns 7
        ({}, -7),
        # of each open slot as many as can be held at once: 2 * (1 + 2), and the cheaper one is paid for by the request
        ({"diary": {"a": [1, 2]}}, -6 + 1 - 7),
        ({"limit": {"a": 3}}, -15 + 3 - 7),
        ({"places": [{"places": ["T", "U"], "prices": [1, 1]}]}, -2 * 4 + 1 - 7),
        ({"places": [{"places": ["T"], "prices": [1, 9]}]}, -(1 + 9) * 3 - 7),  # U costs nothing
        # a price above what it earns: it is not held
        ({"diary": {"b": [8, 9]}}, -17),
        # at one place, the one at which the two hold most
        ({"one_place": [{"participant": "a", "slot": "S1", "places": ["T", "U"], "price": 1}]}, -2 - 7),
        ({"one_place": [{"participant": "a", "slot": "S1", "places": ["U"], "price": 1}]}, -1 - 7),
    ],
)
def test_cost_is_the_stock_less_what_the_request_pays_and_earns(data, cost):
    people = {"a": {"parallel": 2, "max_meetings": 5}, "b": {}}
    problem = event([2], people, {"ab": {"value": 7}}, {"T": {"capacity": 3}, "U": {}})
    assert least_cost(Ground(problem, ("value",), {}), {"value": 1}, priced(problem, data), 0) == cost


def test_slots_in_which_somebody_is_away_are_not_in_stock():
    problem = event([2], {"a": {"unavailable": ["S2"]}, "b": {}}, {"ab": {"value": 7}})
    assert least_cost(Ground(problem, ("value",), {}), {"value": 1}, priced(problem, {"diary": {"a": 3}}), 0) == -3 + 3 - 7


def test_floor_is_bought_or_paid_for_as_shortfall():
    problem = event([1], {"a": {"floor": 3}, "b": {}}, {"ab": {}})
    ground = Ground(problem, ("floor",), {})
    # a price up to 1 on each of three meetings, less the one that can be held; above that the shortfall is cheaper
    for price, cost in ((0, 0), (4, 3 * 4 - 4), (10, 30 - 10), (12, 30 - 12)):
        assert least_cost(ground, {"floor": 10}, priced(problem, {"floor": {"a": price}}, "floor"), 0) == cost


@pytest.mark.parametrize(("level", "needed"), [(0, 0), (1, 1), (33, 1), (34, 2), (66, 2), (67, 3), (100, 3)])
def test_satisfaction_needs_so_many_meetings_rounded_up(level, needed):
    # a can hold three; each of the three requests pays its price of 1 back
    problem = event([3], {"a": {}, "b": {}}, {"ab": {}, "ab2": {}, "ba": {}})
    prices = priced(problem, {"share": {"a": 1}}, "lowest")
    assert least_cost(Ground(problem, ("lowest",), {}), {}, prices, level) == needed - 3


def test_pairs_of_one_organisation_are_at_least_those_of_so_many_seats():
    people = {name: {"organisation": "City"} for name in "abc"} | {"d": {}}
    problem = event([1], people, {}, None, {"D": {"wanted": "abcd", "seats": [3, 3]}})
    ground = Ground(problem, ("mix",), {})
    # with three seats of four, two at least are of the City: a pair, which k = 1 shows: 1 * 2 - 1
    data = {"mix": [{"dialogue": "D", "organisation": "City", "seats": 1, "price": SCALE}]}
    assert prove(ground, Evidence("mix", "prices", 0, data)) == 1
    assert prove(ground, Evidence("mix", "prices", 0, {})) == 0


def test_goal_before_is_worth_what_was_achieved_of_it():
    # b has one slot: whoever it meets, one of the two floors is short; at a price of 9 a unit, ab for 5 does not pay
    problem = event([1], {"a": {}, "b": {}, "c": {"floor": 1}}, {"ab": {"value": 5}, "bc": {"value": 2}})
    data = {"earlier": {"floor": 9 * SCALE}, "diary": {"b": 5 * SCALE}, "floor": {"c": 3 * SCALE}}
    assert prove(Ground(problem, ("floor", "value"), {"floor": 0}), Evidence("value", "prices", 0, data)) == 2
    assert prove(Ground(problem, ("floor", "value"), {"floor": 1}), Evidence("value", "prices", 0, data)) == 11


def test_goal_without_prices_has_the_bound_of_its_definition():
    problem = event([1], {"a": {}, "b": {}}, {"ab": {}})
    assert prove(Ground(problem, ("breaks",), {}), Evidence("breaks", "prices", 0, {})) == 0
