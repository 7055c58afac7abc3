"""MaxSAT among the plans of the best value: what it finds and proves is what all schedules together say."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.construction.greedy import fill
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.reduced_cost_fixing import minimise_linear
from scheduler.model.model import Model, build_model
from scheduler.program.lagrangian import ceil_bound
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stages.optimal_face_race import optimal_face_stage
from scheduler.stop import Stop
from tests.support.schedules import admits, event, every_core
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow

LONG = 600.0
GOALS = ("value", "breaks", "idle")


def small_model(rng: random.Random, most: int = 11) -> tuple[Model, tuple[int, ...]]:
    """A model of few decisions in which something is worth to be held, and the costs of its best schedule."""
    while True:
        problem = parse_problem(small_problem(rng, slots=4, participants=4, requests=4, dialogues=1), "small.json")
        model = build_model(build_instance(problem), GOALS)
        if 4 <= model.layout.core <= most:
            schedules = (model.layout.complete(core) for core in every_core(model.layout))
            costs = [model.achieved(full) for full in schedules if admits(model, full)]
            if costs and min(costs)[0] < 0:
                return model, min(costs)


def settled(model: Model, settings: Settings) -> tuple[Search, int]:
    """A search in which the stage has done all that it can, and the bound of the linear program."""
    search = Search(model, settings, Stop(), time.monotonic() + settings.seconds)
    search.offer(np.zeros(model.layout.core, dtype=np.int64))
    small = build_model(model.instance, GOALS[:1])
    cost = small.objectives[0].cost
    with Highs(search.stop) as highs:
        task = LinearTask(search, small, small.linear, cost, highs, search.end)
        relaxation = minimise_linear(task, lambda bound: search.raise_bound(0, bound))
        assert relaxation is not None
        stage = optimal_face_stage(task, relaxation, 1)
    for goal in (1, 2):
        if stage.can_settle(goal):
            with stage.race(goal) as race:
                if settings.reproducible:
                    race.collect(search.end)
                else:
                    race.finished.wait(LONG)
                assert race.finished.requested
    return search, ceil_bound(relaxation.bound)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", seeds(range(8), 3))
def test_what_is_found_and_proven_is_what_all_schedules_say(seed, workers):
    model, best = small_model(random.Random(seed))
    search, bound = settled(model, Settings(seconds=LONG, workers=workers))
    assert search.costs[0] == search.bound(0) == best[0]
    if best[0] == bound:
        assert search.bound(1) <= best[1]
        assert search.costs == best
        assert [search.proven(goal) for goal in (1, 2)] == [True, True]
    else:
        assert search.bound(1) == 0  # only plans with the same tables are looked at, which proves nothing of the others


def test_agendas_become_compact_around_the_dialogues_of_a_plan_that_misses_the_relaxation():
    # Of three dialogues in S2, each for two of a, b and c, one can be held; half of each is better for a linear program.
    pairs = {"x": ["a", "b"], "y": ["b", "c"], "z": ["a", "c"]}
    dialogues = {name: {"topic": name, "starts": ["S2"], "seats": [2, 2], "wanted": two, "must": False} for name, two in pairs.items()}
    meetings = {pair: {} for pair in ("ad", "ae", "cd", "ce")}
    people = {name: {} for name in "abcde"}
    model = build_model(build_instance(event([3], people, meetings, {name: {} for name in "TUVWXY"}, dialogues)), GOALS)
    search, bound = settled(model, Settings(seconds=LONG))
    # Whoever sits in the dialogue has meetings before and after. If a does (or c), then d and e meet a in S1 and S3, and c in S2 meets
    # one of them, so that one waits; with both a and c in the dialogue, d and e both wait.
    columns = model.layout.dialogues
    seated = {"abc"[person] for person, column in zip(columns.seat_person, columns.seat_column, strict=True) if search.require()[column]}
    assert bound < search.costs[0] == search.bound(0) == -7
    assert search.costs[1] == (2 if seated == {"a", "c"} else 1)
    assert search.bound(1) == 0  # nothing is proven of other dialogues


def test_reproducible_run_takes_what_was_found_once_all_is_done():
    model, best = small_model(random.Random(1))
    found = [settled(model, Settings(seconds=LONG, reproducible=True))[0] for _ in range(2)]
    assert [search.costs for search in found] == [best, best]
    assert found[0].require().tolist() == found[1].require().tolist()
    assert [search.bound(1) for search in found] == [settled(model, Settings(seconds=LONG))[0].bound(1)] * 2


@pytest.mark.parametrize("counted", [False, True])
def test_nothing_is_done_in_a_short_run(counted):
    model, _ = small_model(random.Random(1))
    search, bound = settled(model, Settings(seconds=5, reproducible=counted))
    assert search.best is None or search.costs[0] > bound or search.bound(1) == 0


def test_bound_counts_only_for_plans_of_that_value():
    # a meets b and c, in slots with another in between: whoever holds both waits, and one alone does not
    people = {"a": {}, "b": {"unavailable": ["S2", "S3"]}, "c": {"unavailable": ["S1", "S2"]}}
    model = build_model(build_instance(event([3], people, {"ab": {}, "ac": {}})), GOALS)
    search = Search(model, Settings(seconds=LONG, workers=1), Stop(), time.monotonic() + LONG)
    search.offer(np.zeros(model.layout.core, dtype=np.int64))
    assert (search.costs, search.bound(1)) == ((0, 0, 0), 0)
    search, bound = settled(model, Settings(seconds=LONG))
    assert (search.costs, bound, search.bound(1), search.bound(2)) == ((-2, 1, 1), -2, 1, 1)
    assert fill(model.layout, search.require()[: model.layout.core], np.zeros(model.instance.options)).sum() == 2
