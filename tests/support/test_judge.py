"""The tests' own judge of plans: each rule and each claim broken once, and compared with others."""

from __future__ import annotations

import ast
import importlib.util
import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import tests.support.judge
from scheduler.checker import check
from scheduler.files.reading import parse_plan, parse_problem
from scheduler.files.writing import plan_to_json
from tests.support.honest import honest_plan
from tests.support.judge import CLAIMS, RULES, judge
from tests.support.judged_event import EVENT, SHA, Document, changed, names, plan_of
from tests.support.kept_plans import nonsense
from tests.support.plan_walk import plan_walk
from tests.support.strategies import small_problem

VALID = ["az S1 booth", "bz S1 booth", "ay S3 T1", "by S5 T2", "d S4 round f a"]
VALID_TOO = ["free S1 T1 - -", "d S1 T2 y a,b", "yz S3 booth", "az S3 booth"]
FAULTS: list[tuple[str, Document, list[str]]] = [
    ("known_names", EVENT, ["qq S1 T1"]),
    ("known_names", EVENT, ["az S9 booth"]),
    ("known_names", EVENT, ["az S1 T9"]),
    ("known_names", EVENT, ["q S1 round - -"]),
    ("known_names", EVENT, ["d S9 round f a"]),
    ("known_names", EVENT, ["d S1 T9 f a"]),
    ("known_names", EVENT, ["d S1 round f a,q"]),
    ("known_names moderator", EVENT, ["d S1 round q a"]),
    ("request_at_most_once", EVENT, ["az S1 booth", "az S2 booth"]),
    ("request_in_its_slots", EVENT, ["bz S2 booth"]),
    ("request_in_its_slots", changed({"az": {"slots": []}}), ["az S1 booth"]),
    ("request_at_its_places", EVENT, ["az S1 T1"]),  # a home, whatever else is free
    ("request_at_its_places", EVENT, ["ay S1 booth"]),  # its own places and no other
    ("request_at_its_places", EVENT, ["by S1 round"]),  # no home and no places of its own: a shared one
    ("request_at_its_places", changed({"ay": {"places": []}}), ["ay S1 T1"]),
    ("request_that_must", changed({"az": {"must": True}}), []),
    ("fixed_meeting", changed({}, fixed=[{"request": "ay", "slot": "S2"}]), []),
    ("fixed_meeting", changed({}, fixed=[{"request": "ay", "slot": "S2"}]), ["ay S1 T1"]),
    ("fixed_meeting", changed({}, fixed=[{"request": "ay", "slot": "S2", "place": "T2"}]), ["ay S2 T1"]),
    ("order_of_requests", EVENT, ["by S1 T1", "ay S2 T1"]),
    ("order_of_requests", changed({"bz": {"after": ["ay"]}}), ["bz S1 booth", "ay S1 T1"]),
    ("dialogue_at_most_once", EVENT, ["d S1 round f a", "d S4 round f a"]),
    ("dialogue_that_must", changed({"d": {"must": True}}), []),
    ("dialogue_that_must", changed({}, dialogues=[{"id": "d"}]), []),  # as it says nothing else
    ("dialogue_at_its_starts", changed({"free": {"starts": ["S2"]}}), ["free S1 T1 - z"]),
    ("dialogue_on_one_day", EVENT, ["d S3 round f a"]),
    ("dialogue_on_one_day", changed({"d": {"starts": ["S5"]}}), ["d S5 round f a"]),
    ("dialogue_at_its_places", EVENT, ["d S1 T1 f a"]),
    ("seats", EVENT, ["d S1 round f a,b,y"]),
    ("seats", changed({"d": {"minimum": {}}}), ["d S1 round f -"]),
    ("seated_once", EVENT, ["free S1 T1 - z,z"]),
    ("seats_for_who_asked", EVENT, ["d S1 round f a,z"]),
    ("role_minimum", EVENT, ["d S1 round f y"]),
    ("moderator", EVENT, ["d S1 round - a"]),
    ("moderator", EVENT, ["d S1 round z a"]),
    ("moderator", EVENT, ["free S1 T1 f z"]),
    ("moderator", changed({"d": {"moderators": []}}), ["d S1 round - a"]),
    ("moderator_without_seat", EVENT, ["d S1 round y a,y"]),
    ("available", EVENT, ["bz S3 booth"]),
    ("available", EVENT, ["d S2 round f b"]),
    ("available", changed({"f": {"unavailable": ["S2"]}}), ["d S1 round f a"]),
    ("meetings_at_once", changed({"by": {"after": []}}), ["ay S1 T2", "by S1 T2"]),
    ("one_place_at_once", changed({"az": {"places": ["T1"]}}), ["az S1 T1", "bz S1 booth"]),
    ("dialogue_and_nothing_else", EVENT, ["az S1 booth", "d S1 round f a"]),
    ("dialogue_and_nothing_else", EVENT, ["az S2 booth", "d S1 round f a"]),
    ("dialogue_and_nothing_else", EVENT, ["az S1 booth", "free S1 T1 - z"]),
    ("dialogue_and_nothing_else", EVENT, ["d S1 round f a", "free S2 T1 - f"]),
    ("limit_of_meetings", EVENT, ["az S1 booth", "bz S1 booth", "yz S2 booth"]),
    ("limit_of_meetings", changed({"y": {"max_meetings": 0}}), ["ay S1 T1"]),
    ("capacity", changed({"booth": {"capacity": 1}}), ["az S1 booth", "bz S1 booth"]),
    ("capacity", EVENT, ["by S1 T2", "d S1 T2 f a"]),
    ("capacity", EVENT, ["by S2 T2", "d S1 T2 f a"]),
    ("capacity", EVENT, ["d S1 T2 f a", "free S1 T2 - z"]),
    ("difference_of_breaks", changed({}, max_break_difference=0), ["az S1 booth", "ay S3 T1"]),
]


