"""The fewest changes to a reference plan, and which of its items stay in every plan that has no more.

Whoever counts nothing but changes can leave out every other request that need not be held: leaving it out breaks no rule (but
`max_break_difference`, with which all stay in), and a kept meeting that moves counts as much as one that is cancelled. What is
left is a small program. Mostly not even that is needed: if all that can stay stays in one plan, what cannot is the fewest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.first_plan import Impossible
from scheduler.errors import NoPlanInTime
from scheduler.instance.instance import Instance
from scheduler.instance.narrow import Narrow, narrow
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import as_in_reference, frozen_columns, item_columns, option_columns
from scheduler.model.model import Model, build_model
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE
from scheduler.repair.integer import Minimum, Solver
from scheduler.repair.pricing import ChangePrices, price_changes

NOT_FOUND = "no plan was found in the time given, and none was shown to be impossible; give it more seconds"


@dataclass(frozen=True)
class Fewest:
    """What stays of a reference plan.

    Attributes
    ----------
    core
        (core,) a schedule of the whole instance with the fewest changes that were found.
    stays
        (n,) items (`scheduler.model.goals.changes.item_columns`) that are in every plan to look at: all plans with so few changes where
        these are proven to be the fewest, else those that keep what this schedule keeps.
    held, shut
        (core,) columns that the frozen slots leave at 1 and at 0.
    changes, bound
        Of the schedule, and proven at least of every plan that leaves the frozen slots as they are.
    by
        What has shown that bound.
    places
        By start, the place of each dialogue that is known.
    settled
        (n,) columns of the program of changes that have the same value in every plan with so few; None: not known.
    prices
        What proves that there are no fewer, in the pools of the instance that they were counted in; None: not known.
    """

    core: Ints
    stays: Bools
    held: Bools
    shut: Bools
    changes: int
    bound: int
    by: str
    places: Mapping[int, int] = field(default_factory=dict)
    settled: Bools | None = None
    prices: ChangePrices | None = None

    @property
    def proven(self) -> bool:
        """Whether there is no plan with fewer changes."""
        return self.changes == self.bound

    @property
    def is_settled(self) -> bool:
        """Whether everything stays that can at all, less what this schedule has to lose."""
        return len(self.stays) - int(self.stays.sum()) == self.changes


def stand_still(instance: Instance, frozen: Bools) -> Fewest | None:
    """The reference plan less what can stay in no plan, if that is a plan."""
    program = _Program(instance, frozen)
    easy = program.stand_still()
    return None if easy is None else program.result(easy, easy_bound(program), None)


def find_fewest(instance: Instance, frozen: Bools, solver: Solver) -> Fewest:
    """Change as little as possible of the plan that the instance is to keep.

    Parameters
    ----------
    frozen
        (S,) slots in which nothing moves. What the problem makes impossible or demands there comes before that, and no more
        than that changes in them.

    Raises
    ------
    Impossible
        If no plan exists.
    NoPlanInTime
        If none was found.
    """
    program = _Program(instance, frozen)
    limits, found = program.limits, solver.minimise(program.limits, program.cost, program.start)
    if found.infeasible and frozen.any():
        limits = program.yield_to_problem(solver)
        found = solver.minimise(limits, program.cost, program.start)
    if found.x is None and not found.infeasible:
        # Some plan has to be found, whatever it takes.
        found = solver.until_hard().minimise(limits, program.cost, program.start)
    if found.infeasible:
        raise Impossible
    if found.x is None:
        raise NoPlanInTime(NOT_FOUND)
    return program.result(found.x, max(easy_bound(program), found.bound or 0), found)


def easy_bound(program: _Program) -> int:
    """Items that can stay in no plan at all."""
    return int((program.items < 0).any(axis=1).sum())


class _Program:
    """The model of what may have to change."""

    def __init__(self, instance: Instance, frozen: Bools) -> None:
        self.frozen = frozen
        self.part = part_to_change(instance)
        self.model: Model = build_model(self.part.instance, ("changes",))
        layout = self.model.layout
        self.items = item_columns(layout)
        self.cost = self.model.objectives[0].cost
        self.start = layout.complete(as_in_reference(layout))
        self.held, self.shut = frozen_columns(layout, frozen)
        linear = self.model.linear
        lower, upper = linear.lower.copy(), linear.upper.copy()
        lower[: layout.core][self.held], upper[: layout.core][self.shut] = 1, 0
        self.limits = Linear(linear.matrix, linear.low, linear.high, lower, upper)

    def stand_still(self) -> Ints | None:
        """The reference plan less what can stay in no plan, if that is a plan."""
        return None if len(self.limits.violated(self.start)) else self.start

    def yield_to_problem(self, solver: Solver) -> Linear:
        """Freeze as much as the problem leaves possible: the fewest columns of frozen slots differ from the reference plan.

        Raises
        ------
        Impossible, NoPlanInTime
            As `find_fewest`.
        """
        core = self.model.layout.core
        breach = np.zeros(self.model.linear.columns, dtype=np.int64)
        breach[:core][self.held], breach[:core][self.shut] = -1, 1
        found = solver.minimise(self.model.linear, breach, self.start)
        if found.infeasible:
            raise Impossible
        if found.x is None:
            raise NoPlanInTime(NOT_FOUND)
        either = self.held | self.shut
        self.held, self.shut = either & (found.x[:core] == 1), either & (found.x[:core] == 0)
        lower, upper = self.model.linear.lower.copy(), self.model.linear.upper.copy()
        lower[:core][self.held], upper[:core][self.shut] = 1, 0
        return Linear(self.limits.matrix, self.limits.low, self.limits.high, lower, upper)

    def result(self, x: Ints, bound: int, found: Minimum | None) -> Fewest:
        core, changes = self.model.layout.core, int(self.cost @ x)
        there = (self.items >= 0).all(axis=1)
        stays = there & (x[np.maximum(self.items, 0)] == 1).all(axis=1)
        settled, prices = None, None
        if found is not None and changes == bound:
            lost = np.flatnonzero(self.cost)  # one column an item, in their order
            prices = price_changes(self.model, found.relaxation, changes)
            settled = np.zeros(len(x), dtype=bool)
            if found.relaxation is not None:
                settled = np.abs(found.relaxation.reduced) > changes * SCALE - found.relaxation.bound
                # Without these the relaxation already costs more than the fewest changes.
                stays &= settled[lost] & (found.relaxation.reduced[lost] > 0)
            else:
                stays[:] = False
        return Fewest(
            core=self.part.widen(x[:core]),
            stays=stays,
            held=self.part.widen(self.held),
            shut=self.part.widen(self.shut),
            changes=changes,
            bound=min(bound, changes),
            by="what of the kept plan is in no plan any more" if bound == easy_bound(self) else "branch and bound",
            settled=settled,
            prices=prices,
        )


def part_to_change(instance: Instance) -> Narrow:
    """The kept meetings where they are, and all that has to be held wherever it can."""
    if instance.problem.max_break_difference is not None:
        return narrow(instance, np.ones(instance.options, dtype=bool))
    left = instance.must[instance.option_request]
    columns = option_columns(Layout(instance))
    left[columns[columns >= 0]] = True
    return narrow(instance, left)
