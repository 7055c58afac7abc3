"""A first valid plan at once: what has to be held, then whatever fits."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from scheduler.arrays import Ints
from scheduler.construction.greedy import fill
from scheduler.errors import NoPlanInTime
from scheduler.model.following import free_columns
from scheduler.program.restriction import Reduced, reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat
from scheduler.stop import Stop


class Impossible(Exception):
    """Proven: the hard rules leave no plan."""


class Race(Protocol):
    """Another solver at work on the whole event, which may get there first."""

    @property
    def found(self) -> Stop:
        """Requested once the search has a plan from there, or it has ended by itself."""
        ...

    @property
    def infeasible(self) -> bool:
        """Whether it is proven that no plan exists."""
        ...


def find_first(search: Search, race: Race) -> None:
    """Put a first plan into the search.

    Parameters
    ----------
    race
        Another solver that may get there first.

    Raises
    ------
    Impossible
        If it is proven that no plan exists.
    NoPlanInTime
        If none was found.
    """
    layout, instance = search.model.layout, search.model.instance
    if not search.offer(np.zeros(layout.core, dtype=np.int64)):
        _hold_what_must(search, race)
    if not instance.after and instance.problem.max_break_difference is None:
        value, chunk = instance.value[instance.option_request], search.settings.parameters.first_plan.chunk
        search.offer(fill(layout, search.require()[: layout.core], value, chunk=chunk))


def _hold_what_must(search: Search, race: Race) -> None:
    """Solve the part of the model that has to be held; the rest stays empty unless a rule may need it."""
    part, seats = _what_must(search)
    free_breaks = search.model.instance.problem.max_break_difference is None
    if free_breaks and len(search.model.layout.dialogues.seat_column):
        parameters, left = search.settings.parameters.first_plan, search.left
        _offer_part(search, part, seats, search.at_most(left, min(left * parameters.seat_share, parameters.seat_seconds)), race)
    if search.best is None:
        _offer_part(search, part, np.zeros_like(seats), search.left, race)
    if search.best is None:
        raise NoPlanInTime("no plan was found in the time given, and none was shown to be impossible; give it more seconds")


def _what_must(search: Search) -> tuple[Reduced, Ints]:
    """The part of the model that decides whether a plan exists, and a cost of its columns that asks for good seats."""
    model, instance = search.model, search.model.instance
    nothing = model.layout.complete(np.zeros(model.layout.core, dtype=np.int64))
    if instance.problem.max_break_difference is None:
        free = free_columns(model, instance.must[instance.option_request], dialogues=True)
    else:
        free = np.ones(model.linear.columns, dtype=bool)
    part = reduce(model.linear, free, nothing)
    seats = np.zeros(model.linear.columns, dtype=np.int64)
    seats[model.layout.dialogues.seat_column] = -model.layout.dialogues.seat_value
    return part, seats[part.free]


def _offer_part(search: Search, part: Reduced, cost: Ints, seconds: float, race: Race) -> None:
    """Offer any good solution of a part that decides whether a plan exists; the first of two solvers wins."""
    settings = search.settings
    single = settings.reproducible or settings.workers == 1
    result = solve_cpsat(
        part.linear,
        cost,
        Effort(
            seconds=seconds,
            workers=1 if single else settings.workers,
            seed=settings.seed,
            end=search.end,
            deterministic=search.units(settings.seconds * settings.parameters.first_plan.units_part),
        ),
        stops=[search.stop, race.found],
        # That nothing exists is often shown by the relaxation alone, that something does, without it.
        parameters={"linearization_level": 2} if single else {"subsolvers": ["max_lp", "no_lp"]},
    )
    if result.x is not None:
        search.offer(part.expand(result.x))
    if result.infeasible or race.infeasible:
        raise Impossible
