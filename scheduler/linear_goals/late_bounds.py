"""Bounds of linear goals that come after breaks or idle slots, which no linear program bounds well.

Without the goals in between there are only more plans, so what the linear program of a goal and the linear ones before it proves holds.
"""

from __future__ import annotations

from dataclasses import replace

from scheduler.certificates import linear_program, multipliers_evidence
from scheduler.model.model import Model, limited_as
from scheduler.program.aggregation import aggregate, families
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import ceil_bound, lagrangian_bound, round_multipliers
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs


def bound_late(search: Search, goal: int, highs: Highs, end: float, aggregated: bool) -> None:
    """Bound one linear goal among the plans that are as good in the linear goals before it, wherever these stand.

    Parameters
    ----------
    goal
        Its number.
    end
        Monotonic time to end by.
    aggregated
        Whether the linear program takes too long as it is, so that its slots are added up.
    """
    name = search.model.objectives[goal].name
    model, linear = program_of(search, name)
    cost = model.objectives[-1].cost
    sums = aggregate(linear, cost, families(model.family, linear.rows)) if aggregated else None
    highs.load(linear if sums is None else sums.linear)
    result = highs.minimise(cost if sums is None else sums.cost, seconds=search.left_until(end), integral=False)
    if result.dual is None or not result.optimal:
        return
    multipliers = round_multipliers(result.dual if sums is None else sums.duals(result.dual), linear)
    search.evidence.append(multipliers_evidence(model, name, multipliers, {}))
    search.raise_bound(goal, ceil_bound(lagrangian_bound(linear, cost, multipliers)))


def program_of(search: Search, name: str, level: int | None = None) -> tuple[Model, Linear]:
    """The model of a goal and of the linear ones before it, with the limits of the search, and its program: these no worse than now.

    Parameters
    ----------
    level
        For the lowest satisfaction: the percentage of which the lacking meetings are counted.
    """
    objectives = search.model.objectives
    achieved = {objective.name: objective.sign * cost for objective, cost in zip(objectives, search.costs, strict=True)}
    model, linear = linear_program(search.model.instance, [objective.name for objective in objectives], achieved, name, level)
    limited = limited_as(search.model, model)
    return limited, replace(linear, lower=limited.linear.lower, upper=limited.linear.upper)
