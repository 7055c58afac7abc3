"""Goals that are linear in the decisions: the linear program's dual proves the bound, its reduced costs leave a small integer program.

Every column whose reduced cost exceeds the gap that is still open is zero in each plan that could close it (reduced-cost
fixing; Dantzig, Fulkerson and Johnson, 1954). So a narrow band of columns is solved to optimality, and widened only if what
it gives leaves a larger gap than the band.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.construction.first_plan import fill
from scheduler.improvement.lns import improve
from scheduler.instance.instance import Bools, Ints
from scheduler.linear_goals.rens import complete_relaxation, feasible, offering
from scheduler.model.model import Model
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs, HighsResult
from scheduler.stop import Stop

NARROW = 4  # a gap of so many bands is closed at once


@dataclass(frozen=True)
class Relaxation:
    """A linear program's answer, as far as it is proven.

    Attributes
    ----------
    x
        (n,) fractional solution.
    bound
        Lower bound of the cost, times SCALE, exact.
    reduced
        (n,) reduced costs, times SCALE.
    multipliers
        (m,) row multipliers, times SCALE, that prove the bound.
    """

    x: npt.NDArray[np.float64]
    bound: int
    reduced: Ints
    multipliers: Ints


def relax(highs: Highs, linear: Linear, cost: Ints, seconds: float) -> Relaxation | None:
    """Solve the linear program; None if it did not end in time."""
    highs.load(linear)
    result = highs.minimise(cost, seconds=seconds, integral=False)
    if result.x is None or result.dual is None or not result.optimal:
        return None
    return proven_by(linear, cost, result.x, result.dual)


def proven_by(linear: Linear, cost: Ints, x: npt.NDArray[np.float64], dual: npt.NDArray[np.float64]) -> Relaxation:
    """What a linear program's solution (n,) and row duals (m,) prove."""
    multipliers = round_multipliers(dual, linear)
    return Relaxation(x, lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers), multipliers)


def minimise_linear(
    search: Search,
    small: Model,
    linear: Linear,
    cost: Ints,
    highs: Highs,
    end: float,
    on_bound: Callable[[int], object],
) -> Relaxation | None:
    """Minimise a cost over `linear`, which has the columns of `small`; plans go to the search.

    Parameters
    ----------
    end
        Monotonic time to end by.
    on_bound
        Told each proven lower bound of the cost.

    Returns
    -------
    Relaxation or None
        None if there was no time for it.
    """
    relaxation = relax(highs, linear, cost, search.left_until(end))
    if relaxation is None:
        return None
    bound = ceil_bound(relaxation.bound)
    _round(search, small, relaxation)
    on_bound(bound)
    size = np.abs(relaxation.reduced)
    unit = SCALE * max(1, int(np.median(np.abs(cost[cost != 0]))) // 4) if cost.any() else SCALE
    best = feasible(search, small, linear)
    if best is None or cost @ best > bound:
        complete_relaxation(search, small, linear, cost, highs, relaxation.x, size <= 2 * unit, end, bound)
    _widen(search, small, linear, cost, highs, relaxation, unit, end, on_bound)
    return relaxation


def _widen(
    search: Search,
    small: Model,
    linear: Linear,
    cost: Ints,
    highs: Highs,
    relaxation: Relaxation,
    band: int,
    end: float,
    on_bound: Callable[[int], object],
) -> None:
    """Solve the program of the columns whose reduced cost lies within a band, and of wider ones, until nothing outside can be better."""
    core, size, bound = small.layout.core, np.abs(relaxation.reduced), ceil_bound(relaxation.bound)
    best = feasible(search, small, linear)
    while search.left_until(end) > 0 and (best is None or cost @ best > bound):
        if best is not None:
            # No better plan uses what costs as much as the gap; where that leaves little, the proof needs one program.
            gap = int(cost @ best) * SCALE - relaxation.bound - 1
            band = gap if gap <= NARROW * band else band
        base = np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        free = size <= band
        if best is not None:
            free |= best != base  # so that it can start from the best plan
        part = reduce(linear, free, base)
        constant = int(cost @ np.where(free, 0, part.base))
        highs.load(part.linear)
        with _searching(search, small, size <= 4 * band):
            result = highs.minimise(
                cost[part.free],
                seconds=search.left_until(end),
                integral=True,
                start=None if best is None else best[part.free],
                on_solution=offering(search, part, core),
            )
        if result.x is not None:
            search.offer(part.expand(np.round(result.x).astype(np.int64))[:core])
        best = feasible(search, small, linear)
        whole = bool(free.all())
        bound = max(bound, _proven(result, constant, None if whole else ceil_bound(relaxation.bound + band), bound))
        on_bound(bound)
        if whole or not (result.optimal or result.infeasible):
            break
        band = 4 * band


def _proven(result: HighsResult, constant: int, outside: int | None, known: int) -> int:
    """The bound of a whole program from that of its band; plans `outside` the band cost more than the relaxation and the band together."""
    if result.infeasible:
        return known if outside is None else outside
    if result.bound is None or not np.isfinite(result.bound):
        return known
    inside = int(np.ceil(result.bound + constant - 1e-4))
    return inside if outside is None else min(inside, outside)


@contextmanager
def _searching(search: Search, small: Model, near: Bools) -> Iterator[None]:
    """Meanwhile search neighbourhoods on another core, where there is one, among options of small reduced cost."""
    if search.best is None or search.settings.workers < 2 or search.settings.reproducible:
        yield
        return
    over = Stop()
    inner = Search(small, search.settings, over, search.end, on_better=lambda full: search.offer(full[: small.layout.core]))
    inner.offer(search.best[: small.layout.core])
    options = near[: small.instance.options]
    workers = search.settings.workers - 1
    thread = threading.Thread(target=improve, args=(inner, 0, search.end, options, None, workers, lambda: search.stop.requested))
    thread.start()
    try:
        with search.stop.calling(over.request):
            yield
    finally:
        over.request()
        thread.join()


def _round(search: Search, small: Model, relaxation: Relaxation) -> None:
    """Offer the relaxation rounded: its whole part, and then whatever fits, in the order of its fractions."""
    instance, layout = small.instance, small.layout
    whole = np.round(relaxation.x).astype(np.int64)
    if np.abs(relaxation.x - whole).max(initial=0) < 1e-6 and search.offer(whole[: layout.core]):
        return
    if instance.after or instance.problem.max_break_difference is not None or search.best is None:
        return
    tables = slice(instance.options, layout.core)
    fractions = relaxation.x[: instance.options]
    for decided in (whole, search.best):
        base = np.zeros(layout.core, dtype=np.int64)
        base[tables] = decided[tables]
        held = search.best[: instance.options] == 1
        base[: instance.options][held & instance.must[instance.option_request]] = 1
        order = fractions * 1e4 + instance.value[instance.option_request] / (1 + instance.value.max(initial=0))
        if search.offer(fill(layout, base, order)):
            return
