"""Requests shown to be outweighed by asking CP-SAT: is there a plan that holds one of them and is no worse than the best one?

No answer settles all of them at once, and each plan found settles those that it holds.
"""

from __future__ import annotations

import time

import numpy as np
import scipy.sparse as sp

from scheduler.arrays import Bools, Ints
from scheduler.model.lean_model import LeanModel
from scheduler.program.integer_program import FREE, Linear
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import CpSatResult, Effort, solve_cpsat


def ask_whether_outweighed(search: Search, candidate: Bools, explained: Bools, end: float) -> Bools:
    """Find candidates that no plan holds which is as good as the best one.

    Parameters
    ----------
    candidate
        (R,) requests to ask about.
    explained
        (R,) those that have a reason already; they come last, and only in small problems.
    end
        Monotonic time by which to be done.

    Returns
    -------
    bools
        (R,) what was shown.
    """
    shown = np.zeros(len(candidate), dtype=bool)
    instance, parameters = search.model.instance, search.settings.parameters.asking
    if not candidate.any() or instance.options > parameters.coefficients or search.model.linear.matrix.nnz > parameters.coefficients:
        return shown
    if isinstance(search.model, LeanModel):
        search = search.taken_to(search.model.whole)
    program = no_worse(search)
    rounds = [(candidate & ~explained, parameters.effort)]
    if instance.options <= parameters.explained_options:
        rounds.append((candidate & explained, parameters.explained_effort))
    for asked, effort in rounds:
        until = end - parameters.margin
        if not search.settings.reproducible:
            until = min(until, time.monotonic() + effort)
        shown |= Questions(search, program, until).settle(asked)
    return shown


def no_worse(search: Search) -> Linear:
    """The program of all plans that are, goal by goal in their order, no worse than the best one.

    For each goal that may still be better there is one more column behind the model's own, which says that it is: then the
    goals after it are free.
    """
    model, costs = search.model, search.costs
    last = len(costs) - 1
    switch = {k: model.linear.columns + n for n, k in enumerate(k for k in range(last) if not search.proven(k))}
    program = _widened(model.linear, len(switch))
    for k, objective in enumerate(model.objectives):
        cost = np.pad(objective.cost, (0, len(switch)))
        worst = int(np.maximum(cost, 0) @ program.upper + np.minimum(cost, 0) @ program.lower)
        reach = max(0, worst - costs[k])
        cost[[column for goal, column in switch.items() if goal < k]] = -reach
        program = program.with_row(cost, -FREE, costs[k])
        if k in switch:
            better = cost.copy()
            better[switch[k]] = reach + 1
            program = program.with_row(better, -FREE, costs[k] + reach)
    return program


def _widened(linear: Linear, columns: int) -> Linear:
    """The same with more columns from 0 to 1, in no row yet."""
    matrix = sp.csr_array(sp.hstack([linear.matrix, sp.csr_array((linear.rows, columns), dtype=np.int64)], format="csr"))
    lower, upper = np.pad(linear.lower, (0, columns)), np.pad(linear.upper, (0, columns), constant_values=1)
    return Linear(matrix, linear.low, linear.high, lower, upper)


class Questions:
    """Asks until a time: about many requests at once, and then one by one about those that this leaves open."""

    def __init__(self, search: Search, program: Linear, until: float) -> None:
        self.search, self.program, self.until = search, program, until
        self.instance = search.model.instance
        self.parameters = search.settings.parameters.asking
        self.left = self.parameters.questions

    def settle(self, asked: Bools) -> Bools:
        """(R,) those of the requests asked about that are shown to be outweighed."""
        shown, unknown = self._together(asked)
        for r in np.flatnonzero(unknown).tolist() if unknown.sum() > 1 else ():
            alone = np.zeros_like(asked)
            alone[r] = True
            shown |= self._together(alone)[0]
        return shown

    def _together(self, asked: Bools) -> tuple[Bools, Bools]:
        """Ask until none of these is left or no answer comes: those that are outweighed, and those of which it is not known."""
        nothing = np.zeros_like(asked)
        while asked.any():
            answer = self.ask(asked)
            if answer is None or (answer.x is None and not answer.infeasible):
                return nothing, asked
            if answer.x is None:
                return asked, nothing
            asked = asked & ~self._held(answer.x)
        return nothing, nothing

    def _held(self, x: Ints) -> Bools:
        result = np.zeros(self.instance.requests, dtype=bool)
        result[self.instance.option_request[np.flatnonzero(x[: self.instance.options])]] = True
        return result

    def ask(self, asked: Bools) -> CpSatResult | None:
        """Look for a plan that holds some of these requests, as many as can be; None where there is no time."""
        seconds = self.until - time.monotonic() - self.parameters.building * self.program.matrix.nnz
        if seconds <= 0.01 or self.left <= 0 or self.search.stop.requested:
            return None
        self.left -= 1
        wanted = np.zeros(self.program.columns, dtype=np.int64)
        wanted[: self.instance.options] = asked[self.instance.option_request]
        settings, patience = self.search.settings, self.parameters.patience
        return solve_cpsat(
            self.program.with_row(wanted, 1, FREE),
            -wanted,
            Effort(
                seconds=seconds if settings.reproducible else min(seconds, patience),
                workers=1 if settings.reproducible else settings.workers,
                seed=settings.seed,
                deterministic=patience if settings.reproducible else None,
            ),
            stops=[self.search.stop],
        )
