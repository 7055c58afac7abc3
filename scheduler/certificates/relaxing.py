"""Linear programs whose row multipliers are evidence: of one goal, among the plans that are no worse in the linear goals before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.certificates.prices import prices_of
from scheduler.checker.bounds.prices import PRICED
from scheduler.instance.instance import Instance
from scheduler.model.by_request import RequestProgram
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import frozen_columns
from scheduler.model.model import Model, build_model
from scheduler.plan import Evidence
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.lagrangian import SCALE, round_multipliers
from scheduler.solvers.glop import solve_glop


def linear_program(
    instance: Instance, order: Sequence[str], achieved: Mapping[str, int], goal: str, level: int | None
) -> tuple[Model, Linear]:
    """The model of a goal and of the linear ones before it, and its program with a row for each of those: no worse than achieved.

    Parameters
    ----------
    order, achieved
        All goals in their order, and what each is to be at least as good as; the lowest satisfaction counts as linear.
    goal
        The last goal of the model.
    level
        For the lowest satisfaction: the percentage of which the lacking meetings are counted.
    """
    before = [name for name in order[: order.index(goal)] if name in PRICED or name == "lowest"]
    level = achieved["lowest"] if "lowest" in before else level
    model = build_model(instance, (*before, goal), level)
    linear = model.linear
    for objective in model.objectives[:-1]:
        linear = linear.with_row(objective.cost, -FREE, 0 if objective.name == "lowest" else objective.sign * achieved[objective.name])
    return model, linear


def multipliers_evidence(model: Model, goal: str, multipliers: Ints, weights: Mapping[str, int], missed: int | None = None) -> Evidence:
    """Row multipliers of a program as evidence for a goal.

    Parameters
    ----------
    model
        Whose rows come first, followed by a row for each of its goals in their order, for as many as there are.
    weights
        Of earlier goals that share the cost that was bounded, in which this goal weighs 1.
    missed
        For the lowest satisfaction: the percentage that was not reached.
    """
    rows = multipliers[model.linear.rows :].tolist()
    names = [objective.name for objective in model.objectives]
    earlier = {name: max(0, -price) for name, price in zip(names, rows, strict=False) if name in PRICED}
    earlier |= {name: weight * SCALE for name, weight in weights.items()}
    found = prices_of(model.layout, multipliers, earlier).evidence(model.instance, goal)
    return found if missed is None else Evidence("lowest", "shares", 0, {"missed": missed} | found.data)


def request_evidence(program: RequestProgram, goal: str, multipliers: Ints, weights: Mapping[str, int]) -> Evidence:
    """Row multipliers of a program with its slots added up as evidence for a goal; `weights` are as for `multipliers_evidence`.

    A price of all slots together is that of each slot that counts.
    """
    instance = program.layout.instance
    found = prices_of(program.layout, multipliers, {name: weight * SCALE for name, weight in weights.items()})
    diary = np.maximum(0, -multipliers[program.diary : program.diary + instance.people])
    places = np.maximum(0, -multipliers[program.places : program.places + len(instance.pools)])
    assert found.diary is not None and found.places is not None
    found.diary += np.where(program.open, diary[:, None], 0)
    found.places += places[:, None]
    return found.evidence(instance, goal)


def nothing_new(layout: Layout, linear: Linear, frozen: Bools) -> Linear:
    """The program with nothing in the frozen slots (S,) that the reference plan does not have there."""
    _, new = frozen_columns(layout, frozen)
    upper = linear.upper.copy()
    upper[: layout.core][new] = 0
    return Linear(linear.matrix, linear.low, linear.high, np.minimum(linear.lower, upper), upper)


def best_multipliers(linear: Linear, cost: Ints, seconds: float) -> Ints | None:
    """Row multipliers (m,), times SCALE, of the least cost of the relaxation; None if it was not solved in time."""
    found = solve_glop(linear, cost, seconds)
    return None if found is None else round_multipliers(found[1], linear)
