"""Whether a participant is busy in a slot, and has been or will be on the same day: whatever is held, and nothing else fits."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from scheduler.arrays import Ints
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import Instance, build_instance
from scheduler.model.busy_columns import used_columns
from scheduler.model.columns import Layout
from scheduler.problem import Problem
from tests.support.decisions import core_with
from tests.support.schedules import event, every_core
from tests.support.strategies import small_problem

PEOPLE = {"a": {"parallel": 2}, "b": {}, "c": {}}
WISHES = {"ab": {"slots": ["S1", "S4"]}, "ac": {"slots": ["S1"]}, "bc": {"slots": ["S3"]}}
DAYS = event([2, 3], PEOPLE, WISHES)


def read(grid: Ints, full: Ints) -> list[list[int]]:
    """The columns' values by participant and slot; 0 where there is none."""
    return np.where(grid >= 0, full[np.maximum(grid, 0)], 0).tolist()


def test_busy_since_and_until_by_hand():
    layout = Layout(build_instance(DAYS))
    used = used_columns(layout)
    full = layout.complete(core_with(layout, ["ab S1 T", "ac S1 T", "bc S3 T"]))
    assert read(used.busy, full) == [[1, 0, 0, 0, 0], [1, 0, 1, 0, 0], [1, 0, 1, 0, 0]]
    # the first day is S1 and S2, the second S3 to S5
    assert read(used.since, full) == [[1, 1, 0, 0, 0], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]
    assert read(used.until, full) == [[1, 0, 0, 0, 0], [1, 0, 1, 0, 0], [1, 0, 1, 0, 0]]


def test_slots_in_which_nothing_can_happen_have_no_columns():
    used = used_columns(Layout(build_instance(DAYS)))
    assert (used.busy >= 0).tolist() == [
        [True, False, False, True, False],
        [True, False, True, True, False],
        [True, False, True, False, False],
    ]
    assert (used.since >= 0)[0].tolist() == [True, True, False, True, True]
    assert (used.until >= 0)[0].tolist() == [True, False, True, True, False]


def test_columns_are_added_once():
    layout = Layout(build_instance(DAYS))
    first = used_columns(layout)
    size = (layout.builder.columns, layout.builder.rows)
    assert used_columns(layout) is first
    assert (layout.builder.columns, layout.builder.rows) == size


def test_dialogue_makes_busy_whoever_sits_there_or_moderates():
    dialogue = {"D": {"wanted": "b", "moderators": ["c"], "length": 2, "starts": ["S1"]}}
    layout = Layout(build_instance(event([3], PEOPLE, {}, {"T": {}}, dialogue)))
    used = used_columns(layout)
    full = layout.complete(core_with(layout, ["D S1", "D S1 with b"]))
    assert read(used.busy, full) == [[0, 0, 0], [1, 1, 0], [1, 1, 0]]


def is_busy(instance: Instance, layout: Layout, core: Ints) -> np.ndarray:
    busy = np.zeros((instance.people, instance.slots), dtype=bool)
    person, slot, column, _ = layout.busy
    for p, t, c in zip(person.tolist(), slot.tolist(), column.tolist(), strict=True):
        busy[p, t] |= core[c] == 1
    return busy


def assert_exact(problem: Problem, rng: random.Random) -> int:
    """Each schedule in which nobody does too much is completed as it says, and no one value could be another; tells how many there were."""
    instance = build_instance(problem)
    layout = Layout(instance)
    used = used_columns(layout)
    linear = layout.builder.build()
    cores, seen = list(every_core(layout)), 0
    for core in rng.sample(cores, min(40, len(cores))):
        full, busy = layout.complete(core), is_busy(instance, layout, core)
        if len(linear.violated(full)):
            continue  # somebody who holds one thing at a time would hold two
        seen += int(core.any())
        for p, day in product(range(instance.people), instance.days):
            for t in day:
                assert read(used.busy, full)[p][t] == busy[p, t]
                assert read(used.since, full)[p][t] == busy[p, day.start : t + 1].any()
                assert read(used.until, full)[p][t] == busy[p, t : day.stop].any()
        for column in range(layout.core, len(full)):
            other = full.copy()
            other[column] = 1 - other[column]
            assert len(linear.violated(other)) > 0
    return seen


@pytest.mark.parametrize("seed", range(12))
def test_rows_leave_no_other_value(seed):
    rng = random.Random(seed)
    while True:
        problem = parse_problem(small_problem(rng, slots=4, participants=3, requests=3, dialogues=1), "small.json")
        if 3 <= Layout(build_instance(problem)).core <= 10 and assert_exact(problem, rng) > 3:
            break
