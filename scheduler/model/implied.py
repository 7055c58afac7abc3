"""Rows that follow from the others and help proofs of compact agendas (Bofill et al., JAIR 74, 2022, section 4)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from scheduler.arrays import Ints
from scheduler.model.busy_columns import used_columns
from scheduler.model.model import Model
from scheduler.program.integer_program import FREE, Linear, LinearBuilder


def with_implied(model: Model) -> Linear:
    """The model's program with implied rows, where everything that somebody asked for must be held.

    A participant with d meetings, one at a time, is busy in exactly d slots; in a slot at most twice as many are busy as
    meetings fit in.
    """
    layout, instance = model.layout, model.instance
    if instance.dialogues or layout.holes is None:
        return model.linear
    busy = used_columns(layout).busy
    builder = LinearBuilder()
    builder.columns = model.linear.columns
    asked = np.bincount(instance.pair.ravel(), minlength=instance.people)
    certain = np.bincount(instance.pair[instance.must].ravel(), minlength=instance.people)
    people = np.flatnonzero((asked == certain) & (instance.parallel == 1) & (asked > 0))
    row, slot = np.nonzero(busy[people] >= 0)
    builder.add_rows(row, busy[people[row], slot], 1, asked[people], asked[people], count=len(people))
    if (instance.parallel == 1).all():
        slots, person = np.nonzero(busy.T >= 0)
        used_pools: Ints = np.unique(instance.option_pool)
        builder.add_rows(slots, busy.T[slots, person], 1, -FREE, 2 * int(instance.capacity[used_pools].sum()), count=instance.slots)
    builder.lower, builder.upper = [model.linear.lower], [model.linear.upper]
    more = builder.build()
    return Linear(
        sp.csr_array(sp.vstack([model.linear.matrix, more.matrix], format="csr")),
        np.concatenate([model.linear.low, more.low]),
        np.concatenate([model.linear.high, more.high]),
        model.linear.lower,
        model.linear.upper,
    )
