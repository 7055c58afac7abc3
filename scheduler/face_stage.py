"""Goals settled by MaxSAT among the plans of the best cost: whether there are any, and how compact agendas can be in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from scheduler.agendas_cnf import Agendas, can_be_counted, encode_agendas
from scheduler.certificate import ceil_bound
from scheduler.face import cost_face
from scheduler.instance import Ints
from scheduler.linear import Linear
from scheduler.maxsat import GOALS, MaxSat, Task
from scheduler.model import Model
from scheduler.search import Search
from scheduler.value_stage import Relaxation

LARGEST = 20_000  # options that are worth writing as clauses
LEAST = 8.0  # seconds that there have to be for it to pay
PATIENCE = 0.3  # share of the time left in which a plan of the best cost has to be found


class FaceStage:
    """MaxSAT on the goals from `first` on, among the plans that cost the least in the linear goals before; use it as a context manager.

    Parameters
    ----------
    small, linear, cost
        The model of those linear goals, its program, and their cost.
    first
        Index of the goal after them.
    """

    def __init__(self, search: Search, small: Model, linear: Linear, cost: Ints, first: int) -> None:
        self._search, self._small, self._linear, self._cost, self._first = search, small, linear, cost, first
        self._names = [objective.name for objective in search.model.objectives]
        self._relaxation: Relaxation | None = None
        self._running: tuple[int | None, MaxSat] | None = None
        self._stack = ExitStack()

    @property
    def suits(self) -> bool:
        """Whether the program can be written as clauses of a sensible size, and there is time for it."""
        search = self._search
        small = self._small.instance.options <= LARGEST and can_be_counted(self._linear)
        return small and not search.settings.reproducible and search.left >= LEAST

    def __enter__(self) -> FaceStage:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def reach(self, relaxation: Relaxation, on_bound: Callable[[int], object]) -> None:
        """Find a plan that costs what the relaxation proves, or prove that there is none; compact agendas are looked for at once."""
        self._relaxation = relaxation
        target = ceil_bound(relaxation.bound)
        if not self.suits or self._reached == target:
            return
        goal = self._first if self._first < len(self._names) and self._names[self._first] in GOALS else None
        race = self._start(goal, target)
        self._wait(race, PATIENCE * self._search.left, lambda: self._reached == target)
        if race.infeasible:
            on_bound(target + 1)
        if self._reached != target:
            self.close()

    def settle(self, goal: int, seconds: float) -> None:
        """Minimise breaks or idle slots among the plans that are as good as the best in the goals before."""
        reached = self._reached
        if self._relaxation is None or self._names[goal] not in GOALS or not self.suits:
            return
        if reached is None or reached > ceil_bound(self._relaxation.bound):
            return  # the terms of a larger gap are counted too roughly to find plans by
        if any(name not in GOALS for name in self._names[self._first : goal]):
            return
        race = self._running[1] if self._running is not None and self._running[0] == goal else self._start(goal, reached)
        self._wait(race, seconds, lambda: self._search.proven(goal))
        self.close()

    @property
    def _reached(self) -> int | None:
        """What the best plan costs in the linear goals; None where it breaks what they are sought under."""
        if self._search.best is None:
            return None
        full = self._small.layout.complete(self._search.best[: self._small.layout.core])
        return None if len(self._linear.violated(full)) else int(self._cost @ full)

    def _start(self, goal: int | None, target: int) -> MaxSat:
        self.close()
        assert self._relaxation is not None
        face = cost_face(self._linear, self._cost, self._relaxation.multipliers, target)
        name = None if goal is None else self._names[goal]
        before = self._names[self._first : goal]
        limits = self._search.costs[self._first : goal] if before else ()
        most = dict(zip(before, limits, strict=True)).get("breaks")
        agendas = Agendas(face, self._small.instance, self._small.layout.busy, name, most)

        def holds() -> bool:
            return self._reached == target and (not before or self._search.costs[self._first : goal] == limits)

        race = self._stack.enter_context(MaxSat(self._search, Task(partial(encode_agendas, agendas), goal, holds)))
        self._running = goal, race
        return race

    def _wait(self, race: MaxSat, seconds: float, done: Callable[[], bool]) -> None:
        end = time.monotonic() + seconds
        while race.running and not done() and self._search.left_until(end) > 0:
            self._search.stop.wait(0.05)

    def close(self) -> None:
        """End what is running."""
        self._stack.close()
        self._running = None
