"""The columns of the model: which one is which decision, and who is busy when because of it.

Core columns are decisions (options, starts, tables, moderators, seats); auxiliary columns follow from them and carry a
function that computes them, so that any schedule can be completed to a full solution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Group, Instance
from scheduler.program.integer_program import LinearBuilder

Complete = Callable[[Ints], None]


@dataclass(frozen=True)
class Seating:
    """Columns of the dialogues; every array has one entry a column, `span` counts slots from the start.

    ``table_column`` and ``guide_column`` repeat the start's own column where there is nothing to choose.
    """

    start_column: Ints
    start_group: Ints
    start_slot: Ints
    table_column: Ints
    table_start: Ints
    table_pool: Ints
    guide_column: Ints
    guide_start: Ints
    guide_person: Ints
    seat_column: Ints
    seat_start: Ints
    seat_person: Ints
    seat_value: Ints


@dataclass(frozen=True)
class Holes:
    """Columns that count breaks at their last slot, whose they are, and when."""

    column: Ints
    person: Ints
    slot: Ints


@dataclass(frozen=True)
class Used:
    """(P, S) column that says "busy", -1 where nothing can happen; likewise busy at or before, and at or after, in the day."""

    busy: Ints
    since: Ints
    until: Ints


@dataclass
class Layout:
    """All columns of one model.

    Attributes
    ----------
    option
        (N,) column of each option; columns 0 to N - 1.
    core
        Number of core columns; auxiliary ones follow.
    holes, used
        Auxiliary columns that goals share, once the first of them has added them (`scheduler.model.busy_columns`).
    """

    instance: Instance
    builder: LinearBuilder = field(default_factory=LinearBuilder)
    completions: list[Complete] = field(default_factory=list)
    owners: list[Ints] = field(default_factory=list)
    holes: Holes | None = None
    used: Used | None = None

    def __post_init__(self) -> None:
        self.option = self.builder.add_columns(self.instance.options)
        self.seating = _add_seating(self.instance, self.builder)
        self.core = self.builder.columns

    def add_auxiliary(self, owner: Ints, complete: Complete, upper: Ints | int = 1) -> Ints:
        """Add columns that follow from the core.

        Parameters
        ----------
        owner
            (k,) participant whose diary decides each column, or -1 where several do.
        complete
            Writes these columns into a full vector, in which all earlier ones stand already.
        upper
            Largest value.
        """
        self.owners.append(owner)
        self.completions.append(complete)
        return self.builder.add_columns(len(owner), upper)

    def complete(self, core: Ints) -> Ints:
        """Full vector from the core columns, shape (columns,)."""
        full = np.zeros(self.builder.columns, dtype=np.int64)
        full[: self.core] = core[: self.core]
        for fill in self.completions:
            fill(full)
        return full

    def seated(self, core: Ints, start: int) -> tuple[list[int], list[int]]:
        """Who has a seat, and who moderates (one or nobody), at the dialogue that this held start begins."""
        seating = self.seating
        seats = (seating.seat_start == start) & (core[seating.seat_column] == 1)
        guides = (seating.guide_start == start) & (core[seating.guide_column] == 1)
        return seating.seat_person[seats].tolist(), seating.guide_person[guides].tolist()

    @cached_property
    def busy(self) -> tuple[Ints, Ints, Ints, Bools]:
        """Who is busy when through which column: (participant, slot, column, whether it takes the whole diary)."""
        instance, seating = self.instance, self.seating
        person = [instance.pair[instance.option_request, side] for side in (0, 1)]
        slot = [instance.option_slot] * 2
        column = [self.option] * 2
        whole = [np.zeros(instance.options, dtype=bool)] * 2
        span = np.array([group.length for group in instance.groups], dtype=np.int64)
        for columns, starts, people in (
            (seating.seat_column, seating.seat_start, seating.seat_person),
            (seating.guide_column, seating.guide_start, seating.guide_person),
        ):
            entry, at = covered(starts, seating, span)
            person.append(people[entry])
            slot.append(at)
            column.append(columns[entry])
            whole.append(np.ones(len(entry), dtype=bool))
        return np.concatenate(person), np.concatenate(slot), np.concatenate(column), np.concatenate(whole)

    @cached_property
    def tables(self) -> tuple[Ints, Ints, Ints]:
        """Which pool loses one place when through which column: (pool, slot, column)."""
        span = np.array([group.length for group in self.instance.groups], dtype=np.int64)
        entry, at = covered(self.seating.table_start, self.seating, span)
        return self.seating.table_pool[entry], at, self.seating.table_column[entry]


def covered(starts: Ints, seating: Seating, span: Ints) -> tuple[Ints, Ints]:
    """Slots that entries with these starts run through: (entry, slot), one pair a slot."""
    length = span[seating.start_group[starts]] if len(starts) else starts
    entry = np.repeat(np.arange(len(starts)), length)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(length) - length, length)
    return entry, seating.start_slot[starts[entry]] + offset


def _add_seating(instance: Instance, builder: LinearBuilder) -> Seating:
    starts: list[tuple[int, int]] = []
    tables: list[tuple[int, int, bool]] = []
    guides: list[tuple[int, int, bool]] = []
    seats: list[tuple[int, int, int]] = []
    for g, group in enumerate(instance.groups):
        for t in group.starts:
            run = slice(t, t + group.length)
            guide = _free_guides(instance, group, run)
            if not group.pools or (guide is not None and not guide):
                continue
            number = len(starts)
            starts.append((g, t))
            tables += [(number, k, len(group.pools) == 1) for k in group.pools]
            guides += [(number, p, guide is not None and len(guide) == 1) for p in guide or ()]
            pairs = zip(group.wanted, group.values, strict=True)
            seats += [(number, p, value) for p, value in pairs if instance.free[p, run].all()]
    start = np.array(starts, dtype=np.int64).reshape(-1, 2)
    column = builder.add_columns(len(start))

    def choice(rows: list[tuple[int, int, bool]]) -> tuple[Ints, Ints, Ints]:
        which = np.array(rows, dtype=np.int64).reshape(-1, 3)
        alone = which[:, 2] == 1
        result = column[which[:, 0]].copy()
        result[~alone] = builder.add_columns(int((~alone).sum()))
        return result, which[:, 0], which[:, 1]

    table = choice(tables)
    guide_columns = choice(guides)
    seat = np.array(seats, dtype=np.int64).reshape(-1, 3)
    return Seating(
        column, start[:, 0], start[:, 1], *table, *guide_columns, builder.add_columns(len(seat)), seat[:, 0], seat[:, 1], seat[:, 2]
    )


def _free_guides(instance: Instance, group: Group, run: slice) -> tuple[int, ...] | None:
    if group.moderators is None:
        return None
    return tuple(p for p in group.moderators if instance.free[p, run].all())
