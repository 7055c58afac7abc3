"""What has begun or begins soon: it stays as it is, as far as the problem leaves it possible, and nothing new comes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from matchmaking.wording import standing_in_words
from scheduler.checker import check, goals_of
from scheduler.checker.bounds import check_bounds
from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import MAXIMISED, Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import all_plans
from tests.support.kept_plans import case
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

pytestmark = pytest.mark.slow

SHA = "7" * 64
KNOBS = Settings(seconds=30.0)
PEOPLE = {name: {} for name in "abcd"}
ALL = {"ab": {}, "cd": {}, "ac": {}, "bd": {}}
TWO = {"T": {}, "U": {}}
MUST = {"must": True}


def kept(*meetings: tuple[str, str, str], tables: tuple[HeldDialogue, ...] = ()) -> Plan:
    return Plan("", tuple(Meeting(*meeting) for meeting in meetings), tables, (), ())


def repaired(problem: Problem, plan: Plan, slots: int, goals: tuple[str, ...] | None = None) -> Plan:
    """The repaired plan where the first slots are frozen, which both judges accept."""
    keep = ReferencePlan(plan, problem.slots[slots - 1].start if slots else None)
    found = solve(problem, replace(KNOBS, goals=goals), SHA, reference=keep)
    assert check(problem, found, plan, SHA, goals).violations == ()
    return found


def where(plan: Plan) -> dict[str, tuple[str, str]]:
    return {meeting.request: (meeting.slot, meeting.place) for meeting in plan.meetings}


def test_meeting_that_has_begun_stays_and_one_later_may_go():
    must_later = event([2], PEOPLE, {"ab": {}, "ac": {"must": True}, "cd": {}}, TWO)
    found = where(repaired(must_later, kept(("ab", "S1", "T"), ("cd", "S2", "T")), 1))
    assert found["ab"] == ("S1", "T")
    assert found["ac"][0] == "S2"


def test_nothing_new_comes_into_a_frozen_slot():
    problem = event([2], PEOPLE, ALL, TWO)
    plan = kept(("ab", "S1", "T"))
    assert {slot for request, (slot, _) in where(repaired(problem, plan, 1)).items() if request != "ab"} == {"S2"}
    assert {slot for slot, _ in where(repaired(problem, plan, 0)).values()} == {"S1", "S2"}


def test_frozen_meeting_of_somebody_ill_is_cancelled_and_may_come_later():
    people = PEOPLE | {"a": {"unavailable": ["S1"]}}
    found = repaired(event([2], people, {"ab": {}}, TWO), kept(("ab", "S1", "T")), 1)
    assert where(found) == {"ab": ("S2", "T")}
    assert [(goal.achieved, goal.bound) for goal in found.goals if goal.name == "changes"] == [(1, 1)]
    gone = PEOPLE | {"a": {"unavailable": ["S1", "S2"]}}
    assert where(repaired(event([2], gone, {"ab": {}, "bd": {}}, TWO), kept(("ab", "S1", "T")), 1)) == {"bd": ("S2", "T")}


def test_what_the_problem_insists_on_goes_before_the_freeze():
    wishes = {"ab": {}, "ac": {"must": True, "slots": ["S1"]}}
    found = where(repaired(event([2], PEOPLE, wishes, TWO), kept(("ab", "S1", "T")), 2))
    assert found["ac"][0] == "S1"
    assert "ab" not in found  # all slots are frozen, so it cannot come later
    fixed = event([2], PEOPLE, {"ab": {}}, TWO, fixed=[{"request": "ab", "slot": "S2"}])
    assert where(repaired(fixed, kept(("ab", "S1", "T")), 2))["ab"][0] == "S2"


def test_what_the_problem_insists_on_moves_nothing_else_that_is_frozen():
    wishes = {"ab": {}, "ef": {}, "ac": {"must": True, "slots": ["S1"]}}
    found = where(repaired(event([2], PEOPLE | {"e": {}, "f": {}}, wishes, TWO), kept(("ab", "S1", "T"), ("ef", "S1", "U")), 1))
    assert (found["ac"][0], found["ef"]) == ("S1", ("S1", "U"))


def test_prices_that_do_not_count_where_something_new_had_to_come_are_said_not_to():
    # three who all meet one another need a third slot, which the linear program does not see
    wishes = {"ab": MUST, "ac": MUST, "bc": MUST, "ad": {}, "bd": {"value": 2}}
    problem = event([3], PEOPLE, wishes, TWO, goals=["value"])
    before = kept()
    found = repaired(problem, before, 1)
    new = [meeting.request for meeting in found.meetings if meeting.slot == "S1"]
    assert {entry.goal: entry.data["unfit"] for entry in found.evidence if entry.kind == "search"} == {
        "value": f"frozen: {new[0]} is new in S1"
    }
    told = check_bounds(problem, found, goals_of(problem, found, before), before)
    assert told.violations == ()
    assert f"(prices do not count: frozen: {new[0]} is new in S1)" in standing_in_words(told.standing[1])


def test_as_many_frozen_meetings_stay_as_a_lower_limit_allows():
    people = PEOPLE | {"a": {"max_meetings": 1}}
    found = where(repaired(event([3], people, {"ab": {}, "ac": {}, "ad": {}}, TWO), kept(("ab", "S1", "T"), ("ac", "S2", "T")), 2))
    assert sorted(found) in (["ab"], ["ac"])


def test_table_that_has_begun_keeps_its_start_place_moderator_and_seats():
    tables = {"D": {"wanted": "abc", "moderators": ["c", "d"], "must": False, "places": ["T", "U"]}}
    problem = event([3], PEOPLE, {}, TWO, tables)
    before = HeldDialogue("D", "S1", "U", "d", ("a",))
    now = repaired(problem, kept(tables=(before,)), 1).dialogues
    assert now == (before,)
    later = repaired(problem, kept(tables=(before,)), 0).dialogues[0]
    assert (later.start, later.place, later.moderator, set(later.participants)) == ("S1", "U", "d", {"a", "b", "c"})


def test_moderator_who_is_ill_is_replaced_at_a_table_that_has_begun():
    tables = {"D": {"wanted": "ab", "moderators": ["c", "d"], "must": False, "places": ["T"]}}
    people = PEOPLE | {"d": {"unavailable": ["S1"]}}
    before = HeldDialogue("D", "S1", "T", "d", ("a", "b"))
    assert repaired(event([2], people, {}, TWO, tables), kept(tables=(before,)), 1).dialogues == (replace(before, moderator="c"),)


@pytest.mark.parametrize("goals", [("value", "changes"), ("changes", "value")])
def test_freeze_holds_wherever_changes_stand_among_the_goals(goals):
    problem = event([2], PEOPLE, {"ab": {}, "ac": {"value": 9, "slots": ["S1"]}}, TWO)
    assert where(repaired(problem, kept(("ab", "S1", "T")), 1, goals)) == {"ab": ("S1", "T")}
    assert "ac" in where(repaired(problem, kept(("ab", "S1", "T")), 0, ("value", "changes")))


def stays_frozen(problem: Problem, before: Plan, frozen: set[str], plan: Plan) -> bool | None:
    """Whether a plan leaves the frozen slots strictly as they were; None: the question does not arise, as the kept plan is in disorder."""
    people = {person.id: person for person in problem.participants}
    requests = {request.id: request for request in problem.requests}
    fixed = {entry.request: entry for entry in problem.fixed}

    def can_stay(meeting: Meeting) -> bool:
        request = requests[meeting.request]
        homes = tuple(filter(None, (people[name].home for name in request.participants)))
        shared = tuple(place.id for place in problem.places if place.owner is None)
        allowed = request.places if request.places is not None else homes or shared
        order = fixed.get(meeting.request)
        return (
            all(meeting.slot not in people[name].unavailable for name in request.participants)
            and (request.slots is None or meeting.slot in request.slots)
            and meeting.place in allowed
            and (order is None or (order.slot == meeting.slot and order.place in (None, meeting.place)))
        )

    then = {meeting for meeting in before.meetings if meeting.request in requests and meeting.slot in frozen and can_stay(meeting)}
    now = {meeting for meeting in plan.meetings if meeting.slot in frozen}
    return then == now


@pytest.mark.parametrize("seed", seeds(range(500, 560)))
def test_frozen_repair_is_the_best_of_all_plans_that_leave_frozen_slots_as_they_were(seed):
    rng = random.Random(seed)
    document, before = case(rng)
    document["dialogues"] = []  # what stays of a table has tests of its own above
    before = replace(before, dialogues=())
    problem = parse_problem(document, "small.json")
    slots = rng.randint(1, len(problem.slots))
    frozen = {slot.id for slot in problem.slots[:slots]}
    plans = list(all_plans(problem))
    if not plans:
        with pytest.raises(NoPlanExists):
            repaired(problem, before, slots)
        return
    found = repaired(problem, before, slots)
    strict = [plan for plan in plans if stays_frozen(problem, before, frozen, plan)]
    if strict:
        goals = ("changes", *problem.goals)
        best = min(tuple(-g if n in MAXIMISED else g for n in goals for g in [goals_of(problem, plan, before)[n]]) for plan in strict)
        assert tuple(-g.achieved if g.name in MAXIMISED else g.achieved for g in found.goals) == best
        assert stays_frozen(problem, before, frozen, found)
        assert found.status == "optimal"


def test_keep_freezes_what_starts_at_the_moment_itself():
    problem = parse_problem(small_problem(random.Random(4)), "small.json")
    second = problem.slots[1].start
    keep = ReferencePlan(kept(), second)
    assert keep.frozen_slots(problem).tolist() == [slot.start <= second for slot in problem.slots]
    assert keep.frozen_slots(problem)[:2].all()
    assert not ReferencePlan(kept(), second - timedelta(seconds=1)).frozen_slots(problem)[1:].any()
    assert not ReferencePlan(kept()).frozen_slots(problem).any()
