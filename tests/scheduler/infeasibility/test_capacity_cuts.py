"""Corrections that are alike, against trying: meetings fit as long as no stair is climbed."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from scheduler.infeasibility import list_requirements, relax
from scheduler.infeasibility.capacity_cuts import find_capacity_cuts, room_left, seated
from scheduler.infeasibility.relaxation import essential
from tests.support.conflict_events import crowded, insistent, judge
from tests.support.conflicts import has_plan
from tests.support.schedules import event, model_of


@pytest.mark.parametrize("make", [crowded, insistent])
def test_meetings_fit_as_long_as_no_stair_is_climbed(make: Any) -> None:
    told = tried = 0
    for seed in range(60):
        problem = essential(make(seed))
        names = [request.id for request in problem.requests]
        requirements = {(r.kind, r.key): r for r in list_requirements(problem)}
        must = [name for name in names if ("must", (name,)) in requirements and ("fixed", (name,)) not in requirements]
        absent = random.Random(seed).sample(must, len(must) * 2 // 3)
        without = relax(problem, [requirements["must", (name,)] for name in absent])
        plan = judge().find_plan(without)
        if plan is None or len(absent) < 2:
            continue
        for group, stairs in find_capacity_cuts(*plan, [names.index(name) for name in absent]):
            told += 1
            beside = [name for name in absent if names.index(name) not in group]
            for size in range(len(group) + 1):
                for chosen in combinations(sorted(group), size):
                    if all(len({*chosen} & {*stair}) < number for stair, number in stairs):
                        gone = [requirements["must", (names[r],)] for r in group if r not in chosen]
                        gone += [requirements["must", (name,)] for name in beside]
                        tried += 1
                        assert has_plan(relax(problem, gone)), (seed, group, stairs, chosen)
    assert told > 20
    assert tried > 100


def test_any_two_of_three_meetings_fit_into_two_slots():
    # a has three meetings and two slots: fewer than three of them always fit
    people = {name: {} for name in "abcd"}
    wishes = {"ab": {"must": True}, "ac": {}, "ad": {}}
    plan = judge().find_plan(event([2], people, wishes))
    assert plan is not None
    assert list(find_capacity_cuts(*plan, [1, 2])) == [(frozenset({0, 1, 2}), [((0, 1, 2), 3)])]


def test_fixed_and_ordered_meetings_are_in_no_crowd():
    people = {name: {} for name in "abcdef"}
    wishes = {"ab": {}, "ac": {}, "ad": {"after": ["ac"]}, "ae": {}, "af": {}}
    problem = event([2], people, wishes, fixed=[{"request": "ab", "slot": "S1"}])
    plan = judge().find_plan(problem)
    assert plan is not None
    assert [sorted(group) for group, _ in find_capacity_cuts(*plan, [1, 2, 3, 4])] == [[3, 4]]


def test_room_is_what_meetings_and_dialogues_leave_of_each_pool():
    # one pool of two places for two each: a meeting takes one of four, a dialogue a place as a whole
    problem = event(
        [2], {name: {} for name in "abcd"}, {"ab": {"slots": ["S1"]}}, {"T": {"capacity": 2}, "U": {"capacity": 2}}, {"D": {"wanted": "cd"}}
    )
    layout = model_of(problem).layout
    seating = layout.dialogues
    core = np.zeros(layout.core, dtype=np.int64)
    assert room_left(layout, core, np.array([0])).tolist() == [[3, 4]]
    start = int(np.flatnonzero(seating.start_slot == 1)[0])
    core[seating.start_column[start]] = 1
    core[seating.place_column[seating.place_start == start]] = 1
    core[seating.seat_column[(seating.seat_start == start) & (seating.seat_person == 2)]] = 1
    assert room_left(layout, core, np.array([0])).tolist() == [[3, 2]]
    assert seated(layout, core).tolist() == [[False, False], [False, False], [False, True], [False, False]]
