"""Each request by itself: the cheapest way to hold it, or not to hold it, at given prices; all of them at once, in arrays."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.arrays import Bools
from scheduler.checker.bounds.prices import Prices
from scheduler.checker.bounds.spared_changes import SparedChanges
from scheduler.problem import Problem, Request

Costs = npt.NDArray[Any]  # of 64 bits where no sum can pass them, else of Python's integers
SAFE = 1 << 61


def cheapest_meetings(problem: Problem, prices: Prices, weight: int, spared_changes: SparedChanges) -> int:
    """What all requests cost together, each in its cheapest slot and at its cheapest place, or not held where it need not be.

    Parameters
    ----------
    weight
        What a unit of value earns, times SCALE.
    spared_changes
        What a meeting earns where it was.
    """
    return _Market(problem, prices, weight, spared_changes).total() if problem.requests and problem.slots else 0


class _Market:
    """What a slot costs each participant, and each list of places."""

    def __init__(self, problem: Problem, prices: Prices, weight: int, spared_changes: SparedChanges) -> None:
        self.problem, self.prices, self.weight, self.spared_changes = problem, prices, weight, spared_changes
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.people = {person.id: p for p, person in enumerate(problem.participants)}
        self.homes = {person.id: person.home for person in problem.participants}
        self.shared = tuple(place.id for place in problem.places if place.owner is None)
        self.fixed = {decided.request: decided for decided in problem.fixed}
        self.place_costs: dict[str, list[int]] = {place.id: [0] * len(self.slots) for place in problem.places}
        for places, by_slot in prices.places:
            for place in places:
                self.place_costs[place] = [a + b for a, b in zip(self.place_costs[place], by_slot, strict=True)]
        self.own: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)  # of participants who have to be at one place
        for name, t, places, price in prices.one_place:
            self.own[name].update({(t, place): price for place in places})
        self.lists: dict[tuple[str, ...], int] = {}
        self.type = np.int64 if self._largest() * len(problem.requests) < SAFE else object

    def _largest(self) -> int:
        """More than any one request can cost or earn."""
        prices = self.prices
        each = sum(max(some.values(), default=0) for some in (prices.limit, prices.floor, prices.share))
        diary = max((max(by_slot, default=0) for by_slot in prices.diary.values()), default=0)
        places = max((max(costs) for costs in self.place_costs.values()), default=0)
        others = sum(price for *_, price in prices.one_place) + sum(price for *_, price in prices.after)
        earned = self.weight * max(request.value for request in self.problem.requests)
        spared = self.spared_changes.weight * max((max(spots.values()) for spots in self.spared_changes.meetings.values()), default=0)
        return 2 * (diary + each) + places + 2 * others + earned + spared + 1

    def total(self) -> int:
        requests = self.problem.requests
        pair = np.array([[self.people[name] for name in request.participants] for request in requests])
        where = [self._places(request) for request in requests]
        diary, free = self._diaries()
        at = self._at_places(where)
        costs: Costs = diary[pair[:, 0]] + diary[pair[:, 1]] + at
        self._add_orders(costs)
        allowed = free[pair[:, 0]] & free[pair[:, 1]] & self._own_slots(where)
        fresh = allowed.copy()
        fresh[:, sorted(self.spared_changes.frozen)] = False
        dear = costs.max() + 1
        cheapest: Costs = np.where(fresh, costs, dear).min(axis=1)
        possible = fresh.any(axis=1)
        self._where_they_were(where, costs - at, allowed, cheapest, possible)
        worth = np.array([self.weight * request.value for request in requests], dtype=self.type)
        must = np.array([request.must or request.id in self.fixed for request in requests])
        # What has to be held and cannot be leaves no plan to bound.
        paid = np.where(possible, cheapest - worth, 0)
        return int(np.where(must, paid, np.minimum(paid, 0)).sum())

    def _diaries(self) -> tuple[Costs, Bools]:
        """(P, S) by slot the price of a meeting less what it earns towards the participant's floor and satisfaction; and its free slots."""
        prices, none = self.prices, [0] * len(self.slots)
        each = [prices.limit.get(name, 0) - prices.floor.get(name, 0) - prices.share.get(name, 0) for name in self.people]
        diary: Costs = np.array([prices.diary.get(name, none) for name in self.people], dtype=self.type)
        free = np.ones((len(self.people), len(self.slots)), dtype=bool)
        for p, person in enumerate(self.problem.participants):
            free[p, [self.slots[slot] for slot in person.unavailable]] = False
        return diary + np.array(each, dtype=self.type)[:, None], free

    def _places(self, request: Request) -> tuple[str, ...]:
        """The places where a request may be held."""
        places = request.places
        if places is None:
            first, second = (self.homes[name] for name in request.participants)
            homes = () if first is None and second is None else tuple(home for home in (first, second) if home is not None)
            places = homes or self.shared
        decided = self.fixed.get(request.id)
        if decided is not None and decided.place is not None:
            places = (decided.place,) if decided.place in places else ()
        return places

    def _at_places(self, where: list[tuple[str, ...]]) -> Costs:
        """(R, S) the cheapest place of each request in each slot."""
        shared, lists = self.lists.setdefault(self.shared, len(self.lists)), self.lists
        # Hashing hundreds of names for each request would take longer than all the rest.
        number = [shared if places is self.shared else lists.setdefault(places, len(lists)) for places in where]
        nothing = [0] * len(self.slots)
        rows = [
            list(map(min, zip(*(self.place_costs[place] for place in places), strict=True))) if places else nothing for places in self.lists
        ]
        costs: Costs = np.array(rows, dtype=self.type)[number]
        for r, request in enumerate(self.problem.requests if self.own else ()):
            if where[r] and any(name in self.own for name in request.participants):
                costs[r] = [min(self._place_cost(request, place, t) for place in where[r]) for t in range(len(self.slots))]
        return costs

    def _place_cost(self, request: Request, place: str, t: int) -> int:
        return self.place_costs[place][t] + sum(self.own[name][t, place] for name in request.participants if name in self.own)

    def _add_orders(self, costs: Costs) -> None:
        """Add what it costs to be held too late, or too early, for another request."""
        number = {request.id: r for r, request in enumerate(self.problem.requests)}
        for later, earlier, t, price in self.prices.after:
            costs[number[later], : t + 1] += price
            costs[number[earlier], t:] += price

    def _own_slots(self, where: list[tuple[str, ...]]) -> Bools:
        """(R, S) the slots that each request allows; none where it may be held nowhere."""
        allowed = np.ones((len(where), len(self.slots)), dtype=bool)
        for r, request in enumerate(self.problem.requests):
            decided = self.fixed.get(request.id)
            if request.slots is not None:
                allowed[r] = [slot in request.slots for slot in self.slots]
            if decided is not None:
                allowed[r, [t for slot, t in self.slots.items() if slot != decided.slot]] = False
            if not where[r]:
                allowed[r] = False
        return allowed

    def _where_they_were(self, where: list[tuple[str, ...]], people: Costs, allowed: Bools, cheapest: Costs, possible: Bools) -> None:
        """Let each request also be held at each of its spots in the reference plan, which earns the change that it spares.

        Parameters
        ----------
        people
            (R, S) what its two participants cost.
        cheapest, possible
            (R,) its cost so far, and whether it can be held at all; both are brought up to date.
        """
        for r, request in enumerate(self.problem.requests if self.spared_changes.meetings else ()):
            for (t, place), spared in self.spared_changes.meetings.get(request.id, {}).items():
                if allowed[r, t] and place in where[r]:
                    cost = people[r, t] + self._place_cost(request, place, t) - self.spared_changes.weight * spared
                    cheapest[r] = min(cheapest[r], cost) if possible[r] else cost
                    possible[r] = True
