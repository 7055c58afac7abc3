"""Compact agendas by linear programming: pull everybody's meetings towards a window of their own, again and again.

With the tables decided, the linear program of values is nearly integral. A penalty for slots outside a participant's window of
that day, too small to cost any value, keeps it so; the windows then move to where the meetings went, as the centres do in k-means.
The first windows are those of a compact schedule of the same requests (`slotting`), a few of which it may have to leave out.
Each round is one warm-started program, so this takes a few seconds where searching from the same start takes minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scheduler.construction.slot_matching import scheduled_anew
from scheduler.instance.instance import Bools, Instance, Ints
from scheduler.model.model import Model
from scheduler.program.integer_program import Linear
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat
from scheduler.solvers.highs import Highs, HighsResult
from scheduler.stop import Stop

Floats = npt.NDArray[np.float64]

ROUNDS = 15
PATIENCE = 4
UNIT = 16  # penalties are whole multiples of 1 / UNIT slots
NOISE = 8
WEIGHT = 8000  # of one unit of the goal against penalties
BAND = 40  # reduced cost, in penalties, of what is open to finish a fractional round
GAP = 40
UNITS = 1.0  # of deterministic time to finish a round in a reproducible run


def tighten_windows(
    search: Search, small: Model, linear: Linear, cost: Ints, highs: Highs, end: float, settled: Stop | None = None
) -> None:
    """Offer plans of the same cost in `linear` with ever more compact agendas.

    Parameters
    ----------
    small
        The model of the linear goals alone, whose columns `linear` has.
    linear
        Its program; columns that no plan of the best cost uses may be fixed.
    cost
        (n,) what must not get worse.
    end
        Monotonic time to end by.
    settled
        Requested once others have found the most compact ones.
    """
    stops = [search.stop] if settled is None else [search.stop, settled]
    core, options = small.layout.core, small.instance.options
    current = scheduled_anew(small, search.require()[:core], highs, min(search.end, end)).astype(float)
    lower, upper = linear.lower.copy(), linear.upper.copy()
    lower[options:core] = upper[options:core] = search.require()[options:core]
    part = reduce(Linear(linear.matrix, linear.low, linear.high, lower, upper), lower < upper, lower)
    highs.load(part.linear)
    stale = 0
    random = np.random.default_rng(search.settings.seed)
    for _ in range(ROUNDS // 2 if search.settings.reproducible else ROUNDS):
        left = search.left_until(end)
        if left <= 0.1 or stale >= PATIENCE or stops[-1].requested:
            return
        penalty = np.zeros(linear.columns, dtype=np.int64)
        penalty[:options] = _penalties(small.instance, *_windows(small, current))
        # A little noise makes the best vertex unique, and most vertices are whole.
        penalty[:options] += random.integers(0, NOISE, options)
        weighted = (cost * WEIGHT + penalty)[part.free]
        result = highs.minimise(weighted, seconds=left, integral=False)
        if result.x is None:
            return
        whole = np.round(result.x).astype(np.int64)
        if result.dual is not None and np.abs(result.x - whole).max(initial=0) > 1e-6:
            whole = _finish(search, part.linear, weighted, result, search.left_until(end), whole, stops)
        full = part.expand(whole)
        stale = 0 if search.offer(full[:core]) else stale + 1
        current = full[:core].astype(float)


def _finish(search: Search, linear: Linear, cost: Ints, relaxed: HighsResult, left: float, rounded: Ints, stops: Sequence[Stop]) -> Ints:
    """The best whole solution among columns of small reduced cost; `rounded` where none was found."""
    assert relaxed.dual is not None
    reduced = cost - linear.matrix.T @ relaxed.dual
    part = reduce(linear, np.abs(reduced) <= BAND, np.clip(rounded, linear.lower, linear.upper))
    reproducible = search.settings.reproducible
    # Nearly integral programs: CP-SAT with its strongest relaxation is several times faster here than branch and bound.
    found = solve_cpsat(
        part.linear,
        cost[part.free],
        Effort(
            seconds=left if reproducible else min(left / 4, 10.0),
            workers=1,
            seed=search.settings.seed,
            deterministic=UNITS if reproducible else None,
        ),
        hint=rounded[part.free],
        stops=stops,
        parameters={"linearization_level": 2, "symmetry_level": 0, "absolute_gap_limit": float(GAP)},
    )
    return rounded if found.x is None else part.expand(found.x)


def _windows(model: Model, core: Floats) -> tuple[Floats, Floats]:
    """(P, days) centre and half width of what each participant does on a day, counted in its free slots of that day."""
    instance = model.instance
    person, slot, column, _ = model.layout.busy
    busy = np.zeros((instance.people, instance.slots))
    np.add.at(busy, (person, slot), core[column])
    count, total = (_by_day(instance, numbers) for numbers in (busy, busy * _order(instance)))
    most = np.maximum(1.0, _by_day(instance, instance.free) - 1)
    spread = np.random.default_rng(0).uniform(0, 1, count.shape) * most
    return np.where(count > 0, total / np.maximum(count, 1), spread), np.maximum(0.0, (count - 1) / 2)


def _order(instance: Instance) -> Floats:
    """(P, S) number of each slot among the free ones of its participant and day, from 0."""
    return np.concatenate([np.cumsum(instance.free[:, day.start : day.stop], axis=1) for day in instance.days], axis=1) - 1.0


def _by_day(instance: Instance, numbers: Floats | Bools) -> Floats:
    """(P, days) sums over the slots of each day."""
    return np.stack([numbers[:, day.start : day.stop].sum(axis=1) for day in instance.days], axis=1).astype(float)


def _penalties(instance: Instance, centre: Floats, half: Floats) -> Ints:
    """(N,) how far each option lies outside the windows of its two participants."""
    order, slot = _order(instance), instance.option_slot
    day = instance.day[slot]
    total = np.zeros(instance.options)
    for side in (0, 1):
        person = instance.pair[instance.option_request, side]
        outside = np.maximum(0, np.abs(order[person, slot] - centre[person, day]) - half[person, day])
        total += np.where(instance.parallel[person] == 1, outside, 0)
    return np.round(total * UNIT).astype(np.int64)
