"""The linear goals of an event with its slots added up: a column a request and pool, beside the dialogues slot by slot.

Nothing in it asks when a meeting is, only how much of everybody's time there is in all. Each plan is a solution, so what is proven of the
program holds for every plan. It is built from the instance at once, never from the model, which has a column an option.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Floats, Ints
from scheduler.instance.instance import Instance
from scheduler.instance.narrow import narrow
from scheduler.model.columns import Layout
from scheduler.model.rules import dialogues, diary, places
from scheduler.program.integer_program import FREE, Linear, compact


@dataclass(frozen=True)
class RequestProgram:
    """The program, and what its columns and rows are about.

    Attributes
    ----------
    layout
        Of the dialogues alone, whose columns come first.
    linear
        The program; what a participant's row or a pool's row allows is what all slots allow together.
    request, pool
        (C,) of the columns after those of the dialogues.
    short
        Columns of the shortfalls, one for each participant with a floor.
    open
        (P, S) slots that count in a participant's row.
    diary, places
        First of the rows of the participants, (P,), and of the pools, (K,).
    """

    layout: Layout
    linear: Linear
    request: Ints
    pool: Ints
    short: Ints
    open: Bools
    diary: int
    places: int

    @property
    def core(self) -> int:
        """Number of columns of the dialogues."""
        return self.layout.core

    @property
    def meetings(self) -> slice:
        """The columns of requests."""
        return slice(self.core, self.core + len(self.request))

    def cost(self, weights: Mapping[str, int]) -> Ints:
        """(n,) what is to be minimised, given what a unit of ``floor`` and of ``value`` weighs."""
        instance, cost = self.layout.instance, np.zeros(self.linear.columns, dtype=np.int64)
        cost[self.meetings] = -weights.get("value", 0) * instance.value[self.request]
        cost[self.layout.dialogues.seat_column] = -weights.get("value", 0) * self.layout.dialogues.seat_value
        cost[self.short] = weights.get("floor", 0)
        return cost

    def chosen(self, x: Floats) -> tuple[Ints, Ints]:
        """(number held,) requests that a solution (n,) holds, and the pools."""
        held = np.flatnonzero(x[self.meetings] > 0.5)
        return self.request[held], self.pool[held]

    def rise(self, reduced: Ints) -> Ints:
        """(R,) what a bound gains at least when a request is held.

        Parameters
        ----------
        reduced
            (n,) reduced costs.
        """
        result = np.zeros(self.layout.instance.requests, dtype=np.int64)
        if len(self.request):
            first = np.flatnonzero(np.diff(self.request, prepend=-1))
            rest = reduced[self.meetings]
            result[self.request[first]] = np.minimum.reduceat(rest, first) - np.add.reduceat(np.minimum(rest, 0), first)
        return result


def build_by_request(instance: Instance) -> RequestProgram:
    """Build the program of an instance in which no request has to come after another."""
    layout = Layout(narrow(instance, np.zeros(instance.options, dtype=bool)).instance)
    for rule in (diary, places, dialogues):
        rule.add(layout)
    request, pool = _classes(instance)
    builder = layout.builder
    column = builder.add_columns(len(request), lower=_lower(instance, request))
    _add_choices(layout, request, column)
    open_ = _open(layout, instance)
    first = builder.rows
    _add_diaries(layout, request, column, open_)
    _add_limits(layout, request, column)
    of_places = builder.rows
    _add_places(layout, pool, column)
    short = _add_floors(layout, request, column)
    return RequestProgram(layout, builder.build(), request, pool, short, open_, first, of_places)


def _classes(instance: Instance) -> tuple[Ints, Ints]:
    """(C,) request and pool of its options, each pair once, sorted by request."""
    request, pool, pools = instance.option_request, instance.option_pool, max(1, len(instance.pools))
    if not len(request):
        return request, pool
    first = instance.first_option[:-1][np.diff(instance.first_option) > 0]
    changes = np.diff(pool, prepend=pool[0]) != 0
    changes[first] = False
    if changes.any():
        return np.divmod(np.unique(request * pools + pool), pools)
    return request[first], pool[first]  # each request has one pool alone


def _lower(instance: Instance, request: Ints) -> Ints:
    """(C,) 1 where there is a single way to hold what has to be held."""
    alone = np.bincount(request, minlength=instance.requests)[request] == 1
    lower: Ints = (alone & instance.must[request]).astype(np.int64)
    return lower


def _add_choices(layout: Layout, request: Ints, column: Ints) -> None:
    """At most one pool for each request that has several, and exactly one where it has to be held."""
    several = np.bincount(request, minlength=layout.instance.requests)[request] > 1
    number, requests = compact(request[several])
    layout.builder.add_rows(number, column[several], 1, layout.instance.must[requests].astype(np.int64), 1)


def _open(layout: Layout, instance: Instance) -> Bools:
    """(P, S) slots in which a participant has something that it could do."""
    result = np.zeros((instance.people, instance.slots), dtype=bool)
    for side in (0, 1):
        result[instance.pair[instance.option_request, side], instance.option_slot] = True
    person, slot, _ = layout.in_dialogues
    result[person, slot] = True
    return result


def _add_diaries(layout: Layout, request: Ints, column: Ints, open_: Bools) -> None:
    """A row a participant: meetings and dialogues take no more than all its slots."""
    instance = layout.instance
    person, _, seat = layout.in_dialogues
    layout.builder.add_rows(
        np.concatenate([instance.pair[request].ravel(), person]),
        np.concatenate([np.repeat(column, 2), seat]),
        np.concatenate([np.ones(2 * len(request), dtype=np.int64), instance.parallel[person]]),
        0,
        instance.parallel * open_.sum(axis=1),
        count=instance.people,
    )


def _add_limits(layout: Layout, request: Ints, column: Ints) -> None:
    """A row for each participant who is asked for more than its limit."""
    instance = layout.instance
    person, columns = instance.pair[request].ravel(), np.repeat(column, 2)
    asked = np.bincount(person, minlength=instance.people)
    over = (asked > instance.limit)[person]
    number, people = compact(person[over])
    layout.builder.add_rows(number, columns[over], 1, 0, instance.limit[people], about=("limit", people))


def _add_places(layout: Layout, pool: Ints, column: Ints) -> None:
    """A row a pool: meetings and dialogues take no more than its places in all slots."""
    instance = layout.instance
    capacity = np.array([each.capacity for each in instance.pools], dtype=np.int64)
    taken, _, place = layout.dialogue_places
    layout.builder.add_rows(
        np.concatenate([pool, taken]),
        np.concatenate([column, place]),
        np.concatenate([np.ones(len(pool), dtype=np.int64), capacity[taken]]),
        0,
        instance.capacity * instance.slots,
        count=len(instance.pools),
    )


def _add_floors(layout: Layout, request: Ints, column: Ints) -> Ints:
    """A column for what each participant with a floor lacks, and a row to say so."""
    instance, builder = layout.instance, layout.builder
    people = np.flatnonzero(instance.floor > 0)
    short = builder.add_columns(len(people), instance.floor[people])
    number = np.full(instance.people, -1, dtype=np.int64)
    number[people] = np.arange(len(people))
    of_pair = number[instance.pair[request].ravel()]
    counted = of_pair >= 0
    builder.add_rows(
        np.concatenate([of_pair[counted], np.arange(len(people))]),
        np.concatenate([np.repeat(column, 2)[counted], short]),
        1,
        instance.floor[people],
        FREE,
        about=("floor", people),
    )
    return short
