"""HiGHS on the whole program, floors and value first, then breaks from that plan."""

from __future__ import annotations

import highspy
import numpy as np

from benchmarks.peers.child import Order, carry_out
from benchmarks.peers.event import Chosen, Event
from benchmarks.peers.whole_program import Program, one_after_the_other
from scheduler.arrays import Floats


def choose(event: Event, order: Order) -> Chosen:
    """Solve the whole program by HiGHS."""
    return one_after_the_other(event, order, _solve)


def _solve(program: Program, cost: Floats, start: Floats | None, seconds: float, order: Order) -> tuple[Floats, float] | None:
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": order.workers, "random_seed": order.seed, "mip_rel_gap": 0.0, "time_limit": seconds}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = program.matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(lp.num_col_), program.upper
    lp.row_lower_, lp.row_upper_ = program.low, program.high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.matrix.indptr, program.matrix.indices, program.matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    solver.passModel(lp)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.array(solver.getSolution().col_value), float(info.mip_dual_bound)


if __name__ == "__main__":
    carry_out(choose)
