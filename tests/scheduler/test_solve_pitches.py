"""Pitch sessions, which are dialogues without a moderator, chosen together with the meetings."""

from __future__ import annotations

from itertools import permutations

import pytest

from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import HeldDialogue
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import best_goals
from tests.support.judge import judge
from tests.support.schedules import event

SHA = "8" * 64
# z pitches for two slots in a row to at most two of a, b and c; meetings of more value than a seat wait for the same people
PEOPLE = {
    "z": {"role": "speaker", "organisation": "Works"},
    "a": {"role": "buyer", "organisation": "City", "floor": 1},
    "b": {"role": "buyer", "organisation": "City"},
    "c": {"role": "buyer", "organisation": "Works", "unavailable": ["S1"]},
}
PITCH = {"length": 2, "wanted": "abcz", "places": ["stage"], "seats": [2, 3], "minimum": {"speaker": 1}, "must": False}
WISHES = {"ab": {"value": 4}, "ac": {"value": 3}, "bz": {"value": 2}, "cz": {"value": 9, "slots": ["S2", "S4"]}}
PLACES = {"T": {"zone": "hall"}, "stage": {"zone": "stage", "capacity": 5, "owner": "z"}}


def pitches(**pitch: object) -> Problem:
    return event([4], PEOPLE, WISHES, PLACES, {"pitch": PITCH | pitch})


@pytest.mark.parametrize("pitch", [{}, {"must": True}, {"length": 1}, {"seats": [3, 4]}, {"minimum": {"speaker": 2}}, {"starts": ["S1"]}])
def test_pitch_is_held_where_it_costs_the_least(pitch):
    problem = pitches(**pitch)
    plan = solve(problem, Settings(seconds=30), SHA)
    assert tuple(goal.achieved for goal in plan.goals) == best_goals(problem)
    assert plan.status == "optimal"
    assert bool(plan.dialogues) == (pitch.get("minimum") != {"speaker": 2})


def test_pitch_has_its_speaker_no_moderator_and_no_more_guests_than_seats():
    (table,) = solve(pitches(), Settings(seconds=30, goals=("value",)), SHA).dialogues
    # a, b and z for S1 and S2 bring 1 + 2 + 4; cz in S4, ab in S3 and ac or bz beside them: nothing is lost but one of those
    assert table == HeldDialogue("pitch", table.start, "stage", None, table.participants)
    assert "z" in table.participants
    assert 2 <= len(table.participants) <= 3


@pytest.mark.parametrize(
    "goals", [*permutations(("mix", "lowest", "value")), ("mix", "floor", "value", "breaks"), ("idle", "mix", "lowest")]
)
def test_table_without_two_of_one_firm_wherever_that_stands_in_the_order(goals):
    problem = pitches()
    document = problem_to_json(problem) | {"goals": list(goals)}
    problem = parse_problem(document, "pitches.json")
    plan = solve(problem, Settings(seconds=30), SHA)
    assert tuple(goal.achieved for goal in plan.goals) == tuple(goal.bound for goal in plan.goals) == best_goals(problem)
    assert judge(document, plan_to_json(plan), sha256=SHA)[0] == []
    assert check_bounds(problem, plan, check(problem, plan).goals).violations == ()
