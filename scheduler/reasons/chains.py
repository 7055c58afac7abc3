"""Requests let in by moving a few meetings on, one into the slot or place that the next one leaves; exact for a few meetings.

A request in a slot lifts whoever its two people meet then. What is lifted needs a slot, may lift others there, and so on until all have a
slot and a place (an ejection chain; F. Glover, Discrete Applied Mathematics 65, 1996). Slots are bits of whole numbers, so that where a
meeting can go is one operation, and depth first search with one move more at a time finds the fewest moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from scheduler.arrays import Bools
from scheduler.parameters import DEFAULTS, RemedyParameters
from scheduler.reasons.occupancy import Occupancy


@dataclass(frozen=True, slots=True)
class Moved:
    """Where meetings are after some moves.

    Attributes
    ----------
    at
        Request: its new slot and place; for one that is lifted, nowhere yet, -1 and -1.
    """

    at: dict[int, tuple[int, int]] = field(default_factory=dict)

    def put(self, request: int, slot: int, place: int) -> Moved:
        """The same with one meeting put somewhere."""
        return Moved(self.at | {request: (slot, place)})

    def lift(self, requests: list[int]) -> Moved:
        """The same with meetings lifted."""
        return Moved(self.at | dict.fromkeys(requests, (-1, -1)))


class Chains:
    """Looks for moves in one plan."""

    def __init__(self, occupancy: Occupancy, requests: int, parameters: RemedyParameters = DEFAULTS.remedies) -> None:
        self._occupancy, self._parameters = occupancy, parameters
        self._each = min(parameters.steps, parameters.all_steps // max(1, requests))
        self._slot: list[int] = occupancy.slot.tolist()
        self._place: list[int] = occupancy.place.tolist()
        self._pair: list[list[int]] = occupancy.pair.tolist()
        self._listed: list[int] = occupancy.listed.tolist()
        self._single = (occupancy.parallel == 1).tolist()
        self._present = _bits(occupancy.free & ~occupancy.in_dialogue & ~occupancy.shut)
        self._busy = _bits(occupancy.load > 0)
        self._own = _bits(occupancy.own)
        self._fixed = occupancy.settled | (occupancy.slot >= 0) & occupancy.shut[occupancy.slot]
        self._sole: dict[tuple[int, int], int] = {}
        self._in: dict[tuple[int, int], list[int]] = {}
        for request in np.flatnonzero(occupancy.slot >= 0).tolist():
            slot = self._slot[request]
            self._in.setdefault((self._place[request], slot), []).append(request)
            for person in self._pair[request]:
                if self._single[person]:
                    self._sole[person, slot] = request
        self._roomy: dict[tuple[int, int], list[int]] = {}
        self._steps = 0

    def find(self, request: int, most: int) -> tuple[int, list[tuple[int, int, int]]] | None:
        """Find the fewest moves, up to a number, that let a request in.

        Returns
        -------
        tuple or None
            The request's slot, and the moves: request, slot and place.
        """
        occupancy = self._occupancy
        if (occupancy.meetings[occupancy.pair[request]] >= occupancy.limit[occupancy.pair[request]]).any():
            return None
        order = range(int(occupancy.first[request]), min(int(occupancy.last[request]), occupancy.own.shape[1] - 1) + 1)
        open_to = self._open(request)
        self._steps = self._each
        for budget in range(1, min(most, self._parameters.moves) + 1):
            for slot in order:
                if open_to >> slot & 1:
                    for moved, _ in self._settle(request, slot, Moved(), budget):
                        return slot, [(mover, *where) for mover, where in moved.at.items() if mover != request]
        return None

    def _open(self, request: int) -> int:
        """The slots that a request allows and in which both are there and in no dialogue."""
        first, second = self._pair[request]
        return int(self._own[request] & self._present[first] & self._present[second])

    def _settle(self, request: int, slot: int, moved: Moved, budget: int) -> Iterator[tuple[Moved, int]]:
        """Put a meeting in a slot and settle whatever that lifts; with the moves that are left."""
        self._steps -= 1
        if self._steps < 0:
            return
        lifted, bound = self._in_way(request, slot, moved)
        if lifted is None or len(lifted) > budget:
            return
        after = moved.lift(lifted)
        place = self._place_for(request, slot, after, bound)
        if place >= 0:
            yield from self._rehouse(lifted, after.put(request, slot, place), budget - len(lifted))
        elif len(lifted) < budget:
            for leaver, place in self._leavers(request, slot, after, bound):
                without = after.lift([leaver]).put(request, slot, place)
                yield from self._rehouse([*lifted, leaver], without, budget - len(lifted) - 1)

    def _rehouse(self, lifted: list[int], moved: Moved, budget: int) -> Iterator[tuple[Moved, int]]:
        """Find a slot for each meeting that was lifted."""
        if not lifted:
            yield moved, budget
            return
        request, others = lifted[0], lifted[1:]
        for slot in self._targets(request, moved, budget):
            for settled, left in self._settle(request, slot, moved, budget):
                yield from self._rehouse(others, settled, left)

    def _targets(self, request: int, moved: Moved, budget: int) -> Iterator[int]:
        """Slots that a lifted meeting could go to: its own for another place; with no move left only those where both are free."""
        slots = self._open(request)
        if not budget:
            for person in self._pair[request]:
                if self._single[person]:
                    slots &= ~self._taken(person, moved)
        while slots:
            lowest = slots & -slots
            yield lowest.bit_length() - 1
            slots ^= lowest

    def _taken(self, person: int, moved: Moved) -> int:
        """The slots in which somebody who holds one meeting at a time has one that does not move."""
        taken = self._busy[person]
        for request in moved.at:
            if person in self._pair[request] and self._slot[request] >= 0:
                taken &= ~(1 << self._slot[request])
        for request, (slot, _) in moved.at.items():
            if slot >= 0 and person in self._pair[request]:
                taken |= 1 << slot
        return taken

    def _in_way(self, request: int, slot: int, moved: Moved) -> tuple[list[int] | None, int]:
        """Meetings of the two that have to move on, None where they cannot; and the place where one of the two is bound to be, or -1."""
        lifted: list[int] = []
        bound = -1
        for person in self._pair[request]:
            here = [m for m, (at, _) in moved.at.items() if at == slot and person in self._pair[m]]
            if self._single[person]:
                other = self._sole.get((person, slot), -1)
                stays = other >= 0 and other not in moved.at
                if here or (stays and self._fixed[other]):
                    return None, -1
                if stays and other not in lifted:
                    lifted.append(other)
                continue
            if here or any(self._slot[m] == slot and person in self._pair[m] for m in moved.at):
                return None, -1  # who holds several at once is left as it is
            if self._occupancy.load[person, slot] >= self._occupancy.parallel[person]:
                return None, -1
            where = int(self._occupancy.where[person, slot])
            if where >= 0 and bound >= 0 and where != bound:
                return None, -1
            bound = max(bound, where)
        return lifted, bound

    def _place_for(self, request: int, slot: int, moved: Moved, bound: int) -> int:
        """A place for a meeting in a slot, or -1; in the slot where it was, another one than it had."""
        had = self._place[request] if self._slot[request] == slot else -1
        listed = self._listed[request]
        if bound >= 0:
            fits = bound != had and self._occupancy.member[listed, bound] and self._room(bound, slot, moved) > 0
            return int(bound) if fits else -1
        left = (self._place[m] for m in moved.at if self._slot[m] == slot)
        for place in (*left, *self._with_room(listed, slot)):
            if place != had and self._occupancy.member[listed, place] and self._room(place, slot, moved) > 0:
                return int(place)
        return -1

    def _with_room(self, listed: int, slot: int) -> list[int]:
        key = listed, slot
        if key not in self._roomy:
            occupancy = self._occupancy
            self._roomy[key] = np.flatnonzero(occupancy.member[listed] & occupancy.room[:, slot]).tolist()
        return self._roomy[key]

    def _room(self, place: int, slot: int, moved: Moved) -> int:
        """How many meetings more a place can take in a slot after some moves."""
        gone = sum(self._slot[m] == slot and self._place[m] == place for m in moved.at)
        come = sum(where == (slot, place) for where in moved.at.values())
        return int(self._occupancy.spare[place, slot]) + gone - come

    def _leavers(self, request: int, slot: int, moved: Moved, bound: int) -> Iterator[tuple[int, int]]:
        """Meetings that could leave a place that a request can take, with that place."""
        had = self._place[request] if self._slot[request] == slot else -1
        allowed = np.flatnonzero(self._occupancy.member[self._listed[request]]).tolist()
        places = [place for place in allowed if place != had and bound in (-1, place)]
        found = ((other, place) for place in places for other in self._in.get((place, slot), []))
        movable = ((other, place) for other, place in found if other not in moved.at and not self._fixed[other])
        yield from islice(movable, self._parameters.leavers)


def _bits(table: Bools) -> list[int]:
    """Each row as one whole number, the first column as its lowest bit."""
    packed = np.packbits(table, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
