"""The bounds of a repaired plan, given the fewest changes: recomputed from prices, and every fault planted once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.presets import Preset, make_event
from benchmarks.scenarios import SCENARIOS, after, noticed_at
from scheduler.checker import Claim, Violation, check
from scheduler.checker.bounds import BoundsVerdict, Footing, Ground, check_bounds
from scheduler.checker.bounds.duality import prove
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json, write_json
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.plan import Evidence, GoalResult, HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from scheduler.program.lagrangian import SCALE
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.honest import honest_plan
from tests.support.schedules import event
from web.cli import run

SHA = "7" * 64
GOALS = ("floor", "value")
EVENT = make_event(Preset(20, 8, 2, 6, 60, 4, 0.4, 2, 0.95), 3)


@pytest.fixture(scope="module")
def published() -> Plan:
    return solve(parse_problem(EVENT, "event.json"), Settings(seconds=60, goals=GOALS), SHA)


def repaired(scenario: str, published: Plan) -> tuple[Problem, Plan]:
    problem = parse_problem(after(scenario, EVENT, published, 1), "later.json")
    keep = ReferencePlan(published, noticed_at(scenario, EVENT))
    return problem, solve(problem, Settings(seconds=30, goals=GOALS), SHA, reference=keep)


def weak(goal: str, claimed: int, proven: int) -> Violation:
    """Prices that prove less than they are said to."""
    return Violation(Claim.EVIDENCE_WEAK, goal=goal, found=claimed, allowed=proven, said=("prices",))


def unfit(goal: str, fault: str) -> Violation:
    """Prices that cannot be used."""
    return Violation(Claim.EVIDENCE_UNFIT, goal=goal, said=("prices", fault))


def judged(problem: Problem, plan: Plan, kept: Plan) -> BoundsVerdict:
    verdict = check(problem, plan, kept, goals=GOALS)
    assert verdict.violations == ()
    return check_bounds(problem, plan, verdict.goals, kept)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_bounds_of_a_repair_stand_on_what_it_carries(scenario, published):
    problem, plan = repaired(scenario, published)
    verdict = judged(problem, plan, published)
    assert verdict.violations == ()
    assert [goal.proven for goal in plan.goals] == [True] * 3
    assert [standing.on in (Footing.EVIDENCE, Footing.DEFINITION) for standing in verdict.standing] == [True] * 3
    assert plan.goals[0].bound == 0 or verdict.standing[0].on is Footing.EVIDENCE


@pytest.mark.parametrize("scenario", ["ill", "closed hall"])
@pytest.mark.parametrize("goal", [0, 2])
def test_bound_that_is_one_too_good_is_found(scenario, goal, published):
    problem, plan = repaired(scenario, published)
    result = plan.goals[goal]
    better = result.bound + (1 if result.name == "changes" else -1)
    goals = tuple(GoalResult(one.name, one.achieved, better) if one is result else one for one in plan.goals)
    evidence = tuple(replace(entry, bound=better) if entry.goal == result.name else entry for entry in plan.evidence)
    achieved = check(problem, plan, published).goals
    found = check_bounds(problem, replace(plan, goals=goals, evidence=evidence), achieved, published).violations
    assert found[0] == weak(result.name, better, result.bound)


def test_prices_of_a_repair_that_are_damaged_are_found(published):
    problem, plan = repaired("closed hall", published)
    entry = next(entry for entry in plan.evidence if entry.goal == "value")
    assert entry.data["earlier"]["changes"] > 0
    damaged: list[dict[str, Any]] = [entry.data | {"earlier": {}}]
    damaged += [{key: value for key, value in entry.data.items() if key != left} for left in ("diary", "places") if left in entry.data]
    for data in damaged:
        others = tuple(one for one in plan.evidence if one is not entry)
        found = judged(problem, replace(plan, evidence=(*others, replace(entry, data=data))), published).violations
        assert (found[0].rule, found[0].goal) == (Claim.EVIDENCE_WEAK, "value"), data


def test_bound_of_changes_is_of_one_plan_to_keep_only(published):
    problem, plan = repaired("no-show", published)
    other = replace(published, meetings=plan.meetings, dialogues=plan.dialogues)
    achieved = check(problem, plan, published).goals
    assert weak("changes", plan.goals[0].bound, 0) in check_bounds(problem, plan, achieved, other).violations


DAY = event(
    [3],
    {"a": {}, "b": {}, "c": {"unavailable": ["S1"]}},
    {"ab": {"value": 2}, "ac": {"value": 3}, "bc": {"value": 4}},
    None,
    {"D": {"wanted": "ab", "must": False, "length": 1}},
)
KEPT = Plan("", (Meeting("ab", "S2", "T"), Meeting("ac", "S1", "T")), (), (), ())


def claimed(plan: Plan, *evidence: Evidence) -> tuple[Violation, ...]:
    return check_bounds(DAY, replace(plan, evidence=evidence), check(DAY, plan, KEPT).goals, KEPT).violations


def test_without_any_price_each_item_that_can_stay_in_no_plan_is_a_change():
    # ac was planned when c is away now; ab can stay
    plan = honest_plan(DAY, [Meeting("ab", "S2", "T")], kept=KEPT, goals=("changes",))
    assert claimed(plan, Evidence("changes", "prices", 1, {})) == ()
    assert claimed(plan, Evidence("changes", "prices", 2, {}))[0] == weak("changes", 2, 1)


def test_items_that_cannot_all_stay_are_changes_at_a_price():
    # both at once at a, who has one price: two items, of which one slot of a can hold one
    kept = Plan("", (Meeting("ab", "S2", "T"), Meeting("ac", "S2", "T")), (), (), ())
    plan = honest_plan(DAY, [Meeting("ab", "S2", "T")], kept=kept, goals=("changes",))
    evidence = Evidence("changes", "prices", 1, {"diary": {"a": [0, SCALE, 0]}})
    assert check_bounds(DAY, replace(plan, evidence=(evidence,)), {"changes": 1}, kept).violations == ()


def test_nothing_new_in_frozen_slots_leaves_less_to_earn():
    # at a price of 2 for the second slot of a, ab and ac earn 2 and 3 in the first for nothing; where that is frozen, only 0 and 1
    problem = event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {"value": 2}, "ac": {"value": 3}})
    plan = honest_plan(problem, [Meeting("ac", "S2", "T")], kept=Plan("", (), (), (), ()), goals=("value",))
    ground = Ground(problem, ("value",), {"value": 3}, Plan("", (), (), (), ()), plan)
    data = {"diary": {"a": [0, 2 * SCALE]}}
    assert [prove(ground, Evidence("value", "prices", 0, data | more)) for more in ({}, {"frozen": ["S1"]})] == [7, 3]


@pytest.mark.parametrize(
    ("meetings", "tables", "told"),
    [
        ([Meeting("bc", "S2", "T")], [], "frozen: bc is new in S2"),
        ([Meeting("ab", "S1", "T")], [], "frozen: ab is new in S1"),
        ([], [HeldDialogue("D", "S1", "T", None, ("a", "b"))], "frozen: D is new in S1"),
    ],
)
def test_frozen_slots_with_something_new_are_no_evidence(meetings, tables, told):
    plan = honest_plan(DAY, meetings, tables, kept=KEPT, goals=("changes",))
    evidence = Evidence("changes", "prices", 1, {"frozen": ["S1", "S2"]})
    assert unfit("changes", told) in claimed(plan, evidence)


def test_somebody_new_at_a_frozen_table_is_no_evidence():
    kept = replace(KEPT, dialogues=(HeldDialogue("D", "S1", "T", None, ("a",)),))
    plan = honest_plan(DAY, [], [HeldDialogue("D", "S1", "T", None, ("a", "b"))], kept=kept, goals=("changes",))
    entry = Evidence("changes", "prices", 1, {"frozen": ["S1"]})
    found = check_bounds(DAY, replace(plan, evidence=(entry,)), check(DAY, plan, kept).goals, kept).violations
    assert unfit("changes", "frozen: b is new at D in S1") in found


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"frozen": "S1"}, "frozen: is no list of slots"),
        ({"frozen": ["S9"]}, "frozen[0]: there is no slot S9"),
        ({"frozen": [1]}, "frozen[0]: there is no slot 1"),
    ],
)
def test_frozen_slots_that_are_not_of_their_form_are_refused(data, told):
    plan = honest_plan(DAY, kept=KEPT, goals=("changes",))
    assert unfit("changes", told) in claimed(plan, Evidence("changes", "prices", 0, data))


def test_frozen_slots_without_a_plan_to_keep_are_refused():
    plan = replace(honest_plan(DAY, goals=("value",)), evidence=(Evidence("value", "prices", 0, {"frozen": ["S1"]}),))
    assert unfit("value", "frozen: there is no plan to keep") in check_bounds(DAY, plan, check(DAY, plan).goals).violations


def test_command_recomputes_the_bound_of_changes(published, tmp_path, capsys):
    later, old, problem, new = after("no-show", EVENT, published, 1), *(tmp_path / f"{name}.json" for name in ("old", "problem", "new"))
    write_json(problem, later)
    write_json(old, plan_to_json(published))
    assert run(["solve", str(problem), "--keep", str(old), "-o", str(new), "--seconds", "30", "--goals", "floor,value"]) == 0
    capsys.readouterr()
    assert run(["check", str(problem), str(new), "--keep", str(old), "--bounds"]) == 0
    changes = json.loads(new.read_text())["goals"][0]["achieved"]
    assert capsys.readouterr().out.splitlines()[0] == f"changes: at least {changes}, recomputed from the evidence"
