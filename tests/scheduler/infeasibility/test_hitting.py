"""Smallest sets that share something with each correction, against trying all of them."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from scheduler.infeasibility.hitting import Correction, Set, hit
from tests.support.conflict_events import judge
from tests.support.tiers import seeds


def test_smallest_set_climbs_a_stair_or_takes_another_thing() -> None:
    stair = Correction(frozenset({9}), ((frozenset(range(5)), 3),))
    assert hit([stair], 5, judge()) == (frozenset({9}), True)
    only_stair = Correction(frozenset(), stair.stairs)
    chosen, certain = hit([stair, only_stair], 5, judge())
    assert (len(chosen or ()), certain) == (3, True)
    assert hit([only_stair], 2, judge()) == (None, True)
    assert hit([Correction(frozenset({1, 2}))], 1, judge(), avoid=[1]) == (frozenset({2}), True)


def satisfies(chosen: Set, correction: Correction) -> bool:
    return bool(chosen & correction.any) or any(len(chosen & stair) >= number for stair, number in correction.stairs)


def corrections(rng: random.Random) -> list[Correction]:
    found = []
    for _ in range(rng.randint(1, 4)):
        few = frozenset(rng.sample(range(6), rng.randint(0, 2)))
        stairs = tuple((frozenset(rng.sample(range(6), 4)), rng.randint(1, 4)) for _ in range(rng.randint(0 if few else 1, 2)))
        found.append(Correction(few, stairs))
    return found


@pytest.mark.parametrize("seed", seeds(range(25)))
def test_set_is_as_small_as_any_and_avoids_what_it_can(seed):
    rng = random.Random(seed)
    asked, most, avoid = corrections(rng), rng.randint(1, 4), frozenset(rng.sample(range(6), 3))
    every = [frozenset(some) for size in range(most + 1) for some in combinations(range(6), size)]
    fitting = [some for some in every if all(satisfies(some, one) for one in asked)]
    chosen, certain = hit(asked, most, judge(), avoid)
    assert certain
    if chosen is None:
        assert fitting == []
    else:
        assert chosen in fitting
        assert (len(chosen), len(chosen & avoid)) == min((len(some), len(some & avoid)) for some in fitting)


def test_nothing_to_correct_takes_nothing():
    assert hit([], 3, judge()) == (frozenset(), True)


def test_correction_of_nothing_can_be_hit_by_nothing():
    assert hit([Correction(frozenset())], 3, judge()) == (None, True)
