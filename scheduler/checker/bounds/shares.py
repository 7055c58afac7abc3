"""A bound of the lowest satisfaction: at these prices, what a higher one needs costs more than there is.

Nobody's satisfaction is below a percentage exactly where everybody holds a certain number of meetings. Prices that leave a loss even
with everything at its best show that no plan does (Farkas, 1902).
"""

from __future__ import annotations

from scheduler.checker.bounds.duality import least_cost, possible_meetings
from scheduler.checker.bounds.ground import Ground, UnfitEvidence
from scheduler.checker.bounds.prices import read_prices
from scheduler.plan import Evidence


def prove(ground: Ground, evidence: Evidence) -> int:
    """The highest satisfaction below the one that the evidence shows to be out of reach, 100 where it shows none to be.

    Raises
    ------
    UnfitEvidence
        As `read_prices`; or where the satisfaction is no whole percentage.
    """
    level, prices = evidence.data.get("missed"), {key: value for key, value in evidence.data.items() if key != "missed"}
    if evidence.goal != "lowest":
        raise UnfitEvidence("it speaks of the goal lowest only")
    if type(level) is not int or not 1 <= level <= 100:
        raise UnfitEvidence(f"missed: {level} is no whole number from 1 to 100")
    if least_cost(ground, {}, read_prices(ground, evidence.goal, prices), level) <= 0:
        return 100
    most = set(possible_meetings(ground.problem).values())
    return max((100 * held // n for n in most for held in range(n) if 100 * held // n < level), default=0)
