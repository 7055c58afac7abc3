"""The hard rules of diaries and places: each broken once, and kept where it only just is."""

from __future__ import annotations

import pytest

from scheduler.checker import broken_rules, check
from tests.support.broken_rules import DIARY_FAULTS, event, met, table, with_entry
from tests.support.honest import honest_plan

IDS = [f"{k}-{fault[0].__name__}" for k, fault in enumerate(DIARY_FAULTS)]


@pytest.mark.parametrize(("rule", "problem", "held", "talks", "broken"), DIARY_FAULTS, ids=IDS)
def test_planted_fault_is_the_one_violation(rule, problem, held, talks, broken):
    plan = honest_plan(problem, held, talks)
    assert check(problem, plan).violations == (broken,)
    assert broken_rules(problem, plan) == (broken,)


@pytest.mark.parametrize("request_id", ["az", "bz"])
def test_two_at_once_at_one_place_break_nothing_of_who_can_hold_two(request_id):
    problem = event()
    assert broken_rules(problem, honest_plan(problem, [met("yz", "S1"), met(request_id, "S1")])) == ()


def test_as_many_meetings_as_the_limit_are_no_more():
    problem = event()
    plan = honest_plan(problem, [met("az", "S1"), met("bz", "S2"), met("yz", "S3")])
    assert broken_rules(problem, plan) == ()
    nobody = with_entry("participants", "z", max_meetings=0)
    assert [(v.rule, v.found, v.allowed) for v in broken_rules(nobody, plan)] == [("max_meetings", 3, 0)]


def test_who_is_at_a_dialogue_is_free_before_and_after():
    problem = event()
    around = [met("ay", "S1", "T1"), met("az", "S4")]
    assert broken_rules(problem, honest_plan(problem, around, [table("S2", seated=("a",))])) == ()


@pytest.mark.parametrize(("limit", "told"), [(None, []), (2, []), (1, []), (0, [("break_difference", 1, 0)])])
def test_difference_of_breaks_up_to_the_limit_is_allowed(limit, told):
    # a waits once, from S1 to S4, and z and y, with one meeting each, do not
    problem = event(max_break_difference=limit)
    found = broken_rules(problem, honest_plan(problem, [met("az", "S1"), met("ay", "S4", "T1")]))
    assert [(violation.rule, violation.found, violation.allowed) for violation in found] == told
