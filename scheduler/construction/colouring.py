"""From chosen requests to a schedule, as the edges of a graph are coloured: slots are colours, people are nodes.

Each request takes a slot that is left to both of its people. Where none is, two slots are exchanged along a chain of meetings, so that
one comes free (A. B. Kempe, 1879; for edges of bipartite graphs D. König, 1916). Slots are bits of whole numbers: what two people have
in common is one operation, so tens of thousands of requests take a second without a solver.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance

Moves = dict[int, int]  # slots by request


class Colouring:
    """A schedule of meetings that grows, around dialogues that stay.

    Who can hold several meetings at once holds all of them in one pool, whose places hold as many.

    Attributes
    ----------
    slot
        By request, the slot in which it is held.
    pool
        By request, the pool in which it is held or is to be.
    """

    def __init__(self, instance: Instance, free: Bools, room: Ints, seed: int) -> None:
        """Begin with no meeting.

        Parameters
        ----------
        free
            (P, S) slots that dialogues and absences leave.
        room
            (K, S) meetings that the pools can hold beside dialogues.
        """
        self.slot: Moves = {}
        self.pool: dict[int, int] = {}
        self._random = random.Random(seed)
        self._slots = instance.slots
        self._pair: list[list[int]] = instance.pair.tolist()
        self._parallel: list[int] = instance.parallel.tolist()
        self._limit: list[int] = instance.limit.tolist()
        self._meetings = [0] * instance.people
        self._open = as_bits(_open_slots(instance, free))
        self._idle = as_bits(free)
        self._room: list[list[int]] = room.tolist()
        self._roomy = as_bits(room > 0)
        self._ever_roomy = list(self._roomy)
        self._held: dict[tuple[int, int], list[int]] = {}
        self._crowd = [0] * instance.slots

    def add(self, requests: Iterable[tuple[int, int]]) -> list[int]:
        """Give these requests, each with its pool, a slot as long as there is one that nobody has to leave; returns those left over.

        Who is at its limit holds no more.
        """
        left = []
        for request, pool in requests:
            first, second = self._pair[request]
            self.pool[request] = pool
            common = self._open[request] & self._idle[first] & self._idle[second] & self._roomy[pool]
            if self._meetings[first] >= self._limit[first] or self._meetings[second] >= self._limit[second]:
                continue
            if common:
                self._put(request, min(_members(common), key=self._crowd.__getitem__))
            else:
                left.append(request)
        return left

    def exchange(self, requests: Iterable[int], tries: int, evictions: int) -> list[int]:
        """Make room for these requests by exchanges between two slots; returns what is left over in the end.

        Where no exchange helps, a request takes a slot all the same, and whoever is in its way looks for another one.

        Parameters
        ----------
        tries
            Pairs of slots for each.
        evictions
            Requests at most that take a slot in that way.
        """
        waiting, left = deque(requests), list[int]()
        while waiting:
            request = waiting.popleft()
            if self._let_in(request, tries):
                continue
            if evictions <= 0 or not self._open[request] & self._ever_roomy[self.pool[request]]:
                left.append(request)
                continue
            evictions -= 1
            waiting.extend(self._evict(request))
        return left

    def remove(self, request: int) -> None:
        """Hold a request no more."""
        slot, pool = self.slot.pop(request), self.pool[request]
        bit = 1 << slot
        for person in self._pair[request]:
            self._held[person, slot].remove(request)
            self._idle[person] |= bit
            self._meetings[person] -= 1
        self._crowd[slot] -= 1
        self._room[pool][slot] += 1
        if self._room[pool][slot] > 0:
            self._roomy[pool] |= bit

    def _put(self, request: int, slot: int) -> None:
        pool, bit = self.pool[request], 1 << slot
        self.slot[request] = slot
        for person in self._pair[request]:
            here = self._held.setdefault((person, slot), [])
            here.append(request)
            self._meetings[person] += 1
            if len(here) >= self._parallel[person]:
                self._idle[person] &= ~bit
        self._crowd[slot] += 1
        self._room[pool][slot] -= 1
        if self._room[pool][slot] <= 0:
            self._roomy[pool] &= ~bit

    def _let_in(self, request: int, tries: int) -> bool:
        """Hold a request after an exchange."""
        first, second = self._pair[request]
        if not self.add([(request, self.pool[request])]):
            return True
        likely = self._idle[first] | self._idle[second]  # a chain begins where one of the two is free
        slots, others = _members(self._open[request]), list(range(self._slots))
        pairs = [(slot, other) for slot in slots for other in others if slot != other and (likely >> slot | likely >> other) & 1]
        self._random.shuffle(pairs)
        for slot, other in pairs[:tries]:
            moves = self._chain(request, slot, other)
            if moves is None:
                continue
            over = self._overfull(moves)
            if not over or (len(over) == 1 and self._relieve(moves, *over[0])):
                self._carry_out(moves)
                return True
        return False

    def _evict(self, request: int) -> list[int]:
        """Put a request into a slot at random, and return what has to leave it."""
        pool = self.pool[request]
        slot = self._random.choice(_members(self._open[request] & self._ever_roomy[pool]))
        out = []
        for person in self._pair[request]:
            here = self._held.get((person, slot), [])
            if len(here) >= self._parallel[person]:
                out.append(self._random.choice(here))
                self.remove(out[-1])
        if not self._roomy[pool] >> slot & 1:
            out.append(self._random.choice(self._in_pool(pool, slot)))
            self.remove(out[-1])
        self._put(request, slot)
        return out

    def _chain(self, request: int, slot: int, other: int) -> Moves | None:
        """Where meetings of two slots go when one is put into the first; None where somebody cannot follow."""
        moves, waiting = {request: slot}, [request]
        change: dict[tuple[int, int], int] = {}  # meetings by person and slot
        now = self.slot.get(request)
        if now is not None:
            change.update(((person, now), -1) for person in self._pair[request])
        while waiting:
            moving = waiting.pop()
            to = moves[moving]
            back = other if to == slot else slot
            for person in self._pair[moving]:
                here = self._held.get((person, to), ())
                change[person, to] = change.get((person, to), 0) + 1
                if len(here) + change[person, to] <= self._parallel[person]:
                    continue
                leaver = next((each for each in here if each not in moves and self._open[each] >> back & 1), None)
                if leaver is None:
                    return None
                moves[leaver] = back
                waiting.append(leaver)
                for each in self._pair[leaver]:
                    change[each, to] = change.get((each, to), 0) - 1
        crowded = (len(self._held.get(cell, ())) + more > self._parallel[cell[0]] for cell, more in change.items() if more > 0)
        return None if any(crowded) else moves

    def _change(self, moves: Moves) -> dict[tuple[int, int], int]:
        """What moves add to each pool and slot."""
        change: dict[tuple[int, int], int] = {}
        for request, slot in moves.items():
            pool, now = self.pool[request], self.slot.get(request)
            change[pool, slot] = change.get((pool, slot), 0) + 1
            if now is not None:
                change[pool, now] = change.get((pool, now), 0) - 1
        return change

    def _overfull(self, moves: Moves) -> list[tuple[int, int]]:
        """Pools and slots that moves overfill, each as often as it has too many."""
        over = ((cell, more - max(0, self._room[cell[0]][cell[1]])) for cell, more in self._change(moves).items() if more > 0)
        return [cell for cell, excess in over for _ in range(excess)]

    def _relieve(self, moves: Moves, pool: int, slot: int) -> bool:
        """Move another meeting of an overfull pool to a slot where it has room; adds to the moves where that is possible."""
        people = {person for each in moves for person in self._pair[each]}
        roomy = _members(self._roomy[pool])
        self._random.shuffle(roomy)
        for target in roomy:
            inside = [each for each in self._in_pool(pool, slot) if self._open[each] >> target & 1 and each not in moves]
            self._random.shuffle(inside)
            for each in inside:
                chain = self._chain(each, target, slot)
                if chain is None or people & {person for moved in chain for person in self._pair[moved]}:
                    continue
                if not self._overfull(moves | chain):
                    moves.update(chain)
                    return True
        return False

    def _in_pool(self, pool: int, slot: int) -> list[int]:
        return [request for request, at in self.slot.items() if at == slot and self.pool[request] == pool]

    def _carry_out(self, moves: Moves) -> None:
        for request in moves:
            if request in self.slot:
                self.remove(request)
        for request, slot in moves.items():
            self._put(request, slot)


def by_tightness(instance: Instance, requests: Ints, free: Bools) -> Ints:
    """The order in which requests are best added: those first whose people have hardly more slots than meetings to come.

    Parameters
    ----------
    free
        (P, S) slots that are left.
    """
    people = instance.pair[requests]
    need = np.bincount(people.ravel(), minlength=instance.people)
    share = need / np.maximum(1, free.sum(axis=1) * instance.parallel)
    return np.argsort(-share[people].max(axis=1, initial=0.0), kind="stable").astype(np.int64)


def as_bits(table: Bools) -> list[int]:
    """Each row as one whole number, the first column as its lowest bit."""
    packed = np.packbits(table, axis=1, bitorder="little")
    if packed.shape[1] > 8:
        return [int.from_bytes(row.tobytes(), "little") for row in packed]
    words = np.zeros((len(table), 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    bits: list[int] = words.view("<u8").ravel().tolist()
    return bits


def _open_slots(instance: Instance, free: Bools) -> Bools:
    """(R, S) slots in which a request has an option and both of its people are free."""
    result = np.zeros((instance.requests, instance.slots), dtype=bool)
    result[instance.option_request, instance.option_slot] = True
    result &= free[instance.pair[:, 0]]
    result &= free[instance.pair[:, 1]]
    return result


def _members(bits: int) -> list[int]:
    """The positions of the ones."""
    return list(_ones(bits))


def _ones(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
