"""Slots for chosen requests: all of them where theory says so, and never a rule broken."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.construction.colouring import Colouring, as_bits, by_tightness
from scheduler.instance.instance import Instance, build_instance
from tests.support.schedules import event
from tests.support.tiers import seeds
from tests.support.two_sides import two_sides

SPIN = 200


def coloured(
    instance: Instance, requests: list[int], seed: int = 0, evictions: int = SPIN, room: list[list[int]] | None = None
) -> Colouring:
    """A schedule of these requests, each in its first pool, with what it leaves over as `left`."""
    places = np.repeat(instance.capacity[:, None], instance.slots, axis=1) if room is None else np.array(room)
    colouring = Colouring(instance, instance.free, places, seed)
    pools = instance.option_pool[instance.first_option[requests]].tolist()
    colouring.left = colouring.exchange(colouring.add(zip(requests, pools, strict=True)), SPIN, evictions)  # type: ignore[attr-defined]  # set here
    return colouring


def loads(instance: Instance, colouring: Colouring) -> tuple[np.ndarray, np.ndarray]:
    """(P, S) and (K, S) meetings of a schedule."""
    people, pools = np.zeros_like(instance.free, dtype=int), np.zeros((len(instance.pools), instance.slots), dtype=int)
    for request, slot in colouring.slot.items():
        people[instance.pair[request], slot] += 1
        pools[colouring.pool[request], slot] += 1
    return people, pools


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_everything_finds_a_slot_where_all_are_available_and_tables_are_few(seed):
    # König: as many colours as the largest degree. Six tables are as many as there are suppliers.
    instance = two_sides(seed).instance
    colouring = coloured(instance, list(range(instance.requests)), seed)
    people, pools = loads(instance, colouring)
    assert sorted(colouring.slot) == list(range(instance.requests))
    assert people.max() <= 1
    assert (pools <= instance.capacity[:, None]).all()


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_schedule_keeps_absences_tables_and_parallel_meetings(seed):
    rng = np.random.default_rng(seed)
    people = {
        f"P{k}": {"unavailable": [f"S{t + 1}" for t in range(4) if rng.random() < 0.3], "parallel": int(rng.integers(1, 3)) if k < 3 else 1}
        for k in range(9)
    }
    wishes = {f"{a}-{b}": {"participants": [f"P{a}", f"P{b}"]} for a in range(3) for b in range(3, 9) if rng.random() < 0.7}
    instance = build_instance(event([2, 2], people, wishes, {"T": {"capacity": 2}}))
    requests = np.flatnonzero(np.diff(instance.first_option) > 0).tolist()
    colouring = coloured(instance, requests, seed)
    busy, pools = loads(instance, colouring)
    assert (busy <= instance.parallel[:, None] * instance.free).all()
    assert (pools <= 2).all()
    assert sorted([*colouring.slot, *colouring.left]) == requests  # type: ignore[attr-defined]  # set here


def test_two_slots_are_exchanged_for_a_request_that_finds_none():
    # ab takes slot 1 and cd slot 2 first; bc needs slot 1 or 2 of both, and fits only once one of them has moved.
    people = {name: {} for name in "abcd"}
    instance = build_instance(event([2], people, {"ab": {}, "cd": {"slots": ["S1", "S2"]}, "bc": {}}, {"T": {}, "U": {}}))
    colouring = Colouring(instance, instance.free, np.full((1, 2), 2), 0)
    assert colouring.add([(0, 0), (1, 0)]) == []
    first, second = colouring.slot[0], colouring.slot[1]
    assert first != second  # the emptier slot is taken
    assert colouring.add([(2, 0)]) == [2]
    assert colouring.exchange([2], SPIN, 0) == []
    assert colouring.slot[0] == colouring.slot[1] != colouring.slot[2]


def test_meeting_moves_to_a_slot_with_a_table_left():
    # The only table of slot 1 is taken by ab; cd can be there alone, and ab in slot 2 as well.
    people = {name: {} for name in "abcd"}
    instance = build_instance(event([2], people, {"ab": {}, "cd": {"slots": ["S1"]}}, {"T": {}}))
    colouring = Colouring(instance, instance.free, np.ones((1, 2), dtype=np.int64), 0)
    colouring.add([(0, 0)])
    assert colouring.slot == {0: 0}
    assert colouring.add([(1, 0)]) == [1]
    assert coloured(instance, [0, 1]).slot == {0: 1, 1: 0}


def test_what_never_fits_is_left_over_and_the_end_is_near():
    instance = build_instance(event([1], {name: {} for name in "abc"}, {"ab": {}, "bc": {}}, {"T": {}, "U": {}}))
    colouring = coloured(instance, [0, 1])
    assert len(colouring.slot) == len(colouring.left) == 1  # type: ignore[attr-defined]  # set here
    assert coloured(instance, [0, 1], room=[[0]]).slot == {}


def test_nobody_holds_more_than_its_limit():
    instance = build_instance(event([3], {"a": {"max_meetings": 1}, "b": {}, "c": {}}, {"ab": {}, "ac": {}}, {"T": {}}))
    assert list(coloured(instance, [0, 1]).slot) == [0]


def test_who_needs_every_slot_comes_first():
    people = {"a": {"unavailable": ["S2", "S3"]}, "b": {}, "c": {}, "d": {}}
    instance = build_instance(event([3], people, {"cd": {}, "bc": {}, "ab": {}}))
    assert by_tightness(instance, np.arange(3), instance.free)[0] == 2


@pytest.mark.parametrize("width", [1, 8, 9, 40, 64, 70])
def test_rows_are_bits_of_whole_numbers(width):
    table = np.random.default_rng(width).random((5, width)) < 0.5
    assert as_bits(table) == [sum(1 << t for t in range(width) if row[t]) for row in table.tolist()]
