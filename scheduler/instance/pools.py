"""Group places that no rule can tell apart, so that the model counts tables instead of naming them.

A pool holds places of one capacity that stand in exactly the same lists (and, where zones matter, in one zone). Counting
is exact: meetings of people who hold one meeting at a time fit a pool as long as its capacity is not exceeded (König), and
dialogues that keep their place for several slots colour an interval graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.problem import Problem, Request


@dataclass(frozen=True, slots=True)
class Pool:
    """Interchangeable places: their indices in the problem's list, the capacity of each, and their zone if it counts."""

    places: tuple[int, ...]
    capacity: int
    zone: str | None

    @property
    def total(self) -> int:
        """Meetings that the pool can hold at once."""
        return self.capacity * len(self.places)


class PoolMap:
    """The pools of a problem, and which of them a list of places means.

    Parameters
    ----------
    problem
        The event.
    by_zone
        Whether places of different zones must stay apart (only the goal ``moves`` tells them apart).
    apart
        Ids of places to keep in pools of their own, because a reference plan names them.
    """

    def __init__(self, problem: Problem, by_zone: bool, apart: frozenset[str] = frozenset()) -> None:
        self._problem = problem
        self._index = {place.id: i for i, place in enumerate(problem.places)}
        self._people = {person.id: person for person in problem.participants}
        self._allowed = AllowedPlaces(problem)
        self._fixed = {fixed.request: fixed.place for fixed in problem.fixed if fixed.place is not None}
        self._lists: dict[tuple[str, ...], tuple[int, ...]] = {}
        self.pools = self._group(by_zone, apart)
        self._pools_of_place = {place: k for k, pool in enumerate(self.pools) for place in pool.places}
        self._pools_of_shared = tuple(sorted({self._pools_of_place[self._index[place]] for place in self._allowed.shared}))

    def of_request(self, request: Request) -> tuple[int, ...]:
        """Pools in which a request can be held."""
        return self._pools_of(self._places_of_request(request))

    def of_list(self, places: tuple[str, ...] | None) -> tuple[int, ...]:
        """Pools that a list of place ids means; None means all of them."""
        return self._pools_of(places) if places is not None else tuple(range(len(self.pools)))

    def knows(self, place: str) -> bool:
        """Whether there is a place of this id."""
        return place in self._index

    def of_place(self, place: str) -> int:
        """The pool that a place is in."""
        return self._pools_of_place[self._index[place]]

    def _pools_of(self, places: tuple[str, ...]) -> tuple[int, ...]:
        if places is self._allowed.shared:
            return self._pools_of_shared  # hashing hundreds of names for each request would take longer than all the rest
        if places not in self._lists:
            self._lists[places] = tuple(sorted({self._pools_of_place[self._index[place]] for place in places}))
        return self._lists[places]

    def _places_of_request(self, request: Request) -> tuple[str, ...]:
        allowed = self._allowed.of(request)
        fixed = self._fixed.get(request.id)
        if fixed is not None:
            return (fixed,) if fixed in allowed else ()
        return allowed

    def _group(self, by_zone: bool, apart: frozenset[str]) -> tuple[Pool, ...]:
        problem = self._problem
        lists: dict[tuple[str, ...], bool] = {}
        anywhere: set[bool] = set()
        for request in problem.requests:
            several = any(self._people[p].parallel > 1 for p in request.participants)
            allowed = self._places_of_request(request)
            if allowed is self._allowed.shared:
                anywhere.add(several)
            else:
                lists[allowed] = lists.get(allowed, False) or several
        if anywhere:
            shared = self._allowed.shared
            lists[shared] = lists.get(shared, False) or True in anywhere
        for dialogue in problem.dialogues:
            if dialogue.places is not None:
                lists.setdefault(dialogue.places, False)
        signature: dict[int, list[int]] = defaultdict(list)
        together: set[int] = set()
        for number, (places, several) in enumerate(lists.items()):
            for place in dict.fromkeys(places):
                signature[self._index[place]].append(number)
                if several and problem.places[self._index[place]].capacity > 1:
                    together.add(self._index[place])
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i, spot in enumerate(problem.places):
            # Somebody's simultaneous meetings share one place, so places that can hold several of them keep their identity.
            own = i if i in together or spot.id in apart else -1
            groups[tuple(signature[i]), spot.capacity, spot.zone if by_zone else None, own].append(i)
        return tuple(
            Pool(tuple(members), problem.places[members[0]].capacity, problem.places[members[0]].zone if by_zone else None)
            for members in groups.values()
        )
