"""The cheapest true remedy of each request that a plan does not hold, and whether moving meetings alone could be one.

A remedy leaves everything else of the plan where it is, but for meetings that it names as moving. Considered are one meeting moved
out of the way of each of the two, or from a place, and a few moved on one after the other (`scheduler.reasons.chains`); a place or
room at one more; a slot more of the request or of the event; somebody available, over its limit, or holding one meeting more at its
home. Costs add up (`scheduler.reasons.needs.COST`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.parameters import DEFAULTS, RemedyParameters
from scheduler.plan import Change, GoalResult, Plan, Remedy, Unscheduled
from scheduler.problem import Problem
from scheduler.reasons import needs
from scheduler.reasons.applying import is_true
from scheduler.reasons.chains import Chains
from scheduler.reasons.needs import AVAILABLE, BLOCKED, COST, COSTS, EXTRA, LIMIT, MOVE_AWAY, MOVES, PARALLEL, PLACE, ROOM, SLOTS, Movable
from scheduler.reasons.occupancy import Occupancy, lay_out

NEVER = 1 << 20  # the cost of what is not known to help
ONE_SLOT = MOVES[0] | MOVES[1] | MOVE_AWAY | ROOM
MOVING = MOVES[0] | MOVES[1] | MOVE_AWAY


def add_remedies(
    problem: Problem, plan: Plan, end: float = np.inf, shut: Bools | None = None, parameters: RemedyParameters = DEFAULTS.remedies
) -> tuple[Unscheduled, ...]:
    """Give the unscheduled requests of a valid plan their remedies.

    Parameters
    ----------
    plan
        Its goals say what is proven, for whether moving could help.
    end
        Monotonic time; what is not looked at by then stays as it is.
    shut
        (S,) slots in which nothing may change any more.

    Returns
    -------
    tuple
        `plan.unscheduled` with the details, ``by_moving`` and ``remedy`` filled in.
    """
    if not problem.slots:
        return tuple(replace(left, by_moving=False) for left in plan.unscheduled)
    if not plan.unscheduled:
        return ()
    occupancy = lay_out(problem, plan, shut)
    movable = needs.find_movable(occupancy)
    number = {request.id: r for r, request in enumerate(problem.requests)}
    rows = np.array([number[left.request] for left in plan.unscheduled], dtype=np.int64)
    worth: Bools = occupancy.value[rows] > np.full(len(rows), _room_for_value(plan.goals))
    never = _never(occupancy, rows) | worth
    size = max(1, parameters.cells // max(1, len(problem.slots)))
    result = list[Unscheduled]()
    for first in range(0, len(rows), size):
        part = slice(first, first + size)
        if time.monotonic() >= end:
            result += plan.unscheduled[part]
            continue
        result += _Writer(occupancy, movable, rows[part]).write(plan.unscheduled[part], never[part])
    result = list(_with_chains(occupancy, rows, result, end, parameters))
    if problem.max_break_difference is not None:
        return tuple(_kept(problem, plan, left, end) for left in result)
    return tuple(result)


def _with_chains(
    occupancy: Occupancy, rows: Ints, found: Sequence[Unscheduled], end: float, parameters: RemedyParameters
) -> Iterator[Unscheduled]:
    """With moves of several meetings, each into the slot or place that the next one leaves, where these are cheaper than what was found."""
    open_rows = [left.by_moving is not False and _cost(left) > COST["move"] for left in found]
    chains = Chains(occupancy, sum(open_rows), parameters)
    problem = occupancy.problem
    for row, left, looked_for in zip(rows.tolist(), found, open_rows, strict=True):
        chain = chains.find(row, (_cost(left) - 1) // COST["move"]) if looked_for and time.monotonic() < end else None
        if chain is None:
            yield left
            continue
        slot, moves = chain
        changes = tuple(Change("move", None, problem.requests[m].id, problem.slots[t].id, problem.places[q].id) for m, t, q in moves)
        yield replace(left, by_moving=True, remedy=Remedy(changes, (problem.slots[slot].id,)))


def _cost(left: Unscheduled) -> int:
    return NEVER if left.remedy is None else sum(COST[change.change] for change in left.remedy.changes)


def _kept(problem: Problem, plan: Plan, left: Unscheduled, end: float) -> Unscheduled:
    """Without a remedy that upsets the difference of breaks, or of which that was not looked at."""
    bare = replace(left, by_moving=None if left.by_moving else left.by_moving, remedy=None)
    if left.remedy is None or time.monotonic() >= end:
        return bare
    slots = tuple(slot for slot in left.remedy.slots if is_true(problem, plan, left, slot))
    if not slots and (left.remedy.slots or not is_true(problem, plan, left, None)):
        return bare
    return replace(left, remedy=replace(left.remedy, slots=slots))


def _never(occupancy: Occupancy, rows: Ints) -> Bools:
    """(N,) whether counting alone shows that no plan holds the request and all that is held now."""
    pair = occupancy.pair[rows]
    taken = occupancy.meetings + occupancy.parallel * occupancy.in_dialogue.sum(axis=1)
    full: Bools = (taken >= occupancy.parallel * occupancy.free.sum(axis=1)) & ~occupancy.moderates
    common = (occupancy.free[pair[:, 0]] & occupancy.free[pair[:, 1]] & occupancy.own[rows]).any(axis=1)
    limited: Bools = full | (occupancy.meetings >= occupancy.limit)
    result: Bools = limited[pair].any(axis=1) | ~common | ~occupancy.somewhere[rows]
    return result


def _room_for_value(goals: Sequence[GoalResult]) -> float:
    """How much more value a plan could have that holds all of this one and more, as far as is proven.

    More meetings never make `floor` or `lowest` worse; where these come first and are proven, the bound of the value holds for such a plan.
    """
    for goal in goals:
        if goal.name == "value":
            return goal.bound - goal.achieved
        if goal.name not in ("floor", "lowest") or not goal.proven:
            break
    return np.inf


class _Writer:
    """Finds and words the remedies of some requests."""

    def __init__(self, occupancy: Occupancy, movable: Movable, rows: Ints) -> None:
        self.occupancy, self.movable, self.rows = occupancy, movable, rows
        problem = occupancy.problem
        self.slots = [slot.id for slot in problem.slots]
        self.places = [place.id for place in problem.places]
        self.requests = problem.requests
        self.people = [(problem.participants[p].id, problem.participants[q].id) for p, q in occupancy.pair[rows].tolist()]

    def write(self, unscheduled: Sequence[Unscheduled], never: Bools) -> Iterator[Unscheduled]:
        """The entries with what is found of each."""
        bits, same = self._cheapest()
        idle = needs.both_idle(self.occupancy, self.rows) & self.occupancy.own[self.rows]
        taken: Bools = idle & ~needs.fits(self.occupancy, self.rows)
        busy = self._busy()
        for n, left in enumerate(unscheduled):
            codes = {reason.code for reason in left.reasons}
            code, slots = int(bits[n]), np.flatnonzero(same[n]).tolist()
            moving = False if never[n] else True if not code & ~MOVING else None
            yield Unscheduled(
                left.request,
                left.reasons,
                busy=self._busy_slots(n, busy) if "no_slot_left" in codes and "participant_full" not in codes else {},
                taken=self._named(taken[n]) if "no_place_left" in codes else (),
                by_moving=moving,
                remedy=self._remedy(n, code, slots) if code < BLOCKED else None,
            )

    def _cheapest(self) -> tuple[Ints, Bools]:
        """(N,) bits of the cheapest remedy, and (N, S) the slots in which just these help."""
        needed = needs.find_needs(self.occupancy, self.movable, self.rows)
        extra = self._extra()
        every = np.concatenate([needed, extra[:, None]], axis=1)
        code = every & (len(COSTS) - 1)
        key = np.where(every >= BLOCKED, BLOCKED, COSTS[code] * len(COSTS) + code)
        best = key.min(axis=1)
        return np.where(best >= BLOCKED, BLOCKED, best % len(COSTS)), (key == best[:, None])[:, :-1] & (best < BLOCKED)[:, None]

    def _extra(self) -> Ints:
        """(N,) what it takes to hold a request in a slot more, after all others."""
        occupancy, rows = self.occupancy, self.rows
        bits = np.full(len(rows), EXTRA, dtype=np.int64)
        for side in (0, 1):
            person = occupancy.pair[rows, side]
            bits |= np.where(occupancy.meetings[person] >= occupancy.limit[person], LIMIT[side], 0)
        bits |= np.where(occupancy.somewhere[rows], 0, PLACE)
        bits |= np.where([self.requests[r].slots is not None for r in rows.tolist()], SLOTS, 0)
        result: Ints = np.where(occupancy.last[rows] < len(self.slots), BLOCKED, bits)
        return result

    def _busy(self) -> list[Bools]:
        """(N, S) for each side, where it is busy in a slot that both could have."""
        occupancy, rows = self.occupancy, self.rows
        person = [occupancy.pair[rows, side] for side in (0, 1)]
        common = occupancy.free[person[0]] & occupancy.free[person[1]] & occupancy.own[rows]
        return [common & occupancy.busy[p] for p in person]

    def _busy_slots(self, n: int, busy: Sequence[Bools]) -> dict[str, tuple[str, ...]]:
        return {self.people[n][side]: slots for side in (0, 1) if (slots := self._named(busy[side][n]))}

    def _named(self, chosen: Bools) -> tuple[str, ...]:
        return tuple(self.slots[t] for t in np.flatnonzero(chosen).tolist())

    def _remedy(self, n: int, code: int, slots: list[int]) -> Remedy:
        if code & ONE_SLOT:
            slots = slots[:1]
        changes = [*self._moves(n, code, slots[0] if slots else -1)]
        if code & PLACE:
            changes.append(Change("place"))
        if code & ROOM:
            staying = [side for side in (0, 1) if not code & MOVES[side]]
            changes.append(Change("place", place=self.places[self._bound(int(self.rows[n]), slots[0], staying)]))
        if code & SLOTS:
            changes.append(Change("slots"))
        for bits, name in ((AVAILABLE, "available"), (LIMIT, "max_meetings"), (PARALLEL, "parallel")):
            changes += [Change(name, participant=self.people[n][side]) for side in (0, 1) if code & bits[side]]
        if code & EXTRA:
            changes.append(Change("slot"))
        return Remedy(tuple(changes), tuple(self.slots[t] for t in slots))

    def _moves(self, n: int, code: int, t: int) -> Iterator[Change]:
        """The meetings that move, and to where: two of them to different slots."""
        occupancy, movable = self.occupancy, self.movable
        row = int(self.rows[n])
        movers = [int(movable.at[occupancy.pair[row, side], t]) for side in (0, 1) if code & MOVES[side]]
        if code & MOVE_AWAY:
            movers.append(int(movable.leaver[occupancy.listed[row], t]))
        choices = [(int(movable.earliest[m]), int(movable.latest[m])) for m in movers]
        targets = next(chosen for chosen in product(*choices) if len(set(chosen)) == len(chosen)) if choices else ()
        for mover, target in zip(movers, targets, strict=True):
            place = self._bound(mover, target)
            if place < 0:
                place = int(np.flatnonzero(occupancy.member[occupancy.listed[mover]] & occupancy.room[:, target])[0])
            yield Change("move", request=self.requests[mover].id, slot=self.slots[target], place=self.places[place])

    def _bound(self, row: int, t: int, sides: Sequence[int] = (0, 1)) -> int:
        """Where one of the two is already in a slot, or -1."""
        return int(self.occupancy.where[self.occupancy.pair[row, sides], t].max())
