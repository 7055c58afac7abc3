"""Which decisions to free at once, for a search in large neighbourhoods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.model.model import Model

Random = np.random.Generator
Neighbourhood = Callable[[Model, Ints, Ints, int, Random], Bools]


def around_people(model: Model, best: Ints, trouble: Ints, size: int, random: Random) -> Bools:
    """All requests of a few participants who meet one another, beginning with one who waits; about `size` requests."""
    return _of_members(model, _walk(model, best, trouble, size, random, both=False), both=False)


def among_people(model: Model, best: Ints, trouble: Ints, size: int, random: Random) -> Bools:
    """Requests between members of a larger circle, beginning with one who waits; about `size` requests."""
    return _of_members(model, _walk(model, best, trouble, size, random, both=True), both=True)


def whole_slots(model: Model, best: Ints, trouble: Ints, size: int, random: Random) -> Bools:
    """Everything in a few slots, in a row or at random."""
    instance = model.instance
    each = max(1, instance.options // max(1, instance.slots))
    count = int(np.clip(4 * size // each, 2, max(2, instance.slots // 2)))
    if random.random() < 0.5:
        first = random.integers(instance.slots)
        slots = (first + np.arange(count)) % instance.slots
    else:
        slots = random.choice(instance.slots, min(count, instance.slots), replace=False)
    return np.isin(instance.option_slot, slots)


NEIGHBOURHOODS: tuple[Neighbourhood, ...] = (around_people, among_people, whole_slots)


def _walk(model: Model, best: Ints, trouble: Ints, size: int, random: Random, both: bool) -> Bools:
    """(P,) a random connected set of participants in the graph of meetings held."""
    instance = model.instance
    held = instance.pair[instance.option_request[np.flatnonzero(best[: instance.options])]]
    weight = trouble + 0.05
    members = np.zeros(instance.people, dtype=bool)
    members[random.choice(instance.people, p=weight / weight.sum())] = True
    while not members.all():
        inside = members[instance.pair]
        if (inside.all(axis=1) if both else inside.any(axis=1)).sum() >= size:
            break
        step = members[held]
        frontier = held[step[:, 0] != step[:, 1]].ravel()
        frontier = frontier[~members[frontier]]
        members[random.choice(frontier) if len(frontier) else random.choice(np.flatnonzero(~members))] = True
    return members


def _of_members(model: Model, members: Bools, both: bool) -> Bools:
    inside: Bools = members[model.instance.pair]
    requests: Bools = np.all(inside, axis=1) if both else np.any(inside, axis=1)
    return requests[model.instance.option_request]
