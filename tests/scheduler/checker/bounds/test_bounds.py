"""Bounds recomputed from evidence, against every plan of small problems that use every key of the format."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.certificates.prices import floor_prices
from scheduler.certificates.relaxing import best_multipliers, linear_program, multipliers_evidence
from scheduler.checker import check
from scheduler.checker.bounds import KINDS, Ground, by_definition, shares
from scheduler.checker.bounds.duality import prove
from scheduler.checker.bounds.prices import PRICED
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import index_kept
from scheduler.model.goals.lowest import levels
from scheduler.plan import Evidence, Plan
from scheduler.problem import GOALS, MAXIMISED, Problem
from scheduler.program.integer_program import UNLIMITED
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound
from tests.support.bruteforce import all_plans, best_plan
from tests.support.kept_plans import nonsense, on_the_day, published
from tests.support.schedules import event
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import batches, examples

pytestmark = pytest.mark.slow

MANY = 200  # plans of a problem that a bound is held against


def random_prices(rng: random.Random, problem: Problem, earlier: list[str]) -> dict[str, Any]:
    """Prices of every kind on everything there is, most of them of the size that matters."""

    def price() -> int:
        return rng.choice([0, 0, SCALE, rng.randint(0, 6 * SCALE), rng.randint(0, SCALE)])

    def by_slot() -> int | list[int]:
        return price() if rng.random() < 0.3 else [price() for _ in problem.slots]

    def some_places() -> list[str]:
        return [place.id for place in problem.places if rng.random() < 0.6]

    people, slots = [person.id for person in problem.participants], [slot.id for slot in problem.slots]
    firms = sorted({person.organisation for person in problem.participants if person.organisation})
    limited = [person.id for person in problem.participants if person.max_meetings is not None]
    data: dict[str, Any] = {"earlier": {name: rng.choice([1, 10]) * price() for name in earlier}}
    data["diary"] = {name: by_slot() for name in people if rng.random() < 0.8}
    data["limit"] = {name: price() for name in limited}
    data["floor"] = {name: price() for name in people if rng.random() < 0.5}
    data["share"] = {name: price() for name in people if rng.random() < 0.5}
    data["places"] = [{"places": some_places(), "prices": by_slot()} for _ in range(rng.randint(0, 2))]
    data["one_place"] = [
        {"participant": rng.choice(people), "slot": rng.choice(slots), "places": some_places(), "price": price()}
        for _ in range(rng.randint(0, 3))
    ]
    pairs = [(request.id, other) for request in problem.requests for other in request.after]
    data["after"] = [{"request": a, "after": b, "slot": rng.choice(slots), "price": price()} for a, b in pairs]
    data["mix"] = [
        {"dialogue": dialogue.id, "organisation": firm, "seats": rng.randint(0, 3), "price": price() // 2}
        for dialogue in problem.dialogues
        for firm in firms
    ]
    return data


def any_kept(rng: random.Random, document: dict[str, Any]) -> Plan:
    """A plan to keep: a good one, or one that breaks every rule."""
    return published(document) if rng.random() < 0.5 else nonsense(rng, document)


def nothing_new(rng: random.Random, problem: Problem, plan: Plan, kept: Plan) -> dict[str, Any]:
    """Some of the slots in which a plan has nothing but what the kept one has there."""
    meetings = {(m.request, m.slot, m.place) for m in kept.meetings}
    seats = {(d.dialogue, d.start, name) for d in kept.dialogues for name in d.participants}
    new = {m.slot for m in plan.meetings if (m.request, m.slot, m.place) not in meetings}
    for table in plan.dialogues:
        known = any((table.dialogue, table.start) == (d.dialogue, d.start) for d in kept.dialogues)
        if not known or any((table.dialogue, table.start, name) not in seats for name in table.participants):
            new.add(table.start)
    return {"frozen": [slot.id for slot in problem.slots if slot.id not in new and rng.random() < 0.5]}


def holds(goal: str, bound: int, achieved: int) -> bool:
    return achieved <= bound if goal in MAXIMISED else achieved >= bound


@examples(1.5)
@given(small_problems(), st.randoms(use_true_random=False))
def test_any_prices_give_a_bound_that_every_plan_keeps(document, rng):
    problem = parse_problem(document, "small.json")
    order, kept = tuple(rng.sample(GOALS, len(GOALS))), any_kept(rng, document)
    for plan in islice(all_plans(problem), MANY):
        achieved = check(problem, plan, kept).goals
        goal = rng.choice(PRICED)
        before = [name for name in order[: order.index(goal)] if name in PRICED]
        ground = Ground(problem, order, achieved, kept, plan)
        evidence = Evidence(goal, "prices", 0, random_prices(rng, problem, before) | nothing_new(rng, problem, plan, kept))
        assert holds(goal, prove(ground, evidence), achieved[goal])
        before = [name for name in order[: order.index("lowest")] if name in PRICED]
        evidence = Evidence("lowest", "shares", 0, {"missed": rng.randint(1, 100)} | random_prices(rng, problem, before))
        assert holds("lowest", shares.prove(ground, evidence), achieved["lowest"])


@pytest.mark.parametrize("seeds", batches(range(60)))
def test_bounds_by_definition_are_kept_by_every_plan(seeds):
    for seed in seeds:
        problem = parse_problem(small_problem(random.Random(seed)), "small.json")
        kept = nonsense(random.Random(seed), small_problem(random.Random(seed)))
        for plan in islice(all_plans(problem), MANY):
            for goal, achieved in check(problem, plan, kept).goals.items():
                assert holds(goal, by_definition(problem, goal), achieved)


@examples(1.5)
@given(small_problems(), st.randoms(use_true_random=False))
def test_recomputed_bound_is_never_weaker_than_that_of_the_model(document, rng):
    # the same multipliers, once as rows of the model and once as prices; what has no price is found out anew, at its best
    document.pop("max_break_difference", None)  # whose rows get no prices
    problem = parse_problem(document, "small.json")
    if best_plan(problem, ()) is None:
        return
    goal = rng.choice(PRICED)
    order = (*rng.sample([name for name in (*PRICED, "lowest") if name != goal], rng.randint(0, 3)), goal)
    kept = any_kept(rng, document)
    achieved = check(problem, best_plan(problem, order, kept)[1], kept).goals
    instance = build_instance(problem, by_zone=rng.random() < 0.5)
    instance = replace(instance, kept=index_kept(problem, kept, instance.pools))
    model, linear = linear_program(instance, order, achieved, goal, None)
    objective = model.objectives[-1]
    multipliers = np.array([rng.choice([0, rng.randint(-4 * SCALE, 4 * SCALE)]) for _ in range(linear.rows)], dtype=np.int64)
    multipliers[(multipliers > 0) & (linear.low <= -UNLIMITED)] = 0
    multipliers[(multipliers < 0) & (linear.high >= UNLIMITED)] = 0
    for tried in (multipliers, best_multipliers(linear, objective.cost, 10)):
        proven = objective.sign * prove(Ground(problem, order, achieved, kept), multipliers_evidence(model, goal, tried, {}))
        assert ceil_bound(lagrangian_bound(linear, objective.cost, tried)) <= proven <= objective.sign * achieved[goal]


@pytest.mark.parametrize("seeds", batches(range(80), 20))
@pytest.mark.parametrize("goal", [*PRICED, "lowest"])
def test_best_prices_prove_many_goals_to_the_last_unit(goal, seeds):
    # bounds that hold but say nothing would pass the tests above
    sharp = tried = 0
    for seed in seeds:
        document, kept = small_problem(random.Random(seed)), None
        if goal == "changes":
            kept, document = published(document), on_the_day(random.Random(seed), document)
        problem = parse_problem(document, "small.json")
        found = best_plan(problem, (goal,), kept)
        if found is None or (goal == "lowest" and found[0][0] == 100) or (goal == "changes" and found[0][0] == 0):
            continue
        ground, missed, instance = Ground(problem, (goal,), {}, kept), None, build_instance(problem)
        if kept is not None:
            instance = replace(instance, kept=index_kept(problem, kept, instance.pools))
        if goal == "lowest":
            missed = next(level for level in levels(instance).tolist() if level > found[0][0])
        model, linear = linear_program(instance, (goal,), {}, goal, missed)
        multipliers = best_multipliers(linear, model.objectives[0].cost, 10)
        evidence = multipliers_evidence(model, goal, multipliers, {}, missed)
        tried += 1
        sharp += KINDS[evidence.kind](ground, evidence) == found[0][0]
    assert sharp > 0.7 * tried
    assert tried > len(seeds) / 4


def test_floor_prices_prove_what_nothing_can_make_up_for():
    # a wants 3 and has one limit, b wants 2 and has one slot, c wants 3 and is asked for once: 2 + 1 + 2 short, whatever is held
    people = {"a": {"floor": 3, "max_meetings": 1}, "b": {"floor": 2, "unavailable": ["S1"]}, "c": {"floor": 3}, "d": {"floor": 1}}
    problem = event([2], people, {"ab": {}, "ab2": {}, "ac": {}, "ad": {}, "bd": {}, "ba": {}})
    instance = build_instance(problem)
    evidence = floor_prices(instance).evidence(instance, "floor")
    assert prove(Ground(problem, ("floor",), {}), evidence) == 5
    assert set(evidence.data) == {"diary", "limit", "floor"}


def test_one_price_for_all_slots_means_that_price_in_each():
    problem = event([3], {"a": {"unavailable": ["S2"]}, "b": {}}, {"ab": {"value": 7}, "ba": {"value": 6}, "ab2": {"value": 5}})
    ground = Ground(problem, ("value",), {})
    same = [prove(ground, Evidence("value", "prices", 0, {"diary": {"a": prices}})) for prices in (5 * SCALE, [5 * SCALE] * 3)]
    # two slots at 5 each, and what the three earn beyond: 2 + 1 + 0
    assert same == [13, 13]
