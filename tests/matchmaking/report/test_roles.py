"""How meetings are spread over the participants of each role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.programme import programme
from matchmaking.report.roles import Bar, spread
from scheduler.plan import Meeting, Plan
from scheduler.problem import Participant, Place, Problem, Request
from tests.support.reported_event import HELD, PROBLEM, slot


def test_roles_count_meetings_asked_and_held() -> None:
    found = spread(PROBLEM, HELD)
    assert [(line.role, line.people, line.asked, line.held, line.least, line.middle, line.most) for line in found.roles] == [
        ("buyer", 2, 4, 1, 0, 0.5, 1),
        ("supplier", 1, 2, 1, 1, 1, 1),
        ("facilitator", 1, 0, 0, 0, 0, 0),
    ]
    assert found.roles[0].bars == (Bar("0", 1, 1.0), Bar("1", 1, 1.0))
    assert [(line.person.id, line.held, line.due) for line in found.short] == [("B2", 0, 1)]
    assert (found.without, found.all_met) == ((), False)  # named above already


def test_who_asked_in_vain_is_named_where_nothing_was_promised() -> None:
    problem = replace(PROBLEM, participants=tuple(replace(person, floor=0) for person in PROBLEM.participants))
    found = spread(problem, HELD)
    assert ([person.id for person in found.without], found.short, found.all_met) == (["B2"], (), False)


def test_many_meetings_share_bars() -> None:
    slots = tuple(slot(f"S{k}", 25 * k) for k in range(20))
    requests = tuple(Request(f"R{k}", ("A", "B")) for k in range(20))
    problem = Problem("x", slots, (Participant("A"), Participant("B")), requests, places=(Place("T"),))
    plan = Plan("", tuple(Meeting(f"R{k}", f"S{k}", "T") for k in range(20)), (), (), ())
    (line,) = spread(problem, programme(problem, plan)).roles
    assert [(bar.label, bar.people) for bar in line.bars] == [(f"{2 * k}–{2 * k + 1}", 0) for k in range(10)] + [("20–21", 2)]


@pytest.mark.parametrize(("meetings", "bars", "last"), [(15, 16, "15"), (16, 9, "16–17")])
def test_bars_stand_for_one_number_each_up_to_sixteen_of_them(meetings: int, bars: int, last: str) -> None:
    slots = tuple(slot(f"S{k}", 25 * k) for k in range(meetings))
    requests = tuple(Request(f"R{k}", ("A", "B")) for k in range(meetings))
    problem = Problem("x", slots, (Participant("A"), Participant("B")), requests, places=(Place("T"),))
    plan = Plan("", tuple(Meeting(f"R{k}", f"S{k}", "T") for k in range(meetings)), (), (), ())
    (line,) = spread(problem, programme(problem, plan)).roles
    assert (len(line.bars), line.bars[-1].label) == (bars, last)


def test_everybody_is_met_where_whoever_asked_has_a_meeting() -> None:
    problem = replace(PROBLEM, requests=PROBLEM.requests[:1])
    found = spread(problem, HELD)
    assert found.without == ()
    assert found.all_met is False  # B2 is promised one and has none
    assert spread(replace(problem, participants=tuple(replace(p, floor=0) for p in problem.participants)), HELD).all_met is True
