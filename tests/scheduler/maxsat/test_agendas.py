"""Agendas as clauses on top of the rows of a program: each schedule costs what the model counts."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pysat.examples.rc2 import RC2
from pysat.solvers import Solver

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat.agendas import Agendas, can_be_counted, encode_agendas
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS
from scheduler.problem import Problem
from tests.support.decisions import core_with
from tests.support.programs import program
from tests.support.schedules import admits, event, every_core
from tests.support.strategies import small_problem


@pytest.mark.parametrize("goal", ["breaks", "idle"])
@pytest.mark.parametrize("seed", range(12))
def test_agendas_cost_what_the_model_counts_and_keep_its_rows(goal, seed):
    rng = random.Random(seed)
    while True:
        problem = parse_problem(small_problem(rng, slots=4, participants=3, requests=3, dialogues=1), "small.json")
        instance = build_instance(problem)
        model = build_model(instance, ("breaks", "idle"))
        if 4 <= model.layout.core <= 10 and can_be_counted(model.linear):
            break
    formula = encode_agendas(Agendas(model.linear, instance, model.layout.busy, goal))
    bits = [int(formula.offsets[c]) if model.linear.upper[c] > model.linear.lower[c] else 0 for c in range(model.layout.core)]
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        for core in rng.sample(list(every_core(model.layout)), min(200, 2**model.layout.core)):
            full = model.layout.complete(core)
            if not ((model.linear.lower <= full) & (full <= model.linear.upper))[: model.layout.core].all():
                continue  # a column without a choice has no variable
            inside = admits(model, full)
            assert solver.solve(assumptions=[bit if held else -bit for bit, held in zip(bits, core.tolist(), strict=True) if bit]) == inside
            if inside:
                true = set(solver.get_model())
                assert sum(-clause[0] in true for clause in formula.wcnf.soft) == model.achieved(full)[goal == "idle"]


# a meets b and c with an idle slot in between or without; what is unavailable is no waiting
WAITING = event([4], {"a": {}, "b": {}, "c": {}}, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S2", "S4"]}, "bc": {"slots": ["S4"]}})


def cheapest(problem: Problem, goal: str, *held: str, most_breaks: int | None = None) -> int | None:
    """The cost of a schedule in the clauses; None where they refuse it."""
    model = build_model(build_instance(problem), ())
    formula = encode_agendas(Agendas(model.linear, model.instance, model.layout.busy, goal, most_breaks))
    core = core_with(model.layout, held)
    for column, value in enumerate(core.tolist()):
        formula.wcnf.append([int(formula.offsets[column]) if value else -int(formula.offsets[column])])
    with RC2(formula.wcnf, solver="cd15") as search:
        return None if search.compute() is None else search.cost + formula.constant


@pytest.mark.parametrize(
    ("held", "breaks", "idle"),
    [((), 0, 0), (("ab S1 T", "ac S2 T"), 0, 0), (("ab S1 T", "ac S4 T"), 1, 2), (("ab S1 T", "bc S4 T"), 1, 2)],
)
def test_breaks_and_idle_slots_by_hand(held, breaks, idle):
    assert (cheapest(WAITING, "breaks", *held), cheapest(WAITING, "idle", *held)) == (breaks, idle)


def test_breaks_of_everybody_are_added_up():
    both = event([4], {"a": {}, "b": {}}, {"ab": {"slots": ["S1"]}, "ba": {"slots": ["S4"]}})
    assert (cheapest(both, "breaks", "ab S1 T", "ba S4 T"), cheapest(both, "idle", "ab S1 T", "ba S4 T")) == (2, 4)


@pytest.mark.parametrize(("most", "idle"), [(0, None), (1, 2), (None, 2)])
def test_breaks_are_limited_where_others_came_before(most, idle):
    assert cheapest(WAITING, "idle", "ab S1 T", "ac S4 T", most_breaks=most) == idle


@pytest.mark.parametrize(("counts", "breaks", "idle"), [(False, 2, 2), (True, 1, 3)])
def test_time_away_ends_a_break_unless_it_counts_as_one(counts, breaks, idle):
    people = {"a": {"unavailable": ["S3"]}, "b": {}, "c": {}}
    wishes = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S5"]}}
    problem = event([5], people, wishes, unavailable_counts_as_break=counts)
    held = ("ab S1 T", "ac S5 T")
    assert (cheapest(problem, "breaks", *held), cheapest(problem, "idle", *held)) == (breaks, idle)


def test_schedule_that_breaks_a_row_has_no_cost():
    problem = event([1], {"a": {}, "b": {}, "c": {}}, {"ab": {}, "ac": {}})
    assert cheapest(problem, "breaks", "ab S1 T") == 0
    assert cheapest(problem, "breaks", "ab S1 T", "ac S1 T") is None


@pytest.mark.parametrize(
    ("row", "limits", "countable"),
    [([2, 3], (0, 1), True), ([2, -4], (0, 1), False), ([2, 4], (0, 1), False), ([1, 1], (-1, 4), True), ([1, 1], (-1, 5), False)],
)
def test_small_coefficients_and_narrow_columns_can_be_counted(row, limits, countable):
    knobs = replace(DEFAULTS.clauses, coefficient=3, width=5)
    assert can_be_counted(program([(None, row, 2)], [limits] * 2), knobs) is countable
