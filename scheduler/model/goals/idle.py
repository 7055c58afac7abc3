"""Idle: the number of slots in which participants wait between two things of one day."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.busy_columns import used_columns
from scheduler.model.columns import Layout
from scheduler.model.goals.breaks import add_and_not


def add(layout: Layout) -> Ints:
    """Columns whose sum is the number of idle slots: one for each slot that can lie between two busy ones."""
    instance, used = layout.instance, used_columns(layout)
    across = instance.problem.unavailable_counts_as_break
    cells = [np.zeros((0, 4), dtype=np.int64)]
    for day in instance.days:
        for t in day[1:-1]:
            before, after = used.since[:, t - 1], used.until[:, t + 1]
            people = np.flatnonzero((instance.free[:, t] | across) & (before >= 0) & (after >= 0))
            cells.append(np.stack([people, before[people], after[people], used.busy[people, t]], axis=1))
    rows = np.concatenate(cells)
    return add_and_not(layout, rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])
