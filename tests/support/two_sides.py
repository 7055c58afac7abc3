"""Events of buyers and suppliers who are always available, and what a linear program says of them."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np

from scheduler.instance.instance import build_instance
from scheduler.model.model import Model, build_model
from scheduler.program.aggregation import aggregate
from scheduler.program.lagrangian import lagrangian_bound, reduced_costs, round_multipliers
from scheduler.program.relaxation import Relaxation
from scheduler.solvers.highs import Highs
from tests.support.schedules import event

LONG = 600.0


def two_sides(seed: int, buyers: int = 12, suppliers: int = 6, slots: int = 8, tables: int = 6) -> Model:
    """Everybody always available; nobody has more requests than slots, and there are tables for all of them."""
    rng = random.Random(seed)
    wishes, degree = {}, Counter()
    for _ in range(200):
        b, s = f"B{rng.randrange(buyers)}", f"S{rng.randrange(suppliers)}"
        if f"{b}-{s}" not in wishes and max(degree[b], degree[s]) < slots:
            wishes[f"{b}-{s}"] = {"participants": [b, s], "value": rng.randint(1, 9)}
            degree.update((b, s))
    people = {f"B{k}": {} for k in range(buyers)} | {f"S{k}": {"role": "supplier"} for k in range(suppliers)}
    return build_model(build_instance(event([slots], people, wishes, {f"T{k}": {} for k in range(tables)})), ("floor", "value"))


def relaxation_of(model: Model, cost: np.ndarray, highs: Highs) -> Relaxation:
    """Of the model with its slots added up."""
    linear, sums = model.linear, aggregate(model.linear, cost, model.family)
    highs.load(sums.linear)
    result = highs.minimise(sums.cost, seconds=LONG, integral=False)
    assert result.dual is not None
    assert result.x is not None
    multipliers = round_multipliers(sums.duals(result.dual), linear)
    bound, reduced = lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers)
    return Relaxation(sums.spread(result.x), bound, reduced, multipliers)


def empty(model: Model) -> np.ndarray:
    return np.zeros(model.layout.core, dtype=np.int64)


def breaks_of(model: Model, core: np.ndarray) -> int:
    compact = build_model(model.instance, ("breaks",))
    return compact.achieved(compact.layout.complete(core))[0]
