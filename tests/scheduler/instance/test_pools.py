"""Places that no rule tells apart stand in one pool; any rule that does makes two of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from scheduler.files.reading import parse_problem
from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.instance.pools import Pool, PoolMap
from scheduler.problem import Problem
from tests.support.schedules import event
from tests.support.strategies import small_problems
from tests.support.tiers import examples

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}
THREE: dict[str, dict[str, Any]] = {"T": {}, "U": {}, "V": {}}


def named(problem: Problem, pools: tuple[Pool, ...]) -> set[str]:
    """Each pool as the ids of its places."""
    return {"".join(problem.places[q].id for q in pool.places) for pool in pools}


def pools_of(wishes: dict[str, Any], places: dict[str, Any], people: dict[str, Any] = PEOPLE, **more: Any) -> set[str]:
    by_zone, apart = more.pop("by_zone", False), more.pop("apart", frozenset())
    problem = event([2], people, wishes, places, **more)
    return named(problem, PoolMap(problem, by_zone, apart).pools)


@pytest.mark.parametrize(
    ("wishes", "places", "pools"),
    [
        ({"ab": {}}, THREE, {"TUV"}),
        ({"ab": {}, "cd": {"places": ["T"]}}, THREE, {"T", "UV"}),
        ({"ab": {"places": ["T", "U"]}, "cd": {"places": ["U", "V"]}}, THREE, {"T", "U", "V"}),
        ({"ab": {"places": ["U", "T"]}, "cd": {"places": ["U", "T"]}}, THREE, {"TU", "V"}),
        ({"ab": {}}, THREE | {"V": {"capacity": 2}}, {"TU", "V"}),
        ({"ab": {}}, THREE | {"V": {"owner": "c"}}, {"TU", "V"}),
        ({}, {}, set()),
    ],
    ids=["all alike", "one named", "overlapping lists", "one list twice", "capacity", "owner", "none"],
)
def test_pools_are_the_places_of_the_same_lists_and_capacity(wishes, places, pools):
    assert pools_of(wishes, places) == pools


def test_zones_count_only_where_they_are_asked_for():
    zones = {"T": {"zone": "east"}, "U": {"zone": "west"}, "V": {"zone": "east"}}
    assert pools_of({"ab": {}}, zones) == {"TUV"}
    assert pools_of({"ab": {}}, zones, by_zone=True) == {"TV", "U"}


def test_place_that_is_to_be_told_apart_has_a_pool_of_its_own():
    assert pools_of({"ab": {}}, THREE, apart=frozenset("U")) == {"TV", "U"}


def test_places_of_several_meetings_of_one_person_keep_their_identity():
    rooms = {"T": {"capacity": 2}, "U": {"capacity": 2}, "V": {}, "W": {}}
    several = PEOPLE | {"a": {"parallel": 2}}
    assert pools_of({"ab": {}, "cd": {}}, rooms) == {"TU", "VW"}
    assert pools_of({"ab": {}, "cd": {}}, rooms, several) == {"T", "U", "VW"}
    listed = {"places": ["T", "U"]}
    assert {"T", "U"} <= set(pools_of({"ab": listed, "cd": listed}, rooms, several))  # whoever else has the same list
    assert pools_of({"cd": {}}, rooms, several) == {"TU", "VW"}  # who asks for nothing holds nothing at once


def test_fixed_place_is_the_only_one_and_none_where_it_is_not_allowed():
    problem = event(
        [2], PEOPLE, {"ab": {}, "cd": {"places": ["T"]}}, THREE,
        fixed=[{"request": "ab", "slot": "S1", "place": "U"}, {"request": "cd", "slot": "S1", "place": "U"}],
    )  # fmt: skip
    pools = PoolMap(problem, by_zone=False)
    ab, cd = problem.requests
    assert named(problem, tuple(pools.pools[k] for k in pools.of_request(ab))) == {"U"}
    assert pools.of_request(cd) == ()


def test_lookups_by_list_and_place():
    problem = event([2], PEOPLE, {"ab": {"places": ["T"]}}, THREE, {"D": {"wanted": "c", "places": ["U"]}})
    pools = PoolMap(problem, by_zone=False)
    assert named(problem, pools.pools) == {"T", "U", "V"}
    assert pools.of_list(None) == (0, 1, 2)
    assert pools.of_list(("V", "T")) == tuple(sorted((pools.of_place("V"), pools.of_place("T"))))
    assert [pools.pools[pools.of_place(name)].places for name in "TUV"] == [(0,), (1,), (2,)]
    assert (pools.knows("T"), pools.knows("W")) == (True, False)


@pytest.mark.parametrize(("places", "capacity", "total"), [((0,), 1, 1), ((0, 3), 2, 4), ((), 5, 0)])
def test_pool_holds_its_capacity_at_each_of_its_places(places, capacity, total):
    assert Pool(places, capacity, None).total == total


@examples(0.4)
@given(small_problems())
def test_pools_share_out_the_places_and_every_request_takes_whole_pools(document):
    problem = parse_problem(document, "small.json")
    pools, allowed = PoolMap(problem, by_zone=True), AllowedPlaces(problem)
    members = [q for pool in pools.pools for q in pool.places]
    assert sorted(members) == list(range(len(problem.places)))
    assert all(
        {(problem.places[q].capacity, problem.places[q].zone) for q in pool.places} == {(pool.capacity, pool.zone)} for pool in pools.pools
    )
    fixed = {each.request: each.place for each in problem.fixed if each.place is not None}
    for request in problem.requests:
        open_to = set(allowed.of(request)) & ({fixed[request.id]} if request.id in fixed else set(allowed.of(request)))
        assert {problem.places[q].id for k in pools.of_request(request) for q in pools.pools[k].places} == open_to
