"""Each hard rule as the model has it, against the checker over all schedules of events that can break it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import assume, given

from scheduler.files.reading import parse_problem
from scheduler.model import model as models
from scheduler.model.rules import RULES, break_difference, one_place
from tests.support.bruteforce import all_plans
from tests.support.schedules import admits, cheapest, disagreements, every_core, model_of, plans_missed
from tests.support.strategies import small_problems
from tests.support.tiers import examples
from tests.support.tiny_events import RULE_EVENTS

SOME = 40
TINY = {"slots": 3, "participants": 3, "requests": 2, "dialogues": 1, "places": 2}
COLUMNS = 9
WITH_AUXILIARY = {"one_place": one_place.add, "break_difference": break_difference.add}


@pytest.mark.parametrize("name", RULE_EVENTS)
def test_schedules_of_the_model_are_those_of_the_checker(name):
    assert list(disagreements(RULE_EVENTS[name])) == []


@pytest.mark.parametrize("name", RULE_EVENTS)
def test_plans_of_the_checker_are_schedules_of_the_model(name):
    assert list(plans_missed(RULE_EVENTS[name], all_plans(RULE_EVENTS[name]))) == []


@pytest.mark.parametrize("name", [name for name in RULE_EVENTS if name.startswith(tuple(WITH_AUXILIARY))])
def test_refused_schedule_stays_refused_whatever_the_auxiliary_columns_say(name, monkeypatch):
    model = model_of(RULE_EVENTS[name])
    left_out = next(rule for prefix, rule in WITH_AUXILIARY.items() if name.startswith(prefix))
    monkeypatch.setattr(models, "RULES", tuple(rule for rule in RULES if rule is not left_out))
    without = model_of(RULE_EVENTS[name])
    refused = [
        core
        for core in every_core(model.layout)
        if admits(without, without.layout.complete(core)) and not admits(model, model.layout.complete(core))
    ]
    nothing = np.zeros(model.linear.columns, dtype=np.int64)
    assert refused != []
    for core in random.Random(0).sample(refused, min(SOME, len(refused))):
        assert cheapest(model, core, nothing) is None


@examples(0.6)
@given(small_problems(**TINY))
def test_schedules_of_problems_with_every_key_are_those_of_the_checker(document):
    problem = parse_problem(document, "tiny.json")
    assume(model_of(problem, problem.goals).layout.core <= COLUMNS)
    assert list(disagreements(problem, problem.goals)) == []
    assert list(plans_missed(problem, all_plans(problem))) == []
