"""Whether problems are impossible, as far as can be said in the time, against trying."""

from __future__ import annotations

import time

import numpy as np

from scheduler.infeasibility.judge import Judge
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflict_events import judge, some_problems
from tests.support.conflicts import has_plan
from tests.support.schedules import event

MUST = {"must": True}
CIRCLE = event([2], {name: {} for name in "abc"}, {"ab": MUST, "bc": MUST, "ca": MUST})  # of which counting sees nothing


def test_answer_is_that_of_trying():
    problems = some_problems(4)
    answers = [judge().is_impossible(problem) for problem in problems]
    assert answers == [not has_plan(problem) for problem in problems]
    assert {True, False} == set(answers)


def test_plan_is_found_just_where_there_is_one():
    assert judge().find_plan(CIRCLE) is None
    found = judge().find_plan(event([3], {name: {} for name in "abc"}, {"ab": MUST, "bc": MUST, "ca": MUST}))
    assert found is not None
    layout, x = found
    held = np.flatnonzero(x[: layout.instance.options])
    assert sorted(layout.instance.option_request[held]) == [0, 1, 2]
    assert sorted(layout.instance.option_slot[held]) == [0, 1, 2]


def test_nothing_is_said_when_the_time_is_over_or_when_asked_to_stop():
    stop = Stop()
    stop.request()
    for late in (Judge(Settings(workers=1), time.monotonic() - 1, Stop()), Judge(Settings(workers=1), time.monotonic() + 60, stop)):
        assert late.left == 0
        assert late.is_impossible(CIRCLE) is None
        assert late.find_plan(event([1], {name: {} for name in "ab"}, {"ab": MUST})) is None


def test_time_left_is_what_is_until_the_end():
    assert 50 < judge().left <= 60
