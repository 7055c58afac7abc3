"""Each request by itself: the cheapest way to hold it, or not to hold it, at given prices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from scheduler.checker.bounds.keeping import Keeping
from scheduler.checker.bounds.prices import Prices
from scheduler.problem import Problem, Request

NEVER = 1 << 200  # dearer than anything


def cheapest_meetings(problem: Problem, prices: Prices, weight: int, kept: Keeping) -> int:
    """What all requests cost together, each in its cheapest slot and at its cheapest place, or not held where it need not be.

    Parameters
    ----------
    weight
        What a unit of value earns, times SCALE.
    kept
        What a meeting earns where it was.
    """
    return _Market(problem, prices, kept).total(weight)


class _Market:
    """What a slot costs each participant, and each list of places."""

    def __init__(self, problem: Problem, prices: Prices, kept: Keeping) -> None:
        self.problem, self.slots, self.kept = problem, [slot.id for slot in problem.slots], kept
        self.people = {person.id: person for person in problem.participants}
        self.shared = tuple(place.id for place in problem.places if place.owner is None)
        self.fixed = {decided.request: decided for decided in problem.fixed}
        self.diary = {person.id: self._diary(person.id, person.unavailable, prices) for person in problem.participants}
        self.place_costs: dict[str, list[int]] = {place.id: [0] * len(self.slots) for place in problem.places}
        for places, by_slot in prices.places:
            for place in places:
                self.place_costs[place] = [a + b for a, b in zip(self.place_costs[place], by_slot, strict=True)]
        self.own: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)  # of participants who have to be at one place
        for name, t, places, price in prices.one_place:
            self.own[name].update({(t, place): price for place in places})
        self.order: dict[str, list[int]] = {}
        for later, earlier, t, price in prices.after:
            self._add_order(later, range(t + 1), price)
            self._add_order(earlier, range(t, len(self.slots)), price)
        self.cheapest: dict[tuple[str, ...], list[int]] = {}

    def _diary(self, name: str, unavailable: frozenset[str], prices: Prices) -> list[int]:
        """By slot, the price of a meeting less what it earns towards the participant's floor and satisfaction."""
        each = prices.limit.get(name, 0) - prices.floor.get(name, 0) - prices.share.get(name, 0)
        by_slot = prices.diary.get(name) or [0] * len(self.slots)
        return [NEVER if slot in unavailable else price + each for slot, price in zip(self.slots, by_slot, strict=True)]

    def _add_order(self, request: str, slots: range, price: int) -> None:
        costs = self.order.setdefault(request, [0] * len(self.slots))
        for t in slots:
            costs[t] += price

    def total(self, weight: int) -> int:
        total = 0
        for request in self.problem.requests:
            cost = self._cheapest_slot(request) - weight * request.value
            if request.must or request.id in self.fixed:
                total += cost if cost < NEVER // 2 else 0  # what cannot be held leaves no plan to bound
            else:
                total += min(0, cost)
        return total

    def _cheapest_slot(self, request: Request) -> int:
        first, second = request.participants
        columns = [self.diary[first], self.diary[second], self._place_costs(request)]
        if request.id in self.order:
            columns.append(self.order[request.id])
        costs = list(map(sum, zip(*columns, strict=True)))
        decided = self.fixed.get(request.id)
        if request.slots is not None or decided is not None:
            for t, slot in enumerate(self.slots):
                if (request.slots is not None and slot not in request.slots) or (decided is not None and slot != decided.slot):
                    costs[t] = NEVER
        fresh = [NEVER if t in self.kept.frozen else cost for t, cost in enumerate(costs)] if self.kept.frozen else costs
        return min([*fresh, *self._where_it_was(request, costs)], default=NEVER)

    def _where_it_was(self, request: Request, costs: list[int]) -> Iterator[int]:
        """What a meeting costs at each of its spots in the kept plan, less the change that it spares."""
        for (t, place), spared in self.kept.meetings.get(request.id, {}).items():
            if costs[t] < NEVER // 2 and place in self._places(request):
                dearer = self._place_cost(request, place, t) - self._place_costs(request)[t]
                yield costs[t] + dearer - self.kept.weight * spared

    def _places(self, request: Request) -> tuple[str, ...]:
        """The places that a request allows."""
        places = request.places
        if places is None:
            homes = tuple(home for home in (self.people[name].home for name in request.participants) if home is not None)
            places = homes or self.shared
        decided = self.fixed.get(request.id)
        if decided is not None and decided.place is not None:
            places = (decided.place,) if decided.place in places else ()
        return places

    def _place_cost(self, request: Request, place: str, t: int) -> int:
        return self.place_costs[place][t] + sum(self.own[name][t, place] for name in request.participants if name in self.own)

    def _place_costs(self, request: Request) -> list[int]:
        """By slot, the cheapest of the places that a request allows."""
        places = self._places(request)
        if any(name in self.own for name in request.participants):
            return [min((self._place_cost(request, place, t) for place in places), default=NEVER) for t in range(len(self.slots))]
        if places not in self.cheapest:
            columns = [self.place_costs[place] for place in places]
            self.cheapest[places] = list(map(min, zip(*columns, strict=True))) if columns else [NEVER] * len(self.slots)
        return self.cheapest[places]
