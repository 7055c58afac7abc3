"""What is still to be decided once it is settled what stays: options and seats that fit beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance
from scheduler.instance.narrow import Narrow, narrow
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import item_columns
from scheduler.model.model import Model, build_model
from scheduler.program.integer_program import Linear
from scheduler.repair.fewest import Fewest


@dataclass(frozen=True)
class Opened:
    """The model of what is open, beside what stays.

    Attributes
    ----------
    part
        The options that stay and those that fit beside them.
    model
        Its model; the limits of its columns say what stays.
    free
        (n,) columns that can change.
    """

    part: Narrow
    model: Model
    free: Bools


@dataclass(frozen=True)
class Beside:
    """What stays, and what can be beside it.

    Attributes
    ----------
    held, shut
        (core,) columns of the whole instance that are 1 and 0.
    fits
        (N,) options that are neither.
    """

    held: Bools
    shut: Bools
    fits: Bools


def beside(instance: Instance, frozen: Bools, fewest: Fewest, stays: Bools, dear: Bools | None = None) -> Beside:
    """Find what can be decided beside what stays and what is frozen.

    Parameters
    ----------
    stays
        (n,) items of the reference plan that stay.
    dear
        (N,) options that are in no plan with so few changes; None: not known.
    """
    layout = Layout(instance)
    held = _held(layout, fewest, stays)
    shut = _shut(layout, held, fewest, frozen)
    fits = ~shut[: instance.options] & _fits(layout, held)
    return Beside(held, shut, fits if dear is None else fits & ~dear)


def open_up(instance: Instance, left: Beside, goals: tuple[str, ...]) -> Opened:
    """Build the model of everything that can be decided beside what stays."""
    options = left.held[: instance.options]
    must = instance.must.copy()
    must[instance.option_request[options]] = True
    part = narrow(instance, options | left.fits, must)
    model = build_model(part.instance, goals)
    lower, upper = model.linear.lower.copy(), model.linear.upper.copy()
    core = model.layout.core
    lower[:core][part.narrow(left.held)], upper[:core][part.narrow(left.shut)] = 1, 0
    linear = Linear(model.linear.matrix, model.linear.low, model.linear.high, lower, upper)
    limited = replace(model, linear=linear)
    return Opened(part, limited, _free(limited))


def _held(layout: Layout, fewest: Fewest, stays: Bools) -> Bools:
    """(core,) columns that are 1: of what stays, and of the starts that seats, places and moderators belong to."""
    held = fewest.held.copy()
    held[item_columns(layout)[stays].ravel()] = True
    dialogues = layout.dialogues
    for column, start in _choices(layout):
        held[dialogues.start_column[start[held[column]]]] = True
    return held


def _shut(layout: Layout, held: Bools, fewest: Fewest, frozen: Bools) -> Bools:
    """(core,) columns that are 0 because of those, or because nothing new comes into frozen slots."""
    instance, dialogues = layout.instance, layout.dialogues
    shut = fewest.shut.copy()
    shut[layout.option[frozen[instance.option_slot]]] = True
    begun = np.zeros(len(instance.dialogues), dtype=bool)
    starts = held[dialogues.start_column]
    begun[dialogues.start_dialogue[starts]] = True
    elsewhere = begun[dialogues.start_dialogue] & ~starts
    shut[dialogues.start_column[elsewhere]] = True
    for column, start in _choices(layout):
        shut[column[elsewhere[start]]] = True
    for column, start in _choices(layout)[:2]:
        chosen = np.zeros(len(starts), dtype=bool)
        chosen[start[held[column]]] = True
        shut[column[chosen[start]]] = True
    return shut & ~held


def _choices(layout: Layout) -> list[tuple[Ints, Ints]]:
    """Columns with the starts that they belong to: places and moderators, one of each, and seats."""
    dialogues = layout.dialogues
    return [
        (dialogues.place_column, dialogues.place_start),
        (dialogues.moderator_column, dialogues.moderator_start),
        (dialogues.seat_column, dialogues.seat_start),
    ]


def _fits(layout: Layout, held: Bools) -> Bools:
    """(N,) options that break no rule of people and places beside what is held, each by itself."""
    instance = layout.instance
    person, slot, column, whole = layout.busy
    mine = held[column]
    load = np.zeros((instance.people, instance.slots), dtype=np.int64)
    np.add.at(load, (person[mine], slot[mine]), np.where(whole, instance.parallel[person], 1)[mine])
    options = np.flatnonzero(held[: instance.options])
    request = instance.option_request[options]
    settled = np.zeros(instance.requests, dtype=bool)
    settled[request] = True
    meetings = np.bincount(instance.pair[request].ravel(), minlength=instance.people)
    used = np.zeros((len(instance.pools), instance.slots), dtype=np.int64)
    np.add.at(used, (instance.option_pool[options], instance.option_slot[options]), 1)
    pool, at, column = layout.dialogue_places
    capacity = np.array([members.capacity for members in instance.pools], dtype=np.int64)
    np.add.at(used, (pool, at), capacity[pool] * held[column])
    pair, when = instance.pair[instance.option_request], instance.option_slot
    room = (load < instance.parallel[:, None]) & (meetings < instance.limit)[:, None]
    fits: Bools = room[pair[:, 0], when] & room[pair[:, 1], when] & ~settled[instance.option_request]
    return fits & (used[instance.option_pool, when] < instance.capacity[instance.option_pool])


def _free(model: Model) -> Bools:
    """(n,) columns that can change: open decisions, and what follows from them in the diaries that they touch."""
    layout, linear = model.layout, model.linear
    free = linear.lower < linear.upper
    person, _, column, _ = layout.busy
    touched = np.append(np.zeros(layout.instance.people, dtype=bool), True)  # the last one stands for nobody, -1
    touched[person[free[column]]] = True
    free[layout.core :] &= touched[model.owner[layout.core :]]
    return free
