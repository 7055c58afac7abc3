"""A problem looked up by its ids."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from scheduler.infeasibility.index import Index
from tests.support.schedules import event

MUST = {"must": True}
EVENT = event(
    [3, 1],
    {"a": {"unavailable": ["S1"], "parallel": 2}, "b": {"max_meetings": 5}, "c": {"max_meetings": 0}, "d": {}},
    {"ab": MUST, "ac": {}, "ad": {}, "ba": MUST},
    None,
    {"D": {"wanted": "a"}, "E": {"wanted": "b", "must": False}},
    fixed=[{"request": "ad", "slot": "S2"}],
)


def test_held_are_those_that_must_be_or_are_fixed_in_the_order_of_the_problem():
    index = Index(EVENT)
    assert [request.id for request in index.held] == ["ab", "ad", "ba"]
    assert [dialogue.id for dialogue in index.held_dialogues] == ["D"]
    held = {person: [request.id for request in requests] for person, requests in index.held_by.items()}
    assert held == {"a": ["ab", "ad", "ba"], "b": ["ab", "ba"], "c": [], "d": ["ad"]}


@pytest.mark.parametrize(("t", "length", "fits"), [(0, 3, True), (0, 4, False), (2, 1, True), (2, 2, False), (3, 1, True), (3, 2, False)])
def test_slots_in_a_row_fit_as_far_as_the_day_goes(t, length, fits):
    assert Index(EVENT).fits(t, length) is fits


def test_fullness_is_what_has_to_be_held_of_what_can_be():
    index = Index(EVENT)
    # a: 3 of 3 slots of two; b: 2 of its limit 5, or of the 4 slots; c: can hold nothing; d: 1 of 4
    assert [index.fullness(person) for person in "abcd"] == [3 / 6, 2 / 4, math.inf, 1 / 4]
    away = replace(EVENT, participants=tuple(replace(p, unavailable=frozenset(index.slots)) for p in EVENT.participants))
    assert Index(away).fullness("d") == math.inf
