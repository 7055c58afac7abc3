"""Requests that are not held, with their reasons in words."""

from __future__ import annotations

from dataclasses import replace

from matchmaking.report.unscheduled import Kind, unheld
from scheduler.plan import Reason, Unscheduled
from tests.support.reported_event import PLAN, PROBLEM


def test_unheld_requests_come_by_value_with_reasons_in_words() -> None:
    found = unheld(PROBLEM, PLAN)
    assert [(line.request, line.first, line.second, line.value, line.reasons, line.codes) for line in found.rows] == [
        ("R3", "Zoë", "Jan", 8, ("They are never both free in a slot that the request allows", "New code"), (1, 3)),
        ("R2", "Jan", "Tom", 3, ("Jan has no room for another meeting",), (2,)),
    ]
    assert [(kind.number, kind.name, kind.requests) for kind in found.kinds] == [
        (1, "Never free together", 1),
        (2, "Diary full", 1),
        (3, "New code", 1),
    ]
    assert found.kinds[2] == Kind(3, "New code", "", "", 1)


def test_unheld_list_is_cut_after_the_highest_values() -> None:
    found = unheld(PROBLEM, PLAN, rows=1)
    assert ([line.request for line in found.rows], found.total) == (["R3"], 2)


def test_requests_of_equal_value_stay_in_the_order_of_the_plan_and_a_kind_counts_each_once() -> None:
    problem = replace(PROBLEM, requests=tuple(replace(request, value=5) for request in PROBLEM.requests))
    twice = Unscheduled("R2", (Reason("participant_full", "B2"), Reason("participant_full", "S1")))
    found = unheld(problem, replace(PLAN, unscheduled=(twice, *PLAN.unscheduled[1:])))
    assert [line.request for line in found.rows] == ["R2", "R3"]
    assert [(kind.name, kind.requests) for kind in found.kinds if kind.name == "Diary full"] == [("Diary full", 1)]


def test_plan_that_holds_everything_has_none() -> None:
    found = unheld(PROBLEM, replace(PLAN, unscheduled=()))
    assert (found.rows, found.kinds, found.total) == ((), (), 0)
