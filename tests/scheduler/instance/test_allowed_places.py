"""Where a request may be held: its own list comes before homes, homes before shared places."""

from __future__ import annotations

import pytest

from scheduler.instance.allowed_places import AllowedPlaces
from tests.support.schedules import event

PEOPLE = {"a": {"home": "A"}, "b": {"home": "B"}, "c": {}, "d": {}, "e": {"home": "A"}}
PLACES = {"A": {"owner": "a"}, "B": {"owner": "b"}, "T": {}, "U": {}}
WISHES = {"ab": {}, "ac": {}, "cd": {}, "ad": {"places": ["T"]}, "bc": {"places": []}, "ae": {}}


@pytest.mark.parametrize(
    ("request_id", "places"),
    [
        ("ab", ("A", "B")),
        ("ac", ("A",)),
        ("cd", ("T", "U")),
        ("ad", ("T",)),
        ("bc", ()),  # an empty list leaves nothing, and is not the same as none
        ("ae", ("A",)),  # one home of two people, named once
    ],
)
def test_own_places_come_before_homes_and_homes_before_shared_ones(request_id, places):
    problem = event([2], PEOPLE, WISHES, PLACES)
    assert {request.id: AllowedPlaces(problem).of(request) for request in problem.requests}[request_id] == places


def test_shared_places_are_the_same_object_for_every_request():
    problem = event([2], PEOPLE, WISHES, PLACES)
    allowed = AllowedPlaces(problem)
    assert allowed.of(problem.requests[2]) is allowed.shared
