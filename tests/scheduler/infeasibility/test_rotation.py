"""Meetings that a conflict also needs, against trying."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.infeasibility import list_requirements, relax
from scheduler.infeasibility.relaxation import essential
from scheduler.infeasibility.rotation import rotate
from tests.support.conflict_events import crowded, insistent, judge
from tests.support.conflicts import has_plan
from tests.support.schedules import event

MUST = {"must": True}


@pytest.mark.parametrize("make", [crowded, insistent])
def test_each_meeting_found_by_rotation_is_needed(make: Any) -> None:
    found = 0
    for seed in range(80):
        problem = essential(make(seed))
        requirements = {(r.kind, r.key): r for r in list_requirements(problem)}
        for r, request in enumerate(problem.requests):
            one = requirements.get(("must", (request.id,)))
            if one is None or request.id in {fixed.request for fixed in problem.fixed}:
                continue
            plan = judge().find_plan(relax(problem, [one]))
            if plan is None or has_plan(problem):
                continue
            also = rotate(*plan, r)
            assert r in also
            found += len(also) - 1
            for other in also:
                name = problem.requests[other].id
                dropped = [requirements[key] for key in (("must", (name,)), ("fixed", (name,))) if key in requirements]
                assert has_plan(relax(problem, dropped)), (seed, request.id, name)
    assert found > 10


def rotated(wishes: dict[str, dict[str, Any]], missing: int, people: dict[str, dict[str, Any]] | None = None, **more: Any) -> set[int]:
    """What could be left out instead of one meeting, of meetings in two slots."""
    plan = judge().find_plan(event([2], {name: {} for name in "abcdef"} | (people or {}), wishes, **more))
    assert plan is not None
    return rotate(*plan, missing)


def test_each_of_three_meetings_of_one_can_take_the_slot_of_another():
    assert rotated({"ab": {}, "ac": MUST, "ad": MUST}, 0) == {0, 1, 2}


def test_meeting_goes_round_by_way_of_another():
    # ab fits only in S1, where ac is; ac could take the slot of ad, and ab that of none but ac
    assert rotated({"ab": {"slots": ["S1"]}, "ac": MUST, "ad": MUST | {"slots": ["S2"]}}, 0) == {0, 1, 2}
    assert rotated({"ab": {"slots": ["S1"]}, "ac": MUST | {"slots": ["S1"]}, "ad": MUST | {"slots": ["S2"]}}, 0) == {0, 1}


def test_meeting_in_whose_way_two_others_are_takes_the_place_of_none():
    assert rotated({"ab": {"slots": ["S1"]}, "ac": MUST | {"slots": ["S1"]}, "bd": MUST | {"slots": ["S1"]}}, 0) == {0}


def test_meeting_that_has_an_order_changes_places_with_none():
    wishes = {"ab": {}, "ac": MUST, "ad": MUST | {"after": ["ac"]}}
    assert rotated(wishes, 0) == {0}


def test_meeting_takes_the_place_of_one_of_other_people_where_the_only_table_is_full():
    assert rotated({"ab": {}, "cd": MUST, "ef": MUST}, 0, places={"T": {}}) == {0, 1, 2}


def test_limit_of_a_participant_stands_in_the_way_of_an_exchange():
    # b has had all its meetings: ab can come for bc only, which has b as well
    wishes = {"ab": {}, "bc": MUST | {"slots": ["S1"]}, "ad": MUST | {"slots": ["S2"]}}
    assert rotated(wishes, 0, {"b": {"max_meetings": 1}}) == {0, 1}
    assert rotated(wishes, 0) == {0, 1, 2}
