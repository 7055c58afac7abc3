"""Every hard rule is one of the checker's, and is broken once in the tests of the module that has it."""

from __future__ import annotations

from scheduler.checker import RULES, Rule
from tests.support.broken_rules import FAULTS


def test_every_rule_has_a_planted_fault():
    assert {fault[0] for fault in FAULTS} == set(RULES)


def test_every_rule_is_asked_once():
    assert len(RULES) == len(set(RULES))


def test_every_rule_that_can_be_told_is_broken_once():
    assert {fault[-1].rule for fault in FAULTS} == set(Rule)
