"""More meetings that a conflict needs, from the plan that shows it of one of them.

A plan of everything but one meeting that must be held shows that the conflict needs it. If that meeting can take the place of just one
other, the plan so changed shows that the conflict needs the other one, and so on (recursive model rotation; A. Belov and
J. Marques-Silva, Accelerating MUS extraction with recursive model rotation, FMCAD 2011).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.arrays import Ints
from scheduler.infeasibility.capacity_cuts import room_left, seated
from scheduler.model.columns import Layout


def rotate(layout: Layout, x: Ints, missing: int) -> set[int]:
    """Find the requests each of which could be left out instead of one.

    Parameters
    ----------
    layout
        Of a problem in which every request must be held but the one that is missing, as a number; a minimal problem has nothing else.
    x
        A plan of it.

    Returns
    -------
    set
        Requests, the missing one among them.
    """
    instance = layout.instance
    held = np.flatnonzero(x[: instance.options])
    where = dict(zip(instance.option_request[held].tolist(), held.tolist(), strict=True))
    where.pop(missing, None)
    found = {missing}
    waiting = [(missing, where)]
    while waiting:
        gone, where = waiting.pop()
        for option, other in _exchanges(_Diaries(layout, x, where), gone):
            if other not in found:
                found.add(other)
                changed = {request: at for request, at in where.items() if request != other}
                waiting.append((other, changed | {gone: option}))
    return found


class _Diaries:
    """One plan: the option of each meeting held."""

    def __init__(self, layout: Layout, x: Ints, where: dict[int, int]) -> None:
        self.instance = layout.instance
        self.bound = {r for pair in self.instance.after for r in pair}
        held = np.array(list(where.values()), dtype=np.int64)
        self.left = room_left(layout, x, held)
        self.in_dialogue = seated(layout, x)
        self.where = where
        self.at: dict[tuple[int, int], set[int]] = {}
        self.taking: dict[tuple[int, int], set[int]] = {}
        self.meetings = np.bincount(self.instance.pair[list(where)].ravel(), minlength=self.instance.people)
        for request, option in where.items():
            slot, pool = int(self.instance.option_slot[option]), int(self.instance.option_pool[option])
            self.taking.setdefault((pool, slot), set()).add(request)
            for person in self.instance.pair[request].tolist():
                self.at.setdefault((person, slot), set()).add(request)

    def leaves_room(self, gone: int, other: int) -> bool:
        """Whether the limits of both people allow one meeting in place of the other, and no order forbids it."""
        if gone in self.bound or other in self.bound:
            return False
        pair = self.instance.pair
        return all(self.meetings[p] + (p not in pair[other]) <= self.instance.limit[p] for p in pair[gone])


def _exchanges(diaries: _Diaries, gone: int) -> Iterator[tuple[int, int]]:
    """Options of a meeting that is not held, each with a meeting that would have to go for it, alone."""
    instance = diaries.instance
    people = instance.pair[gone].tolist()
    for option in range(int(instance.first_option[gone]), int(instance.first_option[gone + 1])):
        slot, pool = int(instance.option_slot[option]), int(instance.option_pool[option])
        if diaries.in_dialogue[people, slot].any():
            continue
        in_way: set[int] = set().union(*(diaries.at.get((person, slot), set()) for person in people))
        taking = diaries.taking.get((pool, slot), set())
        if len(in_way) > 1:
            continue
        for other in in_way or taking:
            roomy = diaries.left[pool, slot] > 0 or other in taking
            if roomy and diaries.leaves_room(gone, other):
                yield option, other
