"""Whether things that wait for each other can be put in an order at all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
MOST_CIRCLES = 20


def find_circles(before: Mapping[Item, Iterable[Item]]) -> list[list[Item]]:
    """Find items that wait for each other in a circle.

    Parameters
    ----------
    before
        For each item those that come before it.

    Returns
    -------
    list of list
        At most twenty circles, in each of which every item waits for the one after it, and the last for the first; empty
        if, and only if, there is an order.
    """
    waiting = {item: set(earlier) for item, earlier in before.items()}
    circles: list[list[Item]] = []
    while len(circles) < MOST_CIRCLES:
        try:
            TopologicalSorter(waiting).prepare()
        except CycleError as error:
            *circle, _ = reversed(error.args[1])
            circles.append(circle)
            waiting[circle[-1]].discard(circle[0])
        else:
            break
    return circles
