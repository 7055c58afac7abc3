"""What it would take to hold a request in each slot, beside everything that a plan holds.

For every (request, slot) the changes that are needed are collected as bits of one number, whose cost is looked up in a table; so
tens of thousands of requests take a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.reasons.occupancy import Occupancy

COST = {"move": 1, "place": 2, "slots": 3, "available": 4, "max_meetings": 5, "parallel": 7, "slot": 12}
"""What a change costs; a remedy costs what its changes cost together. In words: format.md."""

MOVE_FIRST, MOVE_SECOND, MOVE_AWAY, PLACE, ROOM, SLOTS = (1 << k for k in range(6))
AVAILABLE, LIMIT, PARALLEL = (1 << 6, 1 << 7), (1 << 8, 1 << 9), (1 << 10, 1 << 11)
EXTRA = 1 << 12
MOVES = (MOVE_FIRST, MOVE_SECOND)
KIND = ("move", "move", "move", "place", "place", "slots", *["available"] * 2, *["max_meetings"] * 2, *["parallel"] * 2, "slot")
COSTS: Ints = np.stack([((np.arange(1 << len(KIND)) >> k) & 1) * COST[kind] for k, kind in enumerate(KIND)]).sum(axis=0)
"""(8192,) the cost of each set of bits."""

BLOCKED = 1 << 40


@dataclass(frozen=True)
class Movable:
    """Which meetings could be held in another slot, all else being as it is.

    Attributes
    ----------
    at
        (P, S) the request that a participant who holds one at a time has there, -1 where there is none that could move.
    leaver
        (L, S) a request held at a place of each list that could move, or -1.
    earliest, latest
        (R,) first and last other slot that it could have, -1 where there is none.
    """

    at: Ints
    leaver: Ints
    earliest: Ints
    latest: Ints


def find_movable(occupancy: Occupancy) -> Movable:
    """Find the meetings that could move, and to where."""
    count, slots = occupancy.own.shape
    earliest, latest = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    rows = np.flatnonzero((occupancy.slot >= 0) & ~occupancy.settled)
    rows = rows[~occupancy.shut[occupancy.slot[rows]]]
    cells = fits(occupancy, rows) & occupancy.own[rows] & ~occupancy.shut
    cells[np.arange(len(rows)), occupancy.slot[rows]] = False
    some = cells.any(axis=1)
    rows, cells = rows[some], cells[some]
    earliest[rows], latest[rows] = cells.argmax(axis=1), slots - 1 - cells[:, ::-1].argmax(axis=1)
    at = np.full(occupancy.load.shape, -1, dtype=np.int64)
    there = np.full(occupancy.room.shape, -1, dtype=np.int64)
    for side in (0, 1):
        single = rows[occupancy.parallel[occupancy.pair[rows, side]] == 1]
        at[occupancy.pair[single, side], occupancy.slot[single]] = single
    there[occupancy.place[rows], occupancy.slot[rows]] = rows
    leaver = np.full((len(occupancy.member), slots), -1, dtype=np.int64)
    for n, places in enumerate(occupancy.member):
        leaver[n] = there[places].max(axis=0, initial=-1)
    return Movable(at, leaver, earliest, latest)


def fits(occupancy: Occupancy, rows: Ints) -> Bools:
    """(N, S) whether each request could be held there in addition: both free, and room at an allowed place that they can both be at."""
    first, second = (occupancy.where[occupancy.pair[rows, side]] for side in (0, 1))
    result: Bools = both_idle(occupancy, rows) & (_place_bits(occupancy, rows, first, second, np.zeros(first.shape, dtype=bool)) == 0)
    return result


def both_idle(occupancy: Occupancy, rows: Ints) -> Bools:
    """(N, S) whether each of the two could take one meeting more."""
    both = np.ones((len(rows), occupancy.own.shape[1]), dtype=bool)
    for side in (0, 1):
        person = occupancy.pair[rows, side]
        both &= occupancy.free[person] & ~occupancy.busy[person]
    return both


def open_room(occupancy: Occupancy) -> Bools:
    """(L, S) whether some place of each list can take one meeting more."""
    result = np.zeros((len(occupancy.member), occupancy.own.shape[1]), dtype=bool)
    for n, places in enumerate(occupancy.member):
        result[n] = occupancy.room[places].any(axis=0)
    return result


def _place_bits(occupancy: Occupancy, rows: Ints, first: Ints, second: Ints, given: Bools) -> Ints:
    """(N, S) what a place takes, where the two are at a place already, -1 for nowhere; nothing where room is `given`."""
    listed = occupancy.listed[rows]
    bound = np.maximum(first, second)
    slots = np.arange(bound.shape[1])
    apart = (first >= 0) & (second >= 0) & (first != second)
    outside = (bound >= 0) & ~occupancy.member[listed[:, None], bound]
    roomy = np.where(bound >= 0, occupancy.room[bound, slots], open_room(occupancy)[listed])
    bits = np.where(roomy | given, 0, np.where(bound >= 0, ROOM, PLACE))
    result: Ints = np.where(apart | outside, BLOCKED, bits)
    return result


def find_needs(occupancy: Occupancy, movable: Movable, rows: Ints) -> Ints:
    """Collect what each request would need in each slot.

    Parameters
    ----------
    rows
        (N,) requests that are not held.

    Returns
    -------
    ints
        (N, S) bits; `BLOCKED` or more where nothing that is considered here helps.
    """
    slots = np.arange(occupancy.own.shape[1])
    bits = np.where(occupancy.own[rows], 0, SLOTS)
    bits[(slots < occupancy.first[rows, None]) | (slots > occupancy.last[rows, None]) | occupancy.shut] = BLOCKED
    sides = [_side(occupancy, movable, rows, side) for side in (0, 1)]
    clash = _clash(movable, rows, *(side.mover for side in sides))
    sides[1] = sides[1].without_moves(clash)
    met = (sides[0].mover >= 0) & (sides[0].mover == sides[1].mover)  # the two meet for another request: one move serves both
    bits = bits | sides[0].bits | np.where(met, sides[1].bits & ~MOVES[1], sides[1].bits)
    listed = occupancy.listed[rows][:, None]
    bound = np.maximum(sides[0].bound, sides[1].bound)
    given = sides[0].second_person | sides[1].second_person
    for side in sides:
        left = occupancy.place[side.mover]  # by who moves; of any use only where the two can then be
        given |= (side.mover >= 0) & np.where(bound >= 0, left == bound, occupancy.member[listed, left])
    place = _place_bits(occupancy, rows, sides[0].bound, sides[1].bound, given)
    still = (sides[0].mover < 0) & (sides[1].mover < 0)
    place = np.where((place == PLACE) & still & (movable.leaver[occupancy.listed[rows]] >= 0), MOVE_AWAY, place)
    return bits | place


@dataclass(frozen=True)
class _Side:
    """What one of the two would need: (N, S) bits, the meeting of its that would move (-1: none), where it is bound to be, whether it
    holds one more at once, and whether it could do that instead of moving."""

    bits: Ints
    mover: Ints
    bound: Ints
    second_person: Bools
    could: Bools
    side: int
    where: Ints

    def without_moves(self, clash: Bools) -> _Side:
        """The same with no meeting moved where two moves would be in each other's way."""
        instead = np.where(self.could, PARALLEL[self.side], BLOCKED)
        second = self.second_person | (clash & self.could)
        return _Side(
            bits=np.where(clash, self.bits & ~MOVES[self.side] | instead, self.bits),
            mover=np.where(clash, -1, self.mover),
            bound=np.where(clash & self.could, self.where, self.bound),
            second_person=second,
            could=self.could,
            side=self.side,
            where=self.where,
        )


