"""One annealer: a plan that moves, and the best that it met."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np

from scheduler.annealing.event import Event
from scheduler.annealing.kernel import GOALS, ChangeStructure, EventStructure, PlanStructure, RunStructure, fill, kernel
from scheduler.arrays import Ints

_FREE = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Arrangement:
    """A plan by index: slot and pool by zone of each request (-1: not held), first slot of each dialogue.

    Attributes
    ----------
    reached
        What it reaches of each of `GOALS`.
    """

    slot: Ints
    pool: Ints
    start: Ints
    reached: dict[str, int]


class Annealer:
    """A plan that moves.

    Parameters
    ----------
    event
        That suits the kernel.
    seed
        Of every random choice.
    """

    def __init__(self, event: Event, begin: Arrangement, seed: int) -> None:
        library = kernel()
        if library is None:
            raise ValueError("the kernel is not there")
        self._library, self._event = library, event
        self._arrays = event.arrays
        self._structure = fill(EventStructure, self._arrays)
        self._random = np.random.default_rng(seed).integers(1, 1 << 62, 2, dtype=np.uint64)
        self._change = self._blank_change()
        self._change_structure = fill(ChangeStructure, self._change)
        self.take(begin)
        total = (ctypes.c_int64 * len(GOALS))(*self._total.tolist())
        self._best = {name: self._plan[name].copy() for name in ("slot", "pool", "start")}
        self._run = fill(RunStructure, {**self._best, "total": total})
        self._run.seed[:] = self._random.tolist()
        self.limit({})

    def take(self, begin: Arrangement) -> None:
        """Go on from this plan."""
        self._plan = self._blank_plan()
        for name in ("slot", "pool", "start"):
            self._plan[name][:] = getattr(begin, name)
        self._total = self._plan["total"]
        self._plan_structure = fill(PlanStructure, self._plan)
        self._library.bms_build(ctypes.byref(self._structure), ctypes.byref(self._plan_structure))

    def limit(self, most: dict[str, int]) -> None:
        """Keep to plans that are no worse than this in these goals."""
        for k, goal in enumerate(GOALS):
            self._run.most[k] = -most[goal] if goal == "value" and goal in most else most.get(goal, _FREE)

    def anneal(self, steps: int, hot: float, cold: float) -> int:
        """Try so many changes while it cools down; returns how many were made."""
        self._run.steps, self._run.hot, self._run.cold = steps, hot, cold
        arguments = (self._structure, self._plan_structure, self._change_structure, self._run)
        self._library.bms_anneal(*(ctypes.byref(argument) for argument in arguments))
        return int(self._run.taken)

    @property
    def now(self) -> dict[str, int]:
        """What the plan that moves reaches."""
        return dict(zip(GOALS, self._total.tolist(), strict=True))

    @property
    def best(self) -> Arrangement:
        """The best plan so far."""
        reached = dict(zip(GOALS, list(self._run.total), strict=True))
        slot, pool, start = (self._best[name].astype(np.int64) for name in ("slot", "pool", "start"))
        return Arrangement(slot, pool, start, reached)

    def _size(self, name: str) -> int:
        size = self._arrays[name]
        assert isinstance(size, int)
        return size

    def _blank_plan(self) -> dict[str, np.ndarray]:
        people, slots, requests, days = (self._size(name) for name in ("people", "slots", "requests", "days"))
        parallel = self._event.model.instance.parallel
        kinds: dict[str, tuple[int, type, int]] = {
            "slot": (requests, np.int32, -1),
            "pool": (requests, np.int32, -1),
            "start": (self._size("dialogues"), np.int32, -1),
            "berths": (int(parallel.sum()) * slots, np.int32, -1),
            "load": (people * slots, np.uint8, 0),
            "busy": (people * days, np.uint64, 0),
            "planes": (people * days * self._size("planes"), np.uint64, 0),
            "taken": (self._size("pools") * slots, np.int32, 0),
            "held": (people, np.int32, 0),
            "cost": (people * 3, np.int32, 0),
            "listed": ((slots + 1) * requests, np.int32, 0),
            "at": (requests, np.int32, 0),
            "size": (slots + 1, np.int32, 0),
            "hot": (people, np.int32, 0),
            "hot_at": (people, np.int32, -1),
            "hots": (1, np.int32, 0),
            "total": (len(GOALS), np.int64, 0),
        }
        return {name: np.full(size, value, dtype=kind) for name, (size, kind, value) in kinds.items()}

    def _blank_change(self) -> dict[str, np.ndarray | int]:
        people, slots, requests, pools = (self._size(name) for name in ("people", "slots", "requests", "pools"))
        items, cells = requests + self._size("dialogues"), people * slots
        sizes = {
            **dict.fromkeys(("item", "from_", "to", "pool", "mark"), items),
            **dict.fromkeys(("net", "cells", "cell_mark", "cell_zone", "next"), cells),
            **dict.fromkeys(("person", "person_mark", "meets", "chained"), people),
            "pool_net": pools * slots,
            "pools": 400 * slots + 1024,
            "swap": slots,
            "fresh": 3 * people,
        }
        return {name: np.zeros(size, dtype=np.int32) for name, size in sizes.items()}
