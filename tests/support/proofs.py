"""Relaxations that say what a test needs them to say."""

from __future__ import annotations

import numpy as np

from scheduler.program.lagrangian import SCALE
from scheduler.reasons import Proof, rise
from scheduler.run.incumbent import Search


def proof(search: Search, bound: int, reduced: dict[int, int], weights: dict[int, int], limits: tuple[int, ...] = ()) -> Proof:
    """A relaxation with a bound and reduced costs by option, both times SCALE."""
    full = np.zeros(search.model.linear.columns, dtype=np.int64)
    for option, value in reduced.items():
        full[option] = value * SCALE
    return Proof(bound * SCALE, rise(search.model.instance, full), weights, limits)
