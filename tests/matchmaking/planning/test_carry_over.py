"""A plan carried over to an event that has changed since: what is still held, and what is still proven."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaking.planning.carry_over import carry_over, is_narrower, keep_proofs
from scheduler.plan import Evidence, GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Fixed, Problem
from tests.support.schedules import event

PEOPLE: dict[str, dict[str, Any]] = {"a": {"max_meetings": 1}, "b": {}, "c": {}, "m": {}}
BEFORE = event(
    [3],
    PEOPLE,
    {"ab": {"value": 5}, "ac": {"value": 3}, "bc": {}},
    {"T": {"capacity": 2}, "U": {}},
    {"D": {"wanted": "bc", "must": False, "moderators": ["m"]}},
)
GOALS = tuple(GoalResult(name, achieved, bound) for name, achieved, bound in (("floor", 0, 0), ("value", 9, 9), ("breaks", 0, 0)))
PLAN = Plan(
    "sha",
    (Meeting("ab", "S1", "T"), Meeting("bc", "S2", "T")),
    (HeldDialogue("D", "S3", "U", "m", ("b", "c")),),
    (Unscheduled("ac", (Reason("outweighed"),)),),
    GOALS,
    evidence=(Evidence("value", "search", 9, {}),),
)


def without(kind: str, *names: str) -> Problem:
    return replace(BEFORE, **{kind: tuple(each for each in getattr(BEFORE, kind) if each.id not in names)})


def dialogue(**changed: Any) -> Problem:
    return replace(BEFORE, dialogues=(replace(BEFORE.dialogues[0], **changed),))


def test_plan_of_an_event_that_has_not_changed_is_held_as_it_was() -> None:
    carried = carry_over(BEFORE, PLAN)
    assert (carried.meetings, carried.dialogues, carried.evidence) == (PLAN.meetings, PLAN.dialogues, ())
    # 5 for ab, 1 for bc, 1 and 2 for the seats; the value of everything is 12, and nothing is proven of the others.
    assert {goal.name: (goal.achieved, goal.bound) for goal in carried.goals} == {
        "floor": (0, 0),
        "value": (9, 12),
        "breaks": (0, 0),
        "idle": (0, 0),
        "moves": (0, 0),
    }
    assert carried.unscheduled == (Unscheduled("ac", (Reason("participant_full", "a"), Reason("no_slot_left"))),)


@pytest.mark.parametrize(
    ("problem", "held", "tables"),
    [
        (without("requests", "ab"), ["bc"], ["D"]),
        (without("slots", "S1"), ["bc"], ["D"]),
        (without("slots", "S3"), ["ab", "bc"], []),
        (without("places", "T"), [], ["D"]),
        (without("places", "U"), ["ab", "bc"], []),
        (without("dialogues", "D"), ["ab", "bc"], []),
        (dialogue(length=2), ["ab", "bc"], []),
    ],
    ids=["request", "its slot", "the table's slot", "place", "the table's place", "dialogue", "longer dialogue"],
)
def test_what_is_no_longer_known_is_left_out(problem: Problem, held: list[str], tables: list[str]) -> None:
    carried = carry_over(problem, PLAN)
    assert [meeting.request for meeting in carried.meetings] == held
    assert [table.dialogue for table in carried.dialogues] == tables


def test_seat_and_moderator_go_with_who_has_left() -> None:
    (table,) = carry_over(dialogue(wanted=BEFORE.dialogues[0].wanted[1:]), PLAN).dialogues
    assert (table.participants, table.moderator) == (("c",), "m")
    (table,) = carry_over(without("participants", "m"), PLAN).dialogues
    assert (table.participants, table.moderator) == (("b", "c"), None)


def locked() -> Problem:
    return replace(BEFORE, fixed=(Fixed("ab", "S1", "T"),))


@pytest.mark.parametrize(
    ("problem", "narrower"),
    [
        (BEFORE, True),
        (without("requests", "ac"), True),
        (locked(), True),
        (dialogue(starts=("S3",), places=("U",), must=True), True),
        (dialogue(moderators=()), True),
        (dialogue(moderators=None), False),
        (dialogue(seats=(0, 1)), False),
        (dialogue(wanted=()), True),
        (without("dialogues", "D"), False),
        (without("slots", "S3"), False),
        (without("participants", "m"), False),
        (replace(BEFORE, requests=(*BEFORE.requests[1:], replace(BEFORE.requests[0], value=6))), False),
    ],
)
def test_problem_is_narrower_where_each_of_its_plans_was_one_before(problem: Problem, narrower: bool) -> None:
    assert is_narrower(problem, BEFORE) == narrower


def test_what_was_locked_is_wider_once_unlocked() -> None:
    assert (is_narrower(locked(), locked()), is_narrower(BEFORE, locked())) == (True, False)


def proven(problem: Problem, plan: Plan) -> Plan:
    """Carried over from the plan of which all goals are proven."""
    best = replace(PLAN, goals=tuple(replace(goal, bound=goal.achieved) for goal in carry_over(BEFORE, PLAN).goals))
    return keep_proofs((BEFORE, best), problem, carry_over(problem, plan))


def test_proofs_hold_where_the_choice_is_narrower_and_the_goals_are_the_same() -> None:
    plan = proven(locked(), PLAN)
    assert all(goal.proven for goal in plan.goals)
    assert plan.unscheduled == (Unscheduled("ac", (Reason("participant_full", "a"), Reason("no_slot_left"), Reason("outweighed"))),)


def test_bound_goes_where_a_goal_above_it_has_changed() -> None:
    plan = proven(BEFORE, replace(PLAN, meetings=PLAN.meetings[:1]))
    # The value is 8 of the 9 that were proven to be the most; of what comes below it nothing is known any more.
    assert [(goal.name, goal.achieved, goal.bound) for goal in plan.goals][:2] == [("floor", 0, 0), ("value", 8, 9)]
    assert {left.request: left.reasons for left in plan.unscheduled}["ac"] == (Reason("participant_full", "a"),)


def test_nothing_is_proven_of_a_wider_choice() -> None:
    wider = dialogue(moderators=None)
    assert proven(wider, PLAN) == carry_over(wider, PLAN)
