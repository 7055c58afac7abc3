"""A remedy carried out: what of problem and plan is otherwise, and what stays."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.plan import Change, HeldDialogue, Meeting, Plan, Remedy, Unscheduled
from scheduler.problem import Problem
from scheduler.reasons.applying import apply_remedy, is_true
from tests.support.schedules import event

PEOPLE: dict[str, dict[str, Any]] = {name: {} for name in "abcd"}


def left(*changes: Change, slots: tuple[str, ...] = ("S1",)) -> Unscheduled:
    """The request ``ab`` with a remedy."""
    return Unscheduled("ab", (), remedy=Remedy(changes, slots))


def plan(*meetings: str) -> Plan:
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), (), (), ())


def applied(problem: Problem, *changes: Change, of: Plan | None = None, slot: str | None = "S1") -> tuple[Problem, Plan]:
    found = apply_remedy(problem, of or plan(), left(*changes), slot)
    assert found is not None
    return found


def people(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return PEOPLE | changed


def test_what_fits_is_added_at_the_first_place_with_room():
    problem = event([1], PEOPLE, {"ab": {}, "cd": {}}, {"T": {}, "U": {}})
    changed, now = applied(problem, of=plan("cd S1 T"))
    assert changed == problem
    assert now.meetings == (Meeting("cd", "S1", "T"), Meeting("ab", "S1", "U"))


def test_request_goes_where_one_of_the_two_is_already():
    problem = event([1], people(a={"parallel": 2}), {"ab": {}, "ac": {}}, {"T": {"capacity": 2}, "U": {"capacity": 2}})
    assert applied(problem, of=plan("ac S1 U"))[1].meetings[-1] == Meeting("ab", "S1", "U")


def test_nothing_is_held_without_a_remedy_or_a_place():
    full = event([1], PEOPLE, {"ab": {}, "cd": {}}, {"T": {}})
    assert apply_remedy(full, plan("cd S1 T"), left(), "S1") is None
    assert apply_remedy(full, plan(), Unscheduled("ab", ()), "S1") is None
    assert is_true(full, plan("cd S1 T"), left(), "S1") is False


@pytest.mark.parametrize(
    ("change", "look", "before", "after"),
    [
        (Change("available", "a"), lambda p: p.participants[0].unavailable, {"S1", "S2"}, {"S2"}),
        (Change("max_meetings", "b"), lambda p: p.participants[1].max_meetings, 1, 2),
        (Change("slots"), lambda p: p.requests[0].slots, {"S2"}, {"S1", "S2"}),
        (Change("place", place="U"), lambda p: [place.capacity for place in p.places], [1, 1, 4], [1, 2, 4]),
        (Change("place"), lambda p: (len(p.places), p.requests[0].places), (3, ("T", "U")), (4, ("T", "U", "place+1"))),
    ],
)
def test_change_is_made_and_no_other(change, look, before, after):
    wishes = {"ab": {"slots": ["S2"], "places": ["T", "U"]}, "cd": {"slots": ["S2"]}}
    problem = event([2], people(a={"unavailable": ["S1", "S2"]}, b={"max_meetings": 1}), wishes, {"T": {}, "U": {}, "B": {"capacity": 4}})
    assert look(problem) == before
    changed, now = applied(problem, change)
    assert look(changed) == after
    assert changed.requests[1] == problem.requests[1]
    assert changed.participants[2:] == problem.participants[2:]
    assert now.meetings == (Meeting("ab", "S1", "T"),)


def test_one_more_at_once_needs_room_at_home_too():
    problem = event([1], people(a={"home": "B"}), {"ab": {}, "ac": {}}, {"B": {"owner": "a"}})
    changed, now = applied(problem, Change("parallel", "a"), of=plan("ac S1 B"))
    assert (changed.participants[0].parallel, changed.places[0].capacity) == (2, 2)
    assert now.meetings[-1] == Meeting("ab", "S1", "B")
    assert is_true(problem, plan("ac S1 B"), left(Change("parallel", "a")), "S1") is True
    assert is_true(problem, plan("ac S1 B"), left(), "S1") is False


def test_meeting_moves_out_of_the_way():
    problem = event([2], PEOPLE, {"ab": {}, "ac": {}}, {"T": {}})
    away = left(Change("move", request="ac", slot="S2", place="T"))
    assert is_true(problem, plan("ac S1 T"), away, "S1") is True
    found = apply_remedy(problem, plan("ac S1 T"), away, "S1")
    assert found is not None
    assert found[1].meetings == (Meeting("ac", "S2", "T"), Meeting("ab", "S1", "T"))


def test_slot_more_follows_the_last_and_is_as_long():
    problem = event([2], PEOPLE, {"ab": {"slots": ["S1"]}, "ac": {}}, {"T": {}})
    changed, now = applied(problem, Change("slot"), slot=None)
    added, last = changed.slots[-1], problem.slots[-1]
    assert (added.start, added.end - added.start) == (last.end, last.end - last.start)
    assert now.meetings == (Meeting("ab", added.id, "T"),)
    assert changed.requests[0].slots == {"S1", added.id}


def test_remedy_that_breaks_a_rule_is_not_true():
    # a is in another meeting then, which does not move
    problem = event([2], PEOPLE, {"ab": {}, "ac": {}}, {"T": {"capacity": 2}})
    assert is_true(problem, plan("ac S1 T"), left(), "S1") is False
    assert is_true(problem, plan("ac S1 T"), left(), "S2") is True


def test_place_of_a_dialogue_has_no_room_in_any_of_its_slots():
    problem = event([3], PEOPLE, {"ab": {}}, {"T": {"capacity": 9}}, {"D": {"wanted": "c", "length": 2}})
    seated = Plan("", (), (HeldDialogue("D", "S1", "T", None, ("c",)),), (), ())
    assert [apply_remedy(problem, seated, left(), slot) is None for slot in ("S1", "S2", "S3")] == [True, True, False]
