"""Neighbourhoods for a goal, with a question in between: who has to wait in any plan as good?"""

from __future__ import annotations

import time
from typing import Any

from scheduler.parameters import Parameters, StageParameters
from scheduler.solvers.highs import Highs
from scheduler.stages.compacting import compact_agendas
from scheduler.stages.context import Context
from scheduler.stages.linear_goals import settle_linear_goals
from scheduler.stages.neighbourhood_stage import improve_from
from tests.support.contexts import context_at
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcdef"}
WISHES = {one + other: {} for one in "abc" for other in "def"}
DAY = event([5], PEOPLE, WISHES, {"T": {"capacity": 3}}, goals=["value", "breaks"])
# ad bf ce in S1, ae bd cf in S3, af be cd in S5: everybody has two breaks, and needs none
SPREAD = [
    *(f"{pair} S1 T" for pair in ("ad", "bf", "ce")),
    *(f"{pair} S3 T" for pair in ("ae", "bd", "cf")),
    *(f"{pair} S5 T" for pair in ("af", "be", "cd")),
]
# a meets at both ends of the day, so that it waits in any plan of this value; d and e meet whenever they like
ENDS = event([4], PEOPLE, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S4"]}, "de": {}}, goals=["value", "breaks", "idle"])


def after_linear_goals(highs: Highs, **knobs: Any) -> Context:
    context = context_at(ENDS, "ab S1 T", "ac S4 T", "de S2 T", without=("face", "annealing"), **knobs)
    compact_agendas(context, settle_linear_goals(context, highs))
    assert context.best_plans is not None
    return context


def test_goal_is_improved_without_harm_to_those_before():
    context = context_at(DAY, *SPREAD)
    assert context.search.costs == (-9, 12)
    improve_from(context, 1, context.search.end)
    assert context.search.costs == (-9, 0)


def test_breaks_that_no_plan_can_do_without_are_proven(highs):
    context = after_linear_goals(highs, parameters=Parameters(stages=StageParameters(ask_share=0.9)))
    assert (context.search.costs, context.search.bound(1)) == ((-3, 1, 2), 0)
    improve_from(context, 1, time.monotonic() + 5)
    assert (context.search.costs, context.search.bound(1)) == ((-3, 1, 2), 1)
    assert context.search.proven_by("breaks") != "counting"


def test_reproducible_run_asks_nothing_and_goes_by_rounds(highs):
    context = after_linear_goals(highs, reproducible=True, parameters=Parameters(stages=StageParameters(round_seconds=300)))
    improve_from(context, 1, context.search.end)
    assert (context.search.costs, context.search.bound(1)) == ((-3, 1, 2), 0)


def test_nothing_is_asked_where_the_best_plans_are_not_known():
    context = context_at(ENDS, "ab S1 T", "ac S4 T", "de S2 T")
    improve_from(context, 1, time.monotonic() + 1)
    assert context.search.bound(1) == 0
