"""One of many equal ways to lose something: the one that keeps the most value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.parameters import DEFAULTS
from scheduler.repair.choosing import choose_by_value
from scheduler.repair.fewest import find_fewest
from tests.support.repairs import PEOPLE, TWO, changes_of, instance_of, kept, repaired, slots_of, solver_of
from tests.support.schedules import event


@pytest.mark.parametrize("many", [0, 40_000])
def test_one_of_many_equal_choices_is_that_of_the_most_value_and_prices_prove_it(many):
    wishes = {"ab": {"value": 5}, "cd": {"value": 2}, "ef": {"must": True, "slots": ["S1"]}}
    problem = event([1], PEOPLE, wishes, TWO, goals=["value"])
    parameters = replace(DEFAULTS.repair, equal_options=many)
    found = repaired(problem, kept("ab S1 T", "cd S1 U"), parameters=parameters)
    assert changes_of(found) == (1, 1)
    assert {meeting.request for meeting in found.meetings} == {"ab", "ef"}
    value = found.goals[1]
    assert (value.achieved, value.bound) == (6, 6)


@pytest.mark.parametrize("lost", ["ab", "cd", "ef"])
def test_choice_loses_what_is_worth_least(lost):
    # three kept meetings, and room for two
    wishes = {name: {"value": 2 if name == lost else 5} for name in ("ab", "cd", "ef")}
    problem = event([1], PEOPLE, wishes, TWO)
    instance = instance_of(problem, kept("ab S1 T", "cd S1 U", "ef S1 U"))
    with solver_of() as solver:
        found = find_fewest(instance, slots_of(problem), solver)
        chosen = choose_by_value(instance, found, solver)
    assert (chosen.changes, chosen.bound) == (1, 1)
    held = instance.option_request[np.flatnonzero(chosen.core[: instance.options])]
    assert {problem.requests[r].id for r in held} == set(wishes) - {lost}
    assert chosen.stays.tolist() == [name != lost for name in wishes]


def test_choice_leaves_frozen_slots_as_they_are():
    # ab is worth least, and S1 is frozen: cd, which could go, is in S2 with ef
    wishes = {"ab": {"value": 1}, "cd": {"value": 5}, "ef": {"value": 9}, "ae": {"must": True, "slots": ["S2"]}}
    problem = event([2], PEOPLE, wishes, TWO)
    instance, frozen = instance_of(problem, kept("ab S1 T", "cd S2 T", "ef S2 U")), slots_of(problem, "S1")
    with solver_of() as solver:
        chosen = choose_by_value(instance, find_fewest(instance, frozen, solver), solver)
    held = instance.option_request[np.flatnonzero(chosen.core[: instance.options])]
    assert {problem.requests[r].id for r in held} == {"ab", "cd", "ae"}  # e cannot be at both