@pytest.mark.parametrize("held", [[], VALID, VALID_TOO], ids=["nothing", "meetings at once", "dialogues at once"])
def test_nothing_is_said_of_a_plan_that_keeps_the_rules(held):
    assert judge(EVENT, plan_of(EVENT, *held), sha256=SHA)[0] == []


@pytest.mark.parametrize(("rule", "problem", "held"), FAULTS, ids=[f"{k}-{fault[0]}" for k, fault in enumerate(FAULTS)])
def test_fault_breaks_its_rule_and_no_other(rule, problem, held):
    assert names(judge(problem, plan_of(problem, *held))[0]) == rule.split()


def test_every_rule_is_broken_in_some_fault():
    assert {name for rule, _, _ in FAULTS for name in rule.split()} == {rule.__name__ for rule in RULES}


# Anna waits in S2: az and ay are worth 5 and 1
CLAIMING = changed({}, goals=["value", "breaks"])
HELD = ["az S1 booth", "ay S3 T1"]


def claiming(change: Callable[[Document], object]) -> Document:
    """A plan whose claims are true, but for what is then changed."""
    plan = plan_of(CLAIMING, *HELD) | {"status": "feasible"}
    plan["goals"] = [
        {"name": "value", "achieved": 6, "bound": 9, "proven": False},
        {"name": "breaks", "achieved": 1, "bound": 1, "proven": True},
    ]
    change(plan)
    return plan


FALSE_CLAIMS: list[tuple[str, Callable[[Document], object]]] = [
    ("form", lambda plan: plan.update(format="bms-plan/2")),
    ("problem_hash", lambda plan: plan.update(problem_sha256="cd" * 32)),
    ("order_of_goals", lambda plan: plan["goals"].reverse()),
    ("order_of_goals", lambda plan: plan["goals"].pop()),
    ("achieved", lambda plan: plan["goals"][0].update(achieved=7)),
    ("achieved", lambda plan: plan["goals"][1].update(achieved=2, proven=False)),
    ("bound", lambda plan: plan["goals"][0].update(bound=5)),
    ("bound", lambda plan: plan["goals"][1].update(bound=2, proven=False)),
    ("proven", lambda plan: plan["goals"][1].update(proven=False)),
    ("proven", lambda plan: (plan["goals"][0].update(proven=True), plan.update(status="optimal"))),
    ("status", lambda plan: plan.update(status="optimal")),
    ("status", lambda plan: plan.update(status="best")),
    ("unscheduled", lambda plan: plan["unscheduled"].pop()),
    ("unscheduled", lambda plan: plan["unscheduled"].append(plan["unscheduled"][0])),
    ("unscheduled", lambda plan: plan["unscheduled"].append({"request": "az", "reasons": [{"code": "not_proven"}]})),
    ("unscheduled", lambda plan: plan["unscheduled"].append({"request": "qq", "reasons": [{"code": "not_proven"}]})),
    ("reasons", lambda plan: plan["unscheduled"][0].update(reasons=[])),
    ("reasons", lambda plan: plan["unscheduled"][0].update(reasons=[{"code": "rain"}])),
    ("reasons", lambda plan: plan["unscheduled"][0].update(reasons=[{"code": "participant_full"}])),
    ("reasons", lambda plan: plan["unscheduled"][0].update(reasons=[{"code": "participant_full", "participant": "a"}])),
    ("reasons", lambda plan: plan["unscheduled"][0].update(reasons=[{"code": "outweighed", "participant": "z"}])),
    ("reasons", lambda plan: plan["unscheduled"][0]["reasons"].append({"code": "outweighed"})),
]


