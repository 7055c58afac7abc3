"""Minimise one cost over a program that is nearly decided: the relaxation first, then an integer program of what it leaves open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from scheduler.certificate import SCALE, ceil_bound
from scheduler.cpsat import solve_cpsat
from scheduler.highs import Highs
from scheduler.instance import Bools, Ints
from scheduler.linear import Linear
from scheduler.reduced import Reduced, reduce
from scheduler.settings import Settings
from scheduler.stop import Stop
from scheduler.value_stage import Relaxation, relax

SMALL = 200  # columns up to which CP-SAT is quicker by itself than after a relaxation
LARGE = 50_000  # entries of a program above which CP-SAT takes seconds to read it, and listens to no limit meanwhile
GRACE = 1.0  # seconds that a relaxation may take beyond the end of what is only to improve: a bound is worth that
UNITS = 8.0  # of deterministic time, in a reproducible run


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
    """

    settings: Settings
    stop: Stop
    highs: Highs
    end: float
    hard: float

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
            Told each better solution, a vector of (n,).
        known
            A lower bound that is proven already: whoever reaches it is done.
        widen
            Whether to look at all columns where those of small reduced cost leave a gap.
        """
        if linear.columns > SMALL:
            seconds = max(self.left, min(GRACE, self.hard - time.monotonic()))
            relaxation = relax(self.highs, linear, cost, seconds) if seconds > 0 else None
            if relaxation is not None:
                return self._banded(linear, cost, hint, relaxation, on_solution, widen)
        return self.exactly(linear, cost, hint, on_solution, known)

    def exactly(
        self, linear: Linear, cost: Ints, hint: Ints, on_solution: Callable[[Ints], object] | None = None, known: int | None = None
    ) -> Minimum:
        """The same with CP-SAT alone, for costs of which a relaxation knows little."""
        return self._exactly(linear, cost, hint, np.ones(linear.columns, dtype=bool), hint, on_solution, known)

    def _banded(
        self,
        linear: Linear,
        cost: Ints,
        hint: Ints,
        relaxation: Relaxation,
        on_solution: Callable[[Ints], object] | None,
        widen: bool,
    ) -> Minimum:
        """Open ever more columns by their reduced cost; what stays shut costs more than the relaxation and the band together."""
        bound = ceil_bound(relaxation.bound)
        whole = np.round(relaxation.x).astype(np.int64)
        if np.abs(relaxation.x - whole).max(initial=0) < 1e-6 and not len(linear.violated(whole)) and int(cost @ whole) == bound:
            return Minimum(whole, bound, relaxation=relaxation)
        size, side = np.abs(relaxation.reduced), np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        best: Ints | None = None
        narrow = max(SCALE, int(np.abs(cost).max(initial=1)) * SCALE // 8)
        for band in (narrow, None) if widen else (narrow,):
            if self.left <= 0:
                break
            open_ = np.ones(linear.columns, dtype=bool) if band is None else size <= band
            found = self._exactly(linear, cost, hint, open_, side, on_solution, bound)
            if found.x is not None and (best is None or cost @ found.x < cost @ best):
                best = found.x
            outside = None if band is None or open_.all() else ceil_bound(relaxation.bound + band)
            if found.infeasible and outside is None:
                return Minimum(None, None, True, relaxation)
            inside = found.bound if found.bound is not None else outside if found.infeasible else None
            bounds = [value for value in (inside, outside) if value is not None]
            if inside is not None:
                bound = max(bound, min(bounds))
            if outside is None or (best is not None and int(cost @ best) <= bound):
                break
        return Minimum(best, bound, relaxation=relaxation)

    def _exactly(
        self,
        linear: Linear,
        cost: Ints,
        hint: Ints,
        open_: Bools,
        base: Ints,
        on_solution: Callable[[Ints], object] | None,
        known: int | None,
    ) -> Minimum:
        """CP-SAT on the open columns, the others as in `base`; an answer that reaches the known bound ends it."""
        part = reduce(linear, open_, base)
        if np.any(np.diff(part.linear.matrix.indptr) == 0):
            return Minimum(None, None, True)  # a row that is broken whatever the open columns are
        constant = int(cost @ np.where(open_, 0, base))
        if not len(part.free):
            return Minimum(base, constant)
        reached, settings = Stop(), self.settings
        if part.linear.matrix.nnz > LARGE:
            return self._branched(part, cost, constant, on_solution)

        def tell(x: Ints) -> None:
            full = part.expand(x)
            if on_solution is not None:
                on_solution(full)
            if known is not None and int(cost @ full) <= known:
                reached.request()

        result = solve_cpsat(
            part.linear,
            cost[part.free],
            seconds=self.left,
            workers=1 if settings.reproducible else settings.workers,
            seed=settings.seed,
            hint=hint[part.free],
            stops=[self.stop, reached],
            on_solution=tell,
            deterministic=UNITS if settings.reproducible else None,
        )
        bound = None if result.bound is None else result.bound + constant
        return Minimum(None if result.x is None else part.expand(result.x), bound, result.infeasible)

    def _branched(self, part: Reduced, cost: Ints, constant: int, on_solution: Callable[[Ints], object] | None) -> Minimum:
        """Branch and bound, which is at once with programs that are all but decided."""
        if self.left <= 0:
            return Minimum(None, None)
        self.highs.load(part.linear)
        tell = None if on_solution is None else lambda x: on_solution(part.expand(x))
        result = self.highs.minimise(cost[part.free], seconds=self.left, integral=True, on_solution=tell)
        x = None if result.x is None else part.expand(np.round(result.x).astype(np.int64))
        known = result.bound is not None and np.isfinite(result.bound)
        bound = int(np.ceil(result.bound + constant - 1e-4)) if known and result.bound is not None else None
        return Minimum(x, bound, result.infeasible)
