"""Dialogues that can be held whatever a few other things take, at the very numbers where they just can."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.peeling_dialogues import always_held, people_of
from scheduler.problem import Problem
from tests.support.schedules import event

MUST = {"must": True}
PEOPLE = {name: {} for name in "abcdef"}
ROOMY = {f"T{k}": {} for k in range(9)}


def held(problem: Problem, most: int = 9) -> bool:
    """Whether the first dialogue of a problem always is, beside all else in it."""
    index = Index(problem)
    return always_held(index, index.held_dialogues[0], index.held, index.held_dialogues[1:], most)


def talk(slots: int, wishes: dict[str, dict[str, Any]] | None = None, more: dict[str, Any] | None = None, **dialogue: Any) -> Problem:
    """An event with a dialogue D of a and b, perhaps with meetings and other dialogues beside it."""
    return event([slots], PEOPLE, wishes or {}, ROOMY, {"D": {"wanted": "ab"} | dialogue} | (more or {}))


def test_people_of_a_dialogue_are_seated_or_moderate():
    problem = talk(1, moderators=["b", "c"])
    assert people_of(problem.dialogues[0]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("dialogue", "possible"),
    [
        ({}, True),
        ({"seats": [2, 2]}, True),
        ({"seats": [3, 3]}, False),
        ({"seats": [2, 2], "moderators": ["a"]}, False),
        ({"seats": [2, 2], "moderators": ["a", "c"]}, True),
        ({"minimum": {"participant": 3}}, False),
        ({"minimum": {"participant": 2}, "seats": [0, 1]}, False),
        ({"length": 2}, False),
        ({"starts": []}, False),
        ({"places": []}, False),
        ({"moderators": []}, False),
    ],
)
def test_dialogue_alone_is_held_where_it_can_be(dialogue, possible):
    assert held(talk(1, **dialogue)) is possible


def test_each_meeting_at_its_place_takes_a_slot():
    # both meetings may be at its place, whoever they are of
    wishes = {"cd": MUST, "ef": MUST}
    assert held(talk(3, wishes)) is True
    assert held(talk(2, wishes)) is False
    elsewhere = {name: MUST | {"places": ["T1"]} for name in wishes}
    assert held(talk(2, elsewhere, places=["T0"])) is True


def test_conflict_of_few_has_too_few_meetings_to_take_all_slots():
    wishes = {"cd": MUST, "ef": MUST}
    assert held(talk(2, wishes), most=2) is True
    assert held(talk(2, wishes), most=3) is False


def test_meeting_takes_somebody_whom_the_dialogue_needs():
    # it is not at its place, but one of the two who have to be seated is at it
    wishes = {"ac": MUST | {"places": ["T1"]}}
    assert held(talk(1, wishes, places=["T0"], seats=[2, 2])) is False
    assert held(talk(2, wishes, places=["T0"], seats=[2, 2])) is True
    assert held(talk(1, wishes, places=["T0"], seats=[1, 2])) is True


def test_other_dialogue_takes_as_many_starts_as_the_two_overlap_in():
    # two of two slots each: one that runs in S2 and S3 of five leaves the start S4 only
    other = {"E": {"wanted": "cd", "length": 2}}
    assert held(talk(5, None, other, length=2)) is True
    assert held(talk(4, None, other, length=2)) is False


def test_places_have_to_be_one_more_than_all_that_can_be_held_at_once():
    wishes = {"cd": MUST | {"places": ["T1"]}}
    three, two = {f"T{k}": {} for k in range(3)}, {f"T{k}": {} for k in range(2)}
    dialogue = {"D": {"wanted": "ab", "places": ["T0"]}}
    assert held(event([2], PEOPLE, wishes, three, dialogue)) is True
    assert held(event([2], PEOPLE, wishes, two, dialogue)) is False
