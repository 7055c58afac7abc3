"""Auxiliary columns: whether a participant is busy in a slot, and has been or will be on the same day."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Complete, Layout, Used
from scheduler.program.integer_program import FREE, compact


def used_columns(layout: Layout) -> Used:
    """The columns busy, since and until, added with the rows that make them exact when first asked for."""
    if layout.used is None:
        busy = _add_busy(layout)
        layout.used = Used(busy, _add_chain(layout, busy, 1), _add_chain(layout, busy, -1))
    return layout.used


def _add_busy(layout: Layout) -> Ints:
    instance, builder = layout.instance, layout.builder
    person, slot, column, _ = layout.busy
    number, cells = compact(person * instance.slots + slot)
    owner = cells // max(1, instance.slots)

    def fill(full: Ints) -> None:
        total = np.zeros(len(cells), dtype=np.int64)
        np.add.at(total, number, full[column])
        full[mine] = total > 0

    mine = layout.add_auxiliary(owner, fill)
    single = instance.parallel[owner] == 1
    # One meeting at a time: busy is the sum. Otherwise: at least each, at most the sum.
    entry = np.flatnonzero(single[number])
    rows, kept = compact(number[entry])
    builder.add_rows(
        np.concatenate([rows, np.arange(len(kept))]),
        np.concatenate([column[entry], mine[kept]]),
        np.concatenate([np.ones(len(entry), dtype=np.int64), -np.ones(len(kept), dtype=np.int64)]),
        0,
        0,
    )
    entry = np.flatnonzero(~single[number])
    each = np.arange(len(entry))
    signs = np.repeat([1, -1], len(entry))
    builder.add_rows(np.tile(each, 2), np.concatenate([mine[number[entry]], column[entry]]), signs, 0, 1)
    rows, kept = compact(number[entry])
    builder.add_rows(
        np.concatenate([rows, np.arange(len(kept))]),
        np.concatenate([column[entry], mine[kept]]),
        np.concatenate([np.ones(len(entry), dtype=np.int64), -np.ones(len(kept), dtype=np.int64)]),
        0,
        FREE,
    )
    grid = np.full((instance.people, instance.slots), -1, dtype=np.int64)
    grid[owner, cells % max(1, instance.slots)] = mine
    return grid


def _add_chain(layout: Layout, busy: Ints, step: int) -> Ints:
    """Add "busy at or before" (step 1) or "busy at or after" (step -1) within each day.

    Where the chain has begun with a single busy column, that column itself is used.
    """
    instance, builder = layout.instance, layout.builder
    grid = np.full_like(busy, -1)
    for day in instance.days:
        order = list(day)[::step]
        previous = np.full(instance.people, -1, dtype=np.int64)
        for t in order:
            now = np.where(busy[:, t] < 0, previous, busy[:, t])
            both = np.flatnonzero((busy[:, t] >= 0) & (previous >= 0))
            before, here = previous[both], busy[both, t]
            columns = layout.add_auxiliary(both.astype(np.int64), _either(before, here, builder.columns))
            each = np.arange(len(both))
            ones = np.ones(len(both), dtype=np.int64)
            for part in (before, here):
                builder.add_rows(np.tile(each, 2), np.concatenate([columns, part]), np.concatenate([ones, -ones]), 0, 1)
            triple = np.concatenate([columns, before, here])
            builder.add_rows(np.tile(each, 3), triple, np.concatenate([ones, -ones, -ones]), -2, 0)
            now[both] = columns
            grid[:, t] = previous = now
    return grid


def _either(before: Ints, here: Ints, start: int) -> Complete:
    def fill(full: Ints) -> None:
        full[start : start + len(here)] = np.maximum(full[before], full[here])

    return fill
