"""Mix: pairs of people of one organisation at the same dialogue."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.columns import Layout
from scheduler.program.integer_program import FREE


def add(layout: Layout) -> Ints:
    """One column a dialogue and organisation with two or more who asked: its pairs, by the tangents of n (n - 1) / 2."""
    instance, dialogues = layout.instance, layout.dialogues
    columns = [np.zeros(0, dtype=np.int64)]
    of_seat = dialogues.start_dialogue[dialogues.seat_start]
    firms = [person.organisation or "" for person in instance.problem.participants]
    for g, dialogue in enumerate(instance.dialogues):
        for firm in sorted({firms[p] for p in dialogue.wanted} - {""}):
            members = [p for p in dialogue.wanted if firms[p] == firm]
            seats = dialogues.seat_column[(of_seat == g) & np.isin(dialogues.seat_person, members)]
            if len(members) > 1 and len(seats):
                columns.append(_add_pairs(layout, seats, len(members), (g, members[0])))
    return np.concatenate(columns)


def _add_pairs(layout: Layout, seats: Ints, most: int, whose: tuple[int, int]) -> Ints:
    def fill(full: Ints) -> None:
        count = full[seats].sum()
        full[pairs] = count * (count - 1) // 2

    pairs = layout.add_auxiliary(np.array([-1]), fill, upper=most * (most - 1) // 2)
    tangent = np.arange(1, most)
    layout.builder.add_rows(
        np.concatenate([tangent - 1, np.repeat(tangent - 1, len(seats))]),
        np.concatenate([np.repeat(pairs, len(tangent)), np.tile(seats, len(tangent))]),
        np.concatenate([np.ones(len(tangent), dtype=np.int64), -np.repeat(tangent, len(seats))]),
        -tangent * (tangent + 1) // 2,
        FREE,
        about=("mix", *whose, tangent),
    )
    return pairs
