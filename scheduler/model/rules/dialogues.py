"""A dialogue starts at most once (once if it must), with one table, one moderator, and seats within its limits."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.program.integer_program import FREE


def add(layout: Layout) -> None:
    """Rows for starts, tables, moderators, seats and role minima."""
    instance, builder, seating = layout.instance, layout.builder, layout.seating
    must = np.array([group.must for group in instance.groups], dtype=np.int64)
    builder.add_rows(seating.start_group, seating.start_column, 1, must, 1, count=len(instance.groups))
    _one_each(layout, seating.table_start, seating.table_column)
    _one_each(layout, seating.guide_start, seating.guide_column)
    each = np.arange(len(seating.seat_column))
    seats = np.concatenate([seating.seat_column, seating.start_column[seating.seat_start]])
    builder.add_rows(np.tile(each, 2), seats, np.repeat([1, -1], len(each)), -1, 0)
    number = np.arange(len(seating.start_column))
    least = np.array([instance.groups[g].least for g in seating.start_group], dtype=np.int64)
    most = np.array([instance.groups[g].most for g in seating.start_group], dtype=np.int64)
    _count(layout, np.ones(len(each), dtype=bool), number, least, 0, FREE)
    _count(layout, np.ones(len(each), dtype=bool), number, most, -FREE, 0)
    for g, group in enumerate(instance.groups):
        mine = np.flatnonzero(seating.start_group == g)
        for people, wanted in group.minimum:
            role = np.isin(seating.seat_person, people) & (seating.start_group[seating.seat_start] == g)
            _count(layout, role, mine, np.full(len(mine), wanted), 0, FREE)


def _one_each(layout: Layout, start: Ints, column: Ints) -> None:
    """Exactly one of the columns of each start that has a choice, if it starts at all."""
    own = layout.seating.start_column[start]
    choice = column != own
    rows = np.unique(start[choice])
    layout.builder.add_rows(
        np.concatenate([np.searchsorted(rows, start[choice]), np.arange(len(rows))]),
        np.concatenate([column[choice], layout.seating.start_column[rows]]),
        np.concatenate([np.ones(int(choice.sum()), dtype=np.int64), -np.ones(len(rows), dtype=np.int64)]),
        0,
        0,
    )


def _count(layout: Layout, chosen: np.ndarray, starts: Ints, weight: Ints, low: int, high: int) -> None:
    """Rows ``low <= (seats chosen) - weight x start <= high``, one for each of `starts`."""
    seating = layout.seating
    entry = np.flatnonzero(chosen)
    layout.builder.add_rows(
        np.concatenate([np.searchsorted(starts, seating.seat_start[entry]), np.arange(len(starts))]),
        np.concatenate([seating.seat_column[entry], seating.start_column[starts]]),
        np.concatenate([np.ones(len(entry), dtype=np.int64), -weight]),
        low,
        high,
    )
