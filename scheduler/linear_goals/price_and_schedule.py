"""Linear goals of very large events: prices first, then tables, then a schedule slot by slot, then pairs of slots.

The program with its slots added up (`aggregate`) is solved in seconds where the whole one takes minutes. Its prices prove a
bound that availability hardly ever spoils when people have a dozen free slots and more; they say which requests are worth
holding and what a seat at a table costs in meetings. What the schedule then misses is won back between pairs of slots.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.construction.first_plan import fill
from scheduler.construction.slot_matching import schedule_by_slot
from scheduler.improvement.kempe_chains import improve_slots
from scheduler.instance.instance import Ints
from scheduler.linear_goals.reduced_cost_fixing import Relaxation
from scheduler.model.model import Model
from scheduler.program.aggregation import aggregate, families
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

TABLES = 5.0  # seconds for choosing dialogues by price


def minimise_large(
    search: Search, small: Model, linear: Linear, cost: Ints, highs: Highs, end: float, on_bound: Callable[[int], object]
) -> Relaxation | None:
    """Minimise a cost of a very large event; parameters and result are those of `reduced_cost_fixing.minimise_linear`."""
    if search.left_until(end) <= 0:
        return None
    sums = aggregate(linear, cost, families(small.family, linear.rows))
    highs.load(sums.linear)
    result = highs.minimise(sums.cost, seconds=search.left_until(end), integral=False)
    if result.x is None or result.dual is None or not result.optimal:
        return None
    multipliers = round_multipliers(sums.duals(result.dual), linear)
    bound, reduced = lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers)
    relaxation = Relaxation(sums.spread(result.x), bound, reduced, multipliers)
    compact = any(objective.name in ("breaks", "idle") for objective in search.model.objectives)
    tables = _tables_by_price(search, small, linear, cost, multipliers, highs, end)
    _schedule(search, small, relaxation, tables, highs, end, compact)
    on_bound(ceil_bound(bound))
    for _ in improve_slots(search, small, linear, cost, reduced, bound, highs, end, compact):
        on_bound(ceil_bound(bound))  # of plans that lack no more than the best one lacks now
    return relaxation


def _tables_by_price(search: Search, small: Model, linear: Linear, cost: Ints, multipliers: Ints, highs: Highs, end: float) -> Ints:
    """(core,) what has to be held, with dialogues chosen as if every hour of their people had its price."""
    instance, core = small.instance, small.layout.core
    base = search.require()[:core].copy()
    base[: instance.options] *= instance.must[instance.option_request]
    full = small.layout.complete(base)
    free = np.zeros(linear.columns, dtype=bool)
    free[instance.options : core] = True
    if not free.any():
        return base
    shared = np.zeros(linear.rows, dtype=bool)  # rows in which meetings and tables compete
    shared[linear.by_column[:, : instance.options].indices] = True
    priced = reduced_costs(linear, cost, np.where(shared, multipliers, 0))
    part = reduce(linear, free, full)
    highs.load(part.linear)
    left = search.left_until(end)
    result = highs.minimise(priced[part.free] / SCALE, seconds=left if search.settings.reproducible else min(left, TABLES), integral=True)
    return base if result.x is None else part.expand(np.round(result.x).astype(np.int64))[:core]


def _schedule(search: Search, small: Model, relaxation: Relaxation, base: Ints, highs: Highs, end: float, compact: bool) -> None:
    """Offer the choice of the relaxation, scheduled slot by slot, and then whatever else fits."""
    instance = small.instance
    share = np.bincount(instance.option_request, weights=relaxation.x[: instance.options], minlength=instance.requests)
    core = schedule_by_slot(small, share > 0.5, base, highs, min(end, search.end), compact)
    if instance.after or instance.problem.max_break_difference is not None:
        search.offer(core)
    else:
        search.offer(fill(small.layout, core, instance.value[instance.option_request]))
