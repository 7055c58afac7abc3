"""The hard rules of each dialogue by itself: each broken once, and kept where it only just is."""

from __future__ import annotations

import pytest

from scheduler.checker import broken_rules, check
from tests.support.broken_rules import TABLE_FAULTS, event, table, with_entry
from tests.support.honest import honest_plan

IDS = [f"{k}-{fault[0].__name__}" for k, fault in enumerate(TABLE_FAULTS)]


@pytest.mark.parametrize(("rule", "problem", "held", "talks", "broken"), TABLE_FAULTS, ids=IDS)
def test_planted_fault_is_the_one_violation(rule, problem, held, talks, broken):
    plan = honest_plan(problem, held, talks)
    assert check(problem, plan).violations == (broken,)
    assert broken_rules(problem, plan) == (broken,)


@pytest.mark.parametrize("seated", [("a",), ("a", "b"), ("b", "y")])
def test_dialogue_within_all_its_limits_breaks_nothing(seated):
    problem = event()
    assert broken_rules(problem, honest_plan(problem, [], [table("S2", seated=seated)])) == ()


def test_dialogue_that_ends_with_its_day_is_within_it():
    problem = event()
    assert broken_rules(problem, honest_plan(problem, [], [table("S3")])) == ()
    long = with_entry("dialogues", "d", length=3)
    assert broken_rules(long, honest_plan(long, [], [table("S2")])) == ()
    (late,) = broken_rules(long, honest_plan(long, [], [table("S3")]))
    assert (late.rule, late.found, late.allowed) == ("within_a_day", 3, 2)


def test_dialogue_without_limits_takes_anybody_who_asked():
    problem = with_entry("dialogues", "d", seats=[0, 9], minimum={}, moderators=None)
    assert broken_rules(problem, honest_plan(problem, [], [table(moderator=None, seated=())])) == ()
    assert broken_rules(problem, honest_plan(problem, [], [table(moderator=None, seated=("a", "b", "y"))])) == ()


def test_somebody_unknown_who_is_seated_has_no_role_and_is_told_once():
    problem = event()
    told = broken_rules(problem, honest_plan(problem, [], [table(seated=("q", "q"))]))
    assert [violation.rule for violation in told] == ["unknown_seated", "seated_once", "role_minimum"]
