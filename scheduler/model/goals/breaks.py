"""Breaks: maximal runs of slots in which a participant waits between two things of one day."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.busy_columns import used_columns
from scheduler.model.columns import Holes, Layout


def add_holes(layout: Layout) -> Holes:
    """Add one column for each slot in which a break can end (Bofill et al., JAIR 74, 2022, `endHole`).

    A run ends where the participant is busy in the next slot, or becomes unavailable there and is busy later on; the
    second only where unavailable slots are no waiting time.
    """
    if layout.holes is not None:
        return layout.holes
    instance = layout.instance
    across = instance.problem.unavailable_counts_as_break
    used = used_columns(layout)
    here: list[Ints] = []
    for day in instance.days:
        for t in day[:-1]:
            waiting = instance.free[:, t] | across
            follows = used.busy[:, t + 1] if across else np.where(instance.free[:, t + 1], used.busy[:, t + 1], used.until[:, t + 1])
            # Busy before t: `since` at t - 1; the column of t itself says whether it waits at all.
            before = used.since[:, t - 1] if t > day[0] else np.full(instance.people, -1)
            people = np.flatnonzero(waiting & (follows >= 0) & (before >= 0))
            here.append(np.stack([people, np.full(len(people), t), before[people], used.busy[people, t], follows[people]], axis=1))
    cells = np.concatenate(here) if here else np.zeros((0, 5), dtype=np.int64)
    holes = Holes(add_and_not(layout, cells[:, 0], cells[:, 2], cells[:, 4], cells[:, 3]), cells[:, 0], cells[:, 1])
    layout.holes = holes
    return holes


def add_and_not(layout: Layout, owner: Ints, before: Ints, after: Ints, here: Ints) -> Ints:
    """Add columns for "before and after and not here"; `here` is -1 where the participant cannot be busy."""
    builder = layout.builder

    def fill(full: Ints) -> None:
        busy = np.where(here >= 0, full[np.maximum(here, 0)], 0)
        full[mine] = full[before] * full[after] * (1 - busy)

    mine = layout.add_auxiliary(owner, fill)
    each = np.arange(len(mine))
    inside = np.flatnonzero(here >= 0)
    ones = np.ones(len(mine), dtype=np.int64)
    builder.add_rows(
        np.concatenate([np.tile(each, 3), inside]),
        np.concatenate([mine, before, after, here[inside]]),
        np.concatenate([ones, -ones, -ones, ones[inside]]),
        -1,
        2,
    )
    if layout.instance.problem.max_break_difference is None:
        return mine  # only ever minimised: the other side needs no rows
    for part in (before, after):
        builder.add_rows(np.tile(each, 2), np.concatenate([mine, part]), np.concatenate([ones, -ones]), -1, 0)
    rows = np.arange(len(inside))
    builder.add_rows(np.tile(rows, 2), np.concatenate([mine[inside], here[inside]]), 1, 0, 1)
    return mine


def add(layout: Layout) -> Ints:
    """Columns whose sum is the number of breaks."""
    return add_holes(layout).column


def waiting(layout: Layout, full: Ints) -> Ints:
    """(P,) breaks of each participant in a full vector; zeros where the model does not count them."""
    count = np.zeros(layout.instance.people, dtype=np.int64)
    if layout.holes is not None:
        np.add.at(count, layout.holes.person, full[layout.holes.column])
    return count
