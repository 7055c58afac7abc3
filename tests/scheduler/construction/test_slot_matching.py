"""Slot by slot: what is added keeps every rule, and with everybody available nothing is left over."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.construction.slot_matching import room_left, schedule_by_slot
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS
from tests.support.strategies import small_problem
from tests.support.tiers import seeds
from tests.support.two_sides import LONG, breaks_of, empty, two_sides

pytestmark = pytest.mark.slow

WEIGHTS = DEFAULTS.slot_matching


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


def test_nothing_is_added_after_the_end(highs):
    model = two_sides(1)
    core = schedule_by_slot(model, np.ones(model.instance.requests, dtype=bool), empty(model), highs, time.monotonic() - 1, WEIGHTS)
    assert core.sum() == 0
