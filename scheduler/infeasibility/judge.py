"""Does a problem have a plan at all, as far as can be said in the time."""

from __future__ import annotations

import time

import numpy as np

from scheduler.arrays import Ints
from scheduler.infeasibility.counting import count_conflicts
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import Model, build_model
from scheduler.parameters import ConflictParameters
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solvers.cpsat import CpSatResult, Effort, solve_cpsat
from scheduler.stop import Stop

PROVING = {"linearization_level": 2}
"""CP-SAT's parameters for proofs, with one worker: cuts from the whole linear relaxation see what search has to enumerate.

An odd number of people who all meet each other need one slot more than each of them has meetings. For nine people two workers
with other parameters did not prove it in 10 seconds, one with these does in 0.1.
"""


class Judge:
    """Answers whether problems are impossible, until a time on the monotonic clock."""

    def __init__(self, settings: Settings, end: float, stop: Stop) -> None:
        self.settings = settings
        self.end = end
        self.stop = stop

    @property
    def parameters(self) -> ConflictParameters:
        """Those of the run."""
        return self.settings.parameters.conflicts

    @property
    def left(self) -> float:
        """Seconds until it has to end; 0 when asked to stop."""
        return 0.0 if self.stop.requested else max(0.0, self.end - time.monotonic())

    def is_impossible(self, problem: Problem, share: float | None = None) -> bool | None:
        """Whether a problem has no plan; None where that was not found out in a share of the time left, by default that of any question."""
        if self.left <= 0:
            return None
        if next(count_conflicts(problem), None) is not None:
            return True
        result = self._solve(build_model(build_instance(problem), ()), self.parameters.question_share if share is None else share)
        if result.infeasible:
            return True
        return None if result.x is None else False

    def find_plan(self, problem: Problem) -> tuple[Layout, Ints] | None:
        """A plan of a problem, in the columns of its model; None where there is none, or none was found in a share of the time left."""
        if self.left <= 0:
            return None
        model = build_model(build_instance(problem), ())
        x = self._solve(model, self.parameters.question_share).x
        return None if x is None else (model.layout, x)

    def _solve(self, model: Model, share: float) -> CpSatResult:
        return solve_cpsat(
            model.linear,
            np.zeros(model.linear.columns, dtype=np.int64),
            Effort(seconds=share * self.left, workers=1, seed=self.settings.seed),
            stops=[self.stop],
            parameters=PROVING,
        )
