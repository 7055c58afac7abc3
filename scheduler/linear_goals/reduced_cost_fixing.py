"""Goals that are linear in the decisions: the linear program's dual proves the bound, its reduced costs leave a small integer program.

Every column whose reduced cost exceeds the gap that is still open is zero in each plan that could close it (reduced-cost
fixing; Dantzig, Fulkerson and Johnson, 1954). So a narrow band of columns is solved to optimality, and widened only if what
it gives leaves a larger gap than the band.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.greedy import fill
from scheduler.improvement.lns import improve
from scheduler.linear_goals.rens import complete_relaxation
from scheduler.program.lagrangian import SCALE, ceil_bound
from scheduler.program.relaxation import Relaxation
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask, OnBound, is_whole
from scheduler.solvers.highs import HighsResult
from scheduler.stop import Stop


def minimise_linear(task: LinearTask, on_bound: OnBound) -> Relaxation | None:
    """Minimise the cost of a task; plans go to its search.

    Parameters
    ----------
    on_bound
        Called with each proven lower bound of the cost.

    Returns
    -------
    Relaxation or None
        None if there was no time for it.
    """
    relaxation = task.relax()
    if relaxation is None:
        return None
    bound = ceil_bound(relaxation.bound)
    _round(task, relaxation)
    on_bound(bound)
    band = _first_band(task)
    best = task.feasible()
    if best is None or task.cost @ best > bound:
        near = np.abs(relaxation.reduced) <= task.parameters.reduced_cost_fixing.near * band
        complete_relaxation(task, relaxation.x, near, bound)
    _Bands(task, relaxation, on_bound).widen(band)
    return relaxation


def _first_band(task: LinearTask) -> int:
    """A reduced cost, times SCALE, that is small beside what one decision costs."""
    cost = task.cost
    if not cost.any():
        return SCALE
    return SCALE * max(1, int(np.median(np.abs(cost[cost != 0]))) // task.parameters.reduced_cost_fixing.unit_part)


class _Bands:
    """Programs of the columns whose reduced cost lies within a band, ever wider ones, until nothing outside can be better."""

    def __init__(self, task: LinearTask, relaxation: Relaxation, on_bound: OnBound) -> None:
        self._task, self._relaxation, self._on_bound = task, relaxation, on_bound
        self._parameters = task.parameters.reduced_cost_fixing
        self._size = np.abs(relaxation.reduced)
        self._base = np.where(relaxation.reduced > 0, task.linear.lower, task.linear.upper)  # each column's better end
        self._bound = ceil_bound(relaxation.bound)

    def widen(self, band: int) -> None:
        """Solve band after band, from this one on."""
        task = self._task
        best = task.feasible()
        while task.left > 0 and (best is None or task.cost @ best > self._bound):
            band = self._enough(best, band)
            more = self._solve(best, band)
            self._on_bound(self._bound)
            if not more:
                break
            best = task.feasible()
            band *= self._parameters.widen

    def _enough(self, best: Ints | None, band: int) -> int:
        """A band as wide as the gap, where that leaves little: then the proof needs one program."""
        if best is None:
            return band
        # No better plan uses what costs as much as the gap.
        gap = int(self._task.cost @ best) * SCALE - self._relaxation.bound - 1
        return gap if gap <= self._parameters.at_once * band else band

    def _solve(self, best: Ints | None, band: int) -> bool:
        """Solve the program of one band; returns whether a wider one may give more."""
        task = self._task
        free = self._size <= band
        if best is not None:
            free |= best != self._base  # so that it can start from the best plan
        part = reduce(task.linear, free, self._base)
        task.highs.load(part.linear)
        with _searching(task, self._size <= self._parameters.beside * band):
            result = task.highs.minimise(
                task.cost[part.free],
                seconds=task.left,
                integral=True,
                start=None if best is None else best[part.free],
                on_solution=task.offering(part),
            )
        if result.x is not None:
            task.offer(part.expand(np.round(result.x).astype(np.int64)))
        whole = bool(free.all())
        constant = int(task.cost @ np.where(free, 0, part.base))
        outside = None if whole else ceil_bound(self._relaxation.bound + band)
        self._bound = max(self._bound, _proven(result, constant, outside, self._bound))
        return not whole and (result.optimal or result.infeasible)


def _proven(result: HighsResult, constant: int, outside: int | None, known: int) -> int:
    """The bound of a whole program from that of its band; plans `outside` the band cost more than the relaxation and the band together."""
    if result.infeasible:
        return known if outside is None else outside
    if result.bound is None or not np.isfinite(result.bound):
        return known
    inside = int(np.ceil(result.bound + constant - 1e-4))
    return inside if outside is None else min(inside, outside)


@contextmanager
def _searching(task: LinearTask, near: Bools) -> Iterator[None]:
    """Meanwhile search neighbourhoods on another core, where there is one, among options of small reduced cost."""
    search = task.search
    if search.best is None or search.settings.workers < 2 or search.settings.reproducible:
        yield
        return
    over = Stop()
    inner = Search(task.model, search.settings, over, search.end, on_better=task.offer)
    inner.offer(search.best[: task.core])
    workers = search.settings.workers - 1
    arguments = (inner, 0, search.end, near[: task.options], None, workers, lambda: search.stop.requested)
    thread = threading.Thread(target=improve, args=arguments)
    thread.start()
    try:
        with search.stop.calling(over.request):
            yield
    finally:
        over.request()
        thread.join()


def _round(task: LinearTask, relaxation: Relaxation) -> None:
    """Offer the relaxation rounded: its whole part, and then whatever fits, in the order of its fractions."""
    instance, best = task.model.instance, task.search.best
    whole = np.round(relaxation.x).astype(np.int64)
    if is_whole(relaxation.x, whole) and task.offer(whole):
        return
    if instance.after or instance.problem.max_break_difference is not None or best is None:
        return
    order = relaxation.x[: instance.options] * 1e4 + instance.value[instance.option_request] / (1 + instance.value.max(initial=0))
    for decided in (whole, best):
        if task.offer(fill(task.model.layout, _with_dialogues(task, decided), order, chunk=task.parameters.first_plan.chunk)):
            return


def _with_dialogues(task: LinearTask, decided: Ints) -> Ints:
    """(core,) the dialogues of these decisions, and of the best plan's meetings those that have to be held."""
    instance, options = task.model.instance, task.options
    base = np.zeros(task.core, dtype=np.int64)
    base[options:] = decided[options : task.core]
    held = task.search.require()[:options] == 1
    base[:options][held & instance.must[instance.option_request]] = 1
    return base
