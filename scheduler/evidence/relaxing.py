"""The linear program of a small event by GLOP, only for its prices: a fraction of a second, in this process."""

from __future__ import annotations

from typing import Any

import numpy as np

from scheduler.certificate import UNLIMITED, round_multipliers
from scheduler.linear import Ints, Linear


def best_multipliers(linear: Linear, cost: Ints, seconds: float) -> Ints | None:
    """Row multipliers (m,), times SCALE, of the least cost of the relaxation; None if it did not end in time.

    Deterministic, except where it is the time that ends it.
    """
    from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

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
    return round_multipliers(np.asarray(solver.dual_values()), linear)
