"""Moves: pairs of adjacent busy slots of a participant in different zones."""

from __future__ import annotations

import numpy as np

from scheduler.arrays import Ints
from scheduler.model.busy_columns import used_columns
from scheduler.model.columns import Layout
from scheduler.program.integer_program import compact


def add(layout: Layout) -> Ints:
    """Columns whose sum is the number of moves; needs pools that are grouped by zone."""
    instance, builder = layout.instance, layout.builder
    zones = {zone: z for z, zone in enumerate(dict.fromkeys(pool.zone for pool in instance.pools))}
    if len(zones) < 2:
        return np.zeros(0, dtype=np.int64)
    inside = _add_inside(layout, np.array([zones[pool.zone] for pool in instance.pools], dtype=np.int64), len(zones))
    busy = used_columns(layout).busy
    pairs = [(p, t) for day in instance.days for t in day[:-1] for p in np.flatnonzero((busy[:, t] >= 0) & (busy[:, t + 1] >= 0))]
    cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    person, slot = cells[:, 0], cells[:, 1]

    def fill(full: Ints) -> None:
        def at(columns: Ints) -> Ints:
            return np.where(columns >= 0, full[np.maximum(columns, 0)], 0)

        common = sum(at(inside[person, slot, z]) * at(inside[person, slot + 1, z]) for z in range(len(zones)))
        full[moved] = full[busy[person, slot]] * full[busy[person, slot + 1]] * (common == 0)

    moved = layout.add_auxiliary(person, fill)
    for z in range(len(zones)):
        here, there = inside[person, slot, z], inside[person, slot + 1, z]
        row = np.flatnonzero(here >= 0)
        number = np.arange(len(row))
        stays = np.flatnonzero(there[row] >= 0)
        # In this zone now, busy next and not in this zone: a move.
        builder.add_rows(
            np.concatenate([np.tile(number, 3), stays]),
            np.concatenate([moved[row], here[row], busy[person[row], slot[row] + 1], there[row][stays]]),
            np.concatenate([np.repeat([1, -1, -1], len(row)), np.ones(len(stays), dtype=np.int64)]),
            -1,
            2,
        )
    return moved


def _add_inside(layout: Layout, zone_of_pool: Ints, zones: int) -> Ints:
    """Add columns "meets in this zone": (P, S, zones), -1 where it cannot."""
    instance = layout.instance
    grid = np.full((instance.people, instance.slots, zones), -1, dtype=np.int64)
    person, slot, column, whole = layout.busy
    meeting = np.flatnonzero(~whole)
    zone = zone_of_pool[instance.option_pool[column[meeting]]]
    number, cells = compact((person[meeting] * instance.slots + slot[meeting]) * zones + zone)
    dialogue = np.flatnonzero(whole)
    dialogue_cells, dialogue_column, dialogue_place = _dialogue_cells(layout, dialogue, zone_of_pool, zones)
    cells_all = np.union1d(cells, dialogue_cells)
    number = np.searchsorted(cells_all, cells[number])
    dialogue_number = np.searchsorted(cells_all, dialogue_cells)
    owner = cells_all // zones // max(1, instance.slots)

    def fill(full: Ints) -> None:
        total = np.zeros(len(cells_all), dtype=np.int64)
        np.add.at(total, number, full[column[meeting]])
        np.add.at(total, dialogue_number, full[dialogue_column] * full[dialogue_place])
        full[mine] = total > 0

    mine = layout.add_auxiliary(owner, fill)
    entry = np.arange(len(number))
    ones = np.ones(len(number), dtype=np.int64)
    layout.builder.add_rows(np.tile(entry, 2), np.concatenate([mine[number], column[meeting]]), np.concatenate([ones, -ones]), 0, 1)
    entry = np.arange(len(dialogue_number))
    triple = np.concatenate([mine[dialogue_number], dialogue_column, dialogue_place])
    layout.builder.add_rows(np.tile(entry, 3), triple, np.repeat([1, -1, -1], len(entry)), -1, 1)
    # Everything is at one place: at most one zone a slot.
    row, kept = compact(cells_all // zones)
    busy = used_columns(layout).busy[kept // max(1, instance.slots), kept % max(1, instance.slots)]
    layout.builder.add_rows(
        np.concatenate([row, np.arange(len(kept))]),
        np.concatenate([mine, busy]),
        np.concatenate([np.ones(len(mine), dtype=np.int64), -np.ones(len(kept), dtype=np.int64)]),
        0,
        0,
    )
    grid[owner, cells_all // zones % max(1, instance.slots), cells_all % zones] = mine
    return grid


def _dialogue_cells(layout: Layout, entries: Ints, zone_of_pool: Ints, zones: int) -> tuple[Ints, Ints, Ints]:
    """Cells (participant, slot, zone) that a seat or a moderator's turn makes busy, with its column and that of its dialogue's place."""
    instance, dialogues = layout.instance, layout.dialogues
    person, slot, column, _ = layout.busy
    places: dict[int, list[tuple[int, int]]] = {}
    entry = zip(dialogues.place_start.tolist(), dialogues.place_column.tolist(), dialogues.place_pool.tolist(), strict=True)
    for start, place, pool in entry:
        places.setdefault(start, []).append((place, int(zone_of_pool[pool])))
    begin = dict(zip(dialogues.moderator_column.tolist(), dialogues.moderator_start.tolist(), strict=True))
    begin |= dict(zip(dialogues.seat_column.tolist(), dialogues.seat_start.tolist(), strict=True))
    rows = []
    for e in entries.tolist():
        cell = int(person[e]) * instance.slots + int(slot[e])
        rows += [(cell * zones + zone, int(column[e]), place) for place, zone in places[begin[int(column[e])]]]
    found = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2]
