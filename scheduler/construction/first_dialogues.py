"""Dialogues at once: each where most of those who want a seat have time, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import IndexedDialogue, Instance
from scheduler.model.columns import DialogueColumns, Layout


def hold_dialogues(layout: Layout) -> Ints:
    """(core,) a schedule of dialogues alone: those first that have few starts; one that fits nowhere is left out."""
    holding = _Holding(layout)
    starts = np.bincount(layout.dialogues.start_dialogue, minlength=len(layout.instance.dialogues))
    for number in np.argsort(starts, kind="stable").tolist():
        holding.hold(number)
    return holding.core


class _Holding:
    """A schedule of dialogues that grows."""

    def __init__(self, layout: Layout) -> None:
        self.instance: Instance = layout.instance
        self.columns: DialogueColumns = layout.dialogues
        self.core = np.zeros(layout.core, dtype=np.int64)
        self.free: Bools = self.instance.free.copy()
        places = np.array([len(pool.places) for pool in self.instance.pools], dtype=np.int64)
        self.left = places[:, None].repeat(self.instance.slots, axis=1)

    def hold(self, number: int) -> None:
        """Hold a dialogue where its seats are worth most."""
        found = max(self._ways(number), key=lambda way: way[0], default=None)
        if found is None:
            return
        _, start, place, moderator, seats = found
        columns, first = self.columns, int(self.columns.start_slot[start])
        span = slice(first, first + self.instance.dialogues[number].length)
        self.core[columns.start_column[start]] = self.core[columns.place_column[place]] = 1
        self.left[columns.place_pool[place], span] -= 1
        self.core[columns.seat_column[seats]] = 1
        self.free[columns.seat_person[seats], span] = False
        if moderator >= 0:
            self.core[columns.moderator_column[moderator]] = 1
            self.free[columns.moderator_person[moderator], span] = False

    def _ways(self, number: int) -> Iterator[tuple[int, int, int, int, Ints]]:
        """What each start is worth, with its place, its moderator (-1: none) and its seats."""
        columns, dialogue = self.columns, self.instance.dialogues[number]
        for start in np.flatnonzero(columns.start_dialogue == number).tolist():
            first = int(columns.start_slot[start])
            span = slice(first, first + dialogue.length)
            idle: Bools = np.all(self.free[:, span], axis=1)
            places = np.flatnonzero(columns.place_start == start)
            places = places[(self.left[columns.place_pool[places], span] > 0).all(axis=1)]
            moderators = np.flatnonzero(columns.moderator_start == start)
            moderators = moderators[idle[columns.moderator_person[moderators]]]
            if not len(places) or (dialogue.moderators is not None and not len(moderators)):
                continue
            moderator = -1 if dialogue.moderators is None else int(moderators[0])
            if moderator >= 0:
                idle[columns.moderator_person[moderator]] = False
            seats = np.flatnonzero(columns.seat_start == start)
            seated = self._seated(dialogue, seats[idle[columns.seat_person[seats]]])
            if seated is not None:
                yield int(columns.seat_value[seated].sum()), start, int(places[0]), moderator, seated

    def _seated(self, dialogue: IndexedDialogue, seats: Ints) -> Ints | None:
        """The most valuable seats with what each role needs at least; None where too few can come."""
        columns = self.columns
        seats = seats[np.argsort(-columns.seat_value[seats], kind="stable")]
        needed = [seats[np.isin(columns.seat_person[seats], people)][:least] for people, least in dialogue.minimum]
        if any(len(some) < least for some, (_, least) in zip(needed, dialogue.minimum, strict=True)):
            return None
        first = np.concatenate([*needed, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        chosen = np.concatenate([first, seats[~np.isin(seats, first)]])[: dialogue.most]
        return chosen if dialogue.least <= len(chosen) and len(first) <= dialogue.most else None
