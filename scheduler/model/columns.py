"""The columns of the model: which one is which decision, and who is busy when because of it.

Core columns are decisions (options, starts, places, moderators, seats); auxiliary columns follow from them and carry a
function that computes them, so that any schedule can be completed to a full solution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import IndexedDialogue, Instance
from scheduler.program.integer_program import LinearBuilder

Complete = Callable[[Ints], None]


@dataclass(frozen=True)
class DialogueColumns:
    """Columns of the dialogues; every array has one entry a column, `span` counts slots from the start.

    ``place_column`` and ``moderator_column`` repeat the start's own column where there is nothing to choose.
    """

    start_column: Ints
    start_dialogue: Ints
    start_slot: Ints
    place_column: Ints
    place_start: Ints
    place_pool: Ints
    moderator_column: Ints
    moderator_start: Ints
    moderator_person: Ints
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
        self.dialogues = _add_dialogues(self.instance, self.builder)
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
        dialogues = self.dialogues
        seats = (dialogues.seat_start == start) & (core[dialogues.seat_column] == 1)
        moderators = (dialogues.moderator_start == start) & (core[dialogues.moderator_column] == 1)
        return dialogues.seat_person[seats].tolist(), dialogues.moderator_person[moderators].tolist()

    @cached_property
    def busy(self) -> tuple[Ints, Ints, Ints, Bools]:
        """Who is busy when through which column: (participant, slot, column, whether it takes the whole diary)."""
        instance = self.instance
        people, slots, columns = self.in_dialogues
        first, second = instance.pair[instance.option_request].T
        whole = np.arange(2 * instance.options + len(people)) >= 2 * instance.options
        slot = np.concatenate([instance.option_slot, instance.option_slot, slots])
        return np.concatenate([first, second, people]), slot, np.concatenate([self.option, self.option, columns]), whole

    @cached_property
    def in_dialogues(self) -> tuple[Ints, Ints, Ints]:
        """Who sits in a dialogue or moderates one when through which column: (participant, slot, column)."""
        dialogues = self.dialogues
        span = np.array([dialogue.length for dialogue in self.instance.dialogues], dtype=np.int64)
        found = []
        for columns, starts, people in (
            (dialogues.seat_column, dialogues.seat_start, dialogues.seat_person),
            (dialogues.moderator_column, dialogues.moderator_start, dialogues.moderator_person),
        ):
            entry, at = covered(starts, dialogues, span)
            found.append((people[entry], at, columns[entry]))
        person, slot, column = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return person, slot, column

    @cached_property
    def dialogue_places(self) -> tuple[Ints, Ints, Ints]:
        """Which pool loses one place when through which column: (pool, slot, column)."""
        span = np.array([dialogue.length for dialogue in self.instance.dialogues], dtype=np.int64)
        entry, at = covered(self.dialogues.place_start, self.dialogues, span)
        return self.dialogues.place_pool[entry], at, self.dialogues.place_column[entry]


def covered(starts: Ints, dialogues: DialogueColumns, span: Ints) -> tuple[Ints, Ints]:
    """Slots that entries with these starts run through: (entry, slot), one pair a slot."""
    length = span[dialogues.start_dialogue[starts]] if len(starts) else starts
    entry = np.repeat(np.arange(len(starts)), length)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(length) - length, length)
    return entry, dialogues.start_slot[starts[entry]] + offset


def _add_dialogues(instance: Instance, builder: LinearBuilder) -> DialogueColumns:
    starts: list[tuple[int, int]] = []
    places: list[tuple[int, int, bool]] = []
    moderators: list[tuple[int, int, bool]] = []
    seats: list[tuple[int, int, int]] = []
    for g, dialogue in enumerate(instance.dialogues):
        for t in dialogue.starts:
            run = slice(t, t + dialogue.length)
            free = _free_moderators(instance, dialogue, run)
            if not dialogue.pools or (free is not None and not free):
                continue
            number = len(starts)
            starts.append((g, t))
            places += [(number, k, len(dialogue.pools) == 1) for k in dialogue.pools]
            moderators += [(number, p, free is not None and len(free) == 1) for p in free or ()]
            pairs = zip(dialogue.wanted, dialogue.values, strict=True)
            seats += [(number, p, value) for p, value in pairs if instance.free[p, run].all()]
    start = np.array(starts, dtype=np.int64).reshape(-1, 2)
    column = builder.add_columns(len(start))

    def choice(rows: list[tuple[int, int, bool]]) -> tuple[Ints, Ints, Ints]:
        which = np.array(rows, dtype=np.int64).reshape(-1, 3)
        alone = which[:, 2] == 1
        result = column[which[:, 0]].copy()
        result[~alone] = builder.add_columns(int((~alone).sum()))
        return result, which[:, 0], which[:, 1]

    place_columns, moderator_columns = choice(places), choice(moderators)
    seat = np.array(seats, dtype=np.int64).reshape(-1, 3)
    seat_column = builder.add_columns(len(seat))
    return DialogueColumns(column, start[:, 0], start[:, 1], *place_columns, *moderator_columns, seat_column, *seat.T)


def _free_moderators(instance: Instance, dialogue: IndexedDialogue, run: slice) -> tuple[int, ...] | None:
    if dialogue.moderators is None:
        return None
    return tuple(p for p in dialogue.moderators if instance.free[p, run].all())
