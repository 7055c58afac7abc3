"""Small events are proven goal by goal, and no goal takes the time of the next once its bound is reached."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from matchmaking.convert import convert
from scheduler.proofs.whole_model import minimise_exactly
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import best_goals
from tests.support.contexts import context_at
from tests.support.schedules import event

EXAMPLE = Path(__file__).parents[3] / "fixtures" / "spreadsheet-example"


def test_goal_that_reaches_its_bound_leaves_the_time_to_the_next():
    plan = solve(convert(EXAMPLE, "Europe/Brussels"), Settings(seconds=30), "")
    assert [(goal.name, goal.proven) for goal in plan.goals] == [(name, True) for name in ("floor", "value", "breaks", "idle", "moves")]


PEOPLE = {"a": {"floor": 1}, "b": {}, "c": {}, "d": {"floor": 1}}
# one slot, in which there is either the meeting of most value or the two of a and d, who should have one
ONE = event([1], PEOPLE, {"ab": {}, "bc": {"value": 5}, "cd": {"value": 2}}, {"T": {"capacity": 3}}, goals=["floor", "value"])
# a meets b first and c last, and could meet d in between
DAY = event([3], PEOPLE, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"]}, "ad": {"slots": ["S2"]}}, goals=["breaks", "value"])


@pytest.mark.parametrize("units", [None, 10.0])
def test_goal_after_goal_is_found_and_proven(units):
    search = context_at(ONE, "bc S1 T", reproducible=units is not None).search
    minimise_exactly(search, 0, search.end, units)
    assert (search.costs[0], search.bound(0)) == (0, 0)
    minimise_exactly(search, 1, search.end, units)
    assert (search.costs, search.bound(1)) == ((0, -3), -3)
    assert best_goals(ONE) == (0, 3)


def test_goals_before_are_no_worse_than_they_are_and_may_be_better():
    search = context_at(ONE, "ab S1 T").search  # d lacks a meeting
    minimise_exactly(search, 1, search.end)
    assert search.costs == (0, -3)  # with bc two would lack one
    assert search.bound(1) == -3


def test_goals_of_agendas_are_proven_as_well():
    search = context_at(DAY, "ab S1 T", "ac S3 T").search
    assert search.costs == (1, -2)
    for goal in (0, 1):
        minimise_exactly(search, goal, search.end)
    assert search.costs == (0, -3)


@pytest.mark.parametrize("late", [True, False])
def test_nothing_is_tried_without_time_or_once_it_is_proven(late):
    search = context_at(ONE, "bc S1 T").search
    if not late:
        search.raise_bound(0, search.costs[0])
    minimise_exactly(search, 0, time.monotonic() if late else search.end)
    assert search.costs == (2, -5)


def test_nothing_is_tried_after_a_request_to_stop():
    search = context_at(ONE, "bc S1 T").search
    search.stop.request()
    minimise_exactly(search, 0, search.end)
    assert (search.costs, search.bound(0)) == ((2, -5), 0)
