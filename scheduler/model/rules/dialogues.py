"""A dialogue starts at most once (once if it must), with one place, one moderator, and seats within its limits."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.program.integer_program import FREE


def add(layout: Layout) -> None:
    """Rows for starts, places, moderators, seats and role minima."""
    instance, builder, dialogues = layout.instance, layout.builder, layout.dialogues
    must = np.array([dialogue.must for dialogue in instance.dialogues], dtype=np.int64)
    builder.add_rows(dialogues.start_dialogue, dialogues.start_column, 1, must, 1, count=len(instance.dialogues))
    _one_each(layout, dialogues.place_start, dialogues.place_column)
    _one_each(layout, dialogues.moderator_start, dialogues.moderator_column)
    each = np.arange(len(dialogues.seat_column))
    seats = np.concatenate([dialogues.seat_column, dialogues.start_column[dialogues.seat_start]])
    builder.add_rows(np.tile(each, 2), seats, np.repeat([1, -1], len(each)), -1, 0)
    number = np.arange(len(dialogues.start_column))
    least = np.array([instance.dialogues[g].least for g in dialogues.start_dialogue], dtype=np.int64)
    most = np.array([instance.dialogues[g].most for g in dialogues.start_dialogue], dtype=np.int64)
    _count(layout, np.ones(len(each), dtype=bool), number, least, 0, FREE)
    _count(layout, np.ones(len(each), dtype=bool), number, most, -FREE, 0)
    for g, dialogue in enumerate(instance.dialogues):
        mine = np.flatnonzero(dialogues.start_dialogue == g)
        for people, wanted in dialogue.minimum:
            role = np.isin(dialogues.seat_person, people) & (dialogues.start_dialogue[dialogues.seat_start] == g)
            _count(layout, role, mine, np.full(len(mine), wanted), 0, FREE)


def _one_each(layout: Layout, start: Ints, column: Ints) -> None:
    """Exactly one of the columns of each start that has a choice, if it starts at all."""
    own = layout.dialogues.start_column[start]
    choice = column != own
    rows = np.unique(start[choice])
    layout.builder.add_rows(
        np.concatenate([np.searchsorted(rows, start[choice]), np.arange(len(rows))]),
        np.concatenate([column[choice], layout.dialogues.start_column[rows]]),
        np.concatenate([np.ones(int(choice.sum()), dtype=np.int64), -np.ones(len(rows), dtype=np.int64)]),
        0,
        0,
    )


def _count(layout: Layout, chosen: np.ndarray, starts: Ints, weight: Ints, low: int, high: int) -> None:
    """Rows ``low <= (seats chosen) - weight x start <= high``, one for each of `starts`."""
    dialogues = layout.dialogues
    entry = np.flatnonzero(chosen)
    layout.builder.add_rows(
        np.concatenate([np.searchsorted(starts, dialogues.seat_start[entry]), np.arange(len(starts))]),
        np.concatenate([dialogues.seat_column[entry], dialogues.start_column[starts]]),
        np.concatenate([np.ones(len(entry), dtype=np.int64), -weight]),
        low,
        high,
    )
