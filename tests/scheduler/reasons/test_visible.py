"""Reasons that can be seen from a plan, each by itself and where it only just does not hold; and against the checker's own."""

from __future__ import annotations

import random
from itertools import islice
from typing import Any

import pytest
from hypothesis import given

from scheduler.checker.reasons import TRUTHS
from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan, Reason
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.left_out import event, talk
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import batches, examples
from tests.support.written import reasons_of

NO_COMMON_SLOT, NO_SLOT, NO_PLACE, NOTHING = (Reason(code) for code in ("no_common_slot", "no_slot_left", "no_place_left", "not_proven"))


def full(name: str) -> Reason:
    return Reason("participant_full", name)


def why(problem: Problem, *meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> tuple[Reason, ...]:
    """The reasons for R in a plan of meetings such as ``px S1 T``."""
    held = tuple(Meeting(*meeting.split()) for meeting in meetings)
    return reasons_of(problem, Plan("", held, tables, (), ()))["R"]


@pytest.mark.parametrize(
    "parts",
    [
        {"p": {"unavailable": ["S1"]}, "q": {"unavailable": ["S2"]}},
        {"R": {"slots": ["S1"]}, "q": {"unavailable": ["S1"]}},
        {"R": {"slots": []}},
        {"R": {"places": []}},
        {"places": []},
        {"places": [{"id": "T", "owner": "x"}]},
        {"p": {"unavailable": ["S1", "S2"]}},
    ],
)
def test_no_common_slot_is_the_reason_where_nothing_can_be_had(parts):
    assert why(event(**parts)) == (NO_COMMON_SLOT,)


@pytest.mark.parametrize(
    "parts",
    [
        {"p": {"unavailable": ["S1"]}, "q": {"unavailable": ["S1"]}},
        {"R": {"slots": ["S2"]}, "q": {"unavailable": ["S1"]}},
        {"R": {"places": ["T"]}},
        {"places": [{"id": "T", "owner": "x"}], "q": {"home": "T"}},
    ],
)
def test_no_common_slot_is_no_reason_where_one_slot_and_place_can_be_had(parts):
    assert why(event(**parts)) == (NOTHING,)


def test_participant_at_its_limit_of_meetings_is_full():
    assert why(event(p={"max_meetings": 1}), "px S1 T") == (full("p"),)
    assert why(event(p={"max_meetings": 0})) == (full("p"),)
    assert why(event(p={"max_meetings": 2}), "px S1 T") == (NOTHING,)


def test_participant_busy_in_each_available_slot_is_full():
    # three slots; q is unavailable where p is busy, so that what is told of slots is not true
    assert why(event(3, p={"unavailable": ["S3"]}, q={"unavailable": ["S1", "S2"]}), "px S1 T", "py S2 T") == (NO_COMMON_SLOT, full("p"))
    assert why(event(3, p={"unavailable": ["S3"]}), "px S1 T", "py S2 T") == (full("p"), NO_SLOT)
    assert why(event(3), "px S1 T", "py S2 T") == (NOTHING,)


def test_participant_who_can_hold_another_meeting_at_once_is_not_full():
    places = [{"id": "T", "capacity": 9}]
    assert why(event(1, p={"parallel": 2}, places=places), "px S1 T") == (NOTHING,)
    assert why(event(1, p={"parallel": 2}, places=places), "px S1 T", "py S1 T") == (full("p"), NO_SLOT)


def test_participants_are_both_full_where_both_are():
    assert why(event(1), "px S1 T", "qy S1 T") == (full("p"), full("q"), NO_SLOT)
    assert why(event(2, p={"max_meetings": 1}, q={"max_meetings": 1}), "px S1 T", "qy S1 T") == (full("p"), full("q"))


ROUND = [{"id": "T", "capacity": 9}, {"id": "round", "owner": "z"}]


def test_participant_in_a_dialogue_is_busy_whatever_its_parallel():
    problem = event(2, p={"parallel": 3}, dialogues=[talk()], places=ROUND)
    assert why(problem, tables=(HeldDialogue("D", "S1", "round", None, ("p", "x")),)) == (full("p"), NO_SLOT)
    assert why(problem, tables=(HeldDialogue("D", "S1", "round", None, ("x", "y")),)) == (NOTHING,)


def test_participant_who_moderates_is_busy():
    problem = event(3, dialogues=[talk(moderators=["q"])], places=ROUND, p={"unavailable": ["S3"]})
    assert why(problem, tables=(HeldDialogue("D", "S1", "round", "q", ("x", "y")),)) == (NO_SLOT,)
    assert why(problem, tables=(HeldDialogue("D", "S2", "round", "q", ("x", "y")),)) == (NOTHING,)


# p and q are both available in S1 and S2; p is also in S3, q in S4, so neither is full.
APART: dict[str, Any] = {"p": {"unavailable": ["S4"]}, "q": {"unavailable": ["S3"]}}


def test_no_slot_left_where_one_of_the_two_is_busy_in_each_common_slot():
    assert why(event(4, **APART), "px S1 T", "qy S2 T") == (NO_SLOT,)
    assert why(event(4, **APART), "px S1 T", "py S2 T") == (NO_SLOT,)
    assert why(event(4, **APART, R={"slots": ["S1", "S3"]}), "px S1 T") == (NO_SLOT,)


def test_slot_is_left_where_both_are_free_in_one():
    assert why(event(4, **APART), "px S1 T", "qy S4 T") == (NOTHING,)
    assert why(event(4, **APART), "px S1 T", "qy S1 T") == (NOTHING,)
    assert why(event(4, p={"unavailable": ["S4"], "parallel": 2}, q={"unavailable": ["S3"]}), "px S1 T", "qy S2 T") == (NOTHING,)


def test_no_place_left_where_each_allowed_one_holds_what_it_can():
    problem = event(1, places=[{"id": "T"}, {"id": "U", "capacity": 2}, {"id": "V", "owner": "z"}])
    assert why(problem, "xa S1 T", "yz S1 U", "bc S1 U") == (NO_PLACE,)
    assert why(problem, "xa S1 T", "yz S1 U") == (NOTHING,)
    assert why(problem, "yz S1 U", "bc S1 U") == (NOTHING,)


def test_no_place_left_counts_allowed_places_only():
    places = [{"id": "T"}, {"id": "U"}, {"id": "booth", "owner": "q"}]
    assert why(event(1, places=places, R={"places": ["T"]}), "yz S1 T") == (NO_PLACE,)
    assert why(event(1, places=places, R={"places": ["T"]}), "yz S1 U") == (NOTHING,)
    assert why(event(1, places=places), "yz S1 U") == (NOTHING,)
    assert why(event(1, places=places, q={"home": "booth"}, x={"home": "booth"}), "yz S1 T") == (NOTHING,)


def test_no_place_left_where_a_dialogue_takes_the_only_one():
    problem = event(3, dialogues=[talk(places=["T"])], R={"slots": ["S1", "S2"]})
    assert why(problem, tables=(HeldDialogue("D", "S1", "T", None, ("x", "y")),)) == (NO_PLACE,)
    assert why(problem, tables=(HeldDialogue("D", "S2", "T", None, ("x", "y")),)) == (NOTHING,)


def test_no_place_left_where_the_common_slots_are_each_taken_in_a_way_of_their_own():
    # S1: p is busy; S2: the table is taken; S3 and S4: only one of them is there
    assert why(event(4, **APART, places=[{"id": "T"}]), "px S1 T", "yz S2 T") == (NO_PLACE,)
    assert why(event(4, **APART, places=[{"id": "T"}]), "px S1 T", "yz S3 T") == (NOTHING,)


PARALLEL: dict[str, Any] = {"p": {"parallel": 2}, "q": {"parallel": 2}, "places": [{"id": "T", "capacity": 2}, {"id": "U", "capacity": 3}]}


def test_who_meets_somebody_already_can_meet_only_at_that_place():
    assert why(event(1, **PARALLEL), "px S1 T") == (NOTHING,)
    assert why(event(1, **PARALLEL, R={"places": ["U"]}), "px S1 T") == (NO_PLACE,)
    assert why(event(1, **PARALLEL, R={"places": ["U"]}), "px S1 U") == (NOTHING,)
    assert why(event(1, **PARALLEL), "px S1 T", "yz S1 T") == (NO_PLACE,)
    assert why(event(1, **PARALLEL), "px S1 U", "yz S1 U") == (NOTHING,)


def test_who_both_meet_somebody_already_have_to_be_at_one_place():
    assert why(event(1, **PARALLEL), "px S1 T", "qy S1 U") == (NO_PLACE,)
    assert why(event(1, **PARALLEL), "px S1 U", "qy S1 U") == (NOTHING,)
    assert why(event(1, **PARALLEL), "px S1 T", "qy S1 T") == (NO_PLACE,)


def test_places_are_those_of_the_plan_as_written():
    # Both tables are alike, so the model only counts them; where the others sit decides.
    places = [{"id": "T"}, {"id": "U"}]
    assert why(event(1, places=places, R={"places": ["T"]}), "yz S1 T") == (NO_PLACE,)
    assert why(event(1, places=places, p={"parallel": 2}), "px S1 T") == (NO_PLACE,)


def test_requests_that_are_held_have_no_reasons():
    problem = event(1)
    assert set(reasons_of(problem, Plan("", (Meeting("R", "S1", "T"),), (), (), ()))) == {r.id for r in problem.requests} - {"R"}


def expected(problem: Problem, plan: Plan) -> dict[str, tuple[Reason, ...]]:
    """What the checker cannot refute; who is never available is not called full, and no slot is left only where there was one."""
    timetable = Timetable(problem, plan)
    people = {person.id: person for person in problem.participants}
    found = {}
    for request in problem.requests:
        if request.id in timetable.held:
            continue
        possible = [NO_COMMON_SLOT, *(full(name) for name in request.participants), NO_SLOT, NO_PLACE]
        reasons = [reason for reason in possible if TRUTHS[reason.code](timetable, request.id, reason) is None]
        for name in request.participants:
            away = all(slot.id in people[name].unavailable for slot in problem.slots)
            if away and people[name].max_meetings != 0 and full(name) in reasons:
                reasons.remove(full(name))
        if NO_COMMON_SLOT in reasons:
            reasons.remove(NO_SLOT)
        found[request.id] = tuple(reasons) or (NOTHING,)
    return found


def assert_reasons_are_those_of_the_checker(document: dict[str, Any], most: int) -> int:
    problem = parse_problem(document, "small.json")
    plans = list(islice(all_plans(problem), 4000))
    chosen = random.Random(len(plans)).sample(plans, min(most, len(plans)))
    for plan in chosen:
        assert reasons_of(problem, plan) == expected(problem, plan)
    return len(chosen)


@examples(0.6)
@given(small_problems())
def test_reasons_are_those_that_the_checker_cannot_refute(document):
    assert_reasons_are_those_of_the_checker(document, 6)


@pytest.mark.parametrize("seeds", batches(range(40)))
def test_reasons_of_crowded_plans_are_those_that_the_checker_cannot_refute(seeds):
    sizes = {"slots": 2, "participants": 5, "requests": 7, "dialogues": 1, "places": 2}
    documents = [small_problem(random.Random(seed), **sizes) for seed in seeds]
    assert sum(assert_reasons_are_those_of_the_checker(document, 6) for document in documents) > len(seeds)
