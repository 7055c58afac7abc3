"""Meetings that no plan with the fewest changes has: what is left out of a repair never hides a better one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.presets import Preset, make_event
from benchmarks.scenarios import after
from matchmaking.wording import standing_in_words
from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import option_columns
from scheduler.parameters import DEFAULTS
from scheduler.plan import Plan
from scheduler.problem import MAXIMISED
from scheduler.repair.apart import Apart
from scheduler.settings import Settings
from scheduler.solve import solve
from tests.support.bruteforce import all_plans, best_goals
from tests.support.judge import judge
from tests.support.kept_plans import case
from tests.support.tiers import batches, seeds

pytestmark = pytest.mark.slow

SHA = "7" * 64
LARGE = replace(
    DEFAULTS,
    minimising=replace(DEFAULTS.minimising, relaxed_columns=0),
    settling=replace(DEFAULTS.settling, wide_columns=0),
    repair=replace(DEFAULTS.repair, apart_options=0),
)
"""As in a very large event: every relaxation is solved, only what is kept tells places apart."""

EVENT = make_event(Preset(20, 8, 2, 6, 60, 4, 0.4, 2, 0.95), 5)


@pytest.fixture
def told_apart(monkeypatch):
    """Collects what is looked at and found dear."""
    seen: list[tuple[Apart, object]] = []
    dear = Apart.dear

    def noted(self, prices):
        found = dear(self, prices)
        seen.append((self, found))
        return found

    monkeypatch.setattr(Apart, "dear", noted)
    return seen


@pytest.mark.parametrize("seed", seeds(range(500, 560), (505, 508, 509, 510, 514, 522, 525, 528, 531, 535, 555, 557)))
def test_bounds_of_a_repair_with_dear_meetings_left_out_hold(seed, told_apart):
    document, kept = case(random.Random(seed))
    problem = parse_problem(document, "small.json")
    goals = ("changes", *problem.goals)
    best = best_goals(problem, goals, kept)
    if best is None:
        return
    plan = solve(problem, Settings(seconds=30, seed=seed, reproducible=seed % 5 == 0, parameters=LARGE), SHA, reference=ReferencePlan(kept))
    assert check(problem, plan, kept, SHA).violations == ()
    assert judge(document, plan_to_json(plan), plan_to_json(kept), SHA)[0] == []
    for goal, true in zip(plan.goals, best, strict=True):
        if goal.name in MAXIMISED:
            assert goal.achieved <= true <= goal.bound
        else:
            assert goal.bound <= true <= goal.achieved
        if goal.achieved != true:
            break  # a later goal is of other plans then


@pytest.mark.parametrize("seeds", batches(range(600, 640)))
def test_no_plan_with_the_fewest_changes_has_a_dear_meeting(told_apart, seeds):
    left_out = 0
    for seed in seeds:
        document, kept = case(random.Random(seed))
        problem = parse_problem(document, "small.json")
        best = best_goals(problem, ("changes",), kept)
        told_apart.clear()
        if best is None:
            continue
        solve(problem, Settings(seconds=30, seed=seed, parameters=LARGE), SHA, reference=ReferencePlan(kept))
        if not told_apart:
            continue
        apart, dear = told_apart[0]
        whole = apart.whole
        shut = {
            (problem.requests[r].id, problem.slots[t].id, problem.places[q].id)
            for r, t, k in zip(whole.option_request[dear], whole.option_slot[dear], whole.option_pool[dear], strict=True)
            for q in whole.pools[k].places
        }
        left_out += len(shut)
        assert not shut or not any(
            (meeting.request, meeting.slot, meeting.place) in shut
            for plan in all_plans(problem)
            if changes(problem, plan, kept) == best[0]
            for meeting in plan.meetings
        )
    assert left_out > len(seeds) / 8


def changes(problem, plan: Plan, kept: Plan) -> int:
    from scheduler.checker import goals_of

    return goals_of(problem, plan, kept)["changes"]


def test_closed_hall_is_settled_among_all_plans_with_the_fewest_changes(told_apart):
    # tables that have to go elsewhere drive out whom they may, and which table that is was settled on before
    event = make_event(Preset(20, 8, 2, 6, 60, 4, 0.4, 2, 0.95), 2)
    choosing = replace(LARGE, repair=replace(LARGE.repair, equal_options=100))
    published = solve(parse_problem(event, "event.json"), Settings(seconds=60, goals=("floor", "value")), SHA)
    later = after("closed hall", event, published, 1)
    settings = Settings(seconds=30, goals=("floor", "value"), parameters=choosing)
    plan = solve(parse_problem(later, "later.json"), settings, SHA, reference=ReferencePlan(published))
    assert [goal.proven for goal in plan.goals] == [True] * 3
    apart, dear = told_apart[0]
    assert apart.instance is not apart.whole
    assert dear.any()
    kept = option_columns(Layout(apart.whole))
    assert not dear[kept[kept >= 0]].any()


def test_fewest_changes_of_a_closed_hall_stand_on_the_prices_that_proved_them():
    # as in a large event no prices are found anew; some of what is lost could stay by itself
    without_prices = replace(LARGE, evidence=replace(LARGE.evidence, repair_options=0))
    published = solve(parse_problem(EVENT, "event.json"), Settings(seconds=60, goals=("floor", "value")), SHA)
    problem = parse_problem(after("closed hall", EVENT, published, 1), "later.json")
    settings = Settings(seconds=30, goals=("floor", "value"), parameters=without_prices)
    plan = solve(problem, settings, SHA, reference=ReferencePlan(published))
    verdict = check_bounds(problem, plan, check(problem, plan, published, goals=("floor", "value")).goals, published)
    assert verdict.violations == ()
    assert standing_in_words(verdict.standing[0]) == f"changes: at least {plan.goals[0].achieved}, recomputed from the evidence"
