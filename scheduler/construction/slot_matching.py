"""From a choice of requests to a schedule, one slot after the other.

Once it is known which requests are worth holding, each slot takes a heaviest matching of those still waiting, in which people
who have hardly more free slots than meetings to come weigh most. Where everybody is always available this is how the edges
of a bipartite graph are coloured with the fewest colours (each colour meets everybody of largest degree); with limited
availability it leaves next to nothing over.
"""

from __future__ import annotations

import time

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.model.following import following
from scheduler.model.model import Model
from scheduler.parameters import SlotMatchingParameters
from scheduler.program.restriction import reduce
from scheduler.solvers.highs import Highs


def schedule_by_slot(
    model: Model, wanted: Bools, core: Ints, highs: Highs, end: float, parameters: SlotMatchingParameters, compact: bool = False
) -> Ints:
    """Add wanted requests to a schedule, slot by slot.

    Parameters
    ----------
    model
        Of the linear goals alone.
    wanted
        (R,) requests to hold, about as many as there is room for.
    core
        (core,) a valid schedule, which is kept.
    end
        Monotonic time to end by; what is scheduled by then is returned.
    parameters
        The weights.
    compact
        Whether who was busy just before is preferred to who has waited already, which saves most breaks and little is lost by.

    Returns
    -------
    ints
        (core,) the schedule with what was added.
    """
    current = model.layout.complete(core)
    waiting = _Waiting(model, wanted, current, parameters)
    random = np.random.default_rng(0)
    for t in range(model.instance.slots):
        left = end - time.monotonic()
        if left <= 0.1:
            break
        options = waiting.options(t)
        if len(options):
            weight = (waiting.weights(t) + compact * waiting.going_on(t))[model.instance.option_request[options]]
            current = _add(model, current, options, weight + random.integers(0, parameters.noise, len(options)), highs, left)
            waiting.take(options[current[options] == 1], t)
    return current[: model.layout.core]


def scheduled_anew(model: Model, best: Ints, highs: Highs, end: float, parameters: SlotMatchingParameters) -> Ints:
    """(core,) the requests of a plan scheduled anew around its dialogues, slot by slot and compact, as many as find a slot."""
    instance = model.instance
    held = np.zeros(instance.requests, dtype=bool)
    held[instance.option_request[best[: instance.options] == 1]] = True
    base = best.copy()
    base[: instance.options] *= instance.must[instance.option_request]
    return schedule_by_slot(model, held, base, highs, end, parameters, compact=True)


class _Waiting:
    """Who still waits for which meetings, and the room that they have for them."""

    def __init__(self, model: Model, wanted: Bools, current: Ints, parameters: SlotMatchingParameters) -> None:
        self.instance = instance = model.instance
        self.parameters = parameters
        self.room = room_left(model, current)
        self.requests = wanted.copy()
        self.requests[instance.option_request[current[: instance.options] == 1]] = False
        self.by_slot = np.argsort(instance.option_slot, kind="stable")
        self.first = np.searchsorted(instance.option_slot[self.by_slot], np.arange(instance.slots + 1))

    def options(self, slot: int) -> Ints:
        """Options of this slot that could be added as far as their participants are concerned."""
        instance = self.instance
        options = self.by_slot[self.first[slot] : self.first[slot + 1]]
        request = instance.option_request[options]
        open_ = self.requests[request] & (self.room[:, slot][instance.pair[request]] > 0).all(axis=1)
        return options[open_]

    def weights(self, slot: int) -> Ints:
        """(R,) how much a request wants this slot: by how many of the slots left its two participants need."""
        instance, parameters = self.instance, self.parameters
        need = np.bincount(instance.pair[self.requests].ravel(), minlength=instance.people)
        share = np.minimum(1.2, need / np.maximum(1, self.room[:, slot:].sum(axis=1)))
        urgency = (parameters.urgent * share**parameters.steep)[instance.pair].sum(axis=1)
        weights: Ints = urgency.astype(np.int64) + parameters.any
        return weights

    def going_on(self, slot: int) -> Ints:
        """(R,) how much a request spares its participants waiting if it is held in this slot."""
        day = self.instance.days[int(self.instance.day[slot])]
        busy = (self.room < self.instance.parallel[:, None]) & self.instance.free
        begun = busy[:, day.start : slot].any(axis=1)
        near = self._next_to(busy, range(day.start, slot)) | self._next_to(busy, range(day.stop - 1, slot, -1))
        gain = self.parameters.stay * (near.astype(np.int64) - (begun & ~near) + 1)
        spared: Ints = gain[self.instance.pair].sum(axis=1)
        return spared

    def _next_to(self, busy: Bools, towards: range) -> Bools:
        """(P,) whether the last free one of these slots is taken."""
        beside = np.zeros(self.instance.people, dtype=bool)
        for t in towards:
            beside = np.where(self.instance.free[:, t], busy[:, t], beside)
        return beside

    def take(self, options: Ints, slot: int) -> None:
        """Note that these options are held."""
        request = self.instance.option_request[options]
        self.requests[request] = False
        self.room[:, slot] -= np.bincount(self.instance.pair[request].ravel(), minlength=self.instance.people)


def room_left(model: Model, current: Ints) -> Ints:
    """(P, S) meetings that each participant could still hold."""
    instance = model.instance
    person, slot, column, whole = model.layout.busy
    entry = np.flatnonzero(current[column])
    room = np.where(instance.free, instance.parallel[:, None], 0)
    np.subtract.at(room, (person[entry], slot[entry]), np.where(whole, instance.parallel[person], 1)[entry])
    return room


def _add(model: Model, current: Ints, options: Ints, weight: Ints, highs: Highs, seconds: float) -> Ints:
    """The heaviest set of these options on top of the schedule; fractions are left out."""
    linear, core = model.linear, model.layout.core
    free = np.zeros(linear.columns, dtype=bool)
    free[options] = True
    free |= following(model, options)
    part = reduce(linear, free, current)
    cost = np.zeros(linear.columns, dtype=np.int64)
    cost[options] = -weight
    highs.load(part.linear)
    result = highs.minimise(cost[part.free], seconds=seconds, integral=False)
    if result.x is None:
        return current
    return model.layout.complete(part.expand(np.floor(result.x + 1e-6).astype(np.int64))[:core])
