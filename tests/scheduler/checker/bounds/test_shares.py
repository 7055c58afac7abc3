"""Bounds of the lowest satisfaction from prices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.checker import Claim, check
from scheduler.checker.bounds import BoundsVerdict, Footing, Ground, StandingBound, check_bounds
from scheduler.checker.bounds.shares import prove
from scheduler.plan import Evidence
from scheduler.program.lagrangian import SCALE
from tests.support.bounds import of
from tests.support.honest import honest_plan
from tests.support.schedules import event


@pytest.mark.parametrize(
    ("goal", "data", "told"),
    [
        ("lowest", {}, "missed: None is no whole number from 1 to 100"),
        ("lowest", {"missed": 101}, "missed: 101 is no whole number from 1 to 100"),
        ("lowest", {"missed": True}, "missed: True is no whole number from 1 to 100"),
        ("lowest", {"missed": 50, "share": {"z": 1}}, "share.z: there is no such participant"),
        ("value", {"missed": 50}, "it speaks of the goal lowest only"),
    ],
)
def test_evidence_for_the_lowest_satisfaction_that_is_not_of_its_form_is_refused(goal, data, told):
    problem = event([2], {"a": {}, "b": {}}, {"ab": {}})
    plan = replace(honest_plan(problem, goals=("lowest", "value")), evidence=(Evidence(goal, "shares", 0, data),))
    unfit = of(Claim.EVIDENCE_UNFIT, goal, None, None, "shares", told)
    assert unfit in check_bounds(problem, plan, check(problem, plan).goals).violations


def test_satisfaction_is_out_of_reach_where_what_it_needs_costs_more_than_there_is():
    # a has two slots, and b, c and d, who ask for nobody else, would all have to be held in them
    problem = event([2], {"a": {}, "b": {}, "c": {}, "d": {}}, {"ab": {}, "ac": {}, "ad": {}})
    data = {"missed": 50, "diary": {"a": SCALE}, "share": {"b": SCALE, "c": SCALE, "d": SCALE}}
    plan = replace(honest_plan(problem, goals=("lowest",)), evidence=(Evidence("lowest", "shares", 0, data),))
    assert check_bounds(problem, plan, {"lowest": 0}) == BoundsVerdict((StandingBound("lowest", 0, Footing.EVIDENCE),), ())
    cheap = replace(plan, evidence=(Evidence("lowest", "shares", 0, data | {"share": {"b": SCALE, "c": SCALE}}),))
    assert check_bounds(problem, cheap, {"lowest": 0}).violations == (
        of(Claim.EVIDENCE_WEAK, "lowest", 0, 100, "shares"),
        of(Claim.NO_EVIDENCE, "lowest", 0, 100),
    )


# a has two slots for the three who ask for it, each of them for nobody else: one of them goes without
PROBLEM = event([2], {name: {} for name in "abcd"}, {"ab": {}, "ac": {}, "ad": {}})
ALL = {"diary": {"a": SCALE}, "share": {"b": SCALE, "c": SCALE, "d": SCALE}}


def proven(missed: int, **data: Any) -> int:
    return prove(Ground(PROBLEM, ("lowest",), {"lowest": 0}), Evidence("lowest", "shares", 0, {"missed": missed} | ALL | data))


@pytest.mark.parametrize(("missed", "bound"), [(1, 0), (50, 0), (51, 50), (100, 50)])
def test_bound_is_the_highest_satisfaction_that_anybody_can_have_below_the_one_missed(missed, bound):
    # a, with two slots, can be at 0, 50 or 100 percent, the others at 0 or 100
    assert proven(missed) == bound


def test_prices_that_pay_for_all_that_is_needed_show_nothing():
    # exactly as much as there is: two slots of a at 3, and three meetings at 2
    even = {"diary": {"a": 3 * SCALE}, "share": dict.fromkeys("bcd", 2 * SCALE)}
    assert proven(100, **even) == 100
    assert proven(100, diary={"a": 3 * SCALE - 1}, share=even["share"]) == 50
