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
import numpy.typing as npt

from scheduler.construction.slot_matching import following, room_left, scheduled_anew
from scheduler.instance.instance import Bools, Ints
from scheduler.linear_goals.reduced_cost_fixing import Relaxation
from scheduler.model.model import Model
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

PATIENCE = 8.0  # seconds for one set of slots
KEEP = 1 << 12  # weight of the cost against changes
CALM = 12  # tries without success after which equally good plans may differ in any way, which opens new paths
WIDEN = 10  # tries without success after which one slot more is freed each time
FADE = 0.3  # how much of its appeal a pair of slots keeps after a try
AWAKE = 0.97  # power by which appeal comes back to 1 with each try
ROUND = 15.0  # seconds of the run for each set of slots in a reproducible one, which several times slower machines do not need
TRIES = 60  # in a row without success before it ends


def improve_slots(
    search: Search, small: Model, linear: Linear, cost: Ints, reduced: Ints, bound: int, highs: Highs, end: float, compact: bool = False
) -> Iterator[None]:
    """Offer ever better plans, until one reaches the bound; stops to be asked on after each that is better.

    Parameters
    ----------
    linear, cost
        Program and cost over the columns of `small`.
    reduced
        (n,) reduced costs, times SCALE, of a relaxation that proves `bound` (times SCALE).
    end
        Monotonic time to end by.
    compact
        Whether agendas are to stay as compact as they are, at first.
    """
    core, instance = small.layout.core, small.instance
    random = np.random.default_rng(search.settings.seed)
    appeal = np.ones((instance.slots, instance.slots))
    reproducible = search.settings.reproducible
    rounds = max(1, int(search.settings.seconds / ROUND)) if reproducible else None
    tries = 0
    for _ in count() if rounds is None else range(rounds):
        current = small.layout.complete(search.require()[:core])
        gap = int(cost @ current) * SCALE - bound
        left = search.left_until(end)
        if gap < SCALE or left <= 0.2 or tries >= TRIES:
            return
        # What costs more than the gap by its reduced cost is in no plan that could close it.
        useful = (reduced[: instance.options] <= gap) | (current[: instance.options] == 1)
        chosen = _choose(small, current, useful, appeal, int(random.random() < 0.3) + tries // WIDEN, random)
        freed = useful & np.isin(instance.option_slot, chosen)
        found = _solve(small, linear, cost, current, freed, highs, left if reproducible else min(left, PATIENCE), compact and tries < CALM)
        tries += 1
        if int(cost @ found) < int(cost @ current) and search.offer(found[:core]):
            tries = 0
            yield
        appeal[np.ix_(chosen, chosen)] *= FADE
        appeal **= AWAKE


def _choose(
    model: Model, current: Ints, useful: Bools, appeal: npt.NDArray[np.float64], more: int, random: np.random.Generator
) -> list[int]:
    """Two slots between which most of the missing value could be won, and perhaps some `more`."""
    instance = model.instance
    missing = np.zeros(instance.requests, dtype=bool)
    missing[instance.option_request[useful]] = True
    missing[instance.option_request[current[: instance.options] == 1]] = False
    room = (room_left(model, current) > 0).astype(float)
    one, other = room[instance.pair[missing, 0]], room[instance.pair[missing, 1]]
    score = (one * instance.value[missing, None]).T @ other
    score = (score + score.T + 0.1) * appeal * random.uniform(0.7, 1.0, score.shape)
    first, second = divmod(int(score.argmax()), instance.slots)
    return sorted({first, second, *random.choice(instance.slots, min(more, instance.slots), replace=False).tolist()})


def _solve(model: Model, linear: Linear, cost: Ints, current: Ints, options: Bools, highs: Highs, seconds: float, calm: bool) -> Ints:
    """The best full vector that differs from the current one in these options only, as far as found."""
    core = model.layout.core
    chosen = np.flatnonzero(options)
    free = following(model, chosen)
    free[chosen] = True
    part = reduce(linear, free, current)
    highs.load(part.linear)
    # Of equally good ones the plan that changes least: agendas that are compact stay so.
    weighted = cost[part.free] * KEEP - (part.free < model.instance.options) * current[part.free] if calm else cost[part.free]
    until = time.monotonic() + seconds
    result = highs.minimise(weighted, seconds=seconds, integral=False)
    if result.x is None:
        return current
    if np.abs(result.x - np.round(result.x)).max(initial=0) > 1e-6:
        whole = highs.minimise(weighted, seconds=until - time.monotonic(), integral=True)
        result = whole if whole.x is not None else result
    assert result.x is not None
    return model.layout.complete(part.expand(np.floor(result.x + 1e-6).astype(np.int64))[:core])


def compact_slots(search: Search, small: Model, linear: Linear, cost: Ints, relaxation: Relaxation, highs: Highs, end: float) -> None:
    """Offer a plan of the same cost that was compact from the start: scheduled anew, and what that lost won back between slots.

    Parameters
    ----------
    linear, cost
        Program and cost over the columns of `small`, which the best plan keeps.
    relaxation
        Of that program.
    end
        Monotonic time to end by.
    """
    core = small.layout.core
    target = int(cost @ small.layout.complete(search.require()[:core]))
    inner = Search(small, search.settings, search.stop, min(search.end, end))
    if not inner.offer(scheduled_anew(small, search.require()[:core], highs, inner.end)):
        return
    for _ in improve_slots(inner, small, linear, cost, relaxation.reduced, relaxation.bound, highs, inner.end, compact=True):
        if int(cost @ inner.require()) <= target:
            break
    search.offer(inner.require()[:core])
