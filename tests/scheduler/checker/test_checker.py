"""A plan judged: its rules and its claims, or either alone."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path

import scheduler.checker
from scheduler.checker import Claim, Rule, broken_rules, check, goals_of
from scheduler.files.reading import parse_problem
from scheduler.plan import GoalResult, Plan
from tests.support.broken_rules import event, met, valid
from tests.support.honest import honest_plan
from tests.support.whole_problem import whole


def test_valid_plan_has_no_violation():
    problem = event()
    assert check(problem, honest_plan(problem, *valid())).violations == ()


def test_empty_plan_of_an_empty_event_has_no_violation():
    problem = parse_problem({"format": "bms-problem/1", "id": "e", "slots": [], "participants": [], "requests": []}, "e.json")
    assert check(problem, honest_plan(problem)).violations == ()


def test_checker_knows_nothing_of_the_planner():
    imported = set()
    for file in Path(scheduler.checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)
            elif isinstance(node, ast.Import):
                imported.update(name.name for name in node.names)
    ours = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in ours if not name.startswith("scheduler.checker")} == {"scheduler.plan", "scheduler.problem"}


def test_rules_and_claims_are_judged_together_and_rules_alone():
    problem = event()
    broken = honest_plan(problem, [met("bz", "S3")])  # not in its own slot
    lying = replace(broken, goals=(*broken.goals[:1], replace(broken.goals[1], achieved=99, bound=99), *broken.goals[2:]))
    assert [violation.rule for violation in check(problem, lying).violations] == [Rule.OWN_SLOT, Claim.ACHIEVED]
    assert [violation.rule for violation in broken_rules(problem, lying)] == [Rule.OWN_SLOT]


def test_goals_are_recomputed_whatever_the_plan_claims():
    problem = event()
    plan = honest_plan(problem, [met("az", "S1"), met("bz", "S1")])
    goals = goals_of(problem, replace(plan, goals=()))
    assert goals == check(problem, plan).goals
    assert goals["value"] == 6
    assert "changes" not in goals


def test_changes_are_those_against_the_plan_to_keep():
    problem = event()
    plan = honest_plan(problem, [met("az", "S1"), met("bz", "S1")])
    kept = Plan("", (met("az", "S1"), met("bz", "S2"), met("yz", "S3")), (), (), ())
    assert goals_of(problem, plan, kept)["changes"] == 2


def test_hash_is_judged_only_where_it_is_known():
    problem = event()
    plan = replace(honest_plan(problem), problem_sha256="ab")
    assert check(problem, plan).violations == ()
    assert check(problem, plan, sha256="ab").violations == ()
    assert [violation.rule for violation in check(problem, plan, sha256="cd").violations] == [Claim.PROBLEM_HASH]


def test_goals_asked_for_are_expected_with_changes_first_unless_they_place_it():
    problem, kept = event(), Plan("", (), (), (), ())
    only = replace(honest_plan(problem, kept=kept, goals=("value",)), evidence=())
    assert [goal.name for goal in only.goals] == ["changes", "value"]
    assert check(problem, only, kept, goals=("value",)).violations == ()
    turned = replace(only, goals=only.goals[::-1])
    assert check(problem, turned, kept, goals=("value", "changes")).violations == ()
    assert [v.rule for v in check(problem, turned, kept, goals=("value",)).violations] == [Claim.GOALS_IN_ORDER]
    assert check(problem, replace(only, goals=(GoalResult("value", 0, 0),)), goals=("value",)).violations == ()


def test_only_goals_that_are_named_are_counted():
    problem = parse_problem(whole(), "whole.json")
    plan = honest_plan(problem)
    every = goals_of(problem, plan)
    assert goals_of(problem, plan, names=("value", "idle")) == {name: every[name] for name in ("value", "idle")}
    assert goals_of(problem, plan, plan, names=()) == {"changes": 0}
