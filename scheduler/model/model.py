"""The whole model of an event: columns, rules, and one linear objective a goal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.model.goals import breaks, changes, floor, idle, lowest, mix, moves, value
from scheduler.model.rules import RULES
from scheduler.problem import MAXIMISED
from scheduler.program.integer_program import Linear

_GOALS: dict[str, Callable[[Layout], Ints | tuple[Ints, Ints]]] = {
    "changes": changes.add,
    "floor": floor.add,
    "value": value.add,
    "breaks": breaks.add,
    "idle": idle.add,
    "moves": moves.add,
    "lowest": lowest.add,
    "mix": mix.add,
}


@dataclass(frozen=True)
class Objective:
    """A goal as a linear function of the columns, always to be minimised.

    Attributes
    ----------
    cost
        (n,) coefficients; those of a goal to maximise are negated.
    """

    name: str
    cost: Ints

    @property
    def sign(self) -> int:
        """-1 for goals to maximise."""
        return -1 if self.name in MAXIMISED else 1


@dataclass(frozen=True)
class Judged:
    """A schedule that keeps all rules: its full vector, (n,), and its costs, one an objective."""

    full: Ints
    costs: tuple[int, ...]


@dataclass(frozen=True)
class Model:
    """Rows and columns with their meaning (`layout`), and the objectives in order.

    Attributes
    ----------
    owner
        (n,) participant of each auxiliary column, -1 for the others.
    family
        (m,) number of each row's family: rows that say the same of different slots.
    """

    layout: Layout
    linear: Linear
    objectives: tuple[Objective, ...]
    owner: Ints
    family: Ints

    @property
    def instance(self) -> Instance:
        """What is planned."""
        return self.layout.instance

    def judge(self, core: Ints) -> Judged | None:
        """Complete a schedule, (core,) or more, and say what it costs; None where it breaks a rule."""
        full = self.layout.complete(core)
        return None if len(self.linear.violated(full)) else Judged(full, self.achieved(full))

    @property
    def limits(self) -> tuple[Ints, Ints]:
        """(core,) the least and the most that each decision may be."""
        core = self.layout.core
        return self.linear.lower[:core], self.linear.upper[:core]

    def achieved(self, x: Ints) -> tuple[int, ...]:
        """Costs of a full vector, one an objective."""
        return tuple(int(objective.cost @ x) for objective in self.objectives)


def build_model(instance: Instance, goals: Sequence[str], level: int | None = None) -> Model:
    """Build the model of an instance for these goals, in their order.

    Parameters
    ----------
    level
        Instead of the lowest satisfaction, count the meetings that participants lack of this percentage, to be minimised.
    """
    layout = Layout(instance)
    for rule in RULES:
        rule(layout)
    known = _GOALS if level is None else _GOALS | {"lowest": partial(lowest.add_lacking, level)}
    found = {goal: known[goal](layout) for goal in goals}
    linear = layout.builder.build()
    objectives = []
    for goal, result in found.items():
        columns, weights = result if isinstance(result, tuple) else (result, np.ones(len(result), dtype=np.int64))
        cost = np.zeros(linear.columns, dtype=np.int64)
        larger = goal in MAXIMISED and (goal != "lowest" or level is None)
        cost[columns] = -weights if larger else weights
        objectives.append(Objective(goal, cost))
    owner = np.concatenate([np.full(layout.core, -1, dtype=np.int64), *layout.owners])
    return Model(layout, linear, tuple(objectives), owner, layout.builder.family)


def limited_as(whole: Model, small: Model) -> Model:
    """A model of fewer goals of the same instance with the limits that the whole one puts on decisions."""
    lower, upper, core = small.linear.lower.copy(), small.linear.upper.copy(), small.layout.core
    lower[:core], upper[:core] = whole.linear.lower[:core], whole.linear.upper[:core]
    return replace(small, linear=Linear(small.linear.matrix, small.linear.low, small.linear.high, lower, upper))
