"""Whatever fits is added, the best first: nothing that breaks a rule, and nothing is left that would still fit."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from scheduler.construction.greedy import fill
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import Instance, build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import Model, build_model
from scheduler.problem import Problem
from tests.support.decisions import core_with, decisions
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}


def filled(problem: Problem, *held: str, **more: Any) -> set[str]:
    """What is held after the most valuable options were added to these."""
    layout = Layout(build_instance(problem))
    core = fill(layout, core_with(layout, held), layout.instance.value[layout.instance.option_request], **more)
    return {name for name, column in decisions(layout).items() if core[column]}


@pytest.mark.parametrize(
    ("people", "wishes", "places", "held"),
    [
        (PEOPLE, {"ab": {"value": 2}, "bc": {"value": 3}, "cd": {"value": 2}}, {"T": {}, "U": {}}, {"bc S1 TU"}),
        (PEOPLE, {"ab": {"value": 2}, "cd": {"value": 3}}, {"T": {}, "U": {}}, {"ab S1 TU", "cd S1 TU"}),
        (PEOPLE, {"ab": {"value": 2}, "cd": {"value": 3}}, {"T": {}}, {"cd S1 T"}),
        (PEOPLE | {"a": {"parallel": 2}}, {"ab": {}, "ac": {}}, {"T": {"capacity": 2}}, {"ab S1 T", "ac S1 T"}),
        (PEOPLE | {"a": {"parallel": 2, "max_meetings": 1}}, {"ab": {}, "ac": {"value": 2}}, {"T": {"capacity": 2}}, {"ac S1 T"}),
        (PEOPLE | {"a": {"max_meetings": 0}}, {"ab": {}}, {"T": {}}, set()),
        # two at once, but not at two places, and not more than a place holds
        (PEOPLE | {"a": {"parallel": 2}}, {"ab": {"value": 2, "places": ["T"]}, "ac": {"places": ["U"]}}, {"T": {}, "U": {}}, {"ab S1 T"}),
        (PEOPLE | {"a": {"parallel": 2}}, {"ab": {"value": 2}, "ac": {}}, {"T": {}, "U": {}}, {"ab S1 TU"}),
    ],
    ids=["one at a time", "room for both", "one place", "two at once", "limit", "none at all", "two places", "places of one"],
)
def test_best_that_fits_is_added(people, wishes, places, held):
    assert filled(event([1], people, wishes, places)) == held


def test_what_is_held_stays_and_is_in_the_way():
    problem = event([1], PEOPLE, {"ab": {}, "bc": {"value": 9}, "cd": {"value": 5}}, {"T": {}, "U": {}})
    assert filled(problem, "ab S1 TU") == {"ab S1 TU", "cd S1 TU"}


def test_dialogue_is_in_the_way_of_its_guests_and_takes_its_place_for_its_length():
    wishes = {"ab": {"slots": ["S1"]}, "cd": {"slots": ["S2"], "places": ["T"]}, "bc": {"slots": ["S2"]}, "bd": {"slots": ["S3"]}}
    dialogue = {"D": {"wanted": "a", "length": 2, "starts": ["S1"], "places": ["T"]}}
    problem = event([3], PEOPLE | {"a": {"parallel": 2}}, wishes, {"T": {"capacity": 2}, "U": {}}, dialogue)
    added = filled(problem, "D S1", "D S1 with a") - {"D S1", "D S1 in T", "D S1 with a"}
    assert {name[:5] for name in added} == {"bc S2", "bd S3"}
    assert "bc S2 U" in added


def test_only_what_may_be_added_is():
    problem = event([2], PEOPLE, {"ab": {"value": 9}, "cd": {}}, {"T": {}, "U": {}})
    layout = Layout(build_instance(problem))
    assert filled(problem, only=layout.instance.option_request == 1) <= {"cd S1 TU", "cd S2 TU"}
    assert len(filled(problem, only=layout.instance.option_request == 1)) == 1


def adds(model: Model, core: np.ndarray) -> list[int]:
    """Options that could be added without breaking any more rows."""
    broken, found = len(model.linear.violated(model.layout.complete(core))), []
    for option in np.flatnonzero(core[: model.instance.options] == 0).tolist():
        more = core.copy()
        more[option] = 1
        if len(model.linear.violated(model.layout.complete(more))) <= broken:
            found.append(option)
    return found


def some_instance(seed: int) -> Instance:
    """Without what is not looked at: an order of requests, and differences of breaks."""
    document = small_problem(random.Random(seed), slots=3, participants=5, requests=7, dialogues=0)
    document.pop("max_break_difference", None)
    document["fixed"] = []
    for request in document["requests"]:
        request.pop("after", None)
        request["must"] = False
    return build_instance(parse_problem(document, "small.json"))


@pytest.mark.parametrize("seed", seeds(range(25)))
def test_result_keeps_every_rule_and_nothing_more_fits(seed):
    model = build_model(some_instance(seed), ())
    priority = np.random.default_rng(seed).integers(0, 5, model.instance.options)
    core = fill(model.layout, np.zeros(model.layout.core, dtype=np.int64), priority)
    assert model.linear.violated(model.layout.complete(core)).tolist() == []
    assert adds(model, core) == []


@pytest.mark.parametrize("chunk", [1, 3])
def test_result_is_the_same_however_many_are_tried_at_a_time(chunk):
    for seed in range(10):
        layout = Layout(some_instance(seed))
        nothing, priority = np.zeros(layout.core, dtype=np.int64), layout.instance.value[layout.instance.option_request]
        assert fill(layout, nothing, priority, chunk=chunk).tolist() == fill(layout, nothing, priority).tolist()
        assert nothing.sum() == 0  # what was given stays as it was
