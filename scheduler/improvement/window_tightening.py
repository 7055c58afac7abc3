"""Compact agendas by linear programming: pull everybody's meetings towards a window of their own, again and again.

With the dialogues decided, the linear program of values is nearly integral. A penalty for slots outside a participant's window of
that day, too small to cost any value, keeps it so; the windows then move to where the meetings went, as the centres do in k-means.
The first windows are those of a compact schedule of the same requests (`slotting`), a few of which it may have to leave out.
Each round is one warm-started program, so this takes a few seconds where searching from the same start takes minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduler.arrays import Bools, Floats, Ints
from scheduler.construction.slot_matching import scheduled_anew
from scheduler.instance.instance import Instance
from scheduler.model.model import Model
from scheduler.program.restriction import Reduced, reduce
from scheduler.run.linear_task import LinearTask, is_whole
from scheduler.solvers.cpsat import Effort, solve_cpsat
from scheduler.solvers.highs import HighsResult
from scheduler.stop import Stop


def tighten_windows(task: LinearTask, settled: Stop | None = None) -> None:
    """Offer plans of the same cost with ever more compact agendas.

    Parameters
    ----------
    task
        Its cost must not get worse; columns that no plan of the best cost uses may be fixed in its program.
    settled
        Requested once others have found the most compact ones.
    """
    search, parameters = task.search, task.parameters.window_tightening
    stops = [search.stop] if settled is None else [search.stop, settled]
    current = _compact_start(task)
    part = _part_with_dialogues(task)
    task.highs.load(part.linear)
    stale = 0
    random = np.random.default_rng(search.settings.seed)
    for _ in range(parameters.rounds_reproducible if search.settings.reproducible else parameters.rounds):
        if task.left <= 0.1 or stale >= parameters.patience or stops[-1].requested:
            return
        full = _round(task, part, current, random, stops)
        if full is None:
            return
        stale = 0 if task.offer(full) else stale + 1
        current = full[: task.core].astype(float)


def _compact_start(task: LinearTask) -> Floats:
    """(core,) the requests of the best plan scheduled anew: where everybody's window of a day should lie."""
    end = min(task.search.end, task.end)
    best = task.search.require()[: task.core]
    return scheduled_anew(task.model, best, task.highs, end, task.parameters.slot_matching).astype(float)


def _part_with_dialogues(task: LinearTask) -> Reduced:
    """The program with the dialogues of the best plan, less the columns that are fixed."""
    linear, dialogues = task.linear, slice(task.options, task.core)
    lower, upper = linear.lower.copy(), linear.upper.copy()
    lower[dialogues] = upper[dialogues] = task.search.require()[dialogues]
    return reduce(replace(linear, lower=lower, upper=upper), lower < upper, lower)


def _round(task: LinearTask, part: Reduced, current: Floats, random: np.random.Generator, stops: Sequence[Stop]) -> Ints | None:
    """The plan of the least penalty, (n,), for windows around those of the current one; None where there was no time."""
    parameters, instance = task.parameters.window_tightening, task.model.instance
    penalty = np.zeros(task.linear.columns, dtype=np.int64)
    penalty[: task.options] = _penalties(instance, *_windows(task.model, current), parameters.penalties_a_slot)
    # A little noise makes the best vertex unique, and most vertices are whole.
    penalty[: task.options] += random.integers(0, parameters.noise, task.options)
    weighted = (task.cost * parameters.goal_weight + penalty)[part.free]
    result = task.highs.minimise(weighted, seconds=task.left, integral=False)
    if result.x is None:
        return None
    whole = np.round(result.x).astype(np.int64)
    if result.dual is not None and not is_whole(result.x, whole):
        whole = _finish(task, part, weighted, result, whole, stops)
    return part.expand(whole)


def _finish(task: LinearTask, program: Reduced, cost: Ints, relaxed: HighsResult, rounded: Ints, stops: Sequence[Stop]) -> Ints:
    """The best whole solution among columns of small reduced cost; `rounded` where none was found."""
    assert relaxed.dual is not None
    search, parameters, linear = task.search, task.parameters.window_tightening, program.linear
    reduced = cost - linear.matrix.T @ relaxed.dual
    part = reduce(linear, np.abs(reduced) <= parameters.band, np.clip(rounded, linear.lower, linear.upper))
    left = task.left
    # Nearly integral programs: CP-SAT with its strongest relaxation is several times faster here than branch and bound.
    found = solve_cpsat(
        part.linear,
        cost[part.free],
        Effort(
            seconds=search.at_most(left, min(left * parameters.finish_share, parameters.finish_seconds)),
            workers=1,
            seed=search.settings.seed,
            deterministic=search.units(parameters.units),
        ),
        hint=rounded[part.free],
        stops=stops,
        parameters={"linearization_level": 2, "symmetry_level": 0, "absolute_gap_limit": float(parameters.gap)},
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


def _penalties(instance: Instance, centre: Floats, half: Floats, unit: int) -> Ints:
    """(N,) how far each option lies outside the windows of its two participants, in units of a slot."""
    order, slot = _order(instance), instance.option_slot
    day = instance.day[slot]
    total = np.zeros(instance.options)
    for side in (0, 1):
        person = instance.pair[instance.option_request, side]
        outside = np.maximum(0, np.abs(order[person, slot] - centre[person, day]) - half[person, day])
        total += np.where(instance.parallel[person] == 1, outside, 0)
    return np.round(total * unit).astype(np.int64)
