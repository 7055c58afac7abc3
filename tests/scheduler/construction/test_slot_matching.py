"""Slot by slot: what is added keeps every rule, and with everybody available nothing is left over."""

from __future__ import annotations

import random
import time
from collections import Counter

import numpy as np
import pytest

from scheduler.construction.slot_matching import room_left, schedule_by_slot
from scheduler.files.reading import parse_problem
from scheduler.improvement.kempe_chains import compact_slots, improve_slots
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.price_and_schedule import minimise_large
from scheduler.model.model import Model, build_model
from scheduler.parameters import DEFAULTS
from scheduler.program.aggregation import aggregate
from scheduler.program.lagrangian import ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from scheduler.program.relaxation import Relaxation
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow

LONG = 600.0
WEIGHTS = DEFAULTS.slot_matching


def two_sides(seed: int, buyers: int = 12, suppliers: int = 6, slots: int = 8, tables: int = 6) -> Model:
    """Everybody always available; nobody has more requests than slots, and there are tables for all of them."""
    rng = random.Random(seed)
    wishes, degree = {}, Counter()
    for _ in range(200):
        b, s = f"B{rng.randrange(buyers)}", f"S{rng.randrange(suppliers)}"
        if f"{b}-{s}" not in wishes and max(degree[b], degree[s]) < slots:
            wishes[f"{b}-{s}"] = {"participants": [b, s], "value": rng.randint(1, 9)}
            degree.update((b, s))
    people = {f"B{k}": {} for k in range(buyers)} | {f"S{k}": {"role": "supplier"} for k in range(suppliers)}
    return build_model(build_instance(event([slots], people, wishes, {f"T{k}": {} for k in range(tables)})), ("floor", "value"))


def relaxation_of(model: Model, cost: np.ndarray, highs: Highs) -> Relaxation:
    """Of the model with its slots added up."""
    linear, sums = model.linear, aggregate(model.linear, cost, model.family)
    highs.load(sums.linear)
    result = highs.minimise(sums.cost, seconds=LONG, integral=False)
    assert result.dual is not None
    assert result.x is not None
    multipliers = round_multipliers(sums.duals(result.dual), linear)
    bound, reduced = lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers)
    return Relaxation(sums.spread(result.x), bound, reduced, multipliers)


def empty(model: Model) -> np.ndarray:
    return np.zeros(model.layout.core, dtype=np.int64)


@pytest.mark.parametrize("seed", range(10))
def test_with_everybody_available_everything_is_scheduled(seed, highs):
    model = two_sides(seed)
    wanted = np.ones(model.instance.requests, dtype=bool)
    core = schedule_by_slot(model, wanted, empty(model), highs, time.monotonic() + LONG, WEIGHTS)
    assert len(model.linear.violated(model.layout.complete(core))) == 0
    assert core.sum() == model.instance.requests


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_only_wanted_requests_are_added_and_nothing_is_taken_away(seed, highs):
    rng = random.Random(seed)
    document = small_problem(rng, slots=4, participants=6, requests=8, dialogues=1) | {"goals": ["floor", "value"]}
    problem = parse_problem({k: v for k, v in document.items() if k != "max_break_difference"}, "small.json")
    model = build_model(build_instance(problem), problem.goals)
    instance = model.instance
    base = empty(model)
    full = model.layout.complete(base)
    kept = set(model.linear.violated(full).tolist())  # what has to be held is not there yet, nothing else is wrong
    wanted = np.array([rng.random() < 0.7 for _ in range(instance.requests)])
    core = schedule_by_slot(model, wanted, base, highs, time.monotonic() + LONG, WEIGHTS)
    assert set(model.linear.violated(model.layout.complete(core)).tolist()) <= kept
    assert wanted[instance.option_request[np.flatnonzero(core[: instance.options])]].all()
    again = schedule_by_slot(model, np.ones(instance.requests, dtype=bool), core, highs, time.monotonic() + LONG, WEIGHTS)
    assert (again >= core).all()
    assert (room_left(model, model.layout.complete(again)) <= room_left(model, full)).all()


def breaks_of(model: Model, core: np.ndarray) -> int:
    compact = build_model(model.instance, ("breaks",))
    return compact.achieved(compact.layout.complete(core))[0]


@pytest.mark.parametrize("seed", range(10))
def test_compact_schedules_hold_as_much_with_fewer_breaks(seed, highs):
    model = two_sides(seed, slots=10)
    wanted = np.ones(model.instance.requests, dtype=bool)
    loose, dense = (
        schedule_by_slot(model, wanted, empty(model), highs, time.monotonic() + LONG, WEIGHTS, compact) for compact in (False, True)
    )
    assert len(model.linear.violated(model.layout.complete(dense))) == 0
    assert dense.sum() >= loose.sum() - 1
    assert breaks_of(model, dense) < breaks_of(model, loose)


@pytest.mark.parametrize("seed", range(6))
def test_plan_scheduled_anew_costs_the_same_with_fewer_breaks(seed, highs):
    small = two_sides(seed, slots=10)
    linear, cost = small.linear, small.objectives[1].cost
    relaxation = relaxation_of(small, cost, highs)
    model = build_model(small.instance, ("floor", "value", "breaks"))
    search = Search(model, Settings(), Stop(), time.monotonic() + LONG)
    loose = schedule_by_slot(small, np.ones(small.instance.requests, dtype=bool), empty(small), highs, search.end, WEIGHTS)
    search.offer(loose)
    before = search.costs
    compact_slots(LinearTask(search, small, linear, cost, highs, search.end), relaxation)
    assert search.costs[:2] == before[:2]
    assert search.costs[2] < before[2]


def test_nothing_is_added_after_the_end(highs):
    model = two_sides(1)
    core = schedule_by_slot(model, np.ones(model.instance.requests, dtype=bool), empty(model), highs, time.monotonic() - 1, WEIGHTS)
    assert core.sum() == 0


@pytest.mark.parametrize("seed", range(10))
def test_pairs_of_slots_win_back_what_was_spoilt(seed, highs):
    model = two_sides(seed, tables=4)
    linear, cost = model.linear, model.objectives[1].cost
    relaxation = relaxation_of(model, cost, highs)
    search = Search(model, Settings(), Stop(), time.monotonic() + LONG)
    search.offer(empty(model))
    costs = [int(cost @ search.require())]
    for _ in improve_slots(LinearTask(search, model, linear, cost, highs, search.end), relaxation):
        costs.append(int(cost @ search.require()))
        assert costs[-1] < costs[-2]
    assert costs[-1] == ceil_bound(relaxation.bound)


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_bounds_told_hold_and_plans_are_valid(seed, highs):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=4, participants=5, requests=7, dialogues=1) | {"goals": ["value"], "fixed": []}
        problem = parse_problem({k: v for k, v in document.items() if k != "max_break_difference"}, "small.json")
        model = build_model(build_instance(problem), problem.goals)
        search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG)
        best = best_goals(problem)
        if best is not None and search.offer(empty(model)):
            break
    told: list[int] = []
    cost = model.objectives[0].cost
    assert minimise_large(LinearTask(search, model, model.linear, cost, highs, search.end), told.append) is not None
    assert told
    assert all(bound <= -best[0] <= search.costs[0] for bound in told)
