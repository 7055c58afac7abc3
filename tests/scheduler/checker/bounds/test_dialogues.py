"""Each dialogue at its cheapest, at given prices: by hand, and against every seating."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from scheduler.checker.bounds import Ground
from scheduler.checker.bounds.dialogues import cheapest_dialogues
from scheduler.checker.bounds.spared_changes import SparedChanges, find_spared_changes
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Plan
from scheduler.problem import Problem
from tests.support.bounds import priced
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds

PEOPLE = {name: {} for name in "abcd"}
TWO = {"T": {}, "U": {"capacity": 3}}


def talk(days: list[int] | None = None, people: dict[str, Any] | None = None, **dialogue: Any) -> Problem:
    """A dialogue of a, b and c, whose seats are worth 1, 2 and 3."""
    return event(days or [2], PEOPLE | (people or {}), {}, TWO, {"D": {"wanted": "abc"} | dialogue})


def cheapest(problem: Problem, weight: int = 1, kept: SparedChanges | None = None, **data: Any) -> int:
    return cheapest_dialogues(problem, priced(problem, data), weight, kept or SparedChanges())


def test_seats_earn_their_value_and_pay_for_the_whole_diary():
    assert cheapest(talk()) == -6
    assert cheapest(talk(people={"b": {"parallel": 2}}), diary={"b": [2, 1]}) == -4  # 2 - 2 in the second slot
    assert cheapest(talk(), diary={"b": [5, 5], "c": [1, 2]}) == -1 - 2  # b stays away


def test_dialogue_is_not_held_at_a_loss_unless_it_has_to_be():
    for must, cost in ((False, 0), (True, 4)):
        assert cheapest(talk(must=must, seats=[3, 3]), places=[{"places": ["T", "U"], "prices": 10}]) == cost


def test_place_is_paid_as_a_whole_in_each_slot_of_the_run():
    places = [{"places": ["T"], "prices": [5, 1]}, {"places": ["U"], "prices": [1, 1]}]
    assert cheapest(talk(), places=places) == 1 - 6  # T in S2
    assert cheapest(talk(length=2), places=places) == 6 - 6  # T, or U for three
    assert cheapest(talk(length=2, places=["U"], must=True), places=[{"places": ["U"], "prices": [1, 2]}]) == 3 * 3 - 6
    assert cheapest(talk(places=[], must=False)) == 0


def test_start_is_one_of_its_own_that_ends_on_its_day():
    days, prices = [2, 2], {"diary": {"a": [0, 9, 9, 9], "b": [0, 9, 9, 9], "c": [0, 9, 9, 9]}}
    assert cheapest(talk(days), **prices) == -6
    assert cheapest(talk(days, starts=["S2"], must=False), **prices) == 0
    assert cheapest(talk(days, starts=["S2"], length=2, must=True, seats=[3, 3])) == 0  # it cannot be held: there is nothing to bound
    assert cheapest(talk(days, starts=["S3"], length=2)) == -6


def test_moderator_is_the_cheapest_of_those_who_are_there():
    guided = {"moderators": ["b", "d"], "seats": [0, 3]}
    assert cheapest(talk(**guided), diary={"d": 2}) == -6  # b: it pays nothing
    assert cheapest(talk(**guided), diary={"b": [3, 3], "d": 2}) == 2 - 1 - 3  # d moderates, b is not worth a seat
    assert cheapest(talk(people={"d": {"unavailable": ["S1", "S2"]}}, **(guided | {"moderators": ["d"], "must": False}))) == 0


@pytest.mark.parametrize(("seats", "cost"), [([0, 1], -3), ([0, 0], 0), ([2, 2], -5), ([0, None], -6)])
def test_no_more_than_the_most_are_seated(seats, cost):
    dialogue = {} if seats[1] is None else {"seats": seats}
    assert cheapest(talk(**dialogue)) == cost


def test_least_seats_and_roles_are_taken_at_any_cost():
    dear = {"diary": {"a": 9, "b": 9, "c": 9}}
    assert cheapest(talk(), **dear) == 0
    assert cheapest(talk(seats=[2, 3]), **dear) == (9 - 3) + (9 - 2)
    roles = {"a": {"role": "buyer"}, "b": {"role": "buyer"}}
    assert cheapest(talk(people=roles, minimum={"buyer": 1}), **dear) == 9 - 2
    assert cheapest(talk(people=roles, minimum={"buyer": 1}, seats=[2, 3]), **dear) == (9 - 2) + (9 - 3)
    assert cheapest(talk(people=roles, minimum={"buyer": 3}, must=False)) == 0


def test_pairs_of_an_organisation_cost_each_seat_of_it():
    people = {"b": {"organisation": "City"}, "c": {"organisation": "City"}}
    mix = [{"dialogue": "D", "organisation": "City", "seats": 2, "price": 1}]
    assert cheapest(talk(people=people), mix=mix) == -1 - 0 - 1


def test_kept_seats_spare_changes_where_the_table_was():
    problem = talk()
    plan = Plan("", (), (HeldDialogue("D", "S2", "U", None, ("a", "d")),), (), ())
    kept = find_spared_changes(Ground(problem, ("changes",), {}, plan), 10, frozenset())
    assert cheapest(problem, kept=kept) == -6 - 10
    assert cheapest(problem, kept=kept, places=[{"places": ["U"], "prices": [0, 4]}]) == -6  # 12 for the place is more than it spares


def test_nobody_new_comes_to_a_table_in_a_frozen_slot():
    plan = Plan("", (), (HeldDialogue("D", "S1", "T", None, ("a",)),), (), ())
    problem = talk(starts=["S1"])
    kept = find_spared_changes(Ground(problem, ("changes",), {}, plan), 0, frozenset({0}))
    assert cheapest(problem, kept=kept) == -1
    other = find_spared_changes(Ground(problem, ("changes",), {}, Plan("", (), (), (), ())), 0, frozenset({0}))
    assert cheapest(problem, kept=other) == 0


@pytest.mark.parametrize("seed", seeds(range(30)))
def test_every_dialogue_is_at_its_cheapest_of_all_seatings(seed):
    rng = random.Random(seed)
    problem = parse_problem(small_problem(rng, requests=0), "small.json")
    slots = [slot.id for slot in problem.slots]
    people = {person.id: person for person in problem.participants}
    diary = {name: [rng.randint(0, 4) for _ in slots] for name in people}
    places = {place.id: [rng.randint(0, 4) for _ in slots] for place in problem.places}
    expected = 0
    for dialogue in problem.dialogues:
        costs = []
        for start in range(len(slots) - dialogue.length + 1):
            run = range(start, start + dialogue.length)
            if (dialogue.starts is not None and slots[start] not in dialogue.starts) or len({problem.slots[t].day for t in run}) > 1:
                continue

            def seat(name: str, run: range = run) -> int | None:
                away = any(slots[t] in people[name].unavailable for t in run)
                return None if away else people[name].parallel * sum(diary[name][t] for t in run)

            here = [each for each in dialogue.wanted if seat(each.participant) is not None]
            guides = [0] if dialogue.moderators is None else [cost for name in dialogue.moderators if (cost := seat(name)) is not None]
            at = [
                sum(places[place.id][t] for t in run) * place.capacity
                for place in problem.places
                if dialogue.places is None or place.id in dialogue.places
            ]
            least, most = dialogue.seats
            for size in range(least, (len(here) if most is None else min(most, len(here))) + 1):
                for seated in combinations(here, size):
                    roles = [people[each.participant].role for each in seated]
                    if all(roles.count(role) >= number for role, number in dialogue.minimum.items()):
                        paid = sum((seat(each.participant) or 0) - 2 * each.value for each in seated)
                        costs += [paid + guide + place for guide in guides for place in at]
        expected += min(costs, default=0) if dialogue.must else min([*costs, 0])
    assert cheapest(problem, 2, diary=diary, places=[{"places": [name], "prices": each} for name, each in places.items()]) == expected
