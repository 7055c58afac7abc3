"""Changes: what people have to be notified of, as it is lost from the reference plan or elsewhere."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.model.columns import Layout


def add(layout: Layout) -> Ints:
    """One column an item of the reference plan: whether it is lost; nothing without a reference plan."""
    columns = item_columns(layout)

    def fill(full: Ints) -> None:
        held = np.where(columns >= 0, full[np.maximum(columns, 0)], 0)
        full[lost] = 1 - held[:, 0] * held[:, 1]

    lost = layout.add_auxiliary(np.full(len(columns), -1, dtype=np.int64), fill)
    for side in (0, 1):
        each = np.arange(len(columns))
        some = np.flatnonzero(columns[:, side] >= 0)
        layout.builder.add_rows(np.concatenate([each, some]), np.concatenate([lost, columns[some, side]]), 1, 1, 2)
    return lost


def item_columns(layout: Layout) -> Ints:
    """(n, 2) columns that are both 1 where an item stays: meetings, seats, moderators; -1 where it cannot stay in any plan.

    A meeting has one column, given twice. A seat and a moderator stay where they are only if the dialogue does.
    """
    reference = layout.instance.reference
    if reference is None:
        return np.zeros((0, 2), dtype=np.int64)
    option = option_columns(layout)
    start, place = dialogue_columns(layout)
    dialogues = layout.dialogues
    seat = _find(dialogues.seat_start, dialogues.seat_person, dialogues.seat_column, start[reference.seat[:, 0]], reference.seat[:, 1])
    leads = start[reference.moderator[:, 0]]
    moderator = _find(dialogues.moderator_start, dialogues.moderator_person, dialogues.moderator_column, leads, reference.moderator[:, 1])
    pairs = [
        np.stack([option, option], axis=1),
        np.stack([seat, place[reference.seat[:, 0]]], axis=1),
        np.stack([moderator, place[reference.moderator[:, 0]]], axis=1),
    ]
    columns: Ints = np.concatenate(pairs)
    columns[(columns < 0).any(axis=1)] = -1
    return columns


def option_columns(layout: Layout) -> Ints:
    """(M,) the column of each kept meeting where it is; -1: it cannot be there."""
    instance, reference = layout.instance, layout.instance.reference
    assert reference is not None
    pools, slots = max(1, len(instance.pools)), max(1, instance.slots)
    key = (instance.option_request * slots + instance.option_slot) * pools + instance.option_pool
    request, slot, pool, _ = reference.meeting.T
    return _at(key, layout.option, np.where((slot >= 0) & (pool >= 0), (request * slots + slot) * pools + pool, -1))


def dialogue_columns(layout: Layout) -> tuple[Ints, Ints]:
    """(D,) number of the start, and column of the place, of each kept dialogue where it is; -1: it cannot be there."""
    dialogues, reference = layout.dialogues, layout.instance.reference
    assert reference is not None
    dialogue, slot, pool, _ = reference.dialogue.T
    numbers = np.arange(len(dialogues.start_column))
    start = _find(dialogues.start_dialogue, dialogues.start_slot, numbers, dialogue, slot)
    return start, _find(dialogues.place_start, dialogues.place_pool, dialogues.place_column, start, pool)


def as_in_reference(layout: Layout) -> Ints:
    """(core,) everything that can stay where it is."""
    core = np.zeros(layout.core, dtype=np.int64)
    items = item_columns(layout)
    core[items[items >= 0]] = 1
    start, place = dialogue_columns(layout)
    there = place >= 0
    core[layout.dialogues.start_column[start[there]]] = 1
    core[place[there]] = 1
    return core


def frozen_columns(layout: Layout, frozen: Bools) -> tuple[Bools, Bools]:
    """(core,) columns in frozen slots that the reference plan has, and those that it does not have."""
    instance, dialogues = layout.instance, layout.dialogues
    inside = np.zeros(layout.core, dtype=bool)
    inside[layout.option[frozen[instance.option_slot]]] = True
    begins = frozen[dialogues.start_slot]
    inside[dialogues.start_column[begins]] = True
    for column, start in (
        (dialogues.place_column, dialogues.place_start),
        (dialogues.moderator_column, dialogues.moderator_start),
        (dialogues.seat_column, dialogues.seat_start),
    ):
        inside[column[begins[start]]] = True
    there = as_in_reference(layout) == 1
    return inside & there, inside & ~there


def _find(first: Ints, second: Ints, result: Ints, one: Ints, two: Ints) -> Ints:
    """The `result` where both keys are as sought, one for each pair of keys; -1 where there is none."""
    width = int(max(second.max(initial=0), two.max(initial=0))) + 1
    return _at(first * width + second, result, np.where((one >= 0) & (two >= 0), one * width + two, -1))


def _at(keys: Ints, result: Ints, sought: Ints) -> Ints:
    if not len(keys):
        return np.full(len(sought), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys[order], sought), len(keys) - 1)
    found = order[place]
    return np.where(keys[found] == sought, result[found], -1)
