"""Linear programs by GLOP, in this process: quicker than starting another one where a program is small."""

from __future__ import annotations

from typing import Any

import numpy as np

from scheduler.arrays import Floats, Ints
from scheduler.program.integer_program import UNLIMITED, Linear


def solve_glop(linear: Linear, cost: Ints, seconds: float) -> tuple[Floats, Floats] | None:
    """Solve the relaxation of a program; None if it did not end in time.

    Deterministic, except where it is the time that ends it.

    Returns
    -------
    tuple of arrays
        (n,) solution and (m,) row duals.
    """
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

    if seconds <= 0:
        return None
    helper: Any = ModelBuilderHelper()  # its stubs know no array types that there are
    solver = ModelSolverHelper("glop")
    low, high = linear.low.astype(float), linear.high.astype(float)
    helper.fill_model_from_sparse_data(
        linear.lower.astype(float),
        linear.upper.astype(float),
        cost.astype(float),
        np.where(linear.low <= -UNLIMITED, -np.inf, low),
        np.where(linear.high >= UNLIMITED, np.inf, high),
        linear.matrix.astype(float),
    )
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(helper)
    if solver.status() != SolveStatus.OPTIMAL:
        return None
    return np.asarray(solver.variable_values()), np.asarray(solver.dual_values())
