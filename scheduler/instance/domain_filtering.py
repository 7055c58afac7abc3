"""What precedences and full diaries leave of the options where everything has to be held.

Slots of a request are narrowed from both ends: after those that have to come before it, of which a participant has one at a time, and
by Hall's condition on each diary: meetings that fill all of somebody's slots in a span leave none there for others (the bounds
consistency of "all different"; J.-F. Puget, AAAI 1998).
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from itertools import product

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance

HallInterval = tuple[int, int, int]


class FilteredDomains:
    """The slots that are left for each request, of an event with one meeting at a time in which everything has to be held.

    Attributes
    ----------
    options
        (N,) whether an option is left; no plan that holds everything uses another.
    own
        The requests of each participant.
    before, after
        For each request, those that have to be held earlier and later, directly or by way of others.
    impossible
        Whether a request or a diary shows that no plan holds everything.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.own = _own_requests(instance)
        self._slots = np.zeros((instance.requests, instance.slots), dtype=bool)
        self._slots[instance.option_request, instance.option_slot] = True
        self.before = _all_before(instance)
        self.after: list[set[int]] = [set() for _ in range(instance.requests)]
        for request, earlier in enumerate(self.before):
            for other in earlier:
                self.after[other].add(request)
        self.impossible = False
        left = -1
        while left != self._slots.sum() and not self.impossible:
            left = self._slots.sum()
            self._narrow()
        self.options: Bools = self._slots[instance.option_request, instance.option_slot]

    def filled(self, person: int) -> list[HallInterval]:
        """(first slot, slot after the last, at least so many meetings of the participant lie there), without what others say as well."""
        own = np.array(sorted(self.own[person]), dtype=np.int64)
        first, last = self._first(own), self._last(own)
        intervals = []
        for start, end in product(np.unique(first).tolist(), np.unique(last).tolist()):
            inside = (first >= start) & (last <= end)
            # A smaller span of the same meetings says more.
            if inside.any() and first[inside].min() == start and last[inside].max() == end:
                intervals.append((start, end + 1, int(inside.sum())))
        return intervals

    def least(self, room: Ints) -> Ints:
        """(S,) at least so many meetings are in each slot, even if all others in which they could be are full.

        Parameters
        ----------
        room
            (S,) meetings that each slot has places for.
        """
        first, last = self._first(np.arange(len(self._slots))), self._last(np.arange(len(self._slots)))
        least = np.zeros(len(room), dtype=np.int64)
        for start, end in product(np.unique(first).tolist(), np.unique(last).tolist()):
            span = slice(start, end + 1)
            inside = int(((first >= start) & (last <= end)).sum())
            least[span] = np.maximum(least[span], inside - room[span].sum() + room[span])
        return least

    def _narrow(self) -> None:
        for request in sorted(range(len(self.before)), key=lambda r: len(self.before[r])):
            if self.before[request]:
                self._slots[request, : self._earliest(request, self.before[request], 1)] = False
        for request in sorted(range(len(self.after)), key=lambda r: len(self.after[r])):
            if self.after[request]:
                self._slots[request, len(self._slots[0]) - self._earliest(request, self.after[request], -1) :] = False
        self.impossible = not self._slots.any(axis=1).all() or not all(self._fill(person) for person in range(len(self.own)))

    def _earliest(self, request: int, others: set[int], step: int) -> int:
        """The number of slots at the beginning, or with step -1 at the end, that the others need before this one can come."""
        slots, free = self._slots[:, ::step], self._instance.free[:, ::step]
        begin: dict[int, int] = {other: int(slots[other].argmax()) for other in others}
        needed = max(begin.values()) + 1
        for person in self._instance.pair[request].tolist():
            at = 0
            for start in sorted(begin[other] for other in others & self.own[person]):
                at = max(at, start)
                while at < self._instance.slots and not free[person, at]:
                    at += 1
                at += 1
            needed = max(needed, at)
        return min(needed, self._instance.slots)

    def _fill(self, person: int) -> bool:
        """Take the slots of full spans from other meetings; whether there are enough slots everywhere."""
        own = np.array(sorted(self.own[person]), dtype=np.int64)
        for start, end, meetings in self.filled(person):
            room = int(self._instance.free[person, start:end].sum())
            if meetings > room:
                return False
            if meetings == room:
                first, last = self._first(own), self._last(own)
                outside = own[(first < start) | (last >= end)]
                self._slots[outside, start:end] = False
        return bool(self._slots[own].any(axis=1).all())

    def _first(self, requests: Ints) -> Ints:
        first: Ints = self._slots[requests].argmax(axis=1)
        return first

    def _last(self, requests: Ints) -> Ints:
        last: Ints = self._slots.shape[1] - 1 - self._slots[requests][:, ::-1].argmax(axis=1)
        return last


def _own_requests(instance: Instance) -> list[set[int]]:
    own: list[set[int]] = [set() for _ in range(instance.people)]
    for request, pair in enumerate(instance.pair.tolist()):
        for person in pair:
            own[person].add(request)
    return own


def _all_before(instance: Instance) -> list[set[int]]:
    before: list[set[int]] = [set() for _ in range(instance.requests)]
    for later, earlier in instance.after:
        before[later].add(earlier)
    order = list(TopologicalSorter({request: before[request] for request in range(instance.requests)}).static_order())
    for request in order:
        before[request] = before[request].union(*(before[other] for other in before[request]))
    return before
