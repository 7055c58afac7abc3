"""No two participants differ by more breaks than `max_break_difference`."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.model.goals.breaks import add_holes
from scheduler.program.integer_program import compact


def add(layout: Layout) -> None:
    """Everybody's breaks lie between a fewest and that plus the difference; who has no possible break fixes the fewest at 0."""
    instance, builder = layout.instance, layout.builder
    difference = instance.problem.max_break_difference
    if difference is None or not instance.people:
        return
    holes = add_holes(layout)
    people = np.unique(holes.person)
    number, _ = compact(holes.person)
    if len(people) < instance.people:
        builder.add_rows(number, holes.column, 1, 0, difference)
        return

    def fill(full: Ints) -> None:
        full[fewest] = np.bincount(number, weights=full[holes.column], minlength=len(people)).min()

    fewest = layout.add_auxiliary(np.array([-1]), fill, upper=instance.slots)
    builder.add_rows(
        np.concatenate([number, np.arange(len(people))]),
        np.concatenate([holes.column, np.repeat(fewest, len(people))]),
        np.concatenate([np.ones(len(number), dtype=np.int64), -np.ones(len(people), dtype=np.int64)]),
        0,
        difference,
    )
