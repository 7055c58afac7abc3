"""A participant holds at most `max_meetings` meetings in all."""

from __future__ import annotations

import numpy as np

from scheduler.model.columns import Layout
from scheduler.program.integer_program import compact


def add(layout: Layout) -> None:
    """One row for each participant who has asked for more than its limit."""
    instance = layout.instance
    asked = np.bincount(instance.pair.ravel(), minlength=instance.people)
    person = instance.pair[instance.option_request]
    limited = np.flatnonzero((asked > instance.limit)[person].ravel())
    number, people = compact(person.ravel()[limited])
    layout.builder.add_rows(number, np.repeat(layout.option, 2)[limited], 1, 0, instance.limit[people], about=("limit", people))
