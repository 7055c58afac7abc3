"""The comparison of model and checker finds every fault that is planted in either of them."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler import checker
from scheduler.checker import goals as checked_goals
from scheduler.model import model
from scheduler.model.rules import RULES
from scheduler.problem import MAXIMISED
from tests.support.bruteforce import all_plans
from tests.support.schedules import disagreements, event, every_plan, model_of, plans_missed, verdict
from tests.support.strategies import GOALS_WITHOUT_PLAN
from tests.support.tiny_events import GOAL_EVENTS, RULE_EVENTS, TWO_ZONES

CAUGHT_BY = {
    "held": ("request_held_once", "request_must"),
    "diary": ("parallel", "dialogue_alone", "moderator_unseated"),
    "one_place": ("one_place", "one_place of one meeting"),
    "limits": ("max_meetings",),
    "places": ("capacity", "capacity of two", "capacity beside a table", "capacity beside long tables"),
    "after": ("after", "after on the day before"),
    "dialogues": ("dialogue_held_once", "dialogue_must", "own_place", "seats", "role_minimum", "moderator"),
    "break_difference": ("break_difference", "break_difference with one who does nothing", "break_difference around dialogues"),
}
TELLING = {
    "floor": event([2], {"a": {"floor": 3}, "b": {"floor": 1}}, {"ab": {}, "ba": {}}),
    "value": GOAL_EVENTS["seats and meetings"],
    "breaks": event([4], {"a": {"unavailable": ["S2"]}, "b": {}}, {"ab": {}, "ba": {}}),
    "idle": event([4], {"a": {"unavailable": ["S2"]}, "b": {}}, {"ab": {}, "ba": {}}),
    "moves": event([2], {"a": {}, "b": {}}, {"ab": {}, "ba": {}}, TWO_ZONES),
    "lowest": event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {}, "ca": {}}),
    "mix": event(
        [1], {x: {"organisation": "City" if x in "ab" else "Works"} for x in "abcd"}, {}, None, {"D": {"wanted": "abcd", "must": False}}
    ),
}
MEETING = {"a": {}, "b": {"home": "B"}}, {"ab": {}}, {"T": {}, "B": {"owner": "b"}}
ANYWHERE = {"T": {}, "U": {}}
UNKNOWN_TO_THE_MODEL = {
    "meeting_names_known": event([1], *MEETING),
    "own_slot": event([2], {"a": {}, "b": {}}, {"ab": {"slots": ["S2"]}}),
    "allowed_place": event([1], *MEETING),
    "fixed": event([2], {"a": {}, "b": {}}, {"ab": {}}, ANYWHERE, fixed=[{"request": "ab", "slot": "S2", "place": "U"}]),
    "available": event([2], {"a": {"unavailable": ["S1"]}, "b": {}}, {"ab": {}}),
    "dialogue_names_known": event([1], {"a": {}}, {}, None, {"D": {"wanted": "a"}}),
    "own_start": event([2], {"a": {}}, {}, None, {"D": {"wanted": "a", "starts": ["S2"]}}),
    "own_place": event([1], {"a": {}}, {}, ANYWHERE, {"D": {"wanted": "a", "places": ["U"]}}),
    "within_a_day": event([1, 1], {"a": {}}, {}, None, {"D": {"wanted": "a", "length": 2, "must": False}}),
    "seated_once": event([1], {"a": {}}, {}, None, {"D": {"wanted": "a"}}),
    "seat_wanted": event([1], {"a": {}, "b": {}}, {}, None, {"D": {"wanted": "a"}}),
}


def without(rules, left_out):
    return tuple(rule for rule in rules if rule is not left_out)


def name_of(rule) -> str:
    return rule.__module__.rpartition(".")[2]


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_rule_left_out_of_the_model_is_caught(rule, monkeypatch):
    monkeypatch.setattr(model, "RULES", without(RULES, rule))
    assert [name for name in CAUGHT_BY[name_of(rule)] if not any(disagreements(RULE_EVENTS[name]))] == []


@pytest.mark.parametrize("goal", GOALS_WITHOUT_PLAN)
def test_each_coefficient_of_a_goal_that_is_wrong_is_caught(goal, monkeypatch):
    problem, right = TELLING[goal], model._GOALS[goal]
    columns = np.flatnonzero(model_of(problem, [goal]).objectives[0].cost)
    assert len(columns) > 0
    for column in columns:

        def wrong(layout, column=column):
            result = right(layout)
            chosen, weights = result if isinstance(result, tuple) else (result, np.ones(len(result), dtype=np.int64))
            return chosen, weights + (chosen == column)

        monkeypatch.setitem(model._GOALS, goal, wrong)
        assert any(disagreements(problem, [goal]))


@pytest.mark.parametrize("goal", GOALS_WITHOUT_PLAN)
def test_goal_with_the_wrong_sign_is_caught(goal, monkeypatch):
    others = MAXIMISED - {goal} if goal in MAXIMISED else MAXIMISED | {goal}
    monkeypatch.setattr(model, "MAXIMISED", others)
    assert any(disagreements(TELLING[goal], [goal]))


@pytest.mark.parametrize("rule", checker.RULES, ids=lambda rule: rule.__name__)
def test_rule_left_out_of_the_checker_is_caught(rule, monkeypatch):
    problem = UNKNOWN_TO_THE_MODEL.get(rule.__name__) or RULE_EVENTS[rule.__name__]
    is_unknown = rule.__name__ in UNKNOWN_TO_THE_MODEL
    assert not is_unknown or not any(plans_missed(problem, every_plan(problem)))
    monkeypatch.setattr(checker, "RULES", without(checker.RULES, rule))
    assert any(plans_missed(problem, every_plan(problem)) if is_unknown else disagreements(problem))


@pytest.mark.parametrize("goal", GOALS_WITHOUT_PLAN)
def test_goal_that_the_checker_counts_wrong_once_is_caught(goal, monkeypatch):
    problem, right = TELLING[goal], checked_goals.GOALS[goal]
    most = max(verdict(problem, plan).goals[goal] for plan in all_plans(problem))
    assert most > 0
    monkeypatch.setitem(checked_goals.GOALS, goal, lambda timetable: right(timetable) - (right(timetable) == most))
    assert any(disagreements(problem, [goal]))
