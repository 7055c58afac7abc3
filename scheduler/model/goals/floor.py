"""Floor: meetings that participants lack of what they should get at least."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.program.integer_program import FREE


def add(layout: Layout) -> Ints:
    """One column a participant with a floor: its shortfall."""
    return add_shortfall(layout, layout.instance.floor, "floor")


def add_shortfall(layout: Layout, least: Ints, kind: str) -> Ints:
    """One column for each participant who should hold at least so many meetings: those that it lacks.

    Parameters
    ----------
    least
        (P,) meetings.
    kind
        What the rows are about, for certificates.
    """
    instance = layout.instance
    people = np.flatnonzero(least > 0)
    index = np.full(instance.people, -1, dtype=np.int64)
    index[people] = np.arange(len(people))
    number = index[instance.pair[instance.option_request].ravel()]
    column = np.repeat(layout.option, 2)[number >= 0]
    number = number[number >= 0]

    def fill(full: Ints) -> None:
        held = np.zeros(len(people), dtype=np.int64)
        np.add.at(held, number, full[column])
        full[short] = np.maximum(0, least[people] - held)

    short = layout.add_auxiliary(people.astype(np.int64), fill, upper=least[people])
    layout.builder.add_rows(
        np.concatenate([number, np.arange(len(people))]),
        np.concatenate([column, short]),
        1,
        least[people],
        FREE,
        about=(kind, people),
    )
    return short


def shortfall(layout: Layout, core: Ints) -> Ints:
    """(P,) meetings that each participant lacks of its floor."""
    instance = layout.instance
    held = instance.option_request[np.flatnonzero(core[: instance.options])]
    meetings = np.bincount(instance.pair[held].ravel(), minlength=instance.people)
    lacking: Ints = np.maximum(0, instance.floor - meetings)
    return lacking
