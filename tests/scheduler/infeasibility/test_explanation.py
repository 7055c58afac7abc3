"""What an organiser reads where no plan exists: one event, one contradiction at a time."""

from __future__ import annotations

import threading
import time
from itertools import combinations
from typing import Any

import pytest

from scheduler.files.reading import parse_problem
from scheduler.infeasibility import explain_conflict, find_conflict, list_requirements
from scheduler.infeasibility.core import searched_core
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.telling import FOUND, IRREDUCIBLE, SMALLEST
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.conflicts import DAY, conflict_of, lines_of
from tests.support.schedules import event as tiny
from tests.support.stops import LastMoment


def event(**more: Any) -> Problem:
    """Four slots, two shared tables and a booth; An asks for three meetings."""
    times = ["09:00", "09:20", "09:40", "10:00", "10:20"]
    people = [{"id": "a", "name": "An", "role": "buyer"}, {"id": "b", "name": "Bo"}, {"id": "Cy"}, {"id": "f", "name": "Fay"}]
    changed = {person["id"]: person for person in more.pop("people", [])}
    asked = [{"id": "R1", "participants": ["a", "b"]}, {"id": "R2", "participants": ["a", "Cy"]}, {"id": "R3", "participants": ["a", "f"]}]
    requests = {request["id"]: request for request in more.pop("requests", [])}
    document = {
        "format": "bms-problem/1",
        "id": "day",
        "slots": [{"id": f"S{k + 1}", "start": f"{DAY}{times[k]}+01:00", "end": f"{DAY}{times[k + 1]}+01:00"} for k in range(4)],
        "places": [{"id": "T1"}, {"id": "T2"}, {"id": "booth", "owner": "b"}],
        "participants": [person | changed.get(person["id"], {}) for person in people],
        "requests": [request | requests.get(request["id"], {}) for request in asked],
    }
    return parse_problem(document | more, "day.json")


def dialogue(**more: Any) -> dict[str, Any]:
    return {"id": "D", "topic": "Lighting", "wanted": [{"participant": "a"}, {"participant": "b"}]} | more


def all_must(**more: Any) -> list[dict[str, Any]]:
    return [{"id": name, "must": True} | more for name in ("R1", "R2", "R3")]


AWAY = [f"S{k}" for k in range(1, 5)]

