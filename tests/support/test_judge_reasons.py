"""Reasons that a plan shows to be true or false, and slots that it says are taken, as the tests' own judge finds them."""

from __future__ import annotations

import pytest

from tests.support.judge import judge
from tests.support.judged_event import Document, changed, names, plan_of

FULL = "participant_full"
LATER = ["S2", "S3", "S4", "S5"]
ALONE = {"by": {"after": []}}
REASONS: list[tuple[bool, str, str, Document, list[str]]] = [
    # whether it is true, the request, the reason and whom it names, the event's changes, what is held
    (False, "ay", "no_common_slot", {}, []),
    (False, "ay", "no_common_slot", {"a": {"unavailable": ["S1", "S2", "S3"]}}, []),
    (True, "ay", "no_common_slot", {"a": {"unavailable": ["S1", "S2", "S3"]}, "y": {"unavailable": ["S4", "S5"]}}, []),
    (True, "ay", "no_common_slot", {"ay": {"slots": []}}, []),
    (True, "ay", "no_common_slot", {"ay": {"places": []}}, []),
    (True, "ay", "no_common_slot", {"ay": {"places": None}, "T1": {"owner": "f"}, "T2": {"owner": "f"}}, []),
    (False, "ay", f"{FULL} a", {}, ["az S1 booth"]),
    (True, "ay", f"{FULL} a", {"a": {"max_meetings": 1}}, ["az S1 booth"]),
    (True, "ay", f"{FULL} a", {"a": {"max_meetings": 0}}, []),
    (True, "ay", f"{FULL} a", {"a": {"unavailable": LATER}}, ["az S1 booth"]),
    (True, "ay", f"{FULL} a", {"a": {"unavailable": LATER[1:]}}, ["d S1 round f a"]),
    (True, "ay", f"{FULL} y", {"y": {"unavailable": LATER[1:]}}, ["d S1 round y a"]),
    (False, "ay", f"{FULL} a", {"a": {"unavailable": ["S1", *LATER]}}, []),  # never there is not full
    (False, "yz", f"{FULL} z", {"z": {"unavailable": LATER, "max_meetings": 3}}, ["az S1 booth"]),
    (True, "yz", f"{FULL} z", {"z": {"unavailable": LATER, "max_meetings": 3}}, ["az S1 booth", "bz S1 booth"]),
    (False, "ay", "no_slot_left", {"ay": {"slots": ["S1"]}}, []),
    (True, "ay", "no_slot_left", {"ay": {"slots": ["S1"]}}, ["az S1 booth"]),
    (True, "ay", "no_slot_left", {"ay": {"slots": ["S1", "S2"]}} | ALONE, ["az S1 booth", "by S2 T1"]),
    (True, "ay", "no_slot_left", {"ay": {"slots": ["S2"]}}, ["d S1 round y b"]),
    (False, "ay", "no_slot_left", {"ay": {"slots": []}}, []),  # none was there to be taken
    (False, "ay", "no_place_left", {}, []),
    (False, "ay", "no_place_left", {"ay": {"slots": ["S1"]}}, ["az S1 booth"]),  # it is not for the place
    (True, "ay", "no_place_left", {"ay": {"slots": ["S1"], "places": ["T1"]}}, ["free S1 T1 - z"]),
    (True, "ay", "no_place_left", {"ay": {"slots": ["S1"], "places": ["booth"]}, "booth": {"capacity": 1}}, ["bz S1 booth"]),
    (False, "ay", "no_place_left", {"ay": {"slots": ["S1"], "places": ["booth"]}}, ["bz S1 booth"]),
    (True, "yz", "no_place_left", {"yz": {"slots": ["S1"], "places": ["T1"]}}, ["az S1 booth"]),  # Zed has to stay at its booth
    (False, "yz", "no_place_left", {"yz": {"slots": ["S1"]}}, ["az S1 booth"]),
    (True, "ay", "outweighed", {}, []),
    (False, "ay", "outweighed", {"ay": {"slots": []}}, []),
    (False, "ay", "outweighed", {"y": {"max_meetings": 0}}, []),
    (True, "ay", "not_proven", {}, []),
]


def entry_of(plan: Document, request: str) -> Document:
    found: Document = next(entry for entry in plan["unscheduled"] if entry["request"] == request)
    return found


@pytest.mark.parametrize(("true", "request_id", "reason", "entries", "held"), REASONS)
def test_reason_that_the_plan_shows_false_is_told(true, request_id, reason, entries, held):
    problem = changed(entries)
    plan = plan_of(problem, *held)
    code, *named = reason.split()
    entry_of(plan, request_id)["reasons"] = [{"code": code} | ({"participant": named[0]} if named else {})]
    assert judge(problem, plan)[0] == ([] if true else [f"reasons: {request_id}: {code} is not true"])


def test_slots_that_are_called_busy_are_those():
    problem = changed({"ay": {"slots": ["S1", "S2"], "places": ["T1"]}} | ALONE)
    busy = plan_of(problem, "az S1 booth", "by S2 T1")
    entry_of(busy, "ay").update(reasons=[{"code": "no_slot_left"}], busy={"a": ["S1"], "y": ["S2"]})
    assert judge(problem, busy)[0] == []
    for wrong in ({"a": ["S1"], "y": ["S1"]}, {"a": ["S1"]}, {"a": ["S1"], "y": ["S2"], "z": []}):
        entry_of(busy, "ay")["busy"] = wrong
        assert names(judge(problem, busy)[0]) == ["reasons"]


def test_who_is_busy_in_no_slot_need_not_be_named():
    problem = changed({"ay": {"slots": ["S1"]}})
    plan = plan_of(problem, "az S1 booth")
    entry_of(plan, "ay").update(reasons=[{"code": "no_slot_left"}], busy={"a": ["S1"]})
    assert judge(problem, plan)[0] == []


def test_slots_that_are_called_taken_are_those():
    problem = changed({"ay": {"slots": ["S1", "S2"], "places": ["T1"]}})
    taken = plan_of(problem, "az S1 booth", "free S2 T1 - z")
    entry_of(taken, "ay").update(reasons=[{"code": "no_place_left"}], taken=["S2"])
    assert judge(problem, taken)[0] == []
    entry_of(taken, "ay")["taken"] = ["S1", "S2"]
    assert names(judge(problem, taken)[0]) == ["reasons"]
