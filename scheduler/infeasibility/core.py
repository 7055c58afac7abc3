"""First smaller conflicts, each by one run of a solver: which of the things to hold it needed for its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from scheduler.infeasibility.judge import PROVING, Judge
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.rules import RULES
from scheduler.problem import Problem
from scheduler.program.integer_program import FREE, Linear
from scheduler.solvers.cpsat import build_cpsat, ended_by

Name = tuple[str, str]
"""``request`` or ``dialogue``, and its id."""

ZERO = 1e-7


def relaxed_core(problem: Problem, judge: Judge, seconds: float) -> frozenset[Name] | None:
    """Requests and dialogues that cannot all be held, not even as fractions of meetings.

    Each is to be held up to a shortfall that is the same for all and as small as can be. If that is not 0, the rows with a dual
    value prove it (Farkas), and GLOP's solution, being a corner, has few of them. Its numbers are rounded: the core is still to be proven.

    Parameters
    ----------
    problem
        What is essential of it, without a limit on the difference of breaks.
    seconds
        Wall clock limit.

    Returns
    -------
    frozenset or None
        None where this shows nothing.
    """
    from ortools.linear_solver.python import model_builder

    linear, names = _program(problem, shared=True)
    cost = np.zeros(linear.columns)
    cost[-1] = 1
    low = np.where(linear.low <= -FREE, -np.inf, linear.low.astype(float))
    high = np.where(linear.high >= FREE, np.inf, linear.high.astype(float))
    library: Any = model_builder
    model = library.Model()
    matrix = sp.csr_matrix(linear.matrix.astype(float))
    model.helper.fill_model_from_sparse_data(linear.lower.astype(float), linear.upper.astype(float), cost, low, high, matrix)
    solver = library.Solver("glop")
    solver.set_time_limit_in_seconds(seconds)
    with ended_by([judge.stop], solver):
        status = solver.solve(model)
    if status != library.SolveStatus.OPTIMAL or solver.objective_value < ZERO:
        return None
    dual = np.asarray(solver.dual_values(model.get_linear_constraints()))[-len(names) :]
    return frozenset(names[k] for k in np.flatnonzero(np.abs(dual) > ZERO))


def searched_core(problem: Problem, judge: Judge, seconds: float) -> frozenset[Name] | None:
    """The same by CP-SAT, with everything to hold as an assumption; proven."""
    from ortools.sat.python import cp_model

    linear, names = _program(problem, shared=False)
    model, variables = build_cpsat(linear)
    guards = variables[len(variables) - len(names) :]
    model.add_assumptions(guards)
    solver = cp_model.CpSolver()
    parameters: Any = solver.parameters
    parameters.max_time_in_seconds = max(0.01, seconds)
    parameters.num_workers = 1
    parameters.random_seed = judge.settings.seed
    parameters.catch_sigint_signal = False
    parameters.linearization_level = PROVING["linearization_level"]
    with ended_by([judge.stop], solver):
        status = solver.solve(model)
    if status != cp_model.INFEASIBLE:
        return None
    of = {guard.index: name for guard, name in zip(guards, names, strict=True)}
    return frozenset(of[index] for index in solver.sufficient_assumptions_for_infeasibility())


def _program(problem: Problem, shared: bool) -> tuple[Linear, list[Name]]:
    """The model with nothing to hold, and a last row for each request and dialogue that asks for it.

    With one last column for all rows, `shared`, or one for each: the shortfall (held + shortfall >= 1), or a guard (held - guard >= 0).
    """
    instance = build_instance(problem)
    optional = tuple(replace(dialogue, must=False) for dialogue in instance.dialogues)
    layout = Layout(replace(instance, must=np.zeros_like(instance.must), dialogues=optional))
    for rule in RULES:
        rule(layout)
    builder, dialogues = layout.builder, layout.dialogues
    names = [*(("request", request.id) for request in problem.requests), *(("dialogue", dialogue.id) for dialogue in problem.dialogues)]
    count = len(names)
    last = np.repeat(builder.add_columns(1), count) if shared else builder.add_columns(count)
    held = np.ones(instance.options + len(dialogues.start_column), dtype=np.int64)
    builder.add_rows(
        np.concatenate([instance.option_request, instance.requests + dialogues.start_dialogue, np.arange(count)]),
        np.concatenate([layout.option, dialogues.start_column, last]),
        np.concatenate([held, np.full(count, 1 if shared else -1)]),
        1 if shared else 0,
        FREE,
        count=count,
    )
    return builder.build(), names
