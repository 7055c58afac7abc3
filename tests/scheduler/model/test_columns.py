"""Which column is which decision, and who is busy when because of it."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.arrays import Ints
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout, covered
from tests.support.decisions import core_with, decisions
from tests.support.schedules import event

PEOPLE = {"a": {}, "b": {"unavailable": ["S1"]}, "c": {}}
PLACES = {"T": {}, "U": {"capacity": 2}}
LONG = {"D": {"wanted": "abc", "length": 2, "moderators": ["a", "b"], "places": ["T", "U"], "must": False}}


def layout_of(dialogues: dict[str, object], days: tuple[int, ...] = (3,), wishes: dict[str, object] | None = None) -> Layout:
    return Layout(build_instance(event(days, PEOPLE, wishes or {}, PLACES, dialogues)))


def test_options_come_first_then_starts_tables_moderators_and_seats():
    layout = layout_of(LONG, wishes={"ac": {"places": ["T"]}})
    named = decisions(layout)
    assert layout.option.tolist() == [0, 1, 2]
    # b is away in S1: who moderates from S1 is a, with nothing to choose, and b has no seat then
    assert sorted(named, key=lambda name: named[name]) == [
        "ac S1 T", "ac S2 T", "ac S3 T",
        "D S1", "D S1 by a", "D S2",
        "D S1 in T", "D S1 in U", "D S2 in T", "D S2 in U",
        "D S2 by a", "D S2 by b",
        "D S1 with a", "D S1 with c", "D S2 with a", "D S2 with b", "D S2 with c",
    ]  # fmt: skip
    assert layout.core == 16
    assert layout.dialogues.seat_value.tolist() == [1, 3, 1, 2, 3]


@pytest.mark.parametrize(
    ("keys", "starts"),
    [
        ({}, ["D S1", "D S2", "D S3"]),
        ({"moderators": ["b"]}, ["D S2", "D S3"]),
        ({"moderators": []}, []),
        ({"places": []}, []),
        ({"length": 3, "moderators": ["b"]}, []),
    ],
)
def test_dialogue_has_no_start_without_a_place_or_a_moderator(keys, starts):
    named = decisions(layout_of({"D": {"wanted": "a", "must": False} | keys}))
    assert [name for name in named if name.count(" ") == 1] == starts


def test_who_is_busy_through_which_column():
    dialogue = {"D": LONG["D"] | {"starts": ["S2"], "places": ["T"]}}
    layout = layout_of(dialogue, wishes={"ac": {"slots": ["S1"], "places": ["U"]}})
    named = decisions(layout)
    entries = {(int(p), int(t), int(c), bool(whole)) for p, t, c, whole in zip(*layout.busy, strict=True)}
    meeting, by_a, by_b = named["ac S1 U"], named["D S2 by a"], named["D S2 by b"]
    seats = [named[f"D S2 with {name}"] for name in "abc"]
    assert entries == (
        {(0, 0, meeting, False), (2, 0, meeting, False)}
        | {(p, t, column, True) for p, column in ((0, by_a), (1, by_b)) for t in (1, 2)}
        | {(p, t, column, True) for p, column in enumerate(seats) for t in (1, 2)}
    )


def test_table_takes_a_place_of_its_pool_for_its_length():
    layout = layout_of({"D": LONG["D"] | {"starts": ["S2"]}})
    named = decisions(layout)
    taken = {(int(k), int(t), int(c)) for k, t, c in zip(*layout.dialogue_places, strict=True)}
    assert taken == {(k, t, named[f"D S2 in {place}"]) for k, place in enumerate("TU") for t in (1, 2)}


def test_slots_of_entries_that_start_differently_and_last_differently():
    layout = layout_of({"D": {"wanted": "a", "length": 2, "starts": ["S1"]}, "E": {"wanted": "a", "starts": ["S3"]}})
    entry, slot = covered(np.array([1, 0, 1]), layout.dialogues, np.array([2, 1]))
    assert (entry.tolist(), slot.tolist()) == ([0, 1, 1, 2], [2, 0, 1, 2])
    nothing = covered(np.zeros(0, dtype=np.int64), layout.dialogues, np.array([2, 1]))
    assert [part.tolist() for part in nothing] == [[], []]


def test_who_sits_at_a_start_and_who_moderates():
    layout = layout_of(LONG)
    core = core_with(layout, ["D S2", "D S2 by b", "D S2 with c", "D S2 with a"])
    assert layout.seated(core, 1) == ([0, 2], [1])
    assert layout.seated(core, 0) == ([], [])
    assert layout.seated(core_with(layout, ["D S1"]), 0) == ([], [0])  # the only one who can


def test_auxiliary_columns_are_filled_in_one_after_the_other():
    layout = layout_of({}, wishes={"ac": {}, "bc": {}})
    count = len(layout.option)

    def total(full: Ints) -> None:
        full[first] = full[:count].sum()

    def twice(full: Ints) -> None:
        full[second] = 2 * full[first]

    first = layout.add_auxiliary(np.array([-1]), total, upper=count)
    second = layout.add_auxiliary(np.array([0]), twice, upper=2 * count)
    core = np.ones(layout.core, dtype=np.int64)
    assert layout.complete(core).tolist() == [1] * count + [count, 2 * count]
    # what stands in the auxiliary columns of a vector does not matter
    assert layout.complete(np.append(core, [7, 7])).tolist() == [1] * count + [count, 2 * count]
    assert [owner.tolist() for owner in layout.owners] == [[-1], [0]]
    assert layout.builder.build().upper[layout.core :].tolist() == [count, 2 * count]
