"""Requests that a linear relaxation shows to be outweighed: its bound, and what forcing each of them would add to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance
from scheduler.program.lagrangian import SCALE
from scheduler.run.incumbent import Search


@dataclass(frozen=True)
class Proof:
    """A relaxation over the plans that are no worse than `limits` in the first goals.

    Attributes
    ----------
    bound
        Of the weighted cost, times SCALE.
    rise
        (R,) what it gains at least when a request is held, see `rise`.
    weights
        By goal, counted from 0: what its cost weighs in the cost that the relaxation bounds.
    limits
        Costs that the relaxation allows the goals before those, one a goal.
    """

    bound: int
    rise: Ints
    weights: Mapping[int, int]
    limits: tuple[int, ...]


def outweighed_by(proof: Proof, search: Search) -> Bools:
    """(R,) whether every plan that holds the request is worse than the best one, as far as the relaxation shows it.

    A plan that is no worse than the best one equals it in each goal that is proven. So, with all goals before the last of
    the relaxation proven, it lies in the relaxation and costs there no more than the best plan does.
    """
    instance, costs = search.model.instance, search.costs
    before = all(search.proven(k) for k in range(max(proof.weights)))
    inside = all(now <= then for now, then in zip(costs, proof.limits, strict=False))
    if not (before and inside):
        return np.zeros(instance.requests, dtype=bool)
    achieved = sum(weight * costs[k] for k, weight in proof.weights.items())
    slack = min(achieved * SCALE - proof.bound, 1 << 62)
    result: Bools = proof.rise > slack
    return result


def rise(instance: Instance, reduced: Ints) -> Ints:
    """(R,) what the bound gains at least when a request is held: exactly one of its options is 1 instead of the cheapest choice.

    Parameters
    ----------
    reduced
        Reduced costs; those of the options come first.
    """
    first = instance.first_option
    some = np.flatnonzero(np.diff(first) > 0)
    result = np.zeros(instance.requests, dtype=np.int64)
    if len(some):
        rest = reduced[: instance.options]
        result[some] = np.minimum.reduceat(rest, first[some]) - np.add.reduceat(np.minimum(rest, 0), first[some])
    return result
