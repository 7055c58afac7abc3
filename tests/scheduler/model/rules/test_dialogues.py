"""A dialogue starts at most once (once if it must), with one table, one moderator, and seats within its limits."""

from __future__ import annotations

from math import comb

import pytest

from scheduler.model.rules import dialogues
from tests.support.decisions import admitted
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcd"}


def held(keys: dict[str, object], days: tuple[int, ...] = (1,), people: dict[str, dict[str, object]] = PEOPLE, places=None) -> set[str]:
    """Every way to hold the dialogue D, or not to."""
    return admitted(event(days, people, {}, places, {"D": {"wanted": "", **keys}}), dialogues.add)


@pytest.mark.parametrize(("must", "ways"), [(False, {"", "D S1", "D S2"}), (True, {"D S1", "D S2"})])
def test_dialogue_is_held_once_at_most_and_once_if_it_must(must, ways):
    assert held({"must": must}, (2,)) == ways


def test_nobody_sits_where_it_is_not_held():
    assert held({"wanted": "a", "must": False}, (2,)) == {"", "D S1", "D S2", "D S1, D S1 with a", "D S2, D S2 with a"}


@pytest.mark.parametrize(("least", "most"), [(0, 4), (0, 0), (1, 2), (2, 2), (3, 9), (4, 4), (5, 6)])
def test_seats_are_within_their_limits(least, most):
    ways = held({"wanted": "abcd", "seats": [least, most]})
    assert len(ways) == sum(comb(4, count) for count in range(least, min(most, 4) + 1))
    assert {way.count("with") for way in ways} == {*range(least, min(most, 4) + 1)}


def test_each_role_has_its_least():
    people = {"a": {"role": "buyer"}, "b": {"role": "buyer"}, "c": {"role": "supplier"}}
    assert held({"wanted": "abc", "minimum": {"buyer": 1, "supplier": 1}}, people=people) == {
        "D S1, D S1 with a, D S1 with c",
        "D S1, D S1 with b, D S1 with c",
        "D S1, D S1 with a, D S1 with b, D S1 with c",
    }
    assert held({"wanted": "c", "minimum": {"buyer": 1}, "must": False}, people=people) == {""}


def test_one_moderator_of_those_who_can():
    assert held({"moderators": ["a", "b"], "must": False}) == {"", "D S1, D S1 by a", "D S1, D S1 by b"}
    assert held({"moderators": ["a"], "must": False}) == {"", "D S1"}  # no choice: it comes with the start
    assert held({"moderators": [], "must": False}) == {""}


def test_moderator_is_available_for_the_whole_length():
    people = PEOPLE | {"a": {"unavailable": ["S2"]}}
    assert held({"moderators": ["a", "b"], "length": 2, "must": False}, (3,), people) == {"", "D S1", "D S2"}
    assert held({"moderators": ["a"], "length": 2, "must": False}, (3,), people) == {""}


def test_one_table_of_those_that_differ():
    places = {"T": {}, "U": {"capacity": 2}}
    assert held({"places": ["T", "U"]}, places=places) == {"D S1, D S1 in T", "D S1, D S1 in U"}
    assert held({"places": ["U"]}, places=places) == {"D S1"}
