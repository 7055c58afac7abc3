"""Plans of one cost as rows of small coefficients: none of them is lost, whatever the multipliers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.arrays import Ints
from scheduler.certificates.relaxing import best_multipliers
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat import worker as maxsat_worker
from scheduler.maxsat.agendas import Agendas, can_be_counted, encode_agendas
from scheduler.model.model import build_model
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound
from scheduler.program.optimal_face import optimal_face_of
from tests.support.programs import costs_of, every_vector, programs
from tests.support.schedules import admits, every_core
from tests.support.strategies import small_problem


def completed(face: Linear, x: Ints) -> Ints:
    """A vector with what each row leaves unused in the columns that follow: the only way to keep the rows."""
    unused = face.columns - len(x)
    full = np.concatenate([x, np.zeros(unused, dtype=np.int64)])
    for column in range(len(x), face.columns):
        (row,) = (r for r in range(face.rows - 1) if face.matrix[r, column])
        missing = face.low[row] - int(face.matrix[row].toarray().ravel() @ full)
        full[column] = missing // int(face.matrix[row, column])
    return full


@given(programs(columns=4, rows=3, largest=2, width=2), st.data())
def test_no_solution_of_the_cost_is_lost(linear, data):
    cost = data.draw(costs_of(linear, 0, 3))
    drawn = data.draw(st.lists(st.floats(-2, 2), min_size=linear.rows, max_size=linear.rows))
    best = best_multipliers(linear, cost, 10.0)
    for multipliers in (signed(linear, np.array(drawn)), best):
        if multipliers is None:
            continue
        target = ceil_bound(lagrangian_bound(linear, cost, multipliers)) + data.draw(st.integers(0, 3))
        face = optimal_face_of(linear, cost, multipliers, target)
        for x in every_vector(linear):
            if int(cost @ x) <= target and not len(linear.violated(x)):
                full = completed(face, x)
                assert (face.lower <= full).all()
                assert (full <= face.upper).all()
                assert face.violated(full).tolist() == []


def signed(linear: Linear, values: np.ndarray) -> Ints:
    """Multipliers with the signs that the sides of the rows allow."""
    result = np.round(values * SCALE).astype(np.int64)
    result[(result > 0) & (linear.low < -(1 << 29))] = 0
    result[(result < 0) & (linear.high > 1 << 29)] = 0
    return result


@given(programs(columns=4, rows=3, largest=2, width=1), st.data())
def test_without_a_gap_nothing_else_is_left(linear, data):
    cost = data.draw(costs_of(linear, 0, 3))
    multipliers = best_multipliers(linear, cost, 10.0)
    if multipliers is None or lagrangian_bound(linear, cost, multipliers) % SCALE:
        return
    target = lagrangian_bound(linear, cost, multipliers) // SCALE
    face = optimal_face_of(linear, cost, multipliers, target)
    for x in every_vector(linear):
        inside = not len(face.violated(x)) and bool((face.lower <= x).all() and (x <= face.upper).all())
        assert inside == (int(cost @ x) == target and not len(linear.violated(x)))


@pytest.mark.parametrize("way", ["climb", "descend"])
@pytest.mark.parametrize("seed", range(8))
def test_fewest_breaks_among_plans_of_the_best_value_are_those_of_all_schedules(way, seed):
    rng = random.Random(seed)
    while True:
        problem = parse_problem(small_problem(rng, slots=4, participants=4, requests=4, dialogues=1), "small.json")
        instance = build_instance(problem)
        model, small = build_model(instance, ("value", "breaks")), build_model(instance, ("value",))
        costs = (
            [model.achieved(full) for full in map(model.layout.complete, every_core(model.layout)) if admits(model, full)]
            if (4 <= model.layout.core <= 11)
            else []
        )
        if costs and min(costs)[0] < 0 and can_be_counted(small.linear):
            break
    cost = small.objectives[0].cost
    multipliers = best_multipliers(small.linear, cost, 10.0)
    value, breaks = min(costs)
    face = optimal_face_of(small.linear, cost, multipliers, value)
    told = []
    getattr(maxsat_worker, way)(encode_agendas(Agendas(face, instance, small.layout.busy, "breaks")), lambda *message: told.append(message))
    found = [model.achieved(model.layout.complete(content[0][: model.layout.core])) for name, *content in told if name == "solution"]
    bounds = [content[0] for name, *content in told if name == "bound"]
    assert max([0, *bounds]) <= breaks
    if ceil_bound(lagrangian_bound(small.linear, cost, multipliers)) == value:
        assert found[-1] == (value, breaks)
