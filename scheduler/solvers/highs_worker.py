"""The child process that runs HiGHS: programs and costs in, solutions and bounds out, pickled over standard streams.

HiGHS lives in a process of its own because its library and the one inside OR-Tools do not bear each other, and because a
process can be ended at any moment.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any, BinaryIO

import numpy as np

from scheduler.solvers.child_process import end_with_parent

UNLIMITED = 1 << 29


class Worker:
    """One HiGHS instance and the stream to answer on."""

    def __init__(self, answers: BinaryIO) -> None:
        import highspy

        self.highspy = highspy
        self.answers = answers
        self.solver = highspy.Highs()
        for name, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "random_seed": 0}.items():
            self.solver.setOptionValue(name, value)
        self.columns = 0
        self.solver.cbMipImprovingSolution += self._improved
        self.solver.cbMipInterrupt += self._bounded
        self.bound = -np.inf

    def answer(self, *message: Any) -> None:
        """Send one message."""
        pickle.dump(message, self.answers, protocol=5)
        self.answers.flush()

    def load(self, program: dict[str, Any]) -> None:
        """Take a program: CSC arrays, row sides, column limits."""
        highspy = self.highspy
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(program["lower"]), len(program["low"])
        self.columns = lp.num_col_
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = program["lower"].astype(float), program["upper"].astype(float)
        low, high = program["low"].astype(float), program["high"].astype(float)
        lp.row_lower_ = np.where(low <= -UNLIMITED, -np.inf, low)
        lp.row_upper_ = np.where(high >= UNLIMITED, np.inf, high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = program["indptr"], program["indices"]
        lp.a_matrix_.value_ = program["data"].astype(float)
        self.solver.passModel(lp)

    def run(self, job: dict[str, Any]) -> None:
        """Solve for a cost; answers `solution` and `bound` on the way, and `done` at the end."""
        highspy, solver = self.highspy, self.solver
        columns = np.arange(self.columns, dtype=np.int32)
        whole = np.broadcast_to(np.asarray(job["integral"], dtype=bool), self.columns)
        kinds = np.where(whole, int(highspy.HighsVarType.kInteger), int(highspy.HighsVarType.kContinuous))
        solver.changeColsIntegrality(self.columns, columns, kinds.astype(np.uint8))
        solver.setOptionValue("presolve", "choose" if job["presolve"] else "off")
        solver.changeColsCost(self.columns, columns, job["cost"].astype(float))
        solver.setOptionValue("time_limit", solver.getRunTime() + float(job["seconds"]))
        solver.setOptionValue("mip_abs_gap", float(job["gap"]))
        if job["start"] is not None:
            solution = highspy.HighsSolution()
            solution.col_value = job["start"].astype(float).tolist()
            solver.setSolution(solution)
        self.bound = -np.inf
        solver.run()
        status = solver.getModelStatus()
        info, solution = solver.getInfo(), solver.getSolution()
        optimal = status == highspy.HighsModelStatus.kOptimal
        found = solution.value_valid and info.primal_solution_status == 2
        self.answer(
            "done",
            {
                "optimal": optimal,
                "infeasible": status == highspy.HighsModelStatus.kInfeasible,
                "x": np.array(solution.col_value) if found else None,
                "dual": np.array(solution.row_dual) if solution.dual_valid and not whole.any() else None,
                "bound": info.mip_dual_bound if whole.any() else None,
            },
        )

    def _improved(self, event: Any) -> None:
        self.answer("solution", np.array(event.data_out.mip_solution))

    def _bounded(self, event: Any) -> None:
        if event.data_out.mip_dual_bound > self.bound + 1e-6:
            self.bound = event.data_out.mip_dual_bound
            self.answer("bound", self.bound)


def main() -> None:
    """Serve until the parent closes the stream; a parent that dies takes this process with it."""
    end_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints gets between the answers
    worker = Worker(answers)
    while True:
        try:
            name, argument = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        {"load": worker.load, "run": worker.run}[name](argument)


if __name__ == "__main__":
    main()
