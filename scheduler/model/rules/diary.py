"""A participant holds at most `parallel` meetings in a slot, or else one dialogue and nothing beside it."""

from __future__ import annotations

import numpy as np

from scheduler.model.columns import Layout
from scheduler.program.integer_program import compact


def add(layout: Layout) -> None:
    """One row a participant and slot; a dialogue weighs as much as all meetings that could run at once."""
    instance = layout.instance
    person, slot, column, whole = layout.busy
    number, cells = compact(person * instance.slots + slot)
    weight = np.where(whole, instance.parallel[person], 1)
    owner, at = np.divmod(cells, max(1, instance.slots))
    layout.builder.add_rows(number, column, weight, 0, instance.parallel[owner], about=("diary", owner, at))
