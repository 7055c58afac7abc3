"""Mix: pairs of people of one organisation at the same table."""

from __future__ import annotations

import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals import mix
from tests.support.decisions import cost_of
from tests.support.schedules import event

PEOPLE = {name: {"organisation": "City"} for name in "abcd"} | {name: {"organisation": "Works"} for name in "ef"} | {"g": {}, "h": {}}
ROUND = event([1], PEOPLE, {}, None, {"D": {"wanted": "abcdefgh", "must": False}})


@pytest.mark.parametrize(
    ("seated", "pairs"),
    [("", 0), ("a", 0), ("ae", 0), ("ab", 1), ("abc", 3), ("abcd", 6), ("abef", 2), ("abcdef", 7), ("gh", 0), ("gha", 0)],
)
def test_pairs_of_each_organisation_are_counted(seated, pairs):
    assert cost_of(ROUND, "mix", "D S1", *(f"D S1 with {name}" for name in seated)) == pairs


def test_people_at_different_tables_are_no_pair():
    dialogues = {"D": {"wanted": "ab"}, "E": {"wanted": "abc"}}
    problem = event([2], PEOPLE, {}, {"T": {}}, dialogues)
    apart = ("D S1", "D S1 with a", "E S2", "E S2 with b")
    assert cost_of(problem, "mix", *apart) == 0
    assert cost_of(problem, "mix", *apart, "E S2 with c", "E S2 with a") == 3


def test_organisation_of_one_guest_needs_no_column():
    layout = Layout(build_instance(event([1], PEOPLE, {}, None, {"D": {"wanted": "aegh"}})))
    assert mix.add(layout).tolist() == []
