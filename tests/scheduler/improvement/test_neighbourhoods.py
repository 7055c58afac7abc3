"""Which decisions are freed at once: whole requests of people who meet, those between them, or whole slots."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.arrays import Bools
from scheduler.improvement.neighbourhoods import NEIGHBOURHOODS, among_people, around_people, whole_slots
from scheduler.instance.instance import build_instance
from scheduler.model.model import Model, build_model
from tests.support.decisions import core_with
from tests.support.schedules import event

# two chains of meetings, a-b-c and d-e-f, and requests across
WISHES = {pair: {} for pair in ("ab", "bc", "de", "ef", "ad", "be", "cf")}
MODEL = build_model(build_instance(event([4], {name: {} for name in "abcdef"}, WISHES)), ("breaks",))
HELD = core_with(MODEL.layout, ["ab S1 T", "bc S2 T", "de S1 T", "ef S2 T"])
NOBODY = np.zeros(6, dtype=np.int64)


def waits(person: str) -> np.ndarray:
    """Somebody waits so much that it begins there."""
    return np.where(np.arange(6) == "abcdef".index(person), 10**9, 0)


def requests_of(model: Model, freed: Bools) -> set[str]:
    """The requests of the freed options, each of which is freed as a whole."""
    whole = {k for k in range(model.instance.requests) if freed[model.instance.option_request == k].all()}
    assert set(model.instance.option_request[freed].tolist()) == whole
    return {model.instance.problem.requests[k].id for k in whole}


def freed(neighbourhood, person: str, size: int, seed: int = 0) -> set[str]:
    return requests_of(MODEL, neighbourhood(MODEL, HELD, waits(person), size, np.random.default_rng(seed)))


@pytest.mark.parametrize(("person", "own"), [("a", {"ab", "ad"}), ("b", {"ab", "bc", "be"}), ("f", {"ef", "cf"})])
def test_all_requests_of_who_waits_are_freed(person, own):
    for seed in range(5):
        assert freed(around_people, person, 1, seed) == own


@pytest.mark.parametrize("seed", range(5))
def test_those_who_meet_join_one_after_the_other(seed):
    # a meets b alone, whose requests make four; with c, whom b meets, there are five
    assert freed(around_people, "a", 4, seed) == {"ab", "ad", "bc", "be"}
    assert freed(around_people, "a", 5, seed) == {"ab", "ad", "bc", "be", "cf"}


@pytest.mark.parametrize("seed", range(5))
def test_only_requests_between_members_are_freed_in_a_circle(seed):
    assert freed(among_people, "a", 1, seed) == {"ab"}
    assert freed(among_people, "a", 2, seed) == {"ab", "bc"}
    # beyond the chain somebody joins by chance, and all belong in the end
    assert freed(among_people, "a", 3, seed) > {"ab", "bc"}
    assert freed(among_people, "a", 7, seed) == set(WISHES)


@pytest.mark.parametrize(("size", "slots"), [(1, 2), (4, 2), (5, 2), (100, 2)])
def test_few_slots_are_freed_whole(size, slots):
    # 7 options a slot; never fewer than two slots, never more than half of them
    for seed in range(10):
        free = whole_slots(MODEL, HELD, NOBODY, size, np.random.default_rng(seed))
        chosen = set(MODEL.instance.option_slot[free].tolist())
        assert len(chosen) == slots
        assert free.tolist() == np.isin(MODEL.instance.option_slot, list(chosen)).tolist()


def test_more_slots_are_freed_for_larger_sizes():
    model = build_model(build_instance(event([12], {"a": {}, "b": {}}, {"ab": {}, "ba": {}})), ())
    counts = []
    for size in (1, 2, 3, 50):
        free = whole_slots(model, np.zeros(model.layout.core), NOBODY, size, np.random.default_rng(1))
        counts.append(len(set(model.instance.option_slot[free].tolist())))
    assert counts == [2, 4, 6, 6]  # four times the size in options of two a slot, half of the slots at most


@pytest.mark.parametrize("neighbourhood", NEIGHBOURHOODS)
def test_same_seed_frees_the_same(neighbourhood):
    one, other = (neighbourhood(MODEL, HELD, NOBODY, 3, np.random.default_rng(5)) for _ in range(2))
    assert one.tolist() == other.tolist()
    assert one.shape == (MODEL.instance.options,)
    assert one.any()
