"""Meetings that a participant holds at once are all at one place."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.program.integer_program import FREE, compact


def add(layout: Layout) -> None:
    """For those with `parallel` above 1: choose one pool a slot, and hold there what one of its places can.

    `scheduler.instance.pools` keeps places of larger capacity apart for these participants, so one place of the pool is meant.
    """
    instance, builder = layout.instance, layout.builder
    several = np.flatnonzero((instance.parallel > 1)[instance.pair[instance.option_request]].ravel())
    option = several // 2
    if not len(option):
        return
    person = instance.pair[instance.option_request].ravel()[several]
    pools = len(instance.pools)
    cell = person * instance.slots + instance.option_slot[option]
    number, triples = compact(cell * pools + instance.option_pool[option])
    capacity = np.array([p.capacity for p in instance.pools], dtype=np.int64)
    owner = (triples // pools) // instance.slots
    most = np.minimum(instance.parallel[owner], capacity[triples % pools])
    column = layout.option[option]

    def fill(full: Ints) -> None:
        total = np.zeros(len(triples), dtype=np.int64)
        np.add.at(total, number, full[column])
        full[chosen] = total > 0

    chosen = layout.add_auxiliary(owner, fill)
    each = np.arange(len(triples))
    builder.add_rows(
        np.concatenate([number, each]),
        np.concatenate([column, chosen]),
        np.concatenate([np.ones(len(column), dtype=np.int64), -most]),
        -FREE,
        0,
        about=("one_place", owner, triples // pools % instance.slots, triples % pools),
    )
    row, cells = compact(triples // pools)
    builder.add_rows(row, chosen, 1, 0, 1, about=("one_pool", *np.divmod(cells, instance.slots)))
