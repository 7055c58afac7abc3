"""Bounds of goals that need no search: everything is held that can be at all, and nobody waits."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout


def trivial_bound(layout: Layout, goal: str) -> int:
    """A bound of a goal's cost, always to be minimised."""
    if goal == "value":
        return -_most_value(layout)
    if goal == "floor":
        return int(np.maximum(0, layout.instance.floor - reachable_meetings(layout.instance)).sum())
    return -100 if goal == "lowest" else 0


def reachable_meetings(instance: Instance) -> Ints:
    """(P,) the least of a participant's requests that can be held at all, its free slots x `parallel` and its limit."""
    asked = np.bincount(instance.pair[np.unique(instance.option_request)].ravel(), minlength=instance.people)
    room = instance.free.sum(axis=1) * instance.parallel
    most: Ints = np.minimum(np.minimum(asked, room), instance.limit)
    return most


def _most_value(layout: Layout) -> int:
    """Of all requests that can be held at all, and of each seat in a dialogue once."""
    instance, dialogues = layout.instance, layout.dialogues
    of_seat = dialogues.start_dialogue[dialogues.seat_start].tolist()
    seats = dict(zip(zip(of_seat, dialogues.seat_person.tolist(), strict=True), dialogues.seat_value.tolist(), strict=True))
    return int(instance.value[np.unique(instance.option_request)].sum()) + int(sum(seats.values()))
