"""Changes at each place by itself, where a pool of places is not enough to tell them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.construction.place_assignment import place_all
from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import ReferencePlan, places_apart
from scheduler.model.columns import Layout
from scheduler.parameters import DEFAULTS
from scheduler.repair.apart import Apart, tell_apart
from scheduler.repair.fewest import find_fewest
from tests.support.repairs import PEOPLE, TWO, changes_of, instance_of, kept, repaired, slots_of, solver_of
from tests.support.schedules import admits, event, model_of, placed_plan, verdict

# whether the whole event may be repaired with places apart
ALL_APART = pytest.mark.parametrize("parameters", [replace(DEFAULTS.repair, apart_options=0), DEFAULTS.repair], ids=["no", "yes"])


@ALL_APART
def test_long_table_that_finds_a_pool_half_empty_and_no_place_free_costs_a_change(parameters):
    # In each slot one of the two places is free, but not the same one.
    problem = event([2], PEOPLE, {"ab": {}, "cd": {}}, TWO, {"D": {"length": 2, "wanted": "e"}})
    plan = kept("ab S1 T", "cd S2 U")
    assert [sorted(apart) for apart in places_apart(problem, plan, parameters)] == [[], ["T", "U"]][: 2 if parameters.apart_options else 1]
    assert changes_of(repaired(problem, plan, parameters=parameters)) == (1, 1)


@ALL_APART
def test_table_at_a_place_of_two_meetings_costs_a_change_where_both_places_are_half_full(parameters):
    places = {"T": {"capacity": 2}, "U": {"capacity": 2}}
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}}, places, {"D": {"wanted": "e"}})
    assert changes_of(repaired(problem, kept("ab S1 T", "cd S1 U"), parameters=parameters)) == (1, 1)


def test_kept_plan_that_overfills_a_place_keeps_one_of_the_two_there():
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}}, TWO)
    plan = kept("ab S1 T", "cd S1 T")
    assert [sorted(apart) for apart in places_apart(problem, plan)] == [["T"]]
    assert changes_of(repaired(problem, plan)) == (1, 1)


# In each slot one of the two places is free, but not the same one.
CROSSED = event([2], PEOPLE, {"ab": {}, "cd": {}, "ef": {}}, TWO, {"D": {"length": 2, "wanted": "e"}})
PLAN = kept("ab S1 T", "cd S2 U")


def told() -> Apart:
    found = tell_apart(CROSSED, ReferencePlan(PLAN), instance_of(CROSSED, PLAN), False, DEFAULTS.repair)
    assert found is not None
    return found


def test_places_of_kept_meetings_that_a_dialogue_may_take_are_told_apart():
    apart = told()
    assert [pool.places for pool in apart.instance.pools] == [(0,), (1,)]
    assert [pool.places for pool in apart.whole.pools] == [(0, 1)]
    # each kept meeting where it was, and nothing else: none has to be held
    options = zip(apart.instance.option_request, apart.instance.option_slot, apart.instance.option_pool, strict=True)
    assert [tuple(map(int, option)) for option in options] == [(0, 0, 0), (1, 1, 1)]


def test_nothing_is_told_apart_where_it_tells_no_more():
    whole = build_instance(CROSSED)
    short = event([2], PEOPLE, {"ab": {}, "cd": {}}, TWO, {"D": {"length": 1, "wanted": "e"}})
    assert tell_apart(short, ReferencePlan(PLAN), build_instance(short), False, DEFAULTS.repair) is None
    assert tell_apart(replace(CROSSED, max_break_difference=1), ReferencePlan(PLAN), whole, False, DEFAULTS.repair) is None


def test_ways_to_hold_what_must_be_are_counted_up_to_the_limit():
    # one request that must be held, two slots and two places are four ways
    problem = replace(CROSSED, requests=(replace(CROSSED.requests[0], must=True), *CROSSED.requests[1:]))
    whole = build_instance(problem)
    limits = {ways: tell_apart(problem, ReferencePlan(PLAN), whole, False, replace(DEFAULTS.repair, apart_ways=ways)) for ways in (3, 4)}
    assert limits[3] is None
    assert limits[4] is not None


def test_schedule_with_places_apart_is_one_of_the_whole():
    apart = told()
    with solver_of() as solver:
        found = find_fewest(apart.instance, slots_of(CROSSED), solver)
    assert (found.changes, found.bound) == (1, 1)
    model = model_of(CROSSED)
    core = apart.widen_core(found.core)
    assert admits(model, model.layout.complete(core))
    plan = placed_plan(model.layout, core, place_all(model.layout, core))
    assert verdict(CROSSED, plan).violations == ()
    assert len(plan.meetings) == len(plan.dialogues) == 1
    # the table is at the place that the meeting held leaves free
    (place,) = apart.places(found.core).values()
    assert CROSSED.places[place].id == {"ab": "U", "cd": "T"}[plan.meetings[0].request]


def test_what_is_not_told_apart_is_the_whole_itself():
    instance = instance_of(CROSSED, PLAN)
    core = np.arange(Layout(instance).core)
    assert Apart(instance, instance).widen_core(core) is core


def test_frozen_columns_are_held_or_shut_in_the_whole():
    apart, frozen = told(), slots_of(CROSSED, "S1")
    with solver_of() as solver:
        found = find_fewest(apart.instance, frozen, solver)
    wide = apart.widen(found, frozen)
    layout = Layout(apart.whole)
    held = np.flatnonzero(wide.held[: apart.whole.options])  # the dialogue has to come, and comes where ab is not
    assert [(int(apart.whole.option_request[o]), int(apart.whole.option_slot[o])) for o in held] == [(0, 0)]
    assert not (wide.held & wide.shut).any()
    assert (wide.core[wide.held] == 1).all()
    assert (wide.core[wide.shut] == 0).all()
    assert len(wide.core) == layout.core
