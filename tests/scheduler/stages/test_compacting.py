"""Compact agendas among the plans of the best cost in the linear goals."""

from __future__ import annotations

from typing import Any

from scheduler.annealing import compacting
from scheduler.parameters import Parameters, StageParameters
from scheduler.problem import Problem
from scheduler.program.lagrangian import ceil_bound
from scheduler.run.linear_task import LinearTask
from scheduler.solvers.highs import Highs
from scheduler.stages.compacting import compact_agendas
from scheduler.stages.context import Context
from scheduler.stages.linear_goals import Solved
from scheduler.stages.optimal_face_race import optimal_face_stage
from tests.support.contexts import context_at
from tests.support.schedules import admits, event, every_core

PEOPLE = {name: {} for name in "abcd"}
# a meets b and c, which could be in a row, and db could come before or after
WISHES = {"ab": {"value": 5}, "ac": {"value": 5}, "db": {"slots": ["S1"]}}
DAY = event([5], PEOPLE, WISHES, {"T": {}}, goals=["value", "breaks"])
SPREAD = ("db S1 T", "ac S2 T", "ab S5 T")  # a waits from S2 to S5, b from S1 to S5


def begun(highs: Highs, problem: Problem = DAY, held: tuple[str, ...] = SPREAD, **knobs: Any) -> tuple[Context, Solved]:
    """At a plan of the best value, of which it is just proven that it is."""
    context = context_at(problem, *held, **knobs)
    small = context.linear_model(1, None)
    task = LinearTask(context.search, small, small.linear, small.objectives[0].cost, highs, context.search.end)
    relaxation = task.relax()
    assert relaxation is not None
    assert ceil_bound(relaxation.bound) == context.search.costs[0]
    context.optimal_face = optimal_face_stage(task, relaxation, 1)
    return context, Solved(task, relaxation)


def test_annealing_makes_agendas_compact_at_no_cost(highs):
    context, solved = begun(highs, without=("face",))
    assert context.search.costs == (-11, 2)
    compact_agendas(context, solved)
    assert context.search.costs == (-11, 0)


def test_no_plan_of_the_best_value_differs_in_what_is_shut(highs):
    wishes = {"ab": {"value": 9, "slots": ["S1"]}, "bc": {}, "cd": {"value": 2, "slots": ["S2", "S3"]}}
    for problem, held in (
        (DAY, SPREAD),
        (event([3], PEOPLE, wishes, {"T": {}}, goals=["value", "breaks"]), ("ab S1 T", "cd S3 T", "bc S2 T")),
    ):
        context, solved = begun(highs, problem, held, without=("face", "annealing"))
        compact_agendas(context, solved)
        model, current = context.model, context.search.require()[: context.options]
        assert context.allowed is not None
        assert context.best_plans is not None
        assert not context.allowed.all()
        for core in every_core(model.layout):
            full = model.layout.complete(core)
            if admits(model, full) and model.achieved(full)[0] == context.search.costs[0]:
                assert (full[: context.options] == current)[~context.allowed].all()
                program = context.best_plans
                vector = program.model.layout.complete(core)
                assert program.linear.violated(vector).tolist() == []
                assert ((program.linear.lower <= vector) & (vector <= program.linear.upper)).all()


def test_annealing_needs_no_linear_program_of_the_whole(highs):
    context, solved = begun(highs, parameters=Parameters(stages=StageParameters(large=0)), without=("face",))
    compact_agendas(context, solved)
    assert context.best_plans is None
    assert context.search.costs == (-11, 0)


def test_nothing_is_done_where_agendas_are_no_goal(highs):
    zones = {"T": {"zone": "east"}}
    context, solved = begun(highs, event([5], PEOPLE, WISHES, zones, goals=["value", "moves"]))
    compact_agendas(context, solved)
    assert (context.allowed, context.best_plans) == (None, None)


def test_agendas_become_compact_where_the_goals_before_were_not_solved(highs):
    context, solved = begun(highs, without=("face",))
    compact_agendas(context, Solved(solved.task, None))
    assert (context.allowed, context.best_plans, context.search.costs) == (None, None, (-11, 0))


def test_agendas_stay_as_they_are_without_annealing(highs):
    context, solved = begun(highs, without=("face", "annealing"))
    compact_agendas(context, solved)
    assert context.search.costs == (-11, 2)
    assert context.allowed is not None


def test_agendas_stay_as_they_are_without_the_kernel(highs, monkeypatch):
    monkeypatch.setattr(compacting, "kernel", lambda: None)
    context, solved = begun(highs, without=("face",))
    compact_agendas(context, solved)
    assert context.search.costs == (-11, 2)


def test_maxsat_beside_proves_what_is_found(highs):
    context, solved = begun(highs)
    assert context.optimal_face is not None
    assert context.optimal_face.can_settle(1)
    compact_agendas(context, solved)
    assert context.search.costs == (-11, 0)
    assert context.search.proven(1)
