"""What a plan claims of its bounds, with every fault planted once: found, and told so that one knows where."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.presets import PRESETS, make_event
from scheduler.checker import Claim, check
from scheduler.checker.bounds import BoundsVerdict, Footing, StandingBound, by_definition, check_bounds
from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_plan, parse_problem, read_problem
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import Evidence, GoalResult, Plan
from scheduler.problem import Problem
from scheduler.program.lagrangian import SCALE
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bounds import of
from tests.support.honest import honest_plan
from tests.support.schedules import event
from tests.support.tiers import examples
from web.cli import run

SHA = "7" * 64
GOALS = ("floor", "value")
CLUB = parse_problem(make_event(PRESETS["club"], 1), "club.json")


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = solve(CLUB, Settings(seconds=60, goals=GOALS), SHA)
    assert found.status == "optimal"
    return found


def judged(plan: Plan, problem: Problem = CLUB) -> BoundsVerdict:
    return check_bounds(problem, plan, check(problem, plan).goals)


def with_data(plan: Plan, data: dict[str, Any]) -> Plan:
    return replace(plan, evidence=(replace(plan.evidence[0], data=data),))


def test_bounds_of_a_plan_stand_on_what_it_carries(plan):
    value = plan.goals[1].bound
    standing = StandingBound("floor", 0, Footing.DEFINITION), StandingBound("value", value, Footing.EVIDENCE)
    assert judged(plan) == BoundsVerdict(standing, ())
    assert [(entry.goal, entry.kind, entry.bound) for entry in plan.evidence] == [("value", "prices", value)]


def test_evidence_survives_its_file(plan):
    assert parse_plan(json.loads(json.dumps(plan_to_json(plan))), "plan.json") == plan


def test_bound_that_is_one_too_good_is_found(plan):
    value = plan.goals[1].bound
    goals = (plan.goals[0], GoalResult("value", plan.goals[1].achieved, value - 1))
    weak = of(Claim.EVIDENCE_WEAK, "value", value - 1, value, "prices")
    unsupported = of(Claim.NO_EVIDENCE, "value", value - 1, value)
    assert judged(replace(plan, goals=goals)).violations == (unsupported,)
    bolder = replace(plan, goals=goals, evidence=(replace(plan.evidence[0], bound=value - 1),))
    assert judged(bolder).violations == (weak, unsupported)


def test_each_price_that_is_far_too_high_is_found(plan):
    # a price of a thousand on what nobody can sell for that is paid for with nothing in return
    dear, data, found = 1000 * SCALE, plan.evidence[0].data, 0
    for key in ("diary", "limit"):
        for name, price in data[key].items():
            raised = [n + dear for n in price] if isinstance(price, list) else price + dear
            verdict = judged(with_data(plan, data | {key: data[key] | {name: raised}}))
            assert (verdict.violations[0].rule, verdict.violations[0].goal) == (Claim.EVIDENCE_WEAK, "value")
            found += 1
    for k, entry in enumerate(data.get("places", [])):
        entries = deepcopy(data["places"])
        entries[k]["prices"] = dear
        assert judged(with_data(plan, data | {"places": entries})).violations != (), entry
    assert found > 10


def test_price_that_is_left_out_is_found_where_the_bound_needs_it(plan):
    data = plan.evidence[0].data
    missed = [name for name in data["diary"] if judged(with_data(plan, data | {"diary": data["diary"] | {name: 0}})).violations]
    assert len(missed) > len(data["diary"]) / 2
    for key in set(data) - {"earlier"}:
        assert judged(with_data(plan, {k: v for k, v in data.items() if k != key})).violations != (), key


def test_evidence_that_is_missing_is_found(plan):
    value = plan.goals[1].bound
    assert judged(replace(plan, evidence=())).violations == (of(Claim.NO_EVIDENCE, "value", value, by_definition(CLUB, "value")),)


def test_evidence_of_another_event_is_found(plan):
    # the same names, other people: its prices are worth little here
    other = parse_problem(make_event(PRESETS["club"], 2), "club.json")
    theirs = honest_plan(other, goals=GOALS)
    claimed = replace(theirs, goals=(theirs.goals[0], GoalResult("value", 0, plan.goals[1].bound)), evidence=plan.evidence)
    assert judged(claimed, other).violations != ()


def test_search_is_named_and_what_can_be_recomputed_is_told_beside_it(plan):
    value = plan.goals[1].bound
    search = Evidence("value", "search", value, {"by": "branch and bound"})
    weaker = replace(plan.evidence[0], data=plan.evidence[0].data | {"limit": {}})
    verdict = judged(replace(plan, evidence=(replace(weaker, bound=value + 5000), search)))
    assert verdict.violations == ()
    shown = verdict.standing[1].shown
    assert verdict.standing[1] == StandingBound("value", value, Footing.SEARCH, "branch and bound", shown=shown)
    assert shown is not None
    assert value < shown <= value + 5000


def test_plan_better_than_what_is_proven_is_found():
    # one slot, one meeting of a: the plan says two of value 3 each, which no checker of rules would let pass either
    problem = event([1], {"a": {}, "b": {}, "c": {}}, {"ab": {"value": 3}, "ac": {"value": 3}})
    plan = replace(honest_plan(problem, goals=("value",)), goals=(GoalResult("value", 6, 6),))
    evidence = Evidence("value", "prices", 3, {"diary": {"a": 3 * SCALE}})
    verdict = check_bounds(problem, replace(plan, evidence=(evidence,)), {"value": 6})
    assert verdict.violations == (of(Claim.BEYOND_EVIDENCE, "value", 6, 3),)


NAMES = ["earlier", "diary", "limit", "floor", "share", "places", "one_place", "after", "mix", "missed"]
NAMES += ["a", "b", "participant", "slot", "request", "price", "prices", "dialogue", "organisation", "seats"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(["a", "b", "S1", "T", "ab", "ba", "D", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@examples(3)
@given(st.sampled_from(["prices", "shares"]), st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_whatever_stands_in_evidence_is_judged_and_proves_nothing_wrong(kind, data):
    problem = event(
        [2], {"a": {"max_meetings": 1}, "b": {}}, {"ab": {}, "ba": {"after": ["ab"]}}, None, {"D": {"wanted": "a", "must": False}}
    )
    for goal, best in (("value", 2), ("lowest", 50)):
        plan = replace(honest_plan(problem, goals=(goal,)), evidence=(Evidence(goal, kind, best - 1, data),))
        verdict = check_bounds(problem, replace(plan, goals=(GoalResult(goal, best, best),)), {goal: best})
        against = {Claim.EVIDENCE_UNFIT, Claim.EVIDENCE_WEAK}
        assert any(found.rule in against and found.goal == goal and found.said[0] == kind for found in verdict.violations)
        assert Claim.BEYOND_EVIDENCE not in {found.rule for found in verdict.violations}


def test_evidence_of_unknown_kinds_and_goals_is_refused(plan):
    strange = (replace(plan.evidence[0], goal="breaks"), replace(plan.evidence[0], kind="oracle"))
    assert judged(replace(plan, evidence=strange)).violations[:2] == (
        of(Claim.EVIDENCE_OF_NO_GOAL, "breaks"),
        replace(of(Claim.EVIDENCE_UNKNOWN, "value", None, None, "oracle"), true=("prices", "shares", "search")),
    )


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (1, "$.evidence[0]: must be an object, and is 1"),
        ({"goal": "value", "kind": "prices", "bound": 1}, "the key 'data' is missing"),
        ({"goal": "value", "kind": "prices", "bound": "1", "data": {}}, "$.evidence[0].bound: must be a whole number"),
        ({"goal": "value", "kind": "prices", "bound": 1, "data": []}, "$.evidence[0].data: must be an object"),
    ],
)
def test_plan_file_with_misshapen_evidence_is_unusable(plan, entry, told):
    with pytest.raises(UnusableInput) as caught:
        parse_plan(plan_to_json(plan) | {"evidence": [entry]}, "plan.json")
    assert told in str(caught.value)


def test_command_tells_each_bound_and_ends_with_1_where_one_is_wrong(plan, tmp_path, capsys):
    (tmp_path / "club.json").write_text(json.dumps(problem_to_json(CLUB)))
    document = plan_to_json(plan)
    for name, content in (("good", document), ("bad", document | {"evidence": []})):
        (tmp_path / f"{name}.json").write_text(json.dumps(content | {"problem_sha256": read_problem(tmp_path / "club.json").sha256}))
    judge = ["check", "--bounds", str(tmp_path / "club.json")]
    assert run([*judge, str(tmp_path / "good.json")]) == 0
    assert "recomputed from the evidence" in capsys.readouterr().out
    assert run([*judge, str(tmp_path / "bad.json")]) == 1
    assert "has no evidence" in capsys.readouterr().out
    assert run([*judge[:1], *judge[2:], str(tmp_path / "bad.json")]) == 0
