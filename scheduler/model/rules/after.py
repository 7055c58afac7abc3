"""Where a request and one that it comes after are both held, it is in a later slot."""

from __future__ import annotations

import numpy as np

from scheduler.model.columns import Layout


def add(layout: Layout) -> None:
    """For each pair and slot t: not the later one at or before t and the earlier one at or after t."""
    instance = layout.instance
    first = instance.first_option
    for later, earlier in instance.after:
        mine = layout.option[first[later] : first[later + 1]]
        other = layout.option[first[earlier] : first[earlier + 1]]
        my_slot, other_slot = instance.option_slot[mine], instance.option_slot[other]
        slots = np.unique(my_slot)
        left = [mine[my_slot <= t] for t in slots]
        right = [other[other_slot >= t] for t in slots]
        rows = np.repeat(np.arange(len(slots)), [len(a) + len(b) for a, b in zip(left, right, strict=True)])
        columns = [part for pair in zip(left, right, strict=True) for part in pair]
        about = ("after", later, earlier, slots)
        layout.builder.add_rows(rows, np.concatenate(columns) if columns else [], 1, 0, 1, about=about)
