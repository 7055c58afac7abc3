"""A plan laid out as arrays, against what its checker's timetable says of it."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np

from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.reasons.occupancy import lay_out
from tests.support.bruteforce import all_plans
from tests.support.schedules import event
from tests.support.strategies import small_problem


def test_arrays_say_of_any_plan_what_the_timetable_says():
    compared = 0
    for seed in range(40):
        problem = parse_problem(small_problem(random.Random(seed)), "small.json")
        plans = list(islice(all_plans(problem), 200))
        for plan in random.Random(seed).sample(plans, min(3, len(plans))):
            standing, timetable = lay_out(problem, plan), Timetable(problem, plan)
            for p, person in enumerate(problem.participants):
                free = np.flatnonzero(standing.free[p] & ~standing.busy[p])
                assert set(free.tolist()) == timetable.free_slots(person.id)
                assert standing.meetings[p] == timetable.meetings_held(person.id)
                busy = np.flatnonzero(standing.in_dialogue[p] | (standing.load[p] > 0))
                assert busy.tolist() == timetable.busy_slots(person.id)
            for q, place in enumerate(problem.places):
                assert standing.room[q].tolist() == [timetable.has_room(place.id, t) for t in range(len(problem.slots))]
            for r, request in enumerate(problem.requests):
                allowed = {problem.places[q].id for q in np.flatnonzero(standing.member[standing.listed[r]])}
                assert allowed == set(timetable.allowed_places(request.id))
                assert standing.somewhere[r] == bool(allowed)
            compared += 1
    assert compared > 60


def test_nowhere_has_no_room_and_is_in_no_list():
    standing = lay_out(event([2], {"a": {}, "b": {}}, {"ab": {}}, {"T": {}}), Plan("", (), (), (), ()))
    assert standing.room.tolist() == [[True, True], [False, False]]
    assert standing.member.tolist() == [[True, False]]
    assert (standing.slot.tolist(), standing.place.tolist()) == ([-1], [-1])


def test_held_before_and_after_leave_the_slots_between():
    people = {"a": {}, "b": {}, "c": {}}
    wishes = {"ab": {}, "bc": {"after": ["ab"]}, "ca": {"after": ["bc"]}, "ac": {}}
    problem = event([5], people, wishes)
    standing = lay_out(problem, Plan("", (Meeting("ab", "S2", "T"), Meeting("ca", "S5", "T")), (), (), ()))
    assert (standing.first[1], standing.last[1]) == (2, 3)  # S3 and S4
    assert standing.first[[0, 3]].tolist() == [0, 0]
    assert (standing.last[[2, 3]] >= len(problem.slots)).all()
    assert standing.settled.tolist() == [True, True, True, False]


def test_fixed_requests_do_not_move():
    problem = event([2], {"a": {}, "b": {}}, {"ab": {}, "ba": {}}, fixed=[{"request": "ba", "slot": "S1"}])
    assert lay_out(problem, Plan("", (), (), (), ())).settled.tolist() == [False, True]


def test_dialogue_takes_its_place_and_its_people_for_its_slots():
    problem = event(
        [3], {"a": {}, "b": {}, "c": {}}, {"ab": {}}, {"T": {"capacity": 5}}, {"D": {"wanted": "a", "moderators": ["b"], "length": 2}}
    )
    standing = lay_out(problem, Plan("", (), (HeldDialogue("D", "S2", "T", "b", ("a",)),), (), ()))
    assert standing.spare[0].tolist() == [5, 0, 0]
    assert standing.in_dialogue.tolist() == [[False, True, True], [False, True, True], [False] * 3]
    assert standing.moderates.tolist() == [False, True, False]


def test_slots_that_are_over_are_told_apart_only_where_given():
    problem, empty = event([2], {"a": {}, "b": {}}, {"ab": {}}), Plan("", (), (), (), ())
    assert lay_out(problem, empty).shut.tolist() == [False, False]
    assert lay_out(problem, empty, np.array([True, False])).shut.tolist() == [True, False]
