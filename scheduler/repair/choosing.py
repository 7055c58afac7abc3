"""Which of many equal ways to lose something: the one that keeps the most value, where all of them are too many to look at."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from scheduler.instance.instance import Instance
from scheduler.model.goals.changes import item_columns
from scheduler.model.model import build_model
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.restriction import reduce
from scheduler.repair.fewest import Fewest, part_to_change
from scheduler.repair.integer import Solver


def choose_by_value(instance: Instance, fewest: Fewest, solver: Solver) -> Fewest:
    """Settle on one schedule with the fewest changes: of those that were found, one of the highest value before anything is added.

    What it keeps then stays; that other choices would allow more in the end is not ruled out.
    """
    part, parameters = part_to_change(instance), solver.settings.parameters.repair
    model = build_model(part.instance, ("changes", "value"))
    layout, linear = model.layout, model.linear
    lower, upper = linear.lower.copy(), linear.upper.copy()
    lower[: layout.core][part.narrow(fewest.held)], upper[: layout.core][part.narrow(fewest.shut)] = 1, 0
    here = layout.complete(part.narrow(fewest.core))
    if fewest.settled is not None:
        lower[fewest.settled] = upper[fewest.settled] = here[fewest.settled]
    few, worth = (objective.cost for objective in model.objectives)
    limited = Linear(linear.matrix, linear.low, linear.high, lower, upper).with_row(few, -FREE, fewest.changes)
    seconds = max(parameters.choice_seconds, parameters.choice_share * solver.left)
    brief = solver if solver.settings.reproducible else solver.until_hard().until(time.monotonic() + seconds)
    brief = replace(brief, presolved=True)
    left = reduce(limited, lower < upper, here)
    found = brief.minimise(left.linear, worth[left.free], here[left.free], widen=False)
    core = fewest.core if found.x is None else part.widen(left.expand(found.x)[: layout.core])
    items = item_columns(layout)
    here = part.narrow(core)
    stays = (items >= 0).all(axis=1) & (here[np.maximum(items, 0)] == 1).all(axis=1)
    return replace(fewest, core=core, stays=stays)
