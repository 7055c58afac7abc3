"""The fewest changes where a pool of places is not enough to tell them: a dialogue that takes one place for its whole run.

A pool counts places. A dialogue that has to go elsewhere needs one place that is free in each of its slots, and which meetings leave it
is a matter of that very place. What is kept is little, so for counting changes all those places can be told apart: a kept meeting that
need not be held has one option, where it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance, build_instance
from scheduler.instance.narrow import Narrow
from scheduler.instance.reference_plan import ReferencePlan, index_reference, places_for_dialogues
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import frozen_columns, option_columns
from scheduler.parameters import RepairParameters
from scheduler.problem import Problem
from scheduler.repair.fewest import Fewest
from scheduler.repair.pricing import ChangePrices, cheapest_places, may_be_new


@dataclass(frozen=True)
class Apart:
    """An instance of what is kept or has to be held with places told apart, beside the whole one.

    Attributes
    ----------
    instance
        The same requests with fewer options, the same dialogues, and pools that lie within those of the whole.
    """

    instance: Instance
    whole: Instance

    def widen(self, found: Fewest, frozen: Bools) -> Fewest:
        """What was found with places apart, in the columns of the whole."""
        if self.instance is self.whole:
            return found
        layout = Layout(self.whole)
        core = self.widen_core(found.core)
        inside = np.logical_or(*frozen_columns(layout, frozen))
        return replace(found, core=core, held=inside & (core == 1), shut=inside & (core == 0), places=self.places(found.core))

    def dear(self, prices: ChangePrices) -> Bools:
        """(N,) options of the whole that are in no plan with the fewest changes, wherever in their pool they are held."""
        whole = self.whole
        cheapest = cheapest_places(prices.of_places, self._pools(), len(whole.pools))
        paid = prices.of_people(whole) + cheapest[whole.option_pool, whole.option_slot]
        return may_be_new(whole, option_columns(Layout(whole))) & (paid > prices.gap)

    def with_new(self, fits: Bools, prices: ChangePrices, most: int) -> tuple[Apart, Narrow] | None:
        """The same with the meetings that may be new, at each place by itself; None where that is more than so many options.

        Parameters
        ----------
        fits
            (N,) options of the whole that are to be in it; those of what is kept or has to be held are there already.

        Returns
        -------
        tuple
            With the options that there were before as a part of it.
        """
        whole, pool, places = self.whole, self._pools(), prices.of_places
        new = np.flatnonzero(fits & may_be_new(whole, option_columns(Layout(whole))))
        room = places <= prices.gap
        count = np.zeros((len(whole.pools), whole.slots), dtype=np.int64)
        np.add.at(count, pool, room)
        at, slot = whole.option_pool[new], whole.option_slot[new]
        if int(count[at, slot].sum()) > most:
            return None
        inside = [np.flatnonzero(pool == k) for k in range(len(whole.pools))]
        found = [inside[k][room[inside[k], t]] for k, t in zip(at.tolist(), slot.tolist(), strict=True)]
        every = np.repeat(new, [len(some) for some in found])
        return self._added(whole.option_request[every], whole.option_slot[every], np.concatenate([*found, np.zeros(0, dtype=np.int64)]))

    def _added(self, request: Ints, slot: Ints, pool: Ints) -> tuple[Apart, Narrow]:
        mine = self.instance
        columns = [
            np.concatenate([mine.option_request, request]),
            np.concatenate([mine.option_slot, slot]),
            np.concatenate([mine.option_pool, pool]),
        ]
        order = np.lexsort(columns[::-1])
        request, slot, pool = (column[order] for column in columns)
        larger = replace(mine, option_request=request, option_slot=slot, option_pool=pool)
        index = np.flatnonzero(order < mine.options)
        return Apart(larger, self.whole), Narrow(mine, larger.options, index)

    def widen_core(self, found: Ints) -> Ints:
        """Core columns of the whole from those of this instance."""
        if self.instance is self.whole:
            return found
        mine, theirs = Layout(self.instance), Layout(self.whole)
        core, pool = np.zeros(theirs.core, dtype=np.int64), self._pools()
        held = np.flatnonzero(found[: self.instance.options])
        core[_numbers(self.whole, self.instance, held, pool)] = 1
        here, there = mine.dialogues, theirs.dialogues
        core[there.start_column] = found[here.start_column]
        for column, other in ((there.moderator_column, here.moderator_column), (there.seat_column, here.seat_column)):
            core[column] |= found[other]
        at = zip(there.place_start.tolist(), there.place_pool.tolist(), strict=True)
        number = dict(zip(at, there.place_column.tolist(), strict=True))
        for e in np.flatnonzero(found[here.place_column]).tolist():
            core[number[int(here.place_start[e]), int(pool[here.place_pool[e]])]] = 1
        return core

    def places(self, found: Ints) -> dict[int, int]:
        """By start, the place of each dialogue whose place is told apart, given the core columns of this instance."""
        dialogues, pools = Layout(self.instance).dialogues, self.instance.pools
        held = np.flatnonzero(found[dialogues.place_column])
        alone = [e for e in held.tolist() if len(pools[int(dialogues.place_pool[e])].places) == 1]
        return {int(dialogues.place_start[e]): pools[int(dialogues.place_pool[e])].places[0] for e in alone}

    def _pools(self) -> Ints:
        """(k,) the pool of the whole in which each pool lies."""
        of = {q: k for k, pool in enumerate(self.whole.pools) for q in pool.places}
        return np.array([of[pool.places[0]] for pool in self.instance.pools], dtype=np.int64)


def _numbers(whole: Instance, part: Instance, options: Ints, pool: Ints) -> Ints:
    """Numbers in the whole of options of the part, whose pools lie in those of `pool`."""
    slots, pools = max(1, whole.slots), max(1, len(whole.pools))
    keys = (whole.option_request * slots + whole.option_slot) * pools + whole.option_pool
    sought = (part.option_request[options] * slots + part.option_slot[options]) * pools + pool[part.option_pool[options]]
    order = np.argsort(keys, kind="stable")
    found: Ints = order[np.searchsorted(keys, sought, sorter=order)]
    return found


def tell_apart(problem: Problem, reference: ReferencePlan, whole: Instance, by_zone: bool, parameters: RepairParameters) -> Apart | None:
    """Tell all places apart in which a kept meeting could have to make room for a dialogue; None where that tells no more.

    Parameters
    ----------
    whole
        The instance of the problem, by zone or not.
    """
    places = places_for_dialogues(problem, reference.plan)
    if not places or problem.max_break_difference is not None:
        return None
    decided = {fixed.request for fixed in problem.fixed}
    held = sum(request.must or request.id in decided for request in problem.requests)
    if held * len(problem.slots) * len(problem.places) > parameters.apart_ways:
        return None
    instance = build_instance(problem, by_zone, places, only=reference.plan)
    return Apart(replace(instance, reference=index_reference(problem, reference.plan, instance.pools)), whole)
