"""The whole event as one integer program, for solvers of such programs: rows, columns, and a cost for each step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from benchmarks.peers.child import Order
from benchmarks.peers.event import STEPS, Chosen, Event
from scheduler.arrays import Floats


@dataclass(frozen=True)
class Program:
    """m rows over n binary or small whole columns: ``low <= matrix x <= high``, ``0 <= x <= upper``."""

    matrix: csr_matrix
    low: Floats
    high: Floats
    upper: Floats

    def with_row(self, row: Floats, high: float) -> Program:
        """The same with one row more."""
        matrix = csr_matrix(vstack([self.matrix, csr_matrix(row)]))
        return Program(matrix, np.append(self.low, -np.inf), np.append(self.high, high), self.upper)


Solve = Callable[[Program, Floats, Floats | None, float, Order], tuple[Floats, float] | None]
"""Makes a cost least from a solution (None: from nothing) within some seconds: a solution and a bound; None: nothing found."""


def one_after_the_other(event: Event, order: Order, solve: Solve) -> Chosen:
    """Solve for floors and value in half of the time at most and keep what was reached, then for breaks."""
    layout = Layout(event)
    found = solve(layout.program(), layout.lacking(), None, order.left / len(STEPS), order)
    if found is None:  # better a plan with no word about breaks than none
        found = solve(layout.program(), layout.lacking(), None, order.left, order)
    if found is None:
        raise SystemExit("no plan in time")
    x, bounds = np.round(found[0]), dict[str, int]()
    reached = float(layout.lacking() @ x)
    if np.isfinite(found[1]):
        bounds |= event.bounds(STEPS[0], int(x[layout.short].sum()), found[1])
    # What breaks take comes only now: its columns, which cost nothing before, keep solvers from finding anything.
    layout.add_breaks()
    x = layout.completed(x)
    program = layout.program().with_row(layout.lacking(), reached)
    found = solve(program, layout.breaks(), x, order.left, order)
    if found is not None:
        x = np.round(found[0])
        if np.isfinite(found[1]):
            bounds |= event.bounds(STEPS[1], int(x[layout.short].sum()), found[1])
    return layout.read(x, bounds)


@dataclass(frozen=True, slots=True)
class Run:
    """Columns of somebody's free slots of a day: what can be held in each, whether it is busy, whether anything is at or before and at
    or after it, what would end a break in the slot before, and whether a break ends."""

    things: list[list[int]]
    busy: list[int]
    before: list[int]
    follows: list[int]
    after: list[int]
    ends: list[int]


class Layout:
    """Which column is what, and the rows."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.upper: list[float] = []
        self.cells: tuple[list[int], list[int], list[float]] = ([], [], [])
        self.sides: list[tuple[float, float]] = []
        self.meetings: dict[tuple[int, int], int] = {}
        self.openings: dict[tuple[int, int], int] = {}
        self.seats: dict[tuple[int, int, int], int] = {}
        self.short: list[int] = []
        self.ends: list[int] = []
        self.meets: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.sits: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._add_meetings()
        for k in range(len(event.openings)):
            self._add_dialogue(k)
        self._add_diaries()
        self.runs: list[Run] = []

    def program(self) -> Program:
        """All of it as arrays."""
        rows, columns, numbers = self.cells
        low, high = np.array(self.sides, dtype=float).reshape(-1, 2).T
        shape = len(self.sides), len(self.upper)
        return Program(csr_matrix((numbers, (rows, columns)), shape=shape), low, high, np.array(self.upper))

    def lacking(self) -> Floats:
        """(n,) the cost of what is short of the floors, which weighs more than anything, and of the value lacking."""
        cost = np.zeros(len(self.upper))
        cost[self.short] = self.event.most + 1
        for (r, _), column in self.meetings.items():
            cost[column] = -self.event.problem.requests[r].value
        for (k, i, _), column in self.seats.items():
            cost[column] = -self.event.wanted[k][i][1]
        return cost

    def breaks(self) -> Floats:
        """(n,) the cost of breaks."""
        cost = np.zeros(len(self.upper))
        cost[self.ends] = 1
        return cost

    def completed(self, x: Floats) -> Floats:
        """(n,) a solution of the columns before breaks were added, with those of breaks as they follow."""
        full = np.zeros(len(self.upper))
        full[: len(x)] = x
        for run in self.runs:
            full[run.busy] = [full[columns].any() for columns in run.things]
            full[run.before] = np.maximum.accumulate(full[run.busy])
            full[run.after] = np.maximum.accumulate(full[run.busy][::-1])[::-1]
            n = len(run.ends)
            full[run.ends] = np.maximum(0, full[run.before[:n]] + full[run.follows] - full[run.busy[:n]] - 1)
        return full

    def read(self, x: Floats, bounds: dict[str, int]) -> Chosen:
        """What a solution holds."""
        meetings = {r: t for (r, t), column in self.meetings.items() if x[column]}
        dialogues = {}
        for (k, o), column in self.openings.items():
            if x[column]:
                opening = self.event.openings[k][o]
                start = opening.slots[0]
                mine = [p for i, (p, _) in enumerate(self.event.wanted[k]) if (k, i, start) in self.seats and x[self.seats[k, i, start]]]
                dialogues[k] = opening, mine
        return Chosen(meetings, dialogues, bounds)

    def _column(self, upper: float = 1.0) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _row(self, low: float, high: float, *terms: tuple[Iterable[int], float]) -> None:
        """Add a row: columns with one coefficient each."""
        number = len(self.sides)
        self.sides.append((low, high))
        rows, columns, numbers = self.cells
        for which, coefficient in terms:
            for column in which:
                rows.append(number)
                columns.append(column)
                numbers.append(coefficient)

    def _add_meetings(self) -> None:
        event = self.event
        in_pool: dict[tuple[int, int], list[int]] = defaultdict(list)
        of_person: dict[int, list[int]] = defaultdict(list)
        for r, slots in enumerate(event.options):
            own = [self._column() for _ in slots]
            self._row(float(event.problem.requests[r].must), 1, (own, 1))
            for t, column in zip(slots, own, strict=True):
                self.meetings[r, t] = column
                in_pool[event.pool[r], t].append(column)
                for p in event.pair[r]:
                    self.meets[p, t].append(column)
                    of_person[p].append(column)
        for (pool, _), several in in_pool.items():
            if len(several) > len(event.pools[pool]):
                self._row(-np.inf, len(event.pools[pool]), (several, 1))
        for p, person in enumerate(event.problem.participants):
            if person.max_meetings is not None and len(of_person[p]) > person.max_meetings:
                self._row(-np.inf, person.max_meetings, (of_person[p], 1))
            if person.floor:
                self.short.append(self._column(person.floor))
                self._row(person.floor, np.inf, ([*of_person[p], self.short[-1]], 1))

    def _add_dialogue(self, k: int) -> None:
        event, dialogue, ways = self.event, self.event.problem.dialogues[k], self.event.openings[k]
        own = [self._column() for _ in ways]
        self._row(float(dialogue.must), 1, (own, 1))
        by_start: dict[int, list[int]] = defaultdict(list)
        for o, opening in enumerate(ways):
            self.openings[k, o] = own[o]
            by_start[opening.slots[0]].append(o)
            for t in opening.slots if opening.moderator is not None else ():
                self.sits[opening.moderator or 0, t].append(own[o])
        seated: dict[str, list[int]] = defaultdict(list)
        for i, (p, _) in enumerate(event.wanted[k]):
            for start, which in by_start.items():
                span = ways[which[0]].slots
                if event.free[p].issuperset(span):
                    seat = self.seats[k, i, start] = self._column()
                    self._row(-np.inf, 0, ([seat], 1), ([own[o] for o in which], -1))
                    seated[event.problem.participants[p].role].append(seat)
                    for t in span:
                        self.sits[p, t].append(seat)
        everybody = [seat for seats in seated.values() for seat in seats]
        least, most = dialogue.seats
        self._row(0, np.inf, (everybody, 1), (own, -least))
        if most is not None:
            self._row(-np.inf, most, (everybody, 1))
        for role, number in dialogue.minimum.items():
            self._row(0, np.inf, (seated[role], 1), (own, -number))

    def _add_diaries(self) -> None:
        for p, person in enumerate(self.event.problem.participants):
            for t in self.event.free[p]:
                meets, sits = self.meets.get((p, t), []), self.sits.get((p, t), [])
                if meets or sits:
                    self._row(-np.inf, person.parallel, (meets, 1), (sits, person.parallel))
        at_table: dict[tuple[str, int], list[int]] = defaultdict(list)
        for (k, o), column in self.openings.items():
            opening = self.event.openings[k][o]
            for t in opening.slots:
                at_table[opening.place, t].append(column)
        for several in at_table.values():
            self._row(-np.inf, 1, (several, 1))

    def add_breaks(self) -> None:
        """A column for the end of each run of free slots that has something before and after it."""
        for p, free in enumerate(self.event.free):
            for day in self.event.runs():
                slots = [t for t in day if t in free]
                if sum((p, t) in self.meets or (p, t) in self.sits for t in slots) > 1:
                    self._add_run(p, slots)

    def _add_run(self, p: int, slots: list[int]) -> None:
        busy, before, after = [self._busy(p, t) for t in slots], [self._column() for _ in slots], [self._column() for _ in slots]
        for k in range(len(slots)):
            self._row(0, np.inf, ([before[k]], 1), ([busy[k]], -1))
            self._row(0, np.inf, ([after[k]], 1), ([busy[k]], -1))
            if k:
                self._row(0, np.inf, ([before[k]], 1), ([before[k - 1]], -1))
                self._row(0, np.inf, ([after[k - 1]], 1), ([after[k]], -1))
        follows = [busy[k] if slots[k] == slots[k - 1] + 1 else after[k] for k in range(1, len(slots))]
        ends = [self._column() for _ in follows]
        for k, end in enumerate(ends):
            self._row(-1, np.inf, ([end, busy[k]], 1), ([before[k], follows[k]], -1))
        self.ends += ends
        things = [[*self.meets.get((p, t), []), *self.sits.get((p, t), [])] for t in slots]
        self.runs.append(Run(things, busy, before, follows, after, ends))

    def _busy(self, p: int, t: int) -> int:
        meets, sits = self.meets.get((p, t), []), self.sits.get((p, t), [])
        busy = self._column()
        if self.event.problem.participants[p].parallel == 1:
            self._row(0, 0, ([busy], 1), ([*meets, *sits], -1))
            return busy
        self._row(-np.inf, 0, ([busy], 1), ([*meets, *sits], -1))
        for column in (*meets, *sits):
            self._row(0, np.inf, ([busy], 1), ([column], -1))
        return busy
