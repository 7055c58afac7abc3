"""Solve an integer linear program with CP-SAT, telling every better solution and bound as it comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from scheduler.arrays import Ints
from scheduler.program.integer_program import FREE, Linear
from scheduler.stop import Stop


@dataclass(frozen=True)
class CpSatResult:
    """What CP-SAT ended with: the best solution (None: none), a proven lower bound of the cost, and whether there is none."""

    x: Ints | None
    bound: int | None
    infeasible: bool


@dataclass(frozen=True, slots=True)
class Effort:
    """What a run of CP-SAT may take.

    Attributes
    ----------
    seconds
        Wall clock limit of the search, which begins when the model is written down.
    workers
        Threads.
    seed
        Of its random choices.
    end
        Time on the monotonic clock at which it has to be over in any case; None: at no time.
    deterministic
        Limit in CP-SAT's deterministic time, for reproducible runs; None: no limit.
    megabytes
        Memory that it may take, after which it ends with what it has.
    """

    seconds: float
    workers: int
    seed: int
    end: float | None = None
    deterministic: float | None = None
    megabytes: int = 4_000

    @property
    def left(self) -> float:
        """Seconds of search that are left now."""
        return self.seconds if self.end is None else min(self.seconds, self.end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether its end has passed."""
        return self.end is not None and time.monotonic() >= self.end


def build_cpsat(linear: Linear) -> tuple[Any, list[Any]]:
    """A CP-SAT model with one integer variable a column, in the same order."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    variables = [
        model.new_bool_var("") if lo == 0 and hi == 1 else model.new_int_var(lo, hi, "")
        for lo, hi in zip(linear.lower.tolist(), linear.upper.tolist(), strict=True)
    ]
    matrix = linear.matrix
    indptr, indices, data = matrix.indptr.tolist(), matrix.indices.tolist(), matrix.data.tolist()
    weighted_sum = cp_model.LinearExpr.weighted_sum
    for i, (lo, hi) in enumerate(zip(linear.low.tolist(), linear.high.tolist(), strict=True)):
        cells = range(indptr[i], indptr[i + 1])
        expression = weighted_sum([variables[indices[c]] for c in cells], [data[c] for c in cells])
        model.add_linear_constraint(expression, max(lo, -FREE), min(hi, FREE))
    return model, variables


def solve_cpsat(
    linear: Linear,
    cost: Ints,
    effort: Effort,
    *,
    hint: Ints | None = None,
    stops: Sequence[Stop] = (),
    on_solution: Callable[[Ints], object] | None = None,
    on_bound: Callable[[int], None] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> CpSatResult:
    """Minimise `cost` over `linear`.

    Parameters
    ----------
    linear, cost
        The program; cost is (n,).
    hint
        A full vector to start from.
    stops
        Requests that end the search, with the best solution so far.
    on_solution, on_bound
        Called with each better solution (a full vector) and each better lower bound.
    parameters
        More CP-SAT parameters.
    """
    from ortools.sat.python import cp_model

    if _is_over(stops, effort):  # writing the model down takes long
        return CpSatResult(None, None, False)
    model, variables = build_cpsat(linear)
    chosen = np.flatnonzero(cost)
    model.minimize(cp_model.LinearExpr.weighted_sum([variables[i] for i in chosen], cost[chosen].tolist()))
    if hint is not None:
        for variable, value in zip(variables, hint.tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    _configure(solver.parameters, effort, parameters or {})

    class Reporter(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if on_solution is not None:
                on_solution(np.array([self.value(v) for v in variables], dtype=np.int64))

    if on_bound is not None:
        solver.best_bound_callback = lambda bound: on_bound(int(np.ceil(bound - 1e-6)))
    if _is_over(stops, effort):
        return CpSatResult(None, None, False)
    with ended_by(stops, solver):
        status = solver.solve(model, Reporter() if on_solution is not None else None)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"CP-SAT refuses the model: {model.validate()}")
    infeasible = status == cp_model.INFEASIBLE
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    x = np.array(solver.values(variables), dtype=np.int64) if found else None
    # Without a solution the reported bound may be a default of 0 that nobody proved.
    bound = int(np.ceil(solver.best_objective_bound - 1e-6)) if found else None
    return CpSatResult(x, bound, infeasible)


def _configure(settings: Any, effort: Effort, more: Mapping[str, Any]) -> None:
    settings.max_time_in_seconds = max(0.01, effort.left)
    settings.num_workers = effort.workers
    settings.random_seed = effort.seed
    settings.catch_sigint_signal = False
    settings.max_memory_in_mb = effort.megabytes
    if effort.deterministic is not None:
        settings.max_deterministic_time = effort.deterministic
        settings.interleave_search = effort.workers > 1
    for name, value in more.items():
        if name == "subsolvers":
            settings.subsolvers.extend(value)
        else:
            setattr(settings, name, value)


def _is_over(stops: Sequence[Stop], effort: Effort) -> bool:
    return any(stop.requested for stop in stops) or effort.is_over


@contextmanager
def ended_by(stops: Sequence[Stop], solver: Any) -> Iterator[None]:
    """End the search of an OR-Tools solver inside the block when asked to, one that is just about to begin as well."""
    over = threading.Event()
    with ExitStack() as listening:
        for stop in stops:
            listening.enter_context(stop.calling(partial(_stop_for_certain, solver, over)))
        listening.callback(over.set)
        yield


def _stop_for_certain(solver: Any, over: threading.Event) -> None:
    """Ask again and again: before its search begins, a solver does not listen."""

    def again() -> None:
        while not over.wait(0.02):
            solver.stop_search()

    solver.stop_search()
    threading.Thread(target=again, daemon=True).start()
