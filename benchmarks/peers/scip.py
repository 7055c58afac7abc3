"""SCIP, which OR-Tools brings along, on the whole program, floors and value first, then breaks from that plan."""

from __future__ import annotations

from typing import Any

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

from benchmarks.peers.child import Order, carry_out
from benchmarks.peers.event import Chosen, Event
from benchmarks.peers.whole_program import Program, one_after_the_other
from scheduler.arrays import Floats


def choose(event: Event, order: Order) -> Chosen:
    """Solve the whole program by SCIP, which takes one core."""
    return one_after_the_other(event, order, _solve)


def _solve(program: Program, cost: Floats, start: Floats | None, seconds: float, order: Order) -> tuple[Floats, float] | None:
    helper: Any = ModelBuilderHelper()
    helper.fill_model_from_sparse_data(np.zeros(len(cost)), program.upper, cost, program.low, program.high, program.matrix)
    for column in range(len(cost)):
        helper.set_var_integrality(column, True)
        if start is not None:
            helper.add_hint(column, float(start[column]))
    solver = ModelSolverHelper("scip")
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(helper)
    if solver.status() not in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE):
        return None
    return np.asarray(solver.variable_values()), float(solver.best_objective_bound())


if __name__ == "__main__":
    carry_out(choose)
