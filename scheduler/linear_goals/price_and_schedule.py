"""Linear goals of very large events: prices first, then dialogues, then a schedule slot by slot, then pairs of slots.

The program with its slots added up (`aggregate`) is solved in seconds where the whole one takes minutes. Its prices prove a
bound that availability hardly ever spoils when people have a dozen free slots and more; they say which requests are worth
holding and what a seat at a dialogue costs in meetings. What the schedule then misses is won back between pairs of slots.
"""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.construction.greedy import fill
from scheduler.construction.slot_matching import schedule_by_slot
from scheduler.improvement.slot_pairs import improve_slots
from scheduler.program.aggregation import aggregate, families
from scheduler.program.lagrangian import SCALE, ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from scheduler.program.relaxation import Relaxation
from scheduler.program.restriction import reduce
from scheduler.run.linear_task import LinearTask, OnBound


def price_and_schedule(task: LinearTask, on_bound: OnBound) -> Relaxation | None:
    """Minimise a cost of a very large event; parameters and result are those of `reduced_cost_fixing.minimise_linear`."""
    relaxation = _relax(task)
    if relaxation is None:
        return None
    compact = any(objective.name in ("breaks", "idle") for objective in task.search.model.objectives)
    _schedule(task, relaxation, _dialogues_by_price(task, relaxation.multipliers), compact)
    on_bound(ceil_bound(relaxation.bound))
    for _ in improve_slots(task, relaxation, compact):
        on_bound(ceil_bound(relaxation.bound))  # of plans that lack no more than the best one lacks now
    return relaxation


def _relax(task: LinearTask) -> Relaxation | None:
    """What the program with its slots added up proves of the whole one; None if it was not solved in time."""
    if task.left <= 0:
        return None
    linear, cost = task.linear, task.cost
    sums = aggregate(linear, cost, families(task.model.family, linear.rows))
    task.highs.load(sums.linear)
    result = task.highs.minimise(sums.cost, seconds=task.left, integral=False)
    if result.x is None or result.dual is None or not result.optimal:
        return None
    multipliers = round_multipliers(sums.duals(result.dual), linear)
    bound, reduced = lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers)
    return Relaxation(sums.spread(result.x), bound, reduced, multipliers)


def _dialogues_by_price(task: LinearTask, multipliers: Ints) -> Ints:
    """(core,) what has to be held, with dialogues chosen as if every hour of their people had its price."""
    instance, linear, core = task.model.instance, task.linear, task.core
    base = task.search.require()[:core].copy()
    base[: instance.options] *= instance.must[instance.option_request]
    free = np.zeros(linear.columns, dtype=bool)
    free[instance.options : core] = True
    if not free.any():
        return base
    shared = np.zeros(linear.rows, dtype=bool)  # rows in which meetings and dialogues compete
    shared[linear.by_column[:, : instance.options].indices] = True
    priced = reduced_costs(linear, task.cost, np.where(shared, multipliers, 0))
    part = reduce(linear, free, task.model.layout.complete(base))
    task.highs.load(part.linear)
    seconds = task.search.at_most(task.left, task.parameters.price_and_schedule.dialogue_seconds)
    result = task.highs.minimise(priced[part.free] / SCALE, seconds=seconds, integral=True)
    return base if result.x is None else part.expand(np.round(result.x).astype(np.int64))[:core]


def _schedule(task: LinearTask, relaxation: Relaxation, base: Ints, compact: bool) -> None:
    """Offer the choice of the relaxation, scheduled slot by slot, and then whatever else fits."""
    instance, search = task.model.instance, task.search
    share = np.bincount(instance.option_request, weights=relaxation.x[: instance.options], minlength=instance.requests)
    end = min(task.end, search.end)
    core = schedule_by_slot(task.model, share > 0.5, base, task.highs, end, task.parameters.slot_matching, compact)
    if instance.after or instance.problem.max_break_difference is not None:
        search.offer(core)
    else:
        chunk = task.parameters.first_plan.chunk
        search.offer(fill(task.model.layout, core, instance.value[instance.option_request], chunk=chunk))
