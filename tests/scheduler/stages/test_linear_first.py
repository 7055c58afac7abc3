"""Linear goals behind breaks: made first, and then what somebody would have to wait for is left out, as cheaply as can be."""

from __future__ import annotations

import time

import numpy as np
import pytest

from scheduler.arrays import Ints
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS, LnsParameters, Parameters, StageParameters
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stages.linear_first import linear_goals_come_late, offer_without_waits, with_linear_first
from scheduler.stop import Stop
from tests.support.schedules import event

ENDS = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"], "value": 2}}
ALONE = {"slots": ["S1"], "places": ["T"], "value": 9}
CHAIN = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"], "value": 2}, "cd": {"slots": ["S1"], "value": 5}}


def search_for(problem: Problem, parameters: Parameters = DEFAULTS) -> Search:
    settings = Settings(parameters=parameters)
    search = Search(build_model(build_instance(problem), problem.goals), settings, Stop(), time.monotonic() + 60)
    core = np.zeros(search.model.layout.core, dtype=np.int64)
    core[: search.model.instance.options] = search.model.instance.must[search.model.instance.option_request]
    assert search.offer(core)
    return search


def everything(search: Search) -> Ints:
    """All columns of decisions held, which these events have room for."""
    return search.model.layout.complete(np.ones(search.model.layout.core, dtype=np.int64))


@pytest.mark.parametrize(
    ("goals", "must", "goes"),
    [
        (["breaks", "value"], [], True),
        (["floor", "idle", "value"], [], True),
        (["breaks", "idle", "lowest"], ["ab"], True),
        (["value", "breaks"], [], False),
        (["floor", "value", "lowest"], [], False),
        (["breaks", "idle"], [], False),
        (["breaks", "value"], ["ab", "ac"], False),  # half of it and more
        ([], [], False),
    ],
)
def test_goals_go_ahead_where_they_are_behind_and_little_has_to_be_held(goals, must, goes):
    wishes = {pair: keys | {"must": pair in must} for pair, keys in CHAIN.items()}
    problem = event([3], {name: {} for name in "abcd"}, wishes, goals=goals)
    assert linear_goals_come_late(search_for(problem, Parameters(stages=StageParameters(small=0)))) == goes


def test_small_events_need_no_plan_from_linear_programs():
    problem = event([3], {name: {} for name in "abcd"}, CHAIN, goals=["breaks", "value"])
    assert not linear_goals_come_late(search_for(problem))


def test_linear_goals_come_first_in_their_order():
    problem = event([3], {name: {} for name in "abc"}, ENDS, goals=["breaks", "floor", "idle", "value"])
    search = search_for(problem)
    inner = with_linear_first(search, search.end)
    assert [objective.name for objective in inner.model.objectives] == ["floor", "value", "breaks", "idle"]
    assert (inner.require() == search.require()).all()
    assert inner.offer(everything(search))  # of more value, though somebody waits
    assert search.costs == (0, 0, 0, 0)


@pytest.mark.parametrize("columns", [DEFAULTS.lns.columns, 1])  # all at once, or one after the other
@pytest.mark.parametrize(
    ("goals", "wishes", "costs"),
    [
        (["breaks", "value"], ENDS, (0, -2)),  # ab is worth less than ac
        (["idle", "value"], ENDS, (0, -2)),
        (["breaks", "value"], ENDS | {"ab": {"slots": ["S1"], "must": True}}, (0, -1)),
        # c would wait for ac as well, whom cd is worth more to; then nobody waits for ab
        (["breaks", "value"], CHAIN, (0, -6)),
        (["value", "breaks"], ENDS, (-3, 1)),  # nothing is left out for what comes later
    ],
)
def test_the_least_that_makes_people_wait_is_left_out(goals, wishes, costs, columns):
    parameters = Parameters(lns=LnsParameters(columns=columns))
    search = search_for(event([3], {name: {} for name in "abcd"}, wishes, goals=goals), parameters)
    offer_without_waits(search, everything(search), search.end)
    assert search.costs == costs


def test_a_seat_is_left_out_as_a_meeting_is():
    table = {"D": {"wanted": "ab", "starts": ["S3"], "places": ["U"], "seats": [1, 2]}}
    problem = event([3], {"a": {}, "b": {}}, {"ab": ALONE}, {"T": {}, "U": {}}, table, goals=["breaks", "value"])
    search = Search(build_model(build_instance(problem), problem.goals), Settings(), Stop(), time.monotonic() + 60)
    offer_without_waits(search, everything(search), search.end)
    assert search.costs == (0, -3)  # the table has to be held: the seats of 1 and 2 are kept, and not the meeting
    optional = event(
        [3], {"a": {}, "b": {}, "c": {}}, {"ab": ALONE}, {"T": {}, "U": {}}, {"D": table["D"] | {"wanted": "ac"}},
        goals=["breaks", "value"],
    )  # fmt: skip
    search = Search(build_model(build_instance(optional), optional.goals), Settings(), Stop(), time.monotonic() + 60)
    offer_without_waits(search, everything(search), search.end)
    assert search.costs == (0, -11)  # a keeps the meeting and gives up the seat of 1; c keeps the seat of 2


def test_nothing_is_offered_without_time():
    search = search_for(event([3], {name: {} for name in "abc"}, ENDS, goals=["breaks", "value"]))
    offer_without_waits(search, everything(search), time.monotonic())
    assert search.costs == (0, 0)