def _side(occupancy: Occupancy, movable: Movable, rows: Ints, side: int) -> _Side:
    person = occupancy.pair[rows, side]
    free, in_dialogue, where = occupancy.free[person], occupancy.in_dialogue[person], occupancy.where[person]
    full = ~in_dialogue & occupancy.busy[person]
    mover = np.where(full, movable.at[person], -1)
    could = full & (where >= 0) & (where == occupancy.home[person][:, None])
    second = could & (mover < 0)
    limit = np.where(occupancy.meetings[person] >= occupancy.limit[person], LIMIT[side], 0)
    bits: Ints = np.asarray(limit[:, None] | np.where(free, 0, AVAILABLE[side]), dtype=np.int64)
    bits = bits | np.where(mover >= 0, MOVES[side], 0) | np.where(second, PARALLEL[side], 0)
    bits[in_dialogue | (full & (mover < 0) & ~could)] = BLOCKED
    return _Side(bits, mover, np.where(mover < 0, where, -1), second, could, side, where)


def _clash(movable: Movable, rows: Ints, first: Ints, second: Ints) -> Bools:
    """(N, S) whether both sides would move a meeting and there are no two different slots for them."""
    early, late = movable.earliest, movable.latest
    apart = (early[first] != early[second]) | (late[first] != early[second]) | (early[first] != late[second])
    result: Bools = (first >= 0) & (second >= 0) & (first != second) & ~apart
    return result
