"""What a search takes and what it believes."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.arrays import Ints
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.run.incumbent import PlaceWishes, Search
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import batches

# Columns: ab in S1 and S2, bc in S1 and S2. All is worth 8, and b then waits in no slot.
TWO = event([2], {"a": {"floor": 1}, "b": {}, "c": {}}, {"ab": {"value": 3}, "bc": {"value": 5}}, goals=["floor", "value"])
NOTHING, AB, BC, BOTH, TWICE, CLASH = ([0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [1, 0, 0, 1], [1, 1, 0, 0], [1, 0, 1, 0])


def search_of(told: list[Progress] | None = None, seconds: float = 60.0) -> Search:
    model = build_model(build_instance(TWO), TWO.goals)
    return Search(model, Settings(), Stop(), time.monotonic() + seconds, None if told is None else told.append)


def vector(core: list[int]) -> Ints:
    return np.array(core, dtype=np.int64)


@pytest.mark.parametrize("broken", [TWICE, CLASH])
def test_schedule_that_breaks_a_rule_is_not_taken(broken):
    search = search_of()
    assert not search.offer(vector(broken))
    assert search.best is None
    with pytest.raises(ValueError, match="no plan"):
        search.require()


def test_only_better_schedules_are_taken_goal_by_goal():
    search = search_of()
    # the floor of a comes before the value of 5
    assert [search.offer(vector(core)) for core in (NOTHING, BC, NOTHING, AB, BC, AB, BOTH, AB)] == [
        True,
        True,
        False,
        True,
        False,
        False,
        True,
        False,
    ]
    assert search.costs == (0, -8)
    assert search.require()[:4].tolist() == BOTH


def test_changes_are_put_on_top_of_what_is_best_meanwhile():
    search = search_of()
    search.offer(vector(NOTHING))
    base = search.require()
    search.offer(vector(AB))
    changed = base.copy()
    changed[3] = 1
    assert search.offer_change(base, changed)
    assert search.require()[:4].tolist() == BOTH


def test_changes_that_clash_with_what_is_best_meanwhile_are_not_taken():
    search = search_of()
    search.offer(vector(NOTHING))
    base = search.require()
    search.offer(vector(AB))
    changed = base.copy()
    changed[2] = 1
    assert not search.offer_change(base, changed)
    assert search.require()[:4].tolist() == AB


def test_bounds_only_rise_and_end_at_what_is_reached():
    search = search_of()
    assert (search.bound(0), search.bound(1)) == (0, -8)
    search.offer(vector(AB))
    search.raise_bound(1, -6)
    search.raise_bound(1, -7)
    assert search.bound(1) == -6
    search.raise_bound(1, 40)
    assert search.bound(1) == search.costs[1] == -3
    assert (search.proven(0), search.proven(1)) == (True, True)


def test_program_keeps_what_is_reached_of_the_goals_before():
    search = search_of()
    search.offer(vector(AB))
    rows = search.model.linear.rows
    assert [search.program(goal, spare).rows - rows for goal in (0, 1) for spare in (False, True)] == [0, 1, 1, 2]
    empty = search.model.layout.complete(vector(NOTHING))
    assert search.program(0).violated(empty).tolist() == []
    assert search.program(1).violated(empty).tolist() == [rows]
    assert search.program(0, spare=True).violated(search.require()).tolist() == []


def test_progress_is_told_in_the_sign_of_the_goal():
    told: list[Progress] = []
    search = search_of(told)
    search.enter(1, "now")
    search.offer(vector(AB))
    search.raise_bound(1, -5)
    assert [(p.goal, p.achieved, p.bound, p.note) for p in told] == [("value", None, 8, "now"), ("value", 3, 8, ""), ("value", 3, 5, "")]


def test_no_time_is_left_at_the_end_and_after_a_request_to_stop():
    assert search_of(seconds=-1).left == 0
    search = search_of()
    assert search.left > 0
    search.stop.request()
    assert search.left == 0


@pytest.mark.parametrize("seeds", batches(range(80)))
@pytest.mark.parametrize("goal", ["floor", "value"])
def test_bound_before_any_search_holds(goal, seeds):
    for seed in seeds:
        problem = parse_problem(small_problem(random.Random(seed)), "small.json")
        best = best_goals(problem, [goal])
        if best is not None:
            model = build_model(build_instance(problem, by_zone=True), [goal])
            search = Search(model, Settings(), Stop(), 0.0, None)
            assert search.bound(0) <= model.objectives[0].sign * best[0]


def test_plan_as_good_is_preferred_for_where_it_can_be_held():
    search = search_of()
    wishes = PlaceWishes({0: 1}, {})
    assert search.offer(vector(BOTH))
    assert search.wishes is None
    other = vector([0, 1, 1, 0])  # both as well, in the other slots
    assert [search.prefer(vector(core), wishes) for core in (AB, BC, NOTHING, TWICE, CLASH)] == [False] * 5
    assert (search.require()[:4].tolist(), search.wishes) == (BOTH, None)
    assert search.prefer(other, wishes)
    assert (search.require()[:4].tolist(), search.wishes) == ([0, 1, 1, 0], wishes)


def test_wishes_are_those_of_the_best_plan_alone():
    search = search_of()
    search.offer(vector(AB))
    assert search.prefer(vector(AB), PlaceWishes({0: 1}, {}))
    assert not search.offer(vector(BC))
    assert search.wishes is not None
    assert search.offer(vector(BOTH))
    assert search.wishes is None


def test_goal_that_the_model_does_not_count_is_told_as_it_is():
    told: list[Progress] = []
    search_of(told).tell("moves", 7, 2)
    assert [(progress.goal, progress.achieved, progress.bound, progress.note) for progress in told] == [("moves", 7, 2, "")]
    assert told[0].elapsed >= 0
    search_of().tell("moves", 7, 2)
