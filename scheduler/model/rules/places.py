"""No pool of places over its capacity; a dialogue takes one of its places as a whole."""

from __future__ import annotations

import numpy as np

from scheduler.model.columns import Layout
from scheduler.program.integer_program import compact


def add(layout: Layout) -> None:
    """One row a pool and slot in which it can be overfull."""
    instance = layout.instance
    place_pool, place_slot, place_column = layout.dialogue_places
    pool = np.concatenate([instance.option_pool, place_pool])
    slot = np.concatenate([instance.option_slot, place_slot])
    column = np.concatenate([layout.option, place_column])
    each = np.array([p.capacity for p in instance.pools], dtype=np.int64)
    weight = np.concatenate([np.ones(instance.options, dtype=np.int64), each[place_pool]])
    number, cells = compact(pool * instance.slots + slot)
    total = np.bincount(number, weights=weight, minlength=len(cells))
    capacity = instance.capacity[cells // max(1, instance.slots)]
    full = total > capacity
    entry = np.flatnonzero(full[number])
    rows, kept = compact(number[entry])
    about = ("places", *np.divmod(cells[full], max(1, instance.slots)))
    layout.builder.add_rows(rows, column[entry], weight[entry], 0, capacity[full], about=about)
    assert len(kept) == int(full.sum())
