"""What could be held as things are, against the checker's judgement of each such plan."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, islice

import pytest

from scheduler.checker import broken_rules
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem, Request
from scheduler.reasons.openings import OBSTACLES, Obstacle, Openings
from tests.support.bruteforce import all_plans
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds


def places_of(problem: Problem, plan: Plan, request: str, slot: str) -> list[str]:
    """Where the checker lets a request be held in a slot, beside all that is held."""
    tried = [(place.id, replace(plan, meetings=(*plan.meetings, Meeting(request, slot, place.id)))) for place in problem.places]
    return [place for place, more in tried if not broken_rules(problem, more)]


def some_plans(seed: int) -> tuple[Problem, list[Plan]]:
    """A few of the plans of a small event, with rules of all kinds."""
    problem = parse_problem(small_problem(random.Random(seed)), "small.json")
    plans = list(islice(all_plans(problem), 300))
    return problem, random.Random(seed).sample(plans, min(3, len(plans)))


@pytest.mark.parametrize("seed", seeds(range(120), 25))
def test_openings_are_what_the_checker_lets_in(seed: int) -> None:
    problem, plans = some_plans(seed)
    for plan in plans:
        held = {meeting.request for meeting in plan.meetings}
        values = {request.id: request.value for request in problem.requests}
        expected = {}
        for request in problem.requests:
            slots = tuple(slot.id for slot in problem.slots if request.id not in held and places_of(problem, plan, request.id, slot.id))
            if slots:
                expected[request.id] = slots
        found = Openings(problem, plan).open_requests
        assert {opening.request: opening.slots for opening in found} == expected
        ranks = [values[opening.request] for opening in found]
        assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("seed", seeds(range(120), 25))
def test_two_people_can_meet_where_the_checker_lets_them_and_something_is_in_the_way_elsewhere(seed: int) -> None:
    problem, plans = some_plans(seed)
    for plan in plans:
        openings = Openings(problem, plan)
        held = {meeting.request for meeting in plan.meetings}
        for one, other in combinations([person.id for person in problem.participants], 2):
            asked = openings.request_of(one, other)
            if asked is not None and asked.id in held:
                continue
            request = asked or Request("new", (one, other))
            with_it = problem if asked else replace(problem, requests=(*problem.requests, request))
            for in_slot in openings.between(one, other):
                places = places_of(with_it, plan, request.id, in_slot.slot)
                assert (in_slot.place in places) if in_slot.place else not places
                assert (in_slot.place is None) == bool(in_slot.obstacles)
                assert {obstacle.code for obstacle in in_slot.obstacles} <= set(OBSTACLES)


DAY = event(
    [5],
    {"a": {"unavailable": ["S1"]}, "b": {"max_meetings": 9}, "c": {"max_meetings": 1}, "d": {}, "e": {}, "f": {}},
    {"ab": {"slots": ["S1", "S2", "S3", "S4"]}, "bd": {}, "ce": {}, "ad": {"after": ["bd"]}, "ef": {}},
    {"T": {}, "R": {"owner": "f"}},
    {"D": {"wanted": "ab", "places": ["R"], "moderators": ["f"]}},
)
PLAN = Plan("", (Meeting("bd", "S2", "T"), Meeting("ce", "S3", "T")), (HeldDialogue("D", "S4", "R", "f", ("a",)),), (), ())


def test_what_is_in_the_way_is_said_slot_by_slot():
    # a is away in S1 and in the dialogue in S4; b meets d in S2; in S3 the only table is taken; S5 is none of the request's
    ab = Openings(DAY, PLAN).between("b", "a")
    assert [(each.slot, each.place) for each in ab] == [("S1", None), ("S2", None), ("S3", None), ("S4", None), ("S5", None)]
    assert [each.obstacles for each in ab] == [
        (Obstacle("away", "a"),),
        (Obstacle("meeting", "b", ("bd",)),),
        (Obstacle("place"),),
        (Obstacle("dialogue", "a", ("D",)),),
        (Obstacle("slots"),),
    ]
    # ad comes after bd, which is in S2; nobody asked for ac, and c has had its one meeting
    ad = Openings(DAY, PLAN).between("a", "d")
    assert [each.obstacles for each in ad[1:3]] == [(Obstacle("meeting", "d", ("bd",)), Obstacle("order")), (Obstacle("place"),)]
    assert ad[4].place == "T"
    ac = Openings(DAY, PLAN).between("a", "c")
    assert ac[4].obstacles == (Obstacle("max_meetings", "c"),)


def test_who_is_free_in_a_slot_and_how_many_tables_are():
    openings = Openings(DAY, PLAN)
    assert openings.free_in("S1") == (("b", "d", "e", "f"), 1)
    assert openings.free_in("S2") == (("a", "e", "f"), 0)
    assert openings.free_in("S4") == (("b", "d", "e"), 1)


def test_who_meets_already_is_bound_to_that_place():
    # p takes two at once at its booth, and has one there: another may come, but not to the table
    people = {"p": {"parallel": 2, "home": "B"}, "q": {}, "r": {}, "s": {"home": "C", "parallel": 2}}
    places = {"T": {}, "B": {"owner": "p", "capacity": 2}, "C": {"owner": "s", "capacity": 2}}
    problem = event([1], people, {"pq": {}, "pr": {}, "rp": {"places": ["T"]}, "ps": {}, "sq": {}}, places)
    openings = Openings(problem, Plan("", (Meeting("pq", "S1", "B"),), (), (), ()))
    assert [(opening.request, opening.slots) for opening in openings.open_requests] == [("pr", ("S1",)), ("ps", ("S1",))]
    assert openings.between("p", "s")[0].place == "B"


def test_a_request_that_is_held_is_the_one_meant():
    problem = event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "ba": {}})
    openings = Openings(problem, Plan("", (Meeting("ba", "S1", "T"),), (), (), ()))
    for one, other, asked in (("a", "b", "ba"), ("b", "a", "ba")):
        found = openings.request_of(one, other)
        assert found is not None
        assert found.id == asked
    assert openings.request_of("a", "c") is None


@pytest.mark.parametrize(("one", "other", "said"), [("a", "x", "there is no participant 'x'"), ("a", "a", "a cannot meet themselves")])
def test_nobody_is_asked_about_who_is_not_there(one: str, other: str, said: str) -> None:
    openings = Openings(event([1], {"a": {}, "b": {}}, {}), Plan("", (), (), (), ()))
    with pytest.raises(ValueError, match=said):
        openings.between(one, other)
