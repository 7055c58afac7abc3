"""Breaks that no plan as good in the goals before can do without: whoever waits is shown, day by day, to have no compact agenda there.

An agenda without a break is busy from a first slot to a last one, and nowhere else. These pairs are split in halves, again and again; what
lies outside each of them costs a penalty, and so does an empty slot inside. Where the linear program then costs more than the best plan, no
plan as good has such an agenda: the multipliers show it in whole numbers, as they do for any bound (see `scheduler.program.lagrangian`).
Days of whom all pairs are excluded have at least one break each. One diary at a time has to be whole for that, and programs of a
thousand people take as little as those of a hundred where they are nearly integral anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Floats, Ints
from scheduler.program.lagrangian import SCALE, lagrangian_bound, round_multipliers
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask

SURE = 1e-6  # a slot is taken, or empty, within this tolerance of the linear programs


@dataclass(frozen=True)
class Ends:
    """Agendas of a day that begin and end within spans of slots, by their places among those of the day; and the empty one, if `empty`."""

    first: tuple[int, int]
    last: tuple[int, int]
    empty: bool = False

    @property
    def inside(self) -> range:
        """What all of them are busy in."""
        return range(0) if self.empty else range(self.first[1], self.last[0] + 1)

    @property
    def outside(self) -> range:
        """All that any of them can be busy in."""
        return range(0) if self.empty else range(self.first[0], self.last[1] + 1)

    def halves(self, begins: int, ends: int) -> list[Ends]:
        """Two parts, the one first that does not have the agenda between these places; none of a single agenda."""
        first, last = self.first, self.last
        if first[0] == first[1] and last[0] == last[1]:
            return []
        if first[1] - first[0] >= last[1] - last[0]:
            middle = (first[0] + first[1]) // 2
            parts = [Ends((first[0], middle), last), Ends((middle + 1, first[1]), last)]
            near = int(begins > middle)
        else:
            middle = (last[0] + last[1]) // 2
            parts = [Ends(first, (last[0], middle)), Ends(first, (middle + 1, last[1]))]
            near = int(ends > middle)
        return [parts[1 - near], parts[near]]


class BreakBounds:
    """Asks of one day of one participant at a time whether it can be without a break.

    Parameters
    ----------
    task
        Its program has every plan that costs no more than the best one of the search.
    """

    def __init__(self, task: LinearTask) -> None:
        base, linear, cost = task.current(), task.linear, task.cost
        self._search, self._highs, self._layout = task.search, task.highs, task.model.layout
        self._target = int(cost @ base)
        part = reduce(linear, linear.lower < linear.upper, base)
        self._linear, self._cost = part.linear, cost[part.free]
        self._constant = self._target - int(self._cost @ base[part.free])
        self._column = np.full(linear.columns, -1, dtype=np.int64)
        self._column[part.free] = np.arange(len(part.free))
        self._base = base
        self._penalty = 2 * int(np.abs(cost).max(initial=1))
        task.highs.load(self._linear)

    def has_break(self, person: int, day: range, end: float) -> bool:
        """Whether a participant has a break on this day in every plan that costs as little; False too where that is not shown."""
        instance = self._layout.instance
        across = instance.problem.unavailable_counts_as_break
        slots = [t for t in day if across or instance.free[person, t]]
        if instance.parallel[person] > 1 or not slots:
            return False  # what it is rewarded for being busy would be counted twice
        most = len(slots) - 1
        open_ = [Ends((0, 0), (0, 0), empty=True), Ends((0, most), (0, most))]
        while open_:
            ends = open_.pop()
            if not ends.outside and not ends.empty:
                continue
            x = self._cheapest(person, slots, ends, end)
            if x is None:
                return False
            if not len(x):
                continue
            busy = self._busy(person, slots, x)
            some = np.flatnonzero(busy > 0.5)
            parts = ends.halves(int(some[0]), int(some[-1])) if len(some) else ends.halves(0, 0)
            if not parts or _is_compact(busy):
                return False
            open_ += parts
        return True

    def _cheapest(self, person: int, slots: list[int], ends: Ends, end: float) -> Floats | None:
        """(k,) the cheapest fractional plan with such agendas, nothing where all of these cost too much; None: there was no time."""
        shift, constant = np.zeros_like(self._cost), self._constant
        for k, slot in enumerate(slots):
            columns, fixed = self._columns(person, slot)
            if k in ends.inside:
                shift[columns] -= self._penalty
                constant += self._penalty * (1 - fixed)
            elif k not in ends.outside:
                shift[columns] += self._penalty
                constant += self._penalty * fixed
        cost = self._cost + shift
        result = self._highs.minimise(cost, seconds=self._search.left_until(end), integral=False)
        if result.x is None or result.dual is None or not result.optimal:
            return None
        bound = lagrangian_bound(self._linear, cost, round_multipliers(result.dual, self._linear)) + constant * SCALE
        return np.zeros(0) if bound > self._target * SCALE else result.x

    def _columns(self, person: int, slot: int) -> tuple[Ints, int]:
        """Columns of the part that make a participant busy in a slot, and how many more do so that are fixed."""
        whose, when, column, _ = self._layout.busy
        mine = column[(whose == person) & (when == slot)]
        place = self._column[mine]
        return place[place >= 0], int(self._base[mine[place < 0]].sum())

    def _busy(self, person: int, slots: list[int], x: Floats) -> Floats:
        """(len(slots),) how much of each slot is taken."""
        return np.array([x[columns].sum() + fixed for columns, fixed in (self._columns(person, slot) for slot in slots)])


def raise_breaks(search: Search, asking: BreakBounds, goals: list[int], end: float) -> None:
    """Raise the bound of breaks, or idle slots, to the number of days that are shown to have one, of those that have one in the best plan.

    Parameters
    ----------
    goals
        Numbers of these goals, none before the goals whose cost `asking` holds.
    end
        Monotonic time to end by.
    """
    shown, days = 0, list(days_with_breaks(search))
    for person, day in days if len(days) <= search.settings.parameters.break_bounds.most_days else []:
        if search.left_until(end) <= 0 or all(search.proven(goal) for goal in goals):
            return
        if asking.has_break(person, day, end):
            shown += 1
            for goal in goals:
                search.raise_bound(goal, shown, "linear programs")


def days_with_breaks(search: Search) -> Iterator[tuple[int, range]]:
    """Who waits on which day of the best plan."""
    layout, best = search.model.layout, search.require()
    instance = layout.instance
    person, slot, column, _ = layout.busy
    busy = np.zeros((instance.people, instance.slots), dtype=bool)
    held = best[column] == 1
    busy[person[held], slot[held]] = True
    counted = instance.free | instance.problem.unavailable_counts_as_break
    for day in instance.days:
        for p in np.flatnonzero(busy[:, day.start : day.stop].any(axis=1)).tolist():
            if not _is_compact(busy[p, day.start : day.stop][counted[p, day.start : day.stop]].astype(float)):
                yield p, day


def _is_compact(busy: Floats) -> bool:
    """Whether a day of these slots, each taken wholly or not at all, has no break."""
    taken = busy > 1 - SURE
    some = np.flatnonzero(taken)
    whole = bool((taken | (busy < SURE)).all())
    return whole and (len(some) == 0 or int(some[-1] - some[0]) == len(some) - 1)
