"""Which columns follow from which decisions, so that a part of a model can be freed with all that depends on it."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.model.model import Model


def free_columns(model: Model, options: Bools, dialogues: bool) -> Bools:
    """Columns that may change when these options may: they, and what follows from them.

    Parameters
    ----------
    options
        (N,) freed options.
    dialogues
        Whether starts, places, moderators and seats are free as well.
    """
    instance = model.instance
    free = np.zeros(model.linear.columns, dtype=bool)
    free[: instance.options] = options
    touched = np.append(np.zeros(instance.people, dtype=bool), True)  # the last one stands for nobody, -1
    touched[instance.pair[instance.option_request[options]].ravel()] = True
    if dialogues:
        columns = model.layout.dialogues
        free[instance.options : model.layout.core] = True
        touched[columns.seat_person] = True
        touched[columns.moderator_person] = True
    follows = np.arange(model.linear.columns) >= model.layout.core
    free |= follows & touched[model.owner]
    return free


def following(model: Model, options: Ints) -> Bools:
    """(n,) auxiliary columns that share a row with any of these options."""
    by_column, core = model.linear.by_column, model.layout.core
    touched = np.zeros(model.linear.rows, dtype=bool)
    touched[by_column[:, options].indices] = True
    start, stop = by_column.indptr[core], by_column.indptr[-1]
    meets = np.concatenate(([0], np.cumsum(touched[by_column.indices[start:stop]])))
    ends = by_column.indptr[core:] - start
    free = np.zeros(model.linear.columns, dtype=bool)
    free[core:] = meets[ends[1:]] > meets[ends[:-1]]
    return free
