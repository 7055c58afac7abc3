"""What annealing does for a search: agendas become compact, then moves between zones few, and no goal before becomes worse."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from scheduler.annealing import compacting
from scheduler.annealing.compacting import can_anneal, make_compact, shorten_walks
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop
from tests.support.annealed import begun_event
from tests.support.decisions import core_with, model_for
from tests.support.schedules import event
from tests.support.tiers import batches

LONG = 600.0  # seconds that no test waits
PEOPLE = {name: {} for name in "abcd"}
DAY = event([5], PEOPLE, {"ab": {}, "ac": {}, "db": {"slots": ["S1"]}}, {"T": {}}, goals=["value", "breaks"])
SPREAD = ("db S1 T", "ac S2 T", "ab S5 T")
ZONES = {"E": {"zone": "east"}, "W": {"zone": "west"}}
# two meetings a slot, one in each zone
WALK = event([2], PEOPLE, {"ac": {}, "ad": {}, "bc": {}, "bd": {}}, ZONES, goals=["value", "breaks"])


def search_at(problem: Problem, *held: str, told: list[Progress] | None = None, seconds: float = LONG, **knobs: Any) -> Search:
    model = model_for(problem, *(goal for goal in problem.goals if goal != "moves"))
    search = Search(model, Settings(**knobs), Stop(), time.monotonic() + seconds, None if told is None else told.append)
    assert search.offer(core_with(model.layout, held))
    return search


def test_agendas_become_compact_until_that_is_proven():
    search = search_at(DAY, *SPREAD)
    make_compact(search, search.end, 1)
    assert search.costs == (-3, 0)
    assert search.wishes is None


def test_it_ends_once_somebody_else_has_settled_it():
    search = search_at(DAY, *SPREAD)
    make_compact(search, search.end, 1, lambda: True)
    assert search.costs == (-3, 2)


@pytest.mark.slow
@pytest.mark.parametrize("numbers", batches(range(700, 760), 6))
def test_goals_before_never_become_worse(numbers):
    for seed in numbers:
        begun = begun_event(seed)
        if begun is None:
            continue
        search = Search(begun.model, Settings(), Stop(), time.monotonic() + LONG)
        assert search.offer(begun.full)
        before = search.costs
        make_compact(search, time.monotonic() + 0.3, 2)
        assert search.costs <= before
        assert not len(search.model.linear.violated(search.require()))


def test_moves_become_few_where_the_model_does_not_count_them():
    told: list[Progress] = []
    search = search_at(WALK, "ac S1 EW", "bd S1 EW", "ad S2 EW", "bc S2 EW", told=told)
    begun = search.costs
    shorten_walks(search, ("value", "breaks", "moves"), time.monotonic() + 1, 1)
    moves = [(progress.achieved, progress.bound) for progress in told if progress.goal == "moves"]
    assert search.costs == begun
    # c and d have to change, or a and b
    assert moves[0][0] >= moves[-1][0] == 2
    assert {bound for _, bound in moves} == {0}


def test_walks_are_shortened_by_other_slots_where_that_costs_nothing():
    # the east has b, the west c: a goes from one to the other once in the best order, and three times in this one
    people = {"a": {}, "b": {"home": "B"}, "c": {"home": "C"}}
    places = {"B": {"owner": "b", "zone": "east"}, "C": {"owner": "c", "zone": "west"}}
    problem = event([4], people, {"ab": {}, "ac": {}, "ab2": {}, "ac2": {}}, places, goals=["value", "breaks"])
    told: list[Progress] = []
    search = search_at(problem, "ab S1 B", "ac S2 C", "ab2 S3 B", "ac2 S4 C", told=told)
    assert search.costs == (-4, 2)
    shorten_walks(search, ("value", "breaks", "moves"), time.monotonic() + 2, 1)
    assert search.costs == (-4, 0)
    assert search.wishes is not None
    assert [progress.achieved for progress in told if progress.goal == "moves"][-1] == 1


def test_annealing_takes_part_where_there_is_a_kernel_and_the_event_suits_it(monkeypatch):
    search = search_at(DAY, *SPREAD)
    assert can_anneal(search)
    assert not can_anneal(search_at(DAY, *SPREAD, without=("annealing",)))
    monkeypatch.setattr(compacting, "kernel", lambda: None)
    assert not can_anneal(search)


def test_event_of_too_many_meetings_at_once_is_left_alone():
    people = PEOPLE | {"a": {"parallel": 256, "home": "A"}}
    problem = event([1], people, {"ab": {}}, {"A": {"owner": "a"}}, goals=["value", "breaks"])
    assert not can_anneal(search_at(problem, "ab S1 A"))


def test_plans_that_break_the_difference_of_breaks_are_not_taken():
    problem = event([4], PEOPLE, {"ab": {}, "bc": {}, "cd": {}}, {"T": {}}, goals=["value", "breaks"], max_break_difference=0)
    search = search_at(problem, "ab S1 T", "bc S2 T", "cd S3 T")
    make_compact(search, time.monotonic() + 0.3, 1)
    assert np.flatnonzero(search.require()[: search.model.instance.options]).size == 3
    assert not len(search.model.linear.violated(search.require()))
