"""The plans of one cost of a linear program, as rows and limits with small coefficients only.

By weak duality the cost of a plan is the bound that row multipliers prove, plus for each row what it leaves unused of the side
that its multiplier presses on, plus for each column how far it is from its better end, each at its price. Where the cost may
exceed the bound by no more than a gap, no single term may: columns priced above the gap stay at their better end, rows priced
above it are tight (complementary slackness, made exact by whole numbers). With no gap that says it all, and the cost itself,
whose large coefficients suit no clause, is no longer needed as a row.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from scheduler.arrays import Ints
from scheduler.parameters import DEFAULTS, OptimalFaceParameters
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.lagrangian import SCALE, lagrangian_bound, reduced_costs


def optimal_face_of(
    linear: Linear, cost: Ints, multipliers: Ints, target: int, parameters: OptimalFaceParameters = DEFAULTS.optimal_face
) -> Linear:
    """A program that has every solution of `linear` that costs at most `target`.

    It may have others, which cost more: terms are counted roughly. Where the bound is the target there are none but by rounding.

    Parameters
    ----------
    linear, cost
        The program and its cost, (n,).
    multipliers
        (m,) times SCALE, as `scheduler.program.lagrangian` takes them.
    target
        At least the bound that they prove, or nothing is left.

    Returns
    -------
    Linear
        The same columns in front; those that follow count what rows leave unused.
    """
    gap = target * SCALE - lagrangian_bound(linear, cost, multipliers)
    reduced = reduced_costs(linear, cost, multipliers)
    lower = np.where(reduced < -gap, linear.upper, linear.lower)
    upper = np.where(reduced > gap, linear.lower, linear.upper)
    low = np.where(multipliers < -gap, linear.high, linear.low)
    high = np.where(multipliers > gap, linear.low, linear.high)
    face = Linear(linear.matrix, low, high, lower, upper)
    return face if gap < SCALE // 1000 else _within(face, reduced, multipliers, gap, parameters)


def _within(face: Linear, reduced: Ints, multipliers: Ints, gap: int, parameters: OptimalFaceParameters) -> Linear:
    """With a row that keeps all terms together within the gap, and two columns for what each priced row may leave unused.

    A row leaves `group` times the first column and once the second, so that one unit of the first costs enough to be counted.
    """
    unit = -(-gap // parameters.levels)
    price = np.abs(multipliers)
    room = np.where(price > 0, gap // np.maximum(price, 1), FREE)
    low = np.where(multipliers < 0, np.maximum(face.low, face.high - room), face.low)
    high = np.where(multipliers > 0, np.minimum(face.high, face.low + room), face.high)
    group = -(-unit // np.maximum(price, 1))
    loose = np.flatnonzero((price > 0) & (low < high) & (group <= np.minimum(parameters.group, room)))
    price, group, room = price[loose], group[loose], room[loose]
    sign = np.sign(multipliers[loose])
    count = len(loose)
    # Lower side: activity - unused = low; upper side: activity + unused = high.
    slack = sp.coo_array((np.concatenate([-sign * group, -sign]), (np.tile(loose, 2), np.arange(2 * count))), shape=(face.rows, 2 * count))
    low[loose] = high[loose] = np.where(sign > 0, low[loose], high[loose])
    weight = np.where(face.lower < face.upper, np.sign(reduced) * (np.abs(reduced) // unit), 0)
    budget = np.concatenate([weight, group * price // unit, np.zeros(count, dtype=np.int64)])
    most = parameters.levels + int((weight * np.where(weight > 0, face.lower, face.upper)).sum())
    matrix = sp.csr_array(sp.vstack([sp.hstack([face.matrix, slack]), sp.csr_array(budget.reshape(1, -1))], format="csr"))
    return Linear(
        matrix,
        np.append(low, -FREE),
        np.append(high, most),
        np.append(face.lower, np.zeros(2 * count, dtype=np.int64)),
        np.concatenate([face.upper, room // group, group - 1]),
    )
