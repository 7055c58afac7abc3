"""The hard rules of each meeting by itself: each broken once, and kept where it only just is."""

from __future__ import annotations

import pytest

from scheduler.checker import broken_rules, check
from tests.support.broken_rules import MEETING_FAULTS, event, met, with_entry
from tests.support.honest import honest_plan


@pytest.mark.parametrize(
    ("rule", "problem", "held", "talks", "broken"),
    MEETING_FAULTS,
    ids=[f"{k}-{fault[0].__name__}" for k, fault in enumerate(MEETING_FAULTS)],
)
def test_planted_fault_is_the_one_violation(rule, problem, held, talks, broken):
    plan = honest_plan(problem, held, talks)
    assert check(problem, plan).violations == (broken,)
    assert broken_rules(problem, plan) == (broken,)


def test_later_request_alone_keeps_its_order():
    problem = event()
    assert broken_rules(problem, honest_plan(problem, [met("by", "S1", "T1")])) == ()


def test_request_in_order_is_in_a_later_slot_and_not_in_the_same():
    problem = with_entry("participants", "y", parallel=2)
    same = honest_plan(problem, [met("ay", "S2", "T2"), met("by", "S2", "T2")])
    assert [(violation.rule, violation.slots) for violation in broken_rules(problem, same)] == [("after", ("S2", "S2"))]
    assert broken_rules(problem, honest_plan(problem, [met("ay", "S2", "T2"), met("by", "S3", "T2")])) == ()


@pytest.mark.parametrize(
    ("request_id", "place"), [("az", "booth"), ("ay", "T1"), ("ay", "T2"), ("by", "T1"), ("by", "T2"), ("zf", "booth"), ("bz", "booth")]
)
def test_each_allowed_place_keeps_the_rule(request_id, place):
    problem = with_entry("requests", "by", after=[])
    assert broken_rules(problem, honest_plan(problem, [met(request_id, "S1", place)])) == ()


@pytest.mark.parametrize("decided", [{"slot": "S3"}, {"slot": "S3", "place": "T2"}])
def test_fixed_meeting_where_it_was_decided_keeps_the_rule(decided):
    problem = event(fixed=[{"request": "ay"} | decided])
    assert broken_rules(problem, honest_plan(problem, [met("ay", "S3", "T2")])) == ()


def test_meeting_of_an_unknown_request_breaks_no_other_rule():
    problem = event()
    twice = honest_plan(problem, [met("qq", "S9", "T9"), met("qq", "S9", "T9")])
    assert [violation.rule for violation in broken_rules(problem, twice)] == ["unknown_request"] * 2
