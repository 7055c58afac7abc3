"""Minimise one cost over a program that is nearly decided: the relaxation first, then an integer program of what it leaves open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.parameters import MinimisingParameters
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE, ceil_bound
from scheduler.program.relaxation import Relaxation, proven_by
from scheduler.program.restriction import reduce
from scheduler.settings import Settings
from scheduler.solvers.cpsat import Effort, solve_cpsat
from scheduler.solvers.glop import solve_glop
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop


@dataclass(frozen=True)
class Minimum:
    """What was found and proven.

    Attributes
    ----------
    x
        (n,) the best solution; None: none was found.
    bound
        Proven lower bound of the cost; None: none.
    infeasible
        Proven that there is no solution.
    relaxation
        Of the whole program, if it was solved.
    """

    x: Ints | None
    bound: int | None
    infeasible: bool = False
    relaxation: Relaxation | None = None


@dataclass(frozen=True)
class Solver:
    """What a run may use.

    Attributes
    ----------
    highs
        For relaxations; one process for all of them.
    end, hard
        Monotonic times by which to be done, and never to pass.
    grace, branching
        Seconds that a relaxation may take beyond the end, and then branch and bound on what it leaves open.
    presolved
        Whether relaxations are for HiGHS, which is quicker where most columns turn out to be decided.
    """

    settings: Settings
    stop: Stop
    highs: Highs
    end: float
    hard: float
    grace: float
    branching: float = 0.0
    presolved: bool = False

    @property
    def parameters(self) -> MinimisingParameters:
        """Those of the run."""
        return self.settings.parameters.minimising

    @property
    def left(self) -> float:
        """Seconds left; 0 when asked to stop."""
        return 0.0 if self.stop.requested else max(0.0, self.end - time.monotonic())

    def until(self, end: float) -> Solver:
        """The same with an earlier end."""
        return replace(self, end=min(self.end, end))

    def until_hard(self) -> Solver:
        """The same with all the time there is."""
        return replace(self, end=self.hard)

    def patient(self, grace: float, branching: float) -> Solver:
        """The same with so many seconds for a relaxation and for branch and bound, though the end be past."""
        return replace(self, grace=grace, branching=branching)

    def minimise(
        self,
        linear: Linear,
        cost: Ints,
        hint: Ints,
        on_solution: Callable[[Ints], object] | None = None,
        known: int | None = None,
        *,
        widen: bool = True,
    ) -> Minimum:
        """Minimise a cost over a program.

        Parameters
        ----------
        hint
            (n,) where to begin; it may break rows.
        on_solution
            Called with each better solution, a vector of (n,).
        known
            A lower bound that is proven already: whoever reaches it is done.
        widen
            Whether to look at all columns where those of small reduced cost leave a gap.
        """
        if linear.columns > self.parameters.relaxed_columns:
            seconds = max(self.left, min(self.grace, self.hard - time.monotonic()))
            relaxation = self._relaxed(linear, cost, seconds)
            if relaxation is not None:
                branching = replace(self, end=min(self.hard, max(self.end, time.monotonic() + self.branching)))
                return branching._banded(linear, cost, relaxation, on_solution, widen)
            if self.left <= 0 and linear.columns > self.parameters.exact_columns:
                return Minimum(None, None)
        return self.exactly(linear, cost, hint, on_solution, known)

    def exactly(
        self, linear: Linear, cost: Ints, hint: Ints, on_solution: Callable[[Ints], object] | None = None, known: int | None = None
    ) -> Minimum:
        """The same with CP-SAT alone, for costs of which a relaxation knows little."""
        part = reduce(linear, np.ones(linear.columns, dtype=bool), hint).linear
        if np.any(np.diff(part.matrix.indptr) == 0):
            return Minimum(None, None, True)  # a row that is broken whatever the columns are
        if not part.columns:
            return Minimum(hint, 0)
        reached, settings = Stop(), self.settings

        def tell(x: Ints) -> None:
            if on_solution is not None:
                on_solution(x)
            if known is not None and int(cost @ x) <= known:
                reached.request()

        result = solve_cpsat(
            part,
            cost,
            Effort(
                seconds=self.left,
                workers=1 if settings.reproducible else settings.workers,
                seed=settings.seed,
                deterministic=self.parameters.units if settings.reproducible else None,
            ),
            hint=hint,
            stops=[self.stop, reached],
            on_solution=tell,
        )
        return Minimum(result.x, result.bound, result.infeasible)

    def _relaxed(self, linear: Linear, cost: Ints, seconds: float) -> Relaxation | None:
        if self.presolved or linear.matrix.nnz > self.parameters.glop_entries:
            return self.highs.relax(linear, cost, seconds) if seconds > 0 else None
        found = solve_glop(linear, cost, seconds)
        return None if found is None else proven_by(linear, cost, *found)

    def _banded(
        self, linear: Linear, cost: Ints, relaxation: Relaxation, on_solution: Callable[[Ints], object] | None, widen: bool
    ) -> Minimum:
        """Open columns by their reduced cost; what stays shut costs more than the relaxation and the band together.

        Once a solution is known, columns whose reduced cost exceeds its gap are in no better one.
        """
        bound = ceil_bound(relaxation.bound)
        whole = np.round(relaxation.x).astype(np.int64)
        if np.abs(relaxation.x - whole).max(initial=0) < 1e-6 and not len(linear.violated(whole)) and int(cost @ whole) == bound:
            return Minimum(whole, bound, relaxation=relaxation)
        size, side = np.abs(relaxation.reduced), np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        best: Ints | None = None
        band: int | None = SCALE * max(1, int(np.median(np.abs(cost[cost != 0]))) // 4) if cost.any() else SCALE
        while self.left > 0:
            open_ = np.ones(linear.columns, dtype=bool) if band is None else size <= band
            found = self._branched(linear, cost, open_, side, on_solution)
            if found.x is not None and (best is None or cost @ found.x < cost @ best):
                best = found.x
            outside = None if band is None or open_.all() else ceil_bound(relaxation.bound + band)
            if found.infeasible and outside is None:
                return Minimum(None, None, True, relaxation)
            inside = found.bound if found.bound is not None else outside if found.infeasible else None
            bounds = [value for value in (inside, outside) if value is not None]
            if inside is not None:
                bound = max(bound, min(bounds))
            if outside is None or not widen or (best is not None and int(cost @ best) <= bound):
                break
            band = None if best is None or band is None else max(4 * band, int(cost @ best) * SCALE - relaxation.bound)
        return Minimum(best, bound, relaxation=relaxation)

    def _branched(self, linear: Linear, cost: Ints, open_: Bools, base: Ints, on_solution: Callable[[Ints], object] | None) -> Minimum:
        """Branch and bound on the open columns, the others as in `base`; it is at once with programs that are all but decided."""
        part = reduce(linear, open_, base)
        if np.any(np.diff(part.linear.matrix.indptr) == 0):
            return Minimum(None, None, True)  # a row that is broken whatever the open columns are
        constant = int(cost @ np.where(open_, 0, base))
        if not len(part.free):
            return Minimum(base, constant)
        self.highs.load(part.linear)
        tell = None if on_solution is None else lambda x: on_solution(part.expand(x))
        result = self.highs.minimise(cost[part.free], seconds=self.left, integral=True, on_solution=tell)
        x = None if result.x is None else part.expand(np.round(result.x).astype(np.int64))
        known = result.bound is not None and np.isfinite(result.bound)
        bound = int(np.ceil(result.bound + constant - 1e-4)) if known and result.bound is not None else None
        return Minimum(x, bound, result.infeasible)
