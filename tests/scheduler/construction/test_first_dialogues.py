"""Dialogues at once: where most have time, by all their rules, and none where none fits."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scheduler.construction.first_dialogues import hold_dialogues
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import build_model
from scheduler.problem import Problem
from tests.support.decisions import decisions
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

TWO = {"T": {}, "U": {}}


def held(problem: Problem) -> set[str]:
    layout = Layout(build_instance(problem))
    core = hold_dialogues(layout)
    return {name for name, column in decisions(layout).items() if core[column]}


def test_dialogue_is_held_when_its_seats_are_worth_most():
    people = {"a": {"unavailable": ["S1"]}, "b": {}, "c": {}}
    problem = event([2], people, {}, {"T": {}}, {"D": {"wanted": "abc", "seats": [1, 2]}})
    assert held(problem) >= {"D S2", "D S2 with a", "D S2 with b"} or held(problem) >= {"D S1", "D S1 with b", "D S1 with c"}
    assert "D S2 with a" in held(event([2], people, {}, {"T": {}}, {"D": {"wanted": "abc", "seats": [1, 3]}}))


def test_moderator_and_place_are_taken_once():
    people = {"a": {}, "b": {}, "m": {}}
    dialogue = {"seats": [1, 1], "moderators": ["m"], "places": ["T"]}
    problem = event([2], people, {}, TWO, {"D": dialogue | {"wanted": "a"}, "E": dialogue | {"wanted": "b"}})
    assert len({name[2:4] for name in held(problem) if name.count(" ") == 1}) == 2


def test_dialogue_without_enough_guests_is_left_out():
    assert held(event([1], {"a": {}}, {}, TWO, {"D": {"wanted": "a", "seats": [2, 3], "must": False}})) == set()


@pytest.mark.parametrize("seed", seeds(range(100)))
def test_no_rule_of_dialogues_is_broken(seed):
    problem = parse_problem(small_problem(random.Random(seed), requests=0, dialogues=3), "small.json")
    model = build_model(build_instance(problem), ())
    core = hold_dialogues(model.layout)
    missing = [k for k, dialogue in enumerate(problem.dialogues) if dialogue.must]
    starts = model.layout.dialogues
    begun = set(starts.start_dialogue[np.flatnonzero(core[starts.start_column])].tolist())
    broken = model.linear.violated(model.layout.complete(core))
    assert not len(broken) or not set(missing) <= begun
