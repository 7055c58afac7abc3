"""The fewest tables are those that trying every number finds."""

from __future__ import annotations

import random
import time

from scheduler.errors import NoPlanExists, NoPlanInTime
from scheduler.files.reading import parse_problem
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from scheduler.whatif import altering
from scheduler.whatif.tables import fewest_tables
from tests.support.bruteforce import best_plan
from tests.support.changed_events import GOALS, brute, pairs
from tests.support.schedules import event
from tests.support.strategies import small_problem


def test_fewest_tables_are_those_that_trying_every_number_finds():
    compared = 0
    for seed in range(40):
        document = small_problem(random.Random(seed), slots=2, participants=5, requests=5, dialogues=1, places=2)
        document["places"] += [{"id": "X1"}, {"id": "X2"}, {"id": "X3"}]
        problem = parse_problem(document | {"max_break_difference": None}, "small.json")
        if best_plan(problem, GOALS) is None:
            continue
        plan = brute(problem, 1)
        tried: list[tuple[int, str]] = []
        found = fewest_tables(problem, plan, brute, time.monotonic() + 60, lambda k, answer, tried=tried: tried.append((k, answer)))
        spare, shared = len(altering.spare_tables(problem)), sum(place.owner is None for place in problem.places)
        expected = shared
        for fewer in range(1, spare + 1):
            best = best_plan(altering.with_tables(problem, -fewer), GOALS)
            if best is None or best[0] != tuple(goal.achieved for goal in plan.goals):
                break
            expected = shared - fewer
        assert (found.low, found.high) == (expected, expected)
        compared += 1
    assert compared > 15


def test_fewest_tables_are_an_interval_where_something_stays_unknown():
    def unsure(problem: Problem, seconds: float) -> Plan:
        if len(problem.places) == 2:
            raise NoPlanInTime("no")
        return brute(problem, seconds)

    problem = pairs(5, slots=1)
    found = fewest_tables(problem, brute(problem, 1), unsure, time.monotonic() + 60, lambda number, answer: None)
    assert (found.low, found.high) == (2, 3)
    at_once = fewest_tables(problem, brute(problem, 1), brute, time.monotonic(), lambda number, answer: None)
    assert (at_once.low, at_once.high) == (0, 3)


def steps_of(problem: Problem, plan: Plan, answers: dict[int, str | Plan]) -> tuple[tuple[int, int], list[tuple[int, str]]]:
    """What is found, and each number tried, where the plan for so many tables is given or impossible."""

    def answer(tried: Problem, seconds: float) -> Plan:
        found = answers[len(tried.places)]
        if isinstance(found, Plan):
            return found
        raise NoPlanExists(["no"]) if found == "impossible" else NoPlanInTime("no")

    steps: list[tuple[int, str]] = []
    found = fewest_tables(problem, plan, answer, time.monotonic() + 60, lambda number, told: steps.append((number, told)))
    return (found.low, found.high), steps


def claim(floor: tuple[int, int], value: tuple[int, int], tables: int = 0) -> Plan:
    """A plan that claims these goals, and needs so many tables in its fullest slot."""
    meetings = tuple(Meeting(name, "S1", f"T{k}") for k, name in enumerate(("ab", "cd", "ef")[:tables]))
    return Plan("", meetings, (), (), (GoalResult("floor", *floor), GoalResult("value", *value)))


BEFORE = claim((1, 1), (9, 9), tables=3)


def test_plan_as_good_is_enough_and_one_that_is_proven_worse_is_too_few():
    assert steps_of(pairs(3), BEFORE, {1: claim((1, 1), (9, 9), 1), 0: claim((2, 2), (9, 9))}) == ((1, 1), [(1, "enough"), (0, "too few")])
    worse = claim((1, 1), (8, 8))
    assert steps_of(pairs(3), BEFORE, {1: worse, 2: worse})[0] == (3, 3)


def test_plan_that_may_be_better_shows_nothing():
    # a value of 8 that may be 9, or a floor of 2 that may be 1
    for open_plan in (claim((1, 1), (8, 9)), claim((2, 1), (9, 9)), claim((1, 0), (8, 8))):
        (low, high), steps = steps_of(pairs(3), BEFORE, dict.fromkeys(range(3), open_plan))
        assert (low, high) == (0, 3)
        assert {told for _, told in steps} == {"not known"}
        assert sorted(number for number, _ in steps) == [0, 1, 2]


def test_impossible_is_too_few_and_out_of_time_is_not_known():
    assert steps_of(pairs(3), BEFORE, {1: "impossible", 2: "late"}) == ((2, 3), [(1, "too few"), (2, "not known")])


def test_plan_that_needs_fewer_tables_than_tried_says_so():
    # with three tables of four, the plan found needs one only
    problem = pairs(8)
    (low, high), steps = steps_of(problem, claim((1, 1), (9, 9), 3), {1: claim((1, 1), (9, 9), 1), 0: "impossible"})
    assert (low, high, steps) == (1, 1, [(1, "enough"), (0, "too few")])


def test_long_dialogue_needs_its_table_in_each_of_its_slots():
    # S1: the dialogue; S2: the dialogue and ab
    problem = event([3], {x: {} for x in "abcd"}, {"ab": {}}, {"T": {}, "U": {}, "V": {}}, {"D": {"wanted": "c", "length": 2}})
    plan = Plan("", (Meeting("ab", "S2", "U"),), (HeldDialogue("D", "S1", "T", None, ("c",)),), (), BEFORE.goals)
    at_once = fewest_tables(problem, plan, brute, time.monotonic(), lambda number, answer: None)
    assert (at_once.low, at_once.high) == (0, 2)
    later = Plan("", (Meeting("ab", "S3", "U"),), plan.dialogues, (), BEFORE.goals)
    assert fewest_tables(problem, later, brute, time.monotonic(), lambda number, answer: None).high == 1
