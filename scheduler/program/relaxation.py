"""What a linear program proves of its integer program: a bound, and what each column would cost beyond it."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.arrays import Floats, Ints
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import lagrangian_bound, reduced_costs, round_multipliers


@dataclass(frozen=True)
class Relaxation:
    """A linear program's answer, as far as it is proven.

    Attributes
    ----------
    x
        (n,) fractional solution.
    bound
        Lower bound of the cost, times SCALE, exact.
    reduced
        (n,) reduced costs, times SCALE.
    multipliers
        (m,) row multipliers, times SCALE, that prove the bound.
    """

    x: Floats
    bound: int
    reduced: Ints
    multipliers: Ints


def proven_by(linear: Linear, cost: Ints, x: Floats, dual: Floats) -> Relaxation:
    """What a linear program's solution (n,) and row duals (m,) prove."""
    multipliers = round_multipliers(dual, linear)
    return Relaxation(x, lagrangian_bound(linear, cost, multipliers), reduced_costs(linear, cost, multipliers), multipliers)
