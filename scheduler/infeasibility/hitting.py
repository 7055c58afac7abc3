"""A smallest set that shares something with each of some corrections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.infeasibility.judge import Judge
from scheduler.solvers.cpsat import ended_by

Set = frozenset[int]
PREFERRED = 1_000  # of sets of one size that with fewer of these numbers' things to avoid is chosen


@dataclass(frozen=True, slots=True)
class Correction:
    """What every conflict has to contain: one thing of a set, or a number of things of one of several.

    Attributes
    ----------
    any
        One of these suffices.
    stairs
        Or so many of one of these.
    """

    any: Set
    stairs: tuple[tuple[Set, int], ...] = ()


def hit(corrections: Sequence[Correction], most: int, judge: Judge, avoid: Collection[int] = ()) -> tuple[Set | None, bool]:
    """Find a smallest set that contains what each correction asks.

    Parameters
    ----------
    most
        Larger sets are of no interest.
    avoid
        Of smallest sets, one with few of these is rather taken.

    Returns
    -------
    tuple
        The set, or None where there is none so small; and whether that is proven.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    things = {k for each in corrections for k in each.any.union(*(stair for stair, _ in each.stairs))}
    chosen = {k: model.new_bool_var("") for k in sorted(things)}
    risen: dict[tuple[Set, int], Any] = {}
    for each in corrections:
        for stair, number in each.stairs:
            if (stair, number) not in risen:
                risen[stair, number] = model.new_bool_var("")
                model.add(sum(chosen[k] for k in sorted(stair)) >= number).only_enforce_if(risen[stair, number])
        model.add_bool_or([chosen[k] for k in sorted(each.any)] + [risen[stair] for stair in each.stairs])
    size = sum(chosen.values())
    model.add(size <= most)
    model.minimize(PREFERRED * size + sum(chosen[k] for k in sorted(things.intersection(avoid))))
    solver = cp_model.CpSolver()
    parameters: Any = solver.parameters
    parameters.max_time_in_seconds = max(0.01, judge.left)
    parameters.num_workers = 1
    parameters.random_seed = judge.settings.seed
    parameters.catch_sigint_signal = False
    with ended_by([judge.stop], solver):
        status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        return None, status == cp_model.INFEASIBLE
    return frozenset(k for k, variable in chosen.items() if solver.boolean_value(variable)), True
