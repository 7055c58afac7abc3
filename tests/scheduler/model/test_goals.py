"""Each goal as the model has it, against the checker over all schedules."""

from __future__ import annotations

import random

import pytest

from tests.support.bruteforce import all_plans
from tests.support.schedules import cheapest, core_of, disagreements, model_of
from tests.support.strategies import GOALS_WITHOUT_PLAN
from tests.support.tiny_events import GOAL_EVENTS, RULE_EVENTS

SOME = 8
WITHOUT_ZONES = tuple(goal for goal in GOALS_WITHOUT_PLAN if goal != "moves")
CLOSE = ("break_difference around dialogues", "break_difference with waiting away", "break_difference of one over two days")


@pytest.mark.parametrize("name", GOAL_EVENTS)
def test_costs_of_all_schedules_are_those_of_the_checker(name):
    assert list(disagreements(GOAL_EVENTS[name], GOALS_WITHOUT_PLAN)) == []


@pytest.mark.parametrize("name", CLOSE)
def test_costs_are_those_of_the_checker_where_breaks_are_limited(name):
    assert list(disagreements(RULE_EVENTS[name], WITHOUT_ZONES)) == []


@pytest.mark.parametrize("goal", GOALS_WITHOUT_PLAN)
def test_goal_costs_no_less_whatever_the_auxiliary_columns_say(goal):
    for problem in GOAL_EVENTS.values():
        model = model_of(problem, [goal])
        plans = list(all_plans(problem))
        for plan in random.Random(0).sample(plans, min(SOME, len(plans))):
            core = core_of(model.layout, plan)
            assert core is not None
            assert cheapest(model, core, model.objectives[0].cost) == model.achieved(model.layout.complete(core))[0]
