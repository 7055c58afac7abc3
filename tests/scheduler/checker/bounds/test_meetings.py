"""Each request at its cheapest, at given prices: by hand, and against every way to hold it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from scheduler.checker.bounds import Ground
from scheduler.checker.bounds.meetings import cheapest_meetings
from scheduler.checker.bounds.spared_changes import SparedChanges, find_spared_changes
from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.plan import Meeting, Plan
from scheduler.problem import Problem, Request
from tests.support.bounds import priced
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

PEOPLE = {name: {} for name in "abcd"}
TWO = {"T": {}, "U": {}}


def cheapest(problem: Problem, weight: int = 1, kept: SparedChanges | None = None, **data: Any) -> int:
    return cheapest_meetings(problem, priced(problem, data), weight, kept or SparedChanges())


def test_request_pays_the_cheapest_slot_of_both_and_earns_its_value():
    problem = event([2], PEOPLE, {"ab": {"value": 9}}, TWO)
    assert cheapest(problem) == -9
    assert cheapest(problem, diary={"a": [5, 1], "b": [0, 3]}) == 4 - 9
    assert cheapest(problem, weight=3, diary={"a": [5, 1], "b": [0, 3]}) == 4 - 27


def test_request_is_not_held_at_a_loss_unless_it_has_to_be():
    for must, cost in ((False, 0), (True, 1)):
        assert cheapest(event([1], PEOPLE, {"ab": {"value": 9, "must": must}}, TWO), diary={"a": 10}) == cost
    fixed = event([1], PEOPLE, {"ab": {"value": 9}}, TWO, fixed=[{"request": "ab", "slot": "S1"}])
    assert cheapest(fixed, diary={"a": 10}) == 1


def test_request_pays_the_cheapest_of_its_places_in_each_slot():
    problem = event([2], PEOPLE, {"ab": {"value": 9, "places": ["T", "U"]}}, TWO | {"V": {}})
    places = [{"places": ["T", "V"], "prices": [2, 7]}, {"places": ["U"], "prices": [3, 5]}]
    assert cheapest(problem, places=places) == 2 - 9
    only = event([2], PEOPLE, {"ab": {"value": 9, "places": ["U"]}}, TWO | {"V": {}})
    assert cheapest(only, places=places) == 3 - 9


def test_meeting_earns_towards_floor_and_share_and_pays_for_the_limit():
    problem = event([1], PEOPLE | {"a": {"max_meetings": 3}}, {"ab": {"value": 1}}, TWO)
    assert cheapest(problem, limit={"a": 5}, floor={"b": 3}, share={"a": 4}) == 5 - 3 - 4 - 1


def test_order_costs_the_later_one_early_and_the_earlier_one_late():
    problem = event([3], PEOPLE, {"ab": {"value": 9, "must": True}, "cd": {"value": 9, "must": True, "after": ["ab"]}}, TWO)

    def cost(slot: str, ab: list[int], cd: list[int]) -> int:
        return cheapest(problem, diary={"a": ab, "c": cd}, after=[{"request": "cd", "after": "ab", "slot": slot, "price": 4}])

    # at S2: cd pays in S1 and S2, ab in S2 and S3
    assert cost("S2", [9, 0, 0], [0, 0, 9]) == 4 + 4 - 18
    assert cost("S2", [0, 9, 9], [9, 9, 0]) == -18
    assert cost("S1", [9, 9, 0], [9, 0, 9]) == 4 - 18


def test_slots_in_which_somebody_is_away_or_that_are_not_its_own_are_no_choice():
    people = PEOPLE | {"a": {"unavailable": ["S1"]}}
    prices = {"diary": {"b": [0, 4, 6]}}
    assert cheapest(event([3], people, {"ab": {"value": 9}}, TWO), **prices) == 4 - 9
    assert cheapest(event([3], people, {"ab": {"value": 9, "slots": ["S1", "S3"]}}, TWO), **prices) == 6 - 9
    assert cheapest(event([3], people, {"ab": {"value": 9, "slots": ["S1"]}}, TWO), **prices) == 0
    assert cheapest(event([3], people, {"ab": {"value": 9, "places": []}}, TWO), **prices) == 0


def test_kept_meeting_spares_a_change_where_it_was_and_only_there():
    problem = event([2], PEOPLE, {"ab": {"value": 1}}, TWO)
    plan = Plan("", (Meeting("ab", "S2", "U"),), (), (), ())
    kept = find_spared_changes(Ground(problem, ("changes",), {}, plan), 10, frozenset())
    assert cheapest(problem, kept=kept) == -1 - 10
    assert cheapest(problem, kept=kept, places=[{"places": ["U"], "prices": [0, 4]}]) == -1 - 10 + 4
    assert cheapest(problem, kept=kept, places=[{"places": ["U"], "prices": [0, 12]}]) == -1


def test_nothing_new_is_held_in_a_frozen_slot():
    problem = event([2], PEOPLE, {"ab": {"value": 5}, "cd": {"value": 5}}, TWO)
    plan = Plan("", (Meeting("ab", "S1", "T"),), (), (), ())
    kept = find_spared_changes(Ground(problem, ("changes",), {}, plan), 0, frozenset({0}))
    # ab may stay in S1, cd can only come in S2
    assert cheapest(problem, kept=kept, diary={"b": [1, 3], "d": [1, 3]}) == (1 - 5) + (3 - 5)


def ways(problem: Problem, request: Request) -> list[tuple[int, str]]:
    """Each slot and place that no rule about the request alone forbids."""
    timetable = Timetable(problem, Plan("", (), (), (), ()))
    open_slots = timetable.available_slots(request.participants[0]) & timetable.available_slots(request.participants[1])
    own = [t for t in sorted(open_slots) if request.slots is None or problem.slots[t].id in request.slots]
    return [(t, place) for t in own for place in timetable.allowed_places(request.id)]


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_every_request_is_at_its_cheapest_of_all_ways(seed):
    rng = random.Random(seed)
    document = small_problem(rng, dialogues=0) | {"fixed": []}
    problem = parse_problem(document, "small.json")
    slots = len(problem.slots)
    diary = {person.id: [rng.randint(0, 5) for _ in range(slots)] for person in problem.participants}
    places = {place.id: [rng.randint(0, 5) for _ in range(slots)] for place in problem.places}
    expected = 0
    for request in problem.requests:
        one, two = request.participants
        costs = [diary[one][t] + diary[two][t] + places[place][t] - 2 * request.value for t, place in ways(problem, request)]
        expected += min(costs, default=0) if request.must else min([*costs, 0])
    assert cheapest(problem, 2, diary=diary, places=[{"places": [name], "prices": each} for name, each in places.items()]) == expected
