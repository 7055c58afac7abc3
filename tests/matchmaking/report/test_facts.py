"""What a report says first, and how the plan was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.programme import programme
from matchmaking.report.facts import listed, plural, run_facts, summary
from matchmaking.report.goals import goal_rows
from scheduler.plan import GoalResult, Meeting, Plan
from scheduler.problem import Request, Seat
from tests.support.reported_event import HELD, PLAN, PROBLEM


def test_summary_says_what_is_held_and_how_sure_it_is() -> None:
    found = summary(PROBLEM, HELD, goal_rows(PLAN.goals))
    assert found.when == (
        "Tuesday 24 November 2026, 09:00–12:00 (UTC), 5 slots",
        "Wednesday 25 November 2026, 09:00–09:20 (UTC), 1 slot",
    )
    assert found.sentences == (
        "1 of the 3 meetings asked for is held.",
        "1 of the 2 dialogues is held.",
        "1 of the 3 seats asked for at them is given.",
    )
    assert found.verdict == "Proven: wishes met. Not proven: promised minimum; how much may be left is said at each goal."


def test_summary_of_all_held_and_all_proven() -> None:
    problem = replace(PROBLEM, requests=PROBLEM.requests[:1], dialogues=(replace(PROBLEM.dialogues[0], wanted=(Seat("B1"),)),))
    found = summary(problem, HELD, goal_rows([GoalResult("value", 1, 1)]))
    assert found.sentences == (
        "The one meeting asked for is held.",
        "The one dialogue is held.",
        "The one seat asked for at them is given.",
    )
    assert found.verdict == "Every goal is proven: there is no better plan."


def test_run_facts_tell_numbers_and_words_and_leave_out_the_long() -> None:
    assert run_facts(PLAN, "deal") == (
        ("Event", "deal"),
        ("Problem file", "SHA-256 0123456789ab…"),
        ("Result", "feasible"),
        ("Seconds", "41.9"),
        ("Seed", "0"),
        ("Workers", "2"),
        ("Versions", "ortools 9.15, python 3.11"),
        ("Complete", "yes"),
    )


@pytest.mark.parametrize(("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_words_are_listed_as_people_do(words: list[str], text: str) -> None:
    assert listed(words) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 slots"), (1, "1 slot"), (2, "2 slots"), (1200, "1,200 slots")])
def test_things_are_counted_as_people_do(count: int, text: str) -> None:
    assert plural(count, "slot") == text


def test_nothing_asked_for_is_not_spoken_of_and_nothing_claimed_is() -> None:
    found = summary(replace(PROBLEM, requests=(), dialogues=()), (), ())
    assert found.sentences == ()
    assert found.verdict == "The plan claims nothing about how good it is."


def test_several_all_held_are_told_together_and_none_held_by_number() -> None:
    requests = (Request("R1", ("B1", "S1")), Request("R2", ("B2", "S1")))
    problem = replace(PROBLEM, requests=requests, dialogues=())
    plan = Plan("", (Meeting("R1", "S5", "booth"), Meeting("R2", "S5", "booth")), (), (), ())
    assert summary(problem, programme(problem, plan), ()).sentences == ("All 2 meetings asked for are held.",)
    assert summary(problem, (), ()).sentences == ("0 of the 2 meetings asked for are held.",)


def test_goals_that_are_open_are_named_alone_where_none_is_proven() -> None:
    found = summary(PROBLEM, HELD, goal_rows([GoalResult("floor", 1, 0)]))
    assert found.verdict == "Not proven: promised minimum; how much may be left is said at each goal."
