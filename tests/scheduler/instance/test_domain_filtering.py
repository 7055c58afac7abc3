"""What precedences and full diaries leave of the options: nothing that a plan uses is lost, and what is plainly impossible is seen."""

from __future__ import annotations

import random
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.instance.domain_filtering import FilteredDomains
from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.diary_events import diary_event
from tests.support.schedules import admits, core_of, event

MUST = {"must": True}


def slots_left(problem: Problem) -> dict[str, list[int]]:
    """For each request the slots, from 1, that are left."""
    instance = build_instance(problem)
    left = FilteredDomains(instance).options
    return {
        request.id: sorted({int(instance.option_slot[o]) + 1 for o in np.flatnonzero(left & (instance.option_request == r))})
        for r, request in enumerate(problem.requests)
    }


@given(st.randoms(use_true_random=False))
def test_every_plan_keeps_to_the_spans(rng: random.Random) -> None:
    problem = diary_event(rng, slots=5, participants=4, requests=4)
    instance = build_instance(problem)
    model, domains = build_model(instance, ("breaks",)), FilteredDomains(instance)
    for core in (core_of(model.layout, plan) for plan in all_plans(problem)):
        if core is None or not admits(model, model.layout.complete(core)):
            continue
        assert not domains.impossible
        held = np.flatnonzero(core[: instance.options])
        assert domains.options[held].all()
        slot = dict(zip(instance.option_request[held].tolist(), instance.option_slot[held].tolist(), strict=True))
        assert all(slot[other] < slot[r] for r in slot for other in domains.before[r])
        assert all(slot[other] > slot[r] for r in slot for other in domains.after[r])
        for person in range(instance.people):
            for first, end, count in domains.filled(person):
                assert sum(first <= slot[r] < end for r in domains.own[person]) >= count
        room = np.full(instance.slots, instance.capacity.sum(), dtype=np.int64)
        assert (np.bincount(list(slot.values()), minlength=instance.slots) >= domains.least(room)).all()


def test_slots_have_the_meetings_that_others_have_no_place_for() -> None:
    # three of the morning at two places, and five in all
    morning = MUST | {"slots": ["S1", "S2"]}
    wishes = {"ab": morning, "cd": morning, "ef": morning, "ac": MUST, "bd": MUST}
    domains = FilteredDomains(build_instance(event([3], {name: {} for name in "abcdef"}, wishes)))
    assert domains.least(np.array([2, 2, 2])).tolist() == [1, 1, 1]
    assert domains.least(np.array([2, 1, 2])).tolist() == [2, 1, 2]
    assert domains.least(np.array([5, 5, 5])).tolist() == [0, 0, 0]


def test_chain_is_narrowed_from_both_ends() -> None:
    wishes = {"ab": MUST, "cd": MUST | {"after": ["ab"]}, "ef": MUST | {"after": ["cd"]}}
    assert slots_left(event([4], {name: {} for name in "abcdef"}, wishes)) == {"ab": [1, 2], "cd": [2, 3], "ef": [3, 4]}


def test_participant_has_those_before_one_at_a_time_and_not_when_away() -> None:
    # a meets b, c and d in some order before e, and is away in slot 2
    wishes = {"ab": MUST, "ac": MUST, "ad": MUST, "ae": MUST | {"after": ["ab", "ac", "ad"]}}
    left = slots_left(event([6], {"a": {"unavailable": ["S2"]}} | {name: {} for name in "bcde"}, wishes))
    assert left == {"ab": [1, 3, 4, 5], "ac": [1, 3, 4, 5], "ad": [1, 3, 4, 5], "ae": [5, 6]}


def test_meetings_that_fill_a_session_leave_no_slot_there_for_others() -> None:
    morning = MUST | {"slots": ["S1", "S2"]}
    left = slots_left(event([4], {name: {} for name in "abcd"}, {"ab": morning, "ac": morning, "ad": MUST}))
    assert left == {"ab": [1, 2], "ac": [1, 2], "ad": [3, 4]}
    until_the_next = MUST | {"slots": ["S1", "S2", "S3"]}
    left = slots_left(event([4], {name: {} for name in "abcd"}, {"ab": morning, "ac": morning, "ad": until_the_next}))
    assert left == {"ab": [1, 2], "ac": [1, 2], "ad": [3]}


def test_spans_say_how_many_meetings_of_a_diary_lie_in_a_session() -> None:
    morning = MUST | {"slots": ["S1", "S2", "S3"]}
    problem = event([5], {name: {} for name in "abcd"}, {"ab": morning, "ac": morning, "ad": MUST})
    assert FilteredDomains(build_instance(problem)).filled(0) == [(0, 3, 2), (0, 5, 3)]


@pytest.mark.parametrize(
    ("slots", "wishes"),
    [
        (2, {"ab": MUST, "cd": MUST | {"after": ["ab"]}, "ef": MUST | {"after": ["cd"]}}),
        (4, {name: MUST | {"slots": ["S1", "S2"]} for name in ("ab", "ac", "ad")}),
        (3, {"ab": MUST, "ac": MUST, "ad": MUST, "ae": MUST | {"after": ["ab", "ac", "ad"]}}),
        (3, {"ab": MUST | {"slots": []}, "cd": MUST | {"after": ["ab"]}}),
    ],
    ids=["a chain too long", "a session too short", "too many before one", "no slot at all"],
)
def test_what_is_plainly_impossible_is_seen(slots, wishes) -> None:
    assert FilteredDomains(build_instance(event([slots], {name: {} for name in "abcdef"}, wishes))).impossible


def test_a_chain_longer_than_python_calls_itself_is_followed() -> None:
    length = sys.getrecursionlimit() + 100
    names = [f"P{n}" for n in range(2 * length)]
    requests = [{"id": f"R{n}", "participants": names[2 * n : 2 * n + 2], "must": True} for n in range(length)]
    for earlier, later in pairwise(requests):
        later["after"] = [earlier["id"]]
    problem = event([3], {name: {} for name in names}, {}, requests=requests)
    domains = FilteredDomains(build_instance(problem))
    assert domains.impossible
    assert len(domains.before[-1]) == length - 1
