"""What new meetings cost at least, from the proof of the fewest changes."""

from __future__ import annotations

import numpy as np

from scheduler.certificates.prices import Prices
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import proven_by
from scheduler.repair.fewest import part_to_change
from scheduler.repair.pricing import ChangePrices, cheapest_places, may_be_new, price_changes
from scheduler.solvers.glop import solve_glop
from tests.support.repairs import PEOPLE, instance_of, kept
from tests.support.schedules import event


def test_option_pays_for_the_slots_and_limits_of_both():
    instance = build_instance(event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {}}))
    diary, limit = np.array([[1, 2], [10, 20], [100, 200]]), np.array([1000, 2000, 4000])
    prices = ChangePrices(Prices(diary=diary, limit=limit, places=np.array([[5, 6]])), 7)
    # ab in S1 and S2, bc in S1 and S2
    assert prices.of_people(instance).tolist() == [3011, 3022, 6110, 6220]
    assert prices.of_places.tolist() == [[5, 6]]


def test_new_are_options_of_what_need_not_be_held_but_where_it_was():
    instance = build_instance(event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {"must": True}}))
    assert may_be_new(instance, np.array([1, -1])).tolist() == [True, False, False, False]
    assert may_be_new(instance, np.zeros(0, dtype=np.int64)).tolist() == [True, True, False, False]


def test_place_costs_what_the_cheapest_in_its_pool_does():
    places = np.array([[5, 1], [3, 4], [9, 9]])
    assert cheapest_places(places, np.array([0, 0, 2]), 3)[[0, 2]].tolist() == [[3, 1], [9, 9]]
    assert cheapest_places(places, np.array([0, 0, 2]), 3)[1].min() > 1 << 60  # a pool with no place in it is out of reach


def test_prices_prove_the_fewest_changes_to_the_last_unit():
    # ac must come into the only slot, where a has ab: one change, and whoever takes a slot of a pays for it
    problem = event([1], PEOPLE, {"ab": {}, "ac": {"must": True}, "ad": {}, "ef": {}})
    instance = instance_of(problem, kept("ab S1 T"))
    model = build_model(part_to_change(instance).instance, ("changes",))
    found = solve_glop(model.linear, model.objectives[0].cost, 10)
    assert found is not None
    relaxation = proven_by(model.linear, model.objectives[0].cost, *found)
    prices = price_changes(model, relaxation, 1)
    assert prices is not None
    assert prices.gap == 0
    paid = prices.of_people(instance) + prices.of_places[instance.option_pool, instance.option_slot]
    new = may_be_new(instance, np.array([0]))
    assert [problem.requests[r].id for r in instance.option_request[new & (paid > prices.gap)]] == ["ad"]
    assert price_changes(model, relaxation, 2).gap == SCALE


def test_nothing_is_priced_without_a_relaxation_or_where_breaks_count():
    problem = event([1], PEOPLE, {"ab": {}}, max_break_difference=0)
    model = build_model(instance_of(problem, kept("ab S1 T")), ("changes",))
    assert price_changes(model, None, 0) is None
    found = solve_glop(model.linear, model.objectives[0].cost, 10)
    assert found is not None
    assert price_changes(model, proven_by(model.linear, model.objectives[0].cost, *found), 0) is None
