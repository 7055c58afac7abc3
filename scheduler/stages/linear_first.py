"""Goals after breaks or idle slots: plans made as if these came last, less what somebody would have to wait for.

Where agendas have to be compact first, search adds meeting after meeting to a plan of few, and most of what it could add makes somebody
wait. The other way round is quick: linear programming holds nearly all that can be held, and little of that is in the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.improvement.lns import weighted_cost
from scheduler.maxsat.race import GOALS
from scheduler.model.following import free_columns
from scheduler.model.model import Model
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.solvers.cpsat import Effort, solve_cpsat

LINEAR = ("floor", "value", "changes", "lowest", "mix")
SEARCHES = ("face", "neighbourhoods", "cpsat")  # members of the portfolio that have their turn in the right order


def linear_goals_come_late(search: Search) -> bool:
    """Whether linear goals come after others and less than half of what is asked has to be held.

    What is left out then decides how compact agendas are, more than how it is arranged.
    """
    instance = search.model.instance
    linear = [objective.name in LINEAR for objective in search.model.objectives]
    late = linear != sorted(linear, reverse=True)
    return late and instance.options > search.settings.parameters.stages.small and 2 * int(instance.must.sum()) < len(instance.must)


def with_linear_first(search: Search, end: float) -> Search:
    """A search of its own on the same model, in which the linear goals come before the others; each kind keeps its order.

    It is for what linear programs do quickly: the best values. What search would then gain in the wrong order it gains faster
    in the right one.

    Parameters
    ----------
    end
        Monotonic time to end by.
    """
    objectives = search.model.objectives
    first = [objective for objective in objectives if objective.name in LINEAR]
    last = [objective for objective in objectives if objective.name not in LINEAR]
    settings = replace(search.settings, without=(*search.settings.without, *SEARCHES))
    inner = Search(replace(search.model, objectives=(*first, *last)), settings, search.stop, end)
    inner.offer(search.require())
    return inner


def offer_without_waits(search: Search, plan: Ints, end: float) -> None:
    """Offer a plan less the meetings and seats for which somebody has to wait, as the order of the goals says.

    Parameters
    ----------
    plan
        (n,) a full vector.
    end
        Monotonic time to end by.
    """
    inner = Search(search.model, search.settings, search.stop, min(search.end, end))
    inner.offer(plan)
    cost = weighted_cost(search, 0)
    for held in _parts(inner):
        if inner.left <= 0.05:
            break
        found = _cheapest(inner, held, cost)
        if found is not None:
            inner.offer(found)
    search.offer(inner.require())


def _cheapest(inner: Search, held: Bools, cost: Ints) -> Ints | None:
    """The cheapest plan (n,) that differs from the best one in these columns only; None: none was found."""
    settings, parameters, best = inner.settings, inner.settings.parameters.linear_first, inner.require()
    seconds = inner.at_most(inner.left, parameters.seconds)
    part = reduce(inner.model.linear, held, best)
    found = solve_cpsat(
        part.linear,
        cost[part.free],
        Effort(
            seconds=seconds,
            workers=1 if settings.reproducible else settings.workers,
            seed=settings.seed,
            deterministic=inner.units(parameters.units),
        ),
        hint=best[part.free],
        stops=[inner.stop],
    )
    return None if found.x is None else part.expand(found.x)


def _parts(inner: Search) -> Iterator[Bools]:
    """(n,) columns that may change: what is held by people who wait, by those whom they meet, and what follows; not too many at once."""
    model, columns = inner.model, inner.settings.parameters.lns.columns
    waits = _waits(model, inner.require())
    people = np.flatnonzero(waits)[np.argsort(-waits[waits > 0], kind="stable")]
    while len(people):
        most = len(people)
        free = _held_around(model, inner.require(), people)
        while most > 1 and free.sum() > columns:
            most = max(1, min(most - 1, int(most * columns / free.sum())))
            free = _held_around(model, inner.require(), people[:most])
        yield free
        people = people[most:]


def _waits(model: Model, full: Ints) -> Ints:
    """(P,) how often, and how long, each participant waits, as far as the goals ask."""
    count = np.zeros(model.instance.people, dtype=np.int64)
    for objective in model.objectives:
        if objective.name in GOALS:
            columns = np.flatnonzero(objective.cost)
            np.add.at(count, model.owner[columns], full[columns])
    return count


def _held_around(model: Model, full: Ints, people: Ints) -> Bools:
    instance, dialogues = model.instance, model.layout.dialogues
    held = full[: instance.options] == 1
    circle = np.zeros(instance.people, dtype=bool)
    circle[people] = True
    pair = instance.pair[instance.option_request]
    circle[pair[held & circle[pair].any(axis=1)]] = True
    options = held & circle[pair].any(axis=1)
    free = free_columns(model, options, dialogues=False)
    free[dialogues.seat_column] = (full[dialogues.seat_column] == 1) & circle[dialogues.seat_person]
    free |= (model.owner >= 0) & circle[np.maximum(model.owner, 0)]  # of who has nothing but a seat
    return free
