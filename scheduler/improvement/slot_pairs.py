"""Better plans of very large events: free two or three slots at a time and solve them as one program.

What is not held although the prices say it should be has, as a rule, one participant free in one slot and the other in
another. Freeing just these two slots is enough to move the meetings on the alternating path between them (a Kempe chain),
all such paths at once. Nearly always the linear program of a pair of slots is whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.slot_matching import room_left
from scheduler.model.following import following
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import Relaxation
from scheduler.program.restriction import reduce
from scheduler.run.linear_task import LinearTask, is_whole


def improve_slots(task: LinearTask, relaxation: Relaxation, compact: bool = False) -> Iterator[None]:
    """Offer ever better plans, until one reaches the bound; stops to be asked on after each that is better.

    Parameters
    ----------
    task
        Whose program the best plan lies in.
    relaxation
        Whose bound is to be reached; its fractions are not looked at.
    compact
        Whether agendas are to stay as compact as they are, at first.
    """
    parameters, tries = task.parameters.slot_pairs, _Tries(task, relaxation)
    for _ in _rounds(task):
        current = task.current()
        gap = int(task.cost @ current) * SCALE - relaxation.bound
        if gap < SCALE or task.left <= 0.2 or tries.in_vain >= parameters.tries:
            return
        if tries.try_slots(current, gap, calm=compact and tries.in_vain < parameters.calm):
            yield


def _rounds(task: LinearTask) -> Iterator[int]:
    """Without end, or as many as a reproducible run has."""
    settings = task.search.settings
    if settings.reproducible:
        return iter(range(max(1, int(settings.seconds / task.parameters.slot_pairs.round_seconds))))
    return count()


class _Tries:
    """Tries of one set of slots after the other.

    Attributes
    ----------
    in_vain
        In a row without success.
    """

    def __init__(self, task: LinearTask, relaxation: Relaxation) -> None:
        self._task, self._relaxation = task, relaxation
        self._parameters = task.parameters.slot_pairs
        self._random = np.random.default_rng(task.search.settings.seed)
        self._appeal = np.ones((task.model.instance.slots,) * 2)
        self.in_vain = 0

    def try_slots(self, current: Ints, gap: int, calm: bool) -> bool:
        """Free the most promising slots of a plan and solve them; returns whether that gave a better one.

        Parameters
        ----------
        gap
            Of its cost to the bound, times SCALE.
        calm
            Whether equally good plans may not differ.
        """
        task, options = self._task, self._task.options
        # What costs more than the gap by its reduced cost is in no plan that could close it.
        useful = (self._relaxation.reduced[:options] <= gap) | (current[:options] == 1)
        chosen = self._choose(current, useful)
        freed = useful & np.isin(task.model.instance.option_slot, chosen)
        found = _solve(task, current, freed, calm)
        self.in_vain += 1
        better = int(task.cost @ found) < int(task.cost @ current) and task.offer(found)
        if better:
            self.in_vain = 0
        self._appeal[np.ix_(chosen, chosen)] *= self._parameters.fade
        self._appeal **= self._parameters.awake
        return better

    def _choose(self, current: Ints, useful: Bools) -> list[int]:
        """Two slots between which most of the missing value could be won, and perhaps some more."""
        model, random = self._task.model, self._random
        instance = model.instance
        more = int(random.random() < self._parameters.third_share) + self.in_vain // self._parameters.widen
        missing = np.zeros(instance.requests, dtype=bool)
        missing[instance.option_request[useful]] = True
        missing[instance.option_request[current[: instance.options] == 1]] = False
        room = (room_left(model, current) > 0).astype(float)
        one, other = room[instance.pair[missing, 0]], room[instance.pair[missing, 1]]
        score = (one * instance.value[missing, None]).T @ other
        score = (score + score.T + 0.1) * self._appeal * random.uniform(0.7, 1.0, score.shape)
        first, second = divmod(int(score.argmax()), instance.slots)
        return sorted({first, second, *random.choice(instance.slots, min(more, instance.slots), replace=False).tolist()})


def _solve(task: LinearTask, current: Ints, options: Bools, calm: bool) -> Ints:
    """The best full vector that differs from the current one in these options only, as far as found."""
    parameters, chosen = task.parameters.slot_pairs, np.flatnonzero(options)
    seconds = task.search.at_most(task.left, parameters.seconds)
    free = following(task.model, chosen)
    free[chosen] = True
    part = reduce(task.linear, free, current)
    task.highs.load(part.linear)
    weighted = task.cost[part.free]
    if calm:  # of equally good ones the plan that changes least: agendas that are compact stay so
        weighted = weighted * parameters.cost_weight - (part.free < task.options) * current[part.free]
    until = time.monotonic() + seconds
    result = task.highs.minimise(weighted, seconds=seconds, integral=False)
    if result.x is None:
        return current
    if not is_whole(result.x, np.round(result.x).astype(np.int64)):
        whole = task.highs.minimise(weighted, seconds=until - time.monotonic(), integral=True)
        result = whole if whole.x is not None else result
    assert result.x is not None
    return task.model.layout.complete(part.expand(np.floor(result.x + 1e-6).astype(np.int64))[: task.core])
