"""An event with something changed is still an event, and nothing else of it is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.whatif import altering
from tests.support.changed_events import pairs
from tests.support.schedules import event
from tests.support.strategies import small_problems
from tests.support.tiers import examples


@examples(0.6)
@given(small_problems(), st.integers(-2, 3))
def test_changed_event_is_still_an_event(document, number):
    problem = parse_problem(document, "small.json")
    name = problem.participants[0].id
    changes = [
        lambda p: altering.with_tables(p, number),
        lambda p: altering.with_slots(p, number),
        lambda p: altering.with_seats(p, number),
        lambda p: altering.without(p, [name]),
        lambda p: altering.available(p, name),
        lambda p: altering.with_limit(p, name, 1),
        lambda p: altering.held(p, [request.id for request in p.requests]),
    ]
    refused = 0
    for change in changes:
        try:
            changed = change(problem)
        except ValueError:
            refused += 1
            continue
        assert parse_problem(problem_to_json(changed), "changed") == changed
    assert refused == 0 or number < 0


def test_tables_are_added_and_those_that_nothing_names_are_given_up():
    problem = pairs(3, fixed=[{"request": "ab", "slot": "S1", "place": "T0"}])
    assert [place.id for place in altering.with_tables(problem, 2).places] == ["T0", "T1", "T2", "table+1", "table+2"]
    assert [place.id for place in altering.with_tables(problem, -2).places] == ["T0"]
    with pytest.raises(ValueError, match="only 2 shared tables"):
        altering.with_tables(problem, -3)


def test_slots_are_added_after_the_last_and_taken_from_the_end():
    problem = event([3], {"a": {"unavailable": ["S3"]}, "b": {}}, {"ab": {"slots": ["S2", "S3"]}})
    more = altering.with_slots(problem, 2)
    assert [slot.id for slot in more.slots] == ["S1", "S2", "S3", "slot+1", "slot+2"]
    assert (more.slots[3].start, more.slots[4].start) == (problem.slots[2].end, more.slots[3].end)
    fewer = altering.with_slots(problem, -1)
    assert [slot.id for slot in fewer.slots] == ["S1", "S2"]
    assert (fewer.participants[0].unavailable, fewer.requests[0].slots) == (frozenset(), frozenset({"S2"}))
    with pytest.raises(ValueError, match="has 3 slots"):
        altering.with_slots(problem, -3)


def test_who_does_not_come_takes_requests_places_and_orders_along():
    people = {"a": {"home": "B"}, "b": {}, "c": {}}
    problem = event([2], people, {"ab": {}, "bc": {"after": ["ab"]}}, {"T": {}, "B": {"owner": "a"}}, {"D": {"wanted": "ab"}})
    left = altering.without(problem, ["a"])
    assert [person.id for person in left.participants] == ["b", "c"]
    assert [(request.id, request.after) for request in left.requests] == [("bc", ())]
    assert [place.id for place in left.places] == ["T"]
    assert [seat.participant for seat in left.dialogues[0].wanted] == ["b"]


def test_what_is_not_known_cannot_change():
    for change in (lambda p: altering.without(p, ["z"]), lambda p: altering.available(p, "z"), lambda p: altering.with_limit(p, "z", 1)):
        with pytest.raises(ValueError, match="no participant 'z'"):
            change(pairs(1))
    with pytest.raises(ValueError, match="no slot 'S9'"):
        altering.available(pairs(1), "a", "S9")
    with pytest.raises(ValueError, match="no request 'zz'"):
        altering.held(pairs(1), ["zz"])


def test_tables_with_the_least_room_are_given_up_first():
    problem = event([1], {"a": {}, "b": {}}, {"ab": {}}, {"T1": {}, "T5": {"capacity": 5}, "T3": {"capacity": 3}, "B": {"owner": "a"}})
    assert altering.spare_tables(problem) == ("T5", "T3", "T1")
    assert [place.id for place in altering.with_tables(problem, -1).places] == ["T5", "T3", "B"]


def test_table_that_anything_names_is_not_spare():
    people = {"a": {"home": "H"}, "b": {}}
    fixed = [{"request": "ab", "slot": "S1", "place": "F"}]
    places = {name: {} for name in ("H", "R", "D", "F", "T")}
    problem = event([1], people, {"ab": {"places": ["R", "F"]}}, places, {"D": {"wanted": "b", "places": ["D"]}}, fixed=fixed)
    assert altering.spare_tables(problem) == ("T",)


def test_new_ids_are_none_that_are_known():
    problem = event([1], {"a": {}, "b": {}}, {"ab": {}}, {"table+1": {}, "table+3": {}})
    assert [place.id for place in altering.with_tables(problem, 2).places[2:]] == ["table+2", "table+4"]


def test_seats_change_where_there_is_a_limit_and_never_below_the_least():
    problem = event([1], {"a": {}}, {}, None, {"D": {"wanted": "a", "seats": [2, 4]}, "E": {"wanted": "a"}})
    assert [d.seats for d in altering.with_seats(problem, 3).dialogues] == [(2, 7), (0, None)]
    assert [d.seats for d in altering.with_seats(problem, -2).dialogues] == [(2, 2), (0, None)]
    with pytest.raises(ValueError, match="needs at least 2 people, and would have 1 seats"):
        altering.with_seats(problem, -3)


def test_fixed_meeting_keeps_its_slot():
    problem = event([3], {"a": {}, "b": {}}, {"ab": {}}, fixed=[{"request": "ab", "slot": "S3"}])
    with pytest.raises(ValueError, match="ab is fixed in S3"):
        altering.with_slots(problem, -1)


def test_somebody_is_available_in_one_slot_or_in_all():
    problem = event([3], {"a": {"unavailable": ["S1", "S2"]}, "b": {"unavailable": ["S1"]}}, {"ab": {}})
    assert [p.unavailable for p in altering.available(problem, "a", "S1").participants] == [{"S2"}, {"S1"}]
    assert [p.unavailable for p in altering.available(problem, "a").participants] == [frozenset(), {"S1"}]


@pytest.mark.parametrize(("most", "possible"), [(-1, False), (0, True), (None, True), (1_000_000, True), (1_000_001, False)])
def test_limit_is_one_that_a_file_may_have(most, possible):
    problem = event([1], {"a": {"max_meetings": 3}, "b": {"max_meetings": 4}}, {"ab": {}})
    if possible:
        assert [p.max_meetings for p in altering.with_limit(problem, "a", most).participants] == [most, 4]
    else:
        with pytest.raises(ValueError, match="is not possible"):
            altering.with_limit(problem, "a", most)


def test_requests_to_hold_are_added_to_those_that_must_be():
    problem = event([1], {"a": {}, "b": {}}, {"ab": {"must": True}, "ba": {}, "ab2": {}})
    assert [r.must for r in altering.held(problem, ["ba"]).requests] == [True, True, False]
