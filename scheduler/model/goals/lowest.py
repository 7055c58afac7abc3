"""Lowest: the satisfaction, in whole percent, of the participant who got the least of what it could have got."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.model.goals.floor import add_shortfall
from scheduler.program.integer_program import FREE


def possible(instance: Instance) -> Ints:
    """(P,) the least of a participant's requests, its free slots x `parallel` and its limit."""
    asked = np.bincount(instance.pair.ravel(), minlength=instance.people)
    room = instance.free.sum(axis=1) * instance.parallel
    most: Ints = np.minimum(np.minimum(asked, room), instance.limit).astype(np.int64)
    return most


def levels(instance: Instance) -> Ints:
    """The percentages that the lowest satisfaction can be at all, in rising order."""
    most = np.unique(possible(instance))
    return np.unique(np.concatenate([[0, 100], *(100 * np.arange(n) // n for n in most[most > 0].tolist())])).astype(np.int64)


def needed(instance: Instance, level: int) -> Ints:
    """(P,) meetings that each participant needs for its satisfaction to be at least this percentage."""
    return -(-level * possible(instance) // 100)


def add_lacking(level: int, layout: Layout) -> Ints:
    """Columns whose sum is how many meetings participants lack of what this percentage needs.

    Whole numbers of meetings say more than the percentage does: a linear program knows that nobody holds a third of one.
    """
    return add_shortfall(layout, needed(layout.instance, level), "share")


def add(layout: Layout) -> Ints:
    """One column, the percentage: ``100 x meetings >= possible x percentage`` for everybody with something possible."""
    instance = layout.instance
    most = possible(instance)
    people = np.flatnonzero(most > 0)
    index = np.full(instance.people, -1, dtype=np.int64)
    index[people] = np.arange(len(people))
    number = index[instance.pair[instance.option_request].ravel()]
    column = np.repeat(layout.option, 2)

    def fill(full: Ints) -> None:
        held = np.zeros(instance.people, dtype=np.int64)
        np.add.at(held, instance.pair[instance.option_request].ravel(), full[column])
        full[lowest] = (100 * held[people] // most[people]).min() if len(people) else 100

    lowest = layout.add_auxiliary(np.array([-1]), fill, upper=100)
    layout.builder.add_rows(
        np.concatenate([number[number >= 0], np.arange(len(people))]),
        np.concatenate([column[number >= 0], np.repeat(lowest, len(people))]),
        np.concatenate([np.full(int((number >= 0).sum()), 100), -most[people]]),
        0,
        FREE,
    )
    return lowest
