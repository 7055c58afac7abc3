"""From the best vector of a search to a plan: what it holds and where, what it reaches, and what is claimed of it."""

from __future__ import annotations

import time

import pytest

from scheduler.checker import check
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.outcome import make_plan
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from scheduler.run.incumbent import PlaceWishes, Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.schedules import core_of, event, plan_of

SHA = "5" * 64
PEOPLE = {"a": {"floor": 2}, "b": {}, "c": {}, "d": {}}
WISHES = {"ab": {"value": 3}, "ac": {"value": 5}, "ad": {"value": 1}}
ROOMS = {"T": {}, "U": {}}
TWO = event(
    [3], PEOPLE, WISHES, ROOMS, {"D": {"wanted": "bcd", "moderators": ["a"], "places": ["U"], "must": False}}, goals=["floor", "value"]
)
HELD = (Meeting("ab", "S1", "T"), Meeting("ac", "S2", "T"))
TABLE = HeldDialogue("D", "S3", "U", "a", ("b", "d"))


def search_of(
    problem: Problem, held: tuple[Meeting, ...], tables: tuple[HeldDialogue, ...] = (), modelled: tuple[str, ...] | None = None
) -> Search:
    """A search that has found this plan."""
    model = build_model(build_instance(problem), problem.goals if modelled is None else modelled)
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + 60)
    core = core_of(model.layout, plan_of(problem, held, tables))
    assert core is not None
    assert search.offer(core)
    return search


def made(search: Search, goals: tuple[str, ...]) -> Plan:
    return make_plan(search, goals, SHA, (), time.monotonic() + 60)


def test_plan_holds_what_the_vector_holds_where_it_may_be():
    plan = made(search_of(TWO, HELD, (TABLE,)), TWO.goals)
    assert {(meeting.request, meeting.slot) for meeting in plan.meetings} == {("ab", "S1"), ("ac", "S2")}
    assert plan.dialogues == (TABLE,)
    assert [left.request for left in plan.unscheduled] == ["ad"]
    assert all(left.reasons for left in plan.unscheduled)
    assert plan.problem_sha256 == SHA
    assert check(TWO, plan, sha256=SHA).violations == ()


def test_goals_are_those_reached_with_the_trivial_bounds_where_nothing_else_is_proven():
    plan = made(search_of(TWO, HELD, (TABLE,)), TWO.goals)
    # a has its two meetings; the meetings are worth 3 + 5, the seats of b and d 1 + 3; all requests and seats 9 + 6
    assert [(goal.name, goal.achieved) for goal in plan.goals] == [("floor", 0), ("value", 12)]
    assert plan.goals[0].bound == 0
    assert 12 < plan.goals[1].bound <= 15


def test_bound_that_was_raised_is_claimed_in_the_sign_of_its_goal():
    search = search_of(TWO, HELD, (TABLE,))
    search.raise_bound(1, -13)
    assert made(search, TWO.goals).goals[1] == GoalResult("value", 12, 13)


@pytest.mark.parametrize(("goals", "results"), [(("moves",), [("moves", 1, 0)]), (("changes",), [("changes", 0, 0)])])
def test_goal_that_the_model_does_not_hold_is_claimed_with_its_trivial_bound(goals, results):
    zones = {"T": {"zone": "east"}, "U": {"zone": "west"}}
    problem = event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {"places": ["T"]}, "ac": {"places": ["U"]}}, zones)
    search = search_of(problem, (Meeting("ab", "S1", "T"), Meeting("ac", "S2", "U")), modelled=())
    assert [(goal.name, goal.achieved, goal.bound) for goal in made(search, goals).goals] == results


def test_nothing_held_is_a_plan_as_well():
    plan = made(search_of(TWO, ()), TWO.goals)
    assert (plan.meetings, plan.dialogues) == ((), ())
    assert [left.request for left in plan.unscheduled] == ["ab", "ac", "ad"]
    assert [goal.achieved for goal in plan.goals] == [2, 0]


def test_places_are_where_the_search_wishes_them():
    zones = {"T": {"zone": "east"}, "U": {"zone": "west"}}
    problem = event([2], PEOPLE, {"ab": {}, "ac": {}}, zones, {"D": {"wanted": "d", "must": False}}, goals=["value"])
    held, table = (Meeting("ab", "S1", "T"), Meeting("ac", "S2", "T")), HeldDialogue("D", "S2", "T", None, ("d",))
    for east in (0, 1):
        search = search_of(problem, held, (table,))
        ab, ac = (o for o, full in enumerate(search.require()[: search.model.instance.options]) if full)
        (start,) = (n for n, column in enumerate(search.model.layout.dialogues.start_column) if search.require()[column])
        assert search.prefer(search.require(), PlaceWishes({ab: 1 - east, ac: east}, {start: 1 - east}))
        plan = made(search, ("value", "moves"))
        assert [meeting.place for meeting in plan.meetings] == ["UT"[east], "TU"[east]]
        assert [held.place for held in plan.dialogues] == ["UT"[east]]
