"""What it would take to hold a request in each slot, bit by bit, and against plans with the request added."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

from scheduler.checker import broken_rules
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from scheduler.reasons.needs import (
    AVAILABLE,
    BLOCKED,
    COST,
    COSTS,
    EXTRA,
    LIMIT,
    MOVE_AWAY,
    MOVES,
    PARALLEL,
    PLACE,
    ROOM,
    SLOTS,
    find_movable,
    find_needs,
    fits,
)
from scheduler.reasons.occupancy import lay_out
from tests.support.bruteforce import all_plans
from tests.support.schedules import event
from tests.support.strategies import small_problem

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}


def needs(problem: Problem, *meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> list[int]:
    """By slot what the first request needs."""
    plan = Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), tables, (), ())
    standing = lay_out(problem, plan)
    return find_needs(standing, find_movable(standing), np.array([0]))[0].tolist()


def of(slots: int, /, places: dict[str, dict[str, Any]] | None = None, first: dict[str, Any] | None = None, **people: Any) -> Problem:
    wishes = {"ab": first or {}, "ac": {}, "bd": {}, "cd": {}}
    return event([slots], PEOPLE | people, wishes, places or {"T": {"capacity": 9}})


def test_bits_cost_what_their_changes_cost_together():
    assert COSTS[0] == 0
    assert COSTS[SLOTS | AVAILABLE[0] | AVAILABLE[1]] == COST["slots"] + 2 * COST["available"]
    assert COSTS[MOVES[0] | MOVES[1] | MOVE_AWAY] == 3 * COST["move"]
    assert COSTS[PLACE | LIMIT[1] | PARALLEL[0] | EXTRA] == COST["place"] + COST["max_meetings"] + COST["parallel"] + COST["slot"]
    assert COSTS[ROOM] == COST["place"]
    assert len(COSTS) == 2 * EXTRA


def test_each_obstacle_is_a_bit_of_its_own():
    assert needs(of(2)) == [0, 0]
    assert needs(of(2, first={"slots": ["S2"]})) == [SLOTS, 0]
    assert needs(of(2, a={"unavailable": ["S1"]}, b={"unavailable": ["S1", "S2"]})) == [AVAILABLE[0] | AVAILABLE[1], AVAILABLE[1]]
    assert needs(of(1, b={"max_meetings": 0})) == [LIMIT[1]]
    assert needs(of(1, places={"T": {}}), "cd S1 T") == [PLACE]


def test_meeting_in_the_way_moves_where_it_can():
    assert needs(of(2), "ac S1 T") == [MOVES[0], 0]
    assert needs(of(1), "ac S1 T") == [BLOCKED]
    # ac and bd could go to S2 or S3, each to its own
    assert needs(of(3), "ac S1 T", "bd S1 T")[0] == MOVES[0] | MOVES[1]
    assert needs(of(2), "ac S1 T", "bd S1 T")[0] >= BLOCKED


def test_meeting_leaves_its_table_where_it_can():
    assert needs(of(2, places={"T": {}}), "cd S1 T") == [MOVE_AWAY, 0]


def test_who_is_at_home_could_hold_one_more_there():
    places = {"B": {"owner": "a"}}
    assert needs(of(1, places=places, a={"home": "B"}), "ac S1 B") == [PARALLEL[0]]


def test_room_is_needed_where_one_of_the_two_is_already():
    places = {"T": {}, "U": {}}
    assert needs(of(1, places=places, a={"parallel": 2}), "ac S1 T") == [ROOM]


def test_nobody_leaves_a_dialogue():
    problem = event([2], PEOPLE, {"ab": {}}, {"T": {}, "U": {}}, {"D": {"wanted": "a"}})
    assert needs(problem, tables=(HeldDialogue("D", "S1", "U", None, ("a",)),)) == [BLOCKED, 0]


def test_order_of_requests_blocks_slots_that_are_too_early():
    problem = event([3], PEOPLE, {"ab": {"after": ["ac"]}, "ac": {}})
    found = needs(problem, "ac S2 T")
    assert found[0] >= BLOCKED
    assert found[1] >= BLOCKED
    assert found[2] == 0


@pytest.mark.parametrize("block", range(2))
def test_nothing_is_needed_just_where_the_request_can_be_added(block):
    compared = 0
    for seed in range(block * 25, block * 25 + 25):
        problem = replace(parse_problem(small_problem(random.Random(seed)), "small.json"), max_break_difference=None)
        plans = list(islice(all_plans(problem), 200))
        for plan in random.Random(seed).sample(plans, min(3, len(plans))):
            held = {meeting.request for meeting in plan.meetings}
            rows = [r for r, request in enumerate(problem.requests) if request.id not in held]
            if not rows:
                continue
            standing = lay_out(problem, plan)
            found = find_needs(standing, find_movable(standing), np.array(rows))
            roomy = fits(standing, np.array(rows))
            for n, r in enumerate(rows):
                request = problem.requests[r]
                for t, slot in enumerate(problem.slots):
                    added = [replace(plan, meetings=(*plan.meetings, Meeting(request.id, slot.id, place.id))) for place in problem.places]
                    possible = any(not broken_rules(problem, each) for each in added)
                    assert (found[n, t] == 0) == possible, (seed, request.id, slot.id)
                    assert roomy[n, t] or not possible
                    compared += 1
    assert compared > 100


def test_movable_are_meetings_that_have_another_slot():
    problem = event([3], PEOPLE | {"c": {"unavailable": ["S2"]}}, {"ab": {}, "ac": {}, "bd": {"slots": ["S1"]}}, {"T": {"capacity": 9}})
    standing = lay_out(problem, Plan("", (Meeting("ac", "S1", "T"), Meeting("bd", "S1", "T")), (), (), ()))
    movable = find_movable(standing)
    assert movable.at[0].tolist() == [1, -1, -1]
    assert movable.at[3].tolist() == [-1, -1, -1]  # bd has no other slot
    assert (movable.earliest[1], movable.latest[1]) == (2, 2)
    assert movable.leaver[standing.listed[0]].tolist() == [1, -1, -1]
