"""Bounds that can be recomputed: from any row multipliers, in exact integer arithmetic."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Floats, Ints
from scheduler.program.integer_program import FREE, UNLIMITED, Linear

SCALE = 1 << 20  # multipliers are kept as whole multiples of 1 / SCALE
LARGEST = float(1 << 33)  # of a multiplier: what is cut off only weakens a bound, and sums stay within 64 bits


def round_multipliers(dual: Floats, linear: Linear) -> Ints:
    """Row multipliers as whole numbers, at zero where their sign would need a side that the row does not have."""
    multipliers = np.round(np.clip(dual, -LARGEST, LARGEST) * SCALE).astype(np.int64)
    multipliers[(multipliers > 0) & (linear.low <= -UNLIMITED)] = 0
    multipliers[(multipliers < 0) & (linear.high >= UNLIMITED)] = 0
    return multipliers


def reduced_costs(linear: Linear, cost: Ints, multipliers: Ints) -> Ints:
    """Cost of each column less what its rows pay for it, times SCALE."""
    result: Ints = cost * SCALE - linear.matrix.T @ multipliers
    return result


def lagrangian_bound(linear: Linear, cost: Ints, multipliers: Ints) -> int:
    """A lower bound of ``cost @ x`` over the program, valid for any multipliers (Lagrange; weak duality).

    Returns
    -------
    int
        The bound times SCALE, exact.
    """
    low, high = np.clip(linear.low, -FREE, FREE), np.clip(linear.high, -FREE, FREE)
    sides = np.where(multipliers > 0, low, high)
    rest = reduced_costs(linear, cost, multipliers)
    ends = np.where(rest > 0, linear.lower, linear.upper)
    # Python integers: products of sides and multipliers may pass 64 bits.
    used = np.flatnonzero(multipliers)
    rows = sum(a * b for a, b in zip(multipliers[used].tolist(), sides[used].tolist(), strict=True))
    held = np.flatnonzero(ends)
    columns = sum(a * b for a, b in zip(rest[held].tolist(), ends[held].tolist(), strict=True))
    return int(rows) + int(columns)


def ceil_bound(scaled: int) -> int:
    """The whole-number bound that a scaled one implies."""
    return -(-scaled // SCALE)
