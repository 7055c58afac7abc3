"""Row multipliers of linear programs as evidence, against the bound of the model and every plan."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.certificates.relaxing import best_multipliers, linear_program, multipliers_evidence, nothing_new
from scheduler.checker import check
from scheduler.checker.bounds import KINDS, Ground
from scheduler.checker.bounds.duality import prove
from scheduler.checker.bounds.prices import PRICED
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import index_reference
from scheduler.model.goals.lowest import levels
from scheduler.program.integer_program import UNLIMITED
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound
from tests.support.bruteforce import best_plan
from tests.support.kept_plans import any_kept, on_the_day, published
from tests.support.programs import program, solutions
from tests.support.repairs import instance_of, kept, slots_of
from tests.support.schedules import event
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import examples


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
    instance = replace(instance, reference=index_reference(problem, kept, instance.pools))
    model, linear = linear_program(instance, order, achieved, goal, None)
    objective = model.objectives[-1]
    multipliers = np.array([rng.choice([0, rng.randint(-4 * SCALE, 4 * SCALE)]) for _ in range(linear.rows)], dtype=np.int64)
    multipliers[(multipliers > 0) & (linear.low <= -UNLIMITED)] = 0
    multipliers[(multipliers < 0) & (linear.high >= UNLIMITED)] = 0
    for tried in (multipliers, best_multipliers(linear, objective.cost, 10)):
        proven = objective.sign * prove(Ground(problem, order, achieved, kept), multipliers_evidence(model, goal, tried, {}))
        assert ceil_bound(lagrangian_bound(linear, objective.cost, tried)) <= proven <= objective.sign * achieved[goal]


@pytest.mark.parametrize("goal", [*PRICED, "lowest"])
def test_best_prices_prove_many_goals_to_the_last_unit(goal):
    # bounds that hold but say nothing would pass the tests above
    sharp = tried = 0
    for seed in range(40):
        document, kept = small_problem(random.Random(seed)), None
        if goal == "changes":
            kept, document = published(document), on_the_day(random.Random(seed), document)
        problem = parse_problem(document, "small.json")
        found = best_plan(problem, (goal,), kept)
        if found is None or (goal == "lowest" and found[0][0] == 100) or (goal == "changes" and found[0][0] == 0):
            continue
        ground, missed, instance = Ground(problem, (goal,), {}, kept), None, build_instance(problem)
        if kept is not None:
            instance = replace(instance, reference=index_reference(problem, kept, instance.pools))
        if goal == "lowest":
            missed = next(level for level in levels(instance).tolist() if level > found[0][0])
        model, linear = linear_program(instance, (goal,), {}, goal, missed)
        multipliers = best_multipliers(linear, model.objectives[0].cost, 10)
        evidence = multipliers_evidence(model, goal, multipliers, {}, missed)
        tried += 1
        sharp += KINDS[evidence.kind](ground, evidence) == found[0][0]
    assert sharp > 0.7 * tried
    assert tried > 10


def test_program_has_a_row_for_each_linear_goal_before_as_good_as_achieved():
    problem = event([1], {"a": {}, "b": {}, "c": {"floor": 1}}, {"ab": {"value": 5}, "bc": {"value": 2}})
    order, achieved = ("floor", "breaks", "value"), {"floor": 0, "breaks": 0, "value": 2}
    model, linear = linear_program(build_instance(problem), order, achieved, "value", None)
    assert [objective.name for objective in model.objectives] == ["floor", "value"]  # breaks are not linear
    assert linear.rows == model.linear.rows + 1
    least = {floor: linear_program(build_instance(problem), order, achieved | {"floor": floor}, "value", None)[1] for floor in (0, 1)}
    cost = model.objectives[-1].cost
    assert [min(int(cost @ x) for x in solutions(each)) for each in least.values()] == [-2, -5]


def test_multipliers_of_the_goals_before_are_prices_on_them():
    problem = event([1], {"a": {}, "b": {}, "c": {"floor": 1}}, {"ab": {"value": 5}, "bc": {"value": 2}})
    model, linear = linear_program(build_instance(problem), ("floor", "value"), {"floor": 0}, "value", None)
    multipliers = np.zeros(linear.rows, dtype=np.int64)
    multipliers[-1] = -7
    assert multipliers_evidence(model, "value", multipliers, {}).data == {"earlier": {"floor": 7}}
    shared = multipliers_evidence(model, "value", np.zeros(model.linear.rows, dtype=np.int64), {"floor": 3})
    assert shared.data == {"earlier": {"floor": 3 * SCALE}}
    missed = multipliers_evidence(model, "lowest", np.zeros(model.linear.rows, dtype=np.int64), {}, 50)
    assert (missed.goal, missed.kind, missed.data) == ("lowest", "shares", {"missed": 50})


def test_nothing_new_comes_into_frozen_slots():
    problem = event([2], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "bc": {}})
    model, linear = linear_program(instance_of(problem, kept("ab S1 T")), ("value",), {}, "value", None)
    upper = nothing_new(model.layout, linear, slots_of(problem, "S1")).upper
    assert upper[:4].tolist() == [1, 1, 0, 1]  # ab may stay or go to S2, bc cannot come to S1
    assert nothing_new(model.layout, linear, slots_of(problem)).upper.tolist() == linear.upper.tolist()


def test_best_multipliers_prove_the_bound_of_the_relaxation():
    # three things, of which any two exclude each other: halves of each are worth 1.5
    linear = program([(None, [1, 1, 0], 1), (None, [0, 1, 1], 1), (None, [1, 0, 1], 1)], [(0, 1)] * 3)
    cost = np.array([-2, -2, -2])
    multipliers = best_multipliers(linear, cost, 10)
    assert multipliers is not None
    assert lagrangian_bound(linear, cost, multipliers) == -3 * SCALE
