"""Neighbourhoods: as large as can be written down and solved, and whole slots only where they are small."""

from __future__ import annotations

import time

import numpy as np
import pytest

from scheduler.improvement.lns import _Arm, _Hunt, improve
from scheduler.improvement.neighbourhoods import NEIGHBOURHOODS, whole_slots
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS, LnsParameters, Parameters
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcdef"}
WISHES = {one + other: {} for one in "abc" for other in "def"}


def hunt(slots: int, knobs: LnsParameters = DEFAULTS.lns) -> _Hunt:
    """In an event of nine requests."""
    problem = event([slots], PEOPLE, WISHES, goals=["value", "breaks"])
    settings = Settings(parameters=Parameters(lns=knobs))
    search = Search(build_model(build_instance(problem), problem.goals), settings, Stop(), time.monotonic() + 60)
    search.offer(np.zeros(search.model.layout.core, dtype=np.int64))
    return _Hunt(search, 1, search.end, None, None)


@pytest.mark.parametrize(
    ("columns", "most"),
    # a request has 20 options, and its two participants 3 columns a slot each: 20 + 6 x 20 = 140
    [(10_000, 9), (1_260, 9), (1_259, 8), (280, 2), (1, 1)],
)
def test_neighbourhoods_are_as_large_as_can_be_written_down(columns, most):
    arms = hunt(20, LnsParameters(columns=columns)).arms
    assert [arm.most for arm in arms] == [most] * len(NEIGHBOURHOODS)
    assert all(arm.size <= most for arm in arms)


def test_whole_slots_are_left_out_where_they_are_too_much():
    assert hunt(4).kinds == list(NEIGHBOURHOODS)
    # each slot has nine options
    assert hunt(4, LnsParameters(slot_options=8)).kinds == [kind for kind in NEIGHBOURHOODS if kind is not whole_slots]


@pytest.mark.parametrize("most", [1, 5, 8, 100])
def test_size_stays_between_its_limits(most):
    arm = _Arm(min(30, most), most)
    for solved in [False] * 40 + [True] * 80:
        arm.learn(0.0, solved)
        assert min(8, most) <= arm.size <= most
    assert arm.size == most


@pytest.mark.parametrize(("reproducible", "size"), [(False, 80), (True, 100)])
def test_first_neighbourhoods_are_small_unless_rounds_are_counted(reproducible, size):
    people = {chr(ord("A") + k): {} for k in range(35)}
    names = list(people)
    problem = event([2], people, {one + other: {} for one in names[:20] for other in names[20:]}, goals=["value", "breaks"])
    search = Search(build_model(build_instance(problem), problem.goals), Settings(reproducible=reproducible), Stop(), time.monotonic() + 60)
    assert {arm.size for arm in _Hunt(search, 1, search.end, None, None).arms} == {size}


def test_what_was_far_too_much_is_halved():
    arm = _Arm(100, 1000)
    arm.learn(3.0, False)  # better, though not solved to the end
    assert arm.size == 80
    arm.learn(0.0, False)
    assert arm.size == 40
    arm.learn(0.0, True)
    assert arm.size == 46


def test_goals_before_are_protected_by_rows_of_the_part():
    # all nine meetings fit into three slots, and then nobody waits; a shorter agenda would cost value
    problem = event([5], PEOPLE, WISHES, {"T": {"capacity": 3}}, goals=["value", "breaks"])
    model = build_model(build_instance(problem), problem.goals)
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + 60)
    core = np.zeros(model.layout.core, dtype=np.int64)
    instance = model.instance
    # ad bf ce in S1, ae bd cf in S3, af be cd in S5: everybody has two breaks
    rounds = {0: ("ad", "bf", "ce"), 2: ("ae", "bd", "cf"), 4: ("af", "be", "cd")}
    for slot, pairs in rounds.items():
        for pair in pairs:
            request = [r.id for r in problem.requests].index(pair)
            core[(instance.option_request == request) & (instance.option_slot == slot)] = 1
    assert search.offer(core)
    assert search.costs == (-9, 12)
    improve(search, 1, search.end, workers=1)
    assert search.costs == (-9, 0)
