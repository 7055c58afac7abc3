"""What the proof of the fewest changes says of meetings that the reference plan does not have.

The prices that prove how much has to change are paid by whatever comes anew as well: it takes a slot, a place or a meeting of somebody's
limit. What would have to pay more than is left until the fewest changes is in no plan that has no more (reduced-cost fixing). Where
every table is needed for what is to be kept, that leaves a few thousand options of a million.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.certificates.prices import Prices, prices_of
from scheduler.instance.instance import Instance
from scheduler.model.model import Model
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import Relaxation


@dataclass(frozen=True)
class ChangePrices:
    """Prices that prove the fewest changes, all times SCALE.

    Attributes
    ----------
    prices
        Of slots, limits and the places of an instance's pools.
    gap
        Changes that the prices leave unexplained.
    """

    prices: Prices
    gap: int

    def of_people(self, instance: Instance) -> Ints:
        """(N,) changes that each option costs at least, wherever it is held; what makes an option dearer still is left out."""
        each, diary = self.prices.limit, self.prices.diary
        assert each is not None and diary is not None
        pair, slot = instance.pair[instance.option_request], instance.option_slot
        paid: Ints = diary[pair[:, 0], slot] + diary[pair[:, 1], slot] + each[pair[:, 0]] + each[pair[:, 1]]
        return paid

    @property
    def of_places(self) -> Ints:
        """(K, S) changes that a meeting costs in each pool."""
        places = self.prices.places
        assert places is not None
        return places


def price_changes(model: Model, relaxation: Relaxation | None, changes: int) -> ChangePrices | None:
    """The prices of a relaxation that speak of new meetings too; None where there are none.

    Parameters
    ----------
    model
        Of the changes, with all that is to be kept and all that has to be held.
    changes
        The fewest, proven.
    """
    if relaxation is None or model.instance.problem.max_break_difference is not None:
        return None  # a new meeting can even breaks out, which earns something
    return ChangePrices(prices_of(model.layout, relaxation.multipliers, {}), changes * SCALE - relaxation.bound)


def may_be_new(instance: Instance, kept: Ints) -> Bools:
    """(N,) options that are neither where the reference plan has their request nor of one that has to be held.

    Parameters
    ----------
    kept
        Options of the reference plan, -1 for what it has elsewhere.
    """
    new: Bools = ~instance.must[instance.option_request]
    new[kept[kept >= 0]] = False
    return new


def cheapest_places(places: Ints, pool: Ints, pools: int) -> Ints:
    """(pools, S) the least price in each pool, given those of pools that lie in it.

    Parameters
    ----------
    places
        (K, S) prices.
    pool
        (K,) in which pool each of these lies.
    """
    cheapest = np.full((pools, places.shape[1]), np.iinfo(np.int64).max // 2, dtype=np.int64)
    np.minimum.at(cheapest, pool, places)
    return cheapest
