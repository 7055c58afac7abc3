"""Changes: what of the plan to keep is lost or elsewhere, and has to be told anew."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.model.columns import Layout


def add(layout: Layout) -> Ints:
    """One column an item of the kept plan: whether it is lost; nothing without a plan to keep."""
    columns = item_columns(layout)

    def fill(full: Ints) -> None:
        held = np.where(columns >= 0, full[np.maximum(columns, 0)], 0)
        full[lost] = 1 - held[:, 0] * held[:, 1]

    lost = layout.add_auxiliary(np.full(len(columns), -1, dtype=np.int64), fill)
    for side in (0, 1):
        each = np.arange(len(columns))
        some = np.flatnonzero(columns[:, side] >= 0)
        layout.builder.add_rows(np.concatenate([each, some]), np.concatenate([lost, columns[some, side]]), 1, 1, 2)
    return lost


def item_columns(layout: Layout) -> Ints:
    """(n, 2) columns that are both 1 where an item stays: meetings, seats, moderators; -1 where it cannot stay in any plan.

    A meeting has one column, given twice. A seat and a moderator stay where they are only if the table does.
    """
    kept = layout.instance.kept
    if kept is None:
        return np.zeros((0, 2), dtype=np.int64)
    option = option_columns(layout)
    start, table = table_columns(layout)
    seating = layout.seating
    seat = _find(seating.seat_start, seating.seat_person, seating.seat_column, start[kept.seat[:, 0]], kept.seat[:, 1])
    guide = _find(seating.guide_start, seating.guide_person, seating.guide_column, start[kept.guide[:, 0]], kept.guide[:, 1])
    pairs = [
        np.stack([option, option], axis=1),
        np.stack([seat, table[kept.seat[:, 0]]], axis=1),
        np.stack([guide, table[kept.guide[:, 0]]], axis=1),
    ]
    columns: Ints = np.concatenate(pairs)
    columns[(columns < 0).any(axis=1)] = -1
    return columns


def option_columns(layout: Layout) -> Ints:
    """(M,) the column of each kept meeting where it is; -1: it cannot be there."""
    instance, kept = layout.instance, layout.instance.kept
    assert kept is not None
    pools, slots = max(1, len(instance.pools)), max(1, instance.slots)
    key = (instance.option_request * slots + instance.option_slot) * pools + instance.option_pool
    request, slot, pool, _ = kept.meeting.T
    return _at(key, layout.option, np.where((slot >= 0) & (pool >= 0), (request * slots + slot) * pools + pool, -1))


def table_columns(layout: Layout) -> tuple[Ints, Ints]:
    """(T,) number of the start, and column of the table, of each kept table where it is; -1: it cannot be there."""
    seating, kept = layout.seating, layout.instance.kept
    assert kept is not None
    group, slot, pool, _ = kept.table.T
    numbers = np.arange(len(seating.start_column))
    start = _find(seating.start_group, seating.start_slot, numbers, group, slot)
    return start, _find(seating.table_start, seating.table_pool, seating.table_column, start, pool)


def as_kept(layout: Layout) -> Ints:
    """(core,) everything that can stay where it is."""
    core = np.zeros(layout.core, dtype=np.int64)
    items = item_columns(layout)
    core[items[items >= 0]] = 1
    start, table = table_columns(layout)
    there = table >= 0
    core[layout.seating.start_column[start[there]]] = 1
    core[table[there]] = 1
    return core


def frozen_columns(layout: Layout, frozen: Bools) -> tuple[Bools, Bools]:
    """(core,) columns in frozen slots that the kept plan has, and those that it does not have."""
    instance, seating = layout.instance, layout.seating
    inside = np.zeros(layout.core, dtype=bool)
    inside[layout.option[frozen[instance.option_slot]]] = True
    begins = frozen[seating.start_slot]
    inside[seating.start_column[begins]] = True
    for column, start in (
        (seating.table_column, seating.table_start),
        (seating.guide_column, seating.guide_start),
        (seating.seat_column, seating.seat_start),
    ):
        inside[column[begins[start]]] = True
    kept = as_kept(layout) == 1
    return inside & kept, inside & ~kept


def _find(first: Ints, second: Ints, result: Ints, one: Ints, two: Ints) -> Ints:
    """The `result` where both keys are as sought, one for each pair of keys; -1 where there is none."""
    width = int(max(second.max(initial=0), two.max(initial=0))) + 1
    return _at(first * width + second, result, np.where((one >= 0) & (two >= 0), one * width + two, -1))


def _at(keys: Ints, result: Ints, sought: Ints) -> Ints:
    if not len(keys):
        return np.full(len(sought), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys[order], sought), len(keys) - 1)
    found = order[place]
    return np.where(keys[found] == sought, result[found], -1)