CASES = {
    "two fixed meetings of one person in one slot": (
        {"fixed": [{"request": "R1", "slot": "S2"}, {"request": "R2", "slot": "S2", "place": "T2"}]},
        [
            "R1 (An (a) with Bo (b)) is fixed in S2 (2026-11-24 09:20)",
            "R2 (An (a) with Cy) is fixed in S2 (2026-11-24 09:20) at T2",
            "An (a) has one meeting at a time",
        ],
    ),
    "two fixed meetings of one person in one slot at two places": (
        {
            "people": [{"id": "a", "parallel": 2}],
            "fixed": [{"request": "R1", "slot": "S2", "place": "T1"}, {"request": "R2", "slot": "S2", "place": "T2"}],
        },
        [
            "R1 (An (a) with Bo (b)) is fixed in S2 (2026-11-24 09:20) at T1",
            "R2 (An (a) with Cy) is fixed in S2 (2026-11-24 09:20) at T2",
            "the meetings that a participant has at one time are all at one place",
        ],
    ),
    "a must of two who are never there together": (
        {
            "people": [{"id": "a", "unavailable": ["S1", "S2"]}, {"id": "Cy", "unavailable": ["S3", "S4"]}],
            "requests": [{"id": "R2", "must": True}],
        },
        [
            "R2 (An (a) with Cy) must be held",
            "An (a) is unavailable in S1 (2026-11-24 09:00) and S2 (2026-11-24 09:20)",
            "Cy is unavailable in S3 (2026-11-24 09:40) and S4 (2026-11-24 10:00)",
        ],
    ),
    "a must of one who is never there": (
        {"people": [{"id": "a", "unavailable": AWAY}], "requests": [{"id": "R2", "must": True}]},
        ["R2 (An (a) with Cy) must be held", "An (a) is unavailable in every slot"],
    ),
    "fixed where one is away": (
        {"people": [{"id": "b", "unavailable": AWAY[:3]}], "fixed": [{"request": "R1", "slot": "S2"}]},
        ["R1 (An (a) with Bo (b)) is fixed in S2 (2026-11-24 09:20)", "Bo (b) is only available in S4 (2026-11-24 10:00)"],
    ),
    "fixed in a slot that is not its own": (
        {"requests": [{"id": "R1", "slots": ["S1", "S3", "S4"]}], "fixed": [{"request": "R1", "slot": "S2"}]},
        [
            "R1 (An (a) with Bo (b)) is fixed in S2 (2026-11-24 09:20)",
            "R1 (An (a) with Bo (b)) may only be held in S1 (2026-11-24 09:00), S3 (2026-11-24 09:40) and S4 (2026-11-24 10:00)",
        ],
    ),
    "fixed at a place that is not open to it": (
        {"fixed": [{"request": "R1", "slot": "S2", "place": "booth"}]},
        [
            "R1 (An (a) with Bo (b)) is fixed in S2 (2026-11-24 09:20) at booth",
            "R1 (An (a) with Bo (b)) may only be held at a shared place: T1 and T2",
        ],
    ),
    "a must with an empty list of slots": (
        {"requests": [{"id": "R1", "must": True, "slots": []}]},
        ["R1 (An (a) with Bo (b)) must be held", "R1 (An (a) with Bo (b)) can be held in no slot, the list of slots being empty"],
    ),
    "a must with an empty list of places": (
        {"requests": [{"id": "R1", "must": True, "places": []}]},
        ["R1 (An (a) with Bo (b)) must be held", "R1 (An (a) with Bo (b)) can be held nowhere, the list of places being empty"],
    ),
    "a must without a shared place": (
        {"places": [{"id": "booth", "owner": "b"}], "requests": [{"id": "R1", "must": True}]},
        [
            "R1 (An (a) with Bo (b)) must be held",
            "R1 (An (a) with Bo (b)) can only be held at a shared place, and there is none: name its places or a home of its people",
        ],
    ),
    "a must without any slot or place": (
        {"slots": [], "places": [], "requests": [{"id": "R1", "must": True}]},
        ["R1 (An (a) with Bo (b)) must be held, and the event has no slots and no places"],
    ),
    "two meetings at home in one slot": (
        {
            "people": [{"id": "b", "home": "booth"}],
            "requests": [{"id": "R1", "must": True}],
            "dialogues": [dialogue(starts=["S1"], places=["booth"], wanted=[])],
            "slots": [{"id": "S1", "start": DAY + "09:00+01:00", "end": DAY + "09:20+01:00"}],
        },
        [
            "dialogue D (Lighting) must be held",
            "R1 (An (a) with Bo (b)) must be held",
            "R1 (An (a) with Bo (b)) may only be held at booth, the home of Bo (b)",
            "dialogue D (Lighting) may only be held at booth",
            "a dialogue takes its place as a whole, and who is at it does nothing else meanwhile; the event has 3 places and 1 slot",
        ],
    ),
    "a dialogue without moderators": (
        {"dialogues": [dialogue(moderators=[])]},
        [
            "dialogue D (Lighting) must be held",
            "dialogue D (Lighting) can be moderated by nobody: name moderators, or leave the list out if it needs none",
        ],
    ),
    "a dialogue whose moderators are never free for its whole length": (
        {
            "people": [{"id": "f", "unavailable": ["S2", "S4"]}, {"id": "Cy", "unavailable": ["S1", "S2", "S3"]}],
            "dialogues": [dialogue(moderators=["f", "Cy"], length=2)],
        },
        [
            "dialogue D (Lighting) must be held, 2 slots in a row",
            "dialogue D (Lighting) must be moderated by Fay (f) or Cy",
            "Cy is only available in S4 (2026-11-24 10:00)",
            "Fay (f) is unavailable in S2 (2026-11-24 09:20) and S4 (2026-11-24 10:00)",
        ],
    ),
    "a dialogue longer than the day": (
        {"dialogues": [dialogue(length=5)]},
        ["dialogue D (Lighting) must be held, 5 slots in a row, more than any day has"],
    ),
    "a dialogue that starts too late": (
        {"dialogues": [dialogue(length=3, starts=["S3", "S4"])]},
        [
            "dialogue D (Lighting) must be held, 3 slots in a row",
            "dialogue D (Lighting) may only start in S3 (2026-11-24 09:40) and S4 (2026-11-24 10:00), "
            "too late on the day for 3 slots in a row",
        ],
    ),
    "a dialogue with an empty list of starts": (
        {"dialogues": [dialogue(starts=[])]},
        ["dialogue D (Lighting) must be held", "dialogue D (Lighting) can start in no slot, the list of starts being empty"],
    ),
    "a dialogue with an empty list of places": (
        {"dialogues": [dialogue(places=[])]},
        ["dialogue D (Lighting) must be held", "dialogue D (Lighting) can be held nowhere, the list of places being empty"],
    ),
    "too few seats wanted": (
        {"dialogues": [dialogue(seats=[3, 5])]},
        ["dialogue D (Lighting) must be held", "dialogue D (Lighting) needs at least 3 people seated, and only 2 asked for a seat"],
    ),
    "no seat wanted": (
        {"dialogues": [dialogue(seats=[1, 5], wanted=[])]},
        ["dialogue D (Lighting) must be held", "dialogue D (Lighting) needs at least 1 person seated, and nobody asked for a seat"],
    ),
    "too few of a role": (
        {"dialogues": [dialogue(minimum={"buyer": 2})]},
        [
            "dialogue D (Lighting) must be held",
            "dialogue D (Lighting) needs at least 2 of the role buyer seated, and only 1 asked for a seat",
        ],
    ),
    "more of the roles than seats": (
        {"dialogues": [dialogue(seats=[0, 1], minimum={"buyer": 1, "participant": 1})]},
        [
            "dialogue D (Lighting) must be held",
            "dialogue D (Lighting) needs at least 1 of the role buyer seated",
            "dialogue D (Lighting) needs at least 1 of the role participant seated",
            "dialogue D (Lighting) seats at most 1, fewer than the 2 that its roles need",
        ],
    ),
    "a moderator who is needed at the table": (
        {"dialogues": [dialogue(moderators=["a"], seats=[2, 2])]},
        [
            "dialogue D (Lighting) must be held",
            "dialogue D (Lighting) must be moderated by An (a), who then has no seat",
            "dialogue D (Lighting) needs at least 2 people seated",
        ],
    ),
    "people who are never free together": (
        {
            "people": [{"id": "a", "unavailable": ["S1", "S2"]}, {"id": "b", "unavailable": ["S3", "S4"]}],
            "dialogues": [dialogue(seats=[2, 2])],
        },
        [
            "dialogue D (Lighting) must be held",
            "dialogue D (Lighting) needs at least 2 people seated",
            "An (a) is unavailable in S1 (2026-11-24 09:00) and S2 (2026-11-24 09:20)",
            "Bo (b) is unavailable in S3 (2026-11-24 09:40) and S4 (2026-11-24 10:00)",
        ],
    ),
    "more musts than max_meetings": (
        {"people": [{"id": "a", "max_meetings": 2}], "requests": all_must()},
        [
            "R1 (An (a) with Bo (b)) must be held",
            "R2 (An (a) with Cy) must be held",
            "R3 (An (a) with Fay (f)) must be held",
            "An (a) has at most 2 meetings, and 3 of its requests must be held",
        ],
    ),
    "more musts than slots": (
        {"people": [{"id": "a", "unavailable": ["S1", "S2"]}], "requests": all_must()},
        [
            "R1 (An (a) with Bo (b)) must be held",
            "R2 (An (a) with Cy) must be held",
            "R3 (An (a) with Fay (f)) must be held",
            "An (a) has one meeting at a time",
            "An (a) is unavailable in S1 (2026-11-24 09:00) and S2 (2026-11-24 09:20)",
        ],
    ),
    "more musts in some slots than fit": (
        {"requests": all_must(slots=["S1", "S2"])},
        [
            "R1 (An (a) with Bo (b)) must be held",
            "R2 (An (a) with Cy) must be held",
            "R3 (An (a) with Fay (f)) must be held",
            "R1, R2 and R3 may only be held in S1 (2026-11-24 09:00) and S2 (2026-11-24 09:20)",
            "An (a) has one meeting at a time",
        ],
    ),
    "fixed meetings over a place's capacity": (
        {
            "requests": [{"id": "R1", "participants": ["a", "b"]}, {"id": "R2", "participants": ["Cy", "f"]}],
            "fixed": [{"request": "R1", "slot": "S1", "place": "T1"}, {"request": "R2", "slot": "S1", "place": "T1"}],
        },
        [
            "R1 (An (a) with Bo (b)) is fixed in S1 (2026-11-24 09:00) at T1",
            "R2 (Cy with Fay (f)) is fixed in S1 (2026-11-24 09:00) at T1",
            "T1 has room for one meeting at a time, 4 in all 4 slots",
        ],
    ),
    "more musts than tables in all slots": (
        {
            "people": [{"id": "a", "parallel": 3}],
            "places": [{"id": "T1"}],
            "slots": [{"id": f"S{k}", "start": f"{DAY}0{k}:00Z", "end": f"{DAY}0{k}:20Z"} for k in (1, 2)],
            "requests": all_must(),
        },
        [
            "R1 (An (a) with Bo (b)) must be held",
            "R2 (An (a) with Cy) must be held",
            "R3 (An (a) with Fay (f)) must be held",
            "T1 has room for one meeting at a time, 2 in all 2 slots",
        ],
    ),
    "later, but fixed before": (
        {
            "requests": [{"id": "R2", "after": ["R1"]}],
            "fixed": [{"request": "R1", "slot": "S3"}, {"request": "R2", "slot": "S2"}],
        },
        [
            "R1 (An (a) with Bo (b)) is fixed in S3 (2026-11-24 09:40)",
            "R2 (An (a) with Cy) is fixed in S2 (2026-11-24 09:20)",
            "R2 (An (a) with Cy) comes after R1 (An (a) with Bo (b))",
        ],
    ),
    "two dialogues with one moderator": (
        {
            "dialogues": [
                {"id": "D", "length": 2, "starts": ["S2"], "moderators": ["f"]},
                {"id": "E", "length": 2, "moderators": ["f"]},
            ],
        },
        [
            "dialogue D must be held, 2 slots in a row",
            "dialogue E must be held, 2 slots in a row",
            "dialogue D may only start in S2 (2026-11-24 09:20)",
            "dialogue D must be moderated by Fay (f)",
            "dialogue E must be moderated by Fay (f)",
            "a dialogue takes its place as a whole, and who is at it does nothing else meanwhile; the event has 3 places and 4 slots",
        ],
    ),
    "breaks that differ too much": (
        # An waits between S1 and S3, and nobody else can have a break: Bo and Cy have one meeting each, and R3 could only fill An's.
        {
            "people": [{"id": "f", "unavailable": AWAY}],
            "fixed": [{"request": "R1", "slot": "S1"}, {"request": "R2", "slot": "S3"}],
            "max_break_difference": 0,
        },
        [
            "R1 (An (a) with Bo (b)) is fixed in S1 (2026-11-24 09:00)",
            "R2 (An (a) with Cy) is fixed in S3 (2026-11-24 09:40)",
            "Fay (f) is unavailable in every slot",
            "no two participants may differ by more than 0 breaks (max_break_difference)",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "lines"), CASES.values(), ids=CASES.keys())
def test_contradiction_is_told_in_few_lines(changes: dict[str, Any], lines: list[str]) -> None:
    problem = event(**changes)
    # Where breaks count and somebody is away, giving something up can do harm: then smallest is not proven.
    last = IRREDUCIBLE if problem.max_break_difference is not None else SMALLEST
    assert explain_conflict(problem, Settings(workers=1), time.monotonic() + 20, Stop()) == [*lines, last]
    assert conflict_of(problem).irreducible is True


def test_other_requirements_are_not_mentioned():
    problem = event(
        people=[{"id": "a", "max_meetings": 2}, {"id": "Cy", "unavailable": AWAY}],
        requests=[{"id": "R1", "must": True, "slots": ["S1"]}, {"id": "R2", "must": True}],
        dialogues=[dialogue(moderators=["f"], seats=[1, 2])],
    )
    assert lines_of(problem) == ["R2 (An (a) with Cy) must be held", "Cy is unavailable in every slot"]


@pytest.mark.parametrize("stopped", [True, False])
def test_conflict_without_time_is_whole_and_says_so(stopped: bool) -> None:
    stop = Stop()
    if stopped:
        stop.request()
    problem = event(requests=all_must(slots=["S1", "S2"]), people=[{"id": "Cy", "unavailable": ["S4"]}])
    end = time.monotonic() + (20 if stopped else -1)
    conflict = find_conflict(problem, Settings(workers=1), end, stop)
    names = {(requirement.kind, requirement.key) for requirement in conflict.requirements}
    assert names >= {("must", ("R1",)), ("must", ("R2",)), ("must", ("R3",)), ("parallel", ("1",))}
    assert conflict.irreducible is False
    assert explain_conflict(problem, Settings(workers=1), end, stop)[-1] == FOUND


def test_search_for_a_core_that_is_just_about_to_begin_is_stopped() -> None:
    # 15 who all meet each other need 15 slots, which CP-SAT does not prove in the time of any test.
    names = "abcdefghijklmno"
    pairs = [a + b for a, b in combinations(names, 2)]
    problem = tiny([14], {name: {} for name in names}, {pair: {"must": True} for pair in pairs}, {"T": {"capacity": 15}})
    judge = Judge(Settings(workers=1), time.monotonic() + 600, LastMoment())
    run = threading.Thread(target=searched_core, args=(problem, judge, 600), daemon=True)
    run.start()
    run.join(60)
    assert not run.is_alive()


def test_requirements_of_what_need_not_be_held_are_left_out() -> None:
    problem = event(
        people=[{"id": "a", "max_meetings": 1, "unavailable": ["S1"]}],
        requests=[{"id": "R1", "must": True, "slots": ["S1"]}, {"id": "R2", "slots": ["S2"], "after": ["R1"]}],
        dialogues=[dialogue(must=False, moderators=["f"], seats=[1, 2])],
    )
    assert [(requirement.kind, requirement.key) for requirement in list_requirements(problem)] == [
        ("must", ("R1",)),
        ("capacity", ("T1", "T2")),
        ("capacity", ("booth",)),
        ("places", ("R1",)),
        ("slots", ("R1",)),
        ("unavailable", ("a",)),
    ]
