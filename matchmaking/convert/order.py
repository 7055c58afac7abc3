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
        At most twenty circles, in each of which every item waits for the one after it, and the last for the first, which is
        the one that comes first in `before`; empty if, and only if, there is an order.
    """
    waiting = {item: set(earlier) for item, earlier in before.items()}
    rank = {item: number for number, item in enumerate(before)}
    circles: list[list[Item]] = []
    while len(circles) < MOST_CIRCLES:
        try:
            TopologicalSorter(waiting).prepare()
        except CycleError as error:
            *circle, _ = reversed(error.args[1])
            start = min(range(len(circle)), key=lambda at: rank[circle[at]])
            circles.append(circle[start:] + circle[:start])
            waiting[circle[-1]].discard(circle[0])
        else:
            break
    return circles