def test_nothing_is_said_of_claims_that_are_true():
    assert judge(CLAIMING, claiming(lambda plan: None), sha256=SHA) == (
        [],
        # nobody has a floor; busy at the booth and at T1 are S1 and S3, which are not adjacent; Bob holds none of his two meetings
        {"changes": 0, "floor": 0, "value": 6, "breaks": 1, "idle": 1, "moves": 0, "lowest": 0, "mix": 0},
    )


@pytest.mark.parametrize(("claim", "change"), FALSE_CLAIMS, ids=[f"{k}-{claim}" for k, (claim, _) in enumerate(FALSE_CLAIMS)])
def test_false_claim_is_told_and_nothing_else(claim, change):
    assert names(judge(CLAIMING, claiming(change), sha256=SHA)[0]) == [claim]


def test_every_claim_is_false_in_some_plan():
    assert {claim for claim, _ in FALSE_CLAIMS} == {claim.__name__ for claim in CLAIMS}


def test_goals_asked_for_go_before_the_problems_own_and_a_kept_plan_puts_changes_first():
    plan = claiming(lambda plan: None)
    assert judge(CLAIMING, plan, goals=["value", "breaks"])[0] == []
    assert names(judge(CLAIMING, plan, goals=["breaks", "value"])[0]) == ["order_of_goals"]
    assert names(judge(CLAIMING, plan, plan)[0]) == ["order_of_goals"]
    unchanged = {"name": "changes", "achieved": 0, "bound": 0, "proven": True}
    assert judge(CLAIMING, plan | {"goals": [unchanged, *plan["goals"]]}, plan)[0] == []
    assert judge(CLAIMING, plan | {"goals": [*plan["goals"], unchanged]}, plan, goals=["value", "breaks", "changes"])[0] == []


def by_checker(problem: Document, plan: Document, kept: Document | None) -> tuple[bool, dict[str, int]]:
    """What the project's own checker finds: whether nothing is wrong, and the goals."""
    verdict = check(parse_problem(problem, "problem"), parse_plan(plan, "plan"), kept and parse_plan(kept, "kept"))
    return verdict.violations == (), verdict.goals


def others() -> dict[str, Callable[[Document, Document, Document | None], tuple[bool, dict[str, int]]]]:
    """Every other judge of plans that is at hand: the checker, and a tool of the maintainers where it lies beside the repository."""
    tool = Path(__file__).resolve().parents[3] / "shared" / "tools" / "check_plan.py"
    found = importlib.util.spec_from_file_location("check_plan", tool) if tool.is_file() else None
    if found is None or found.loader is None:
        return {"checker": by_checker}
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)

    def by_tool(problem: Document, plan: Document, kept: Document | None) -> tuple[bool, dict[str, int]]:
        violations, goals = module.check(problem, plan, kept)
        return violations == [], goals

    return {"checker": by_checker, "tool": by_tool}


OTHERS = others()


@pytest.mark.parametrize("other", OTHERS)
def test_judge_agrees_with_another(other):
    seen = set()
    for seed in range(20):
        rng = random.Random(seed)
        document = small_problem(rng)
        problem = parse_problem(document, "small.json")
        for kept in (None, nonsense(rng, document)):
            old = None if kept is None else plan_to_json(replace(kept, problem_sha256=SHA))
            for meetings, dialogues in plan_walk(rng, problem):
                plan = plan_to_json(replace(honest_plan(problem, meetings, dialogues, kept), problem_sha256=SHA))
                (violations, goals), (is_valid, their_goals) = judge(document, plan, old), OTHERS[other](document, plan, old)
                assert (violations == []) == is_valid, violations
                seen.add(is_valid)
                if is_valid:
                    assert goals | {name: their_goals[name] for name in goals if name in their_goals} == goals
                    assert len(goals.keys() & their_goals.keys()) >= 7
    assert seen == {True, False}


def test_judge_shares_no_code_with_what_it_judges():
    files = sorted(Path(tests.support.judge.__file__).parent.glob("*.py"))
    assert len(files) > 5
    modules = {
        name
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in getattr(node, "names", ())])
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name for name in modules if not name.startswith("tests.support.judge")} <= sys.stdlib_module_names | {"collections.abc"}


def test_example_of_the_docs_is_a_plan_as_it_should_be():
    page = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
    problem, plan = (json.loads(page.split(f"<!-- example: {name} -->\n```json\n")[1].split("```")[0]) for name in ("problem", "plan"))
    assert judge(problem, plan, sha256=plan["problem_sha256"])[0] == []
