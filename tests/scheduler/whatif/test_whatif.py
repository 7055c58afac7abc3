"""What if: an event with something changed is still an event, and the fewest tables are those that trying every number finds."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import NoPlanExists, NoPlanInTime
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.plan import GoalResult, Plan
from scheduler.problem import Problem
from scheduler.whatif import altering
from scheduler.whatif.comparing import Shift, compare_goals, newly_held
from scheduler.whatif.tables import fewest_tables
from tests.support.bruteforce import best_plan
from tests.support.schedules import event
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import batches, examples
from web.cli import run

GOALS = ("floor", "value")


def pairs(tables: int, people: str = "abcdef", slots: int = 2, **more: object) -> Problem:
    """Three pairs who would all meet once, and so many tables."""
    return event([slots], {x: {} for x in people}, {"ab": {}, "cd": {}, "ef": {}}, {f"T{k}": {} for k in range(tables)}, **more)


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


def goals(*results: tuple[str, int, int]) -> Plan:
    return Plan("", (), (), (), tuple(GoalResult(*result) for result in results))


def test_change_of_a_goal_is_exact_where_both_are_proven_and_within_limits_where_not():
    before, after = goals(("floor", 0, 0), ("value", 10, 10)), goals(("floor", 0, 0), ("value", 13, 13))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(0, 0), (3, 3)]
    # now 10 to 12, then 13 to 14: the best changes by 1 at least and by 4 at most
    before, after = goals(("value", 10, 12), ("breaks", 4, 4)), goals(("value", 13, 14), ("breaks", 5, 5))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(1, 4), (None, None)]
    # breaks 4 to 2 now, 7 to 6 then
    before, after = goals(("breaks", 4, 2)), goals(("breaks", 7, 6))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(2, 5)]


@examples(0.4)
@given(small_problems(slots=2, requests=4), st.integers(0, 3), st.integers(0, 3))
def test_change_of_the_best_is_within_the_limits_whatever_the_plans_claim(document, worse, slack):
    problem = parse_problem(document | {"goals": ["value"]}, "small.json")
    more = altering.with_slots(problem, 1)
    found = [best_plan(each, ("value",)) for each in (problem, more)]
    if found[0] is None or found[1] is None:
        return
    best = [each[0][0] for each in found if each is not None]
    plans = [goals(("value", value - worse, value + slack)) for value in best]
    (shift,) = compare_goals(*plans)
    assert shift.least is not None
    assert shift.most is not None
    assert shift.least <= best[1] - best[0] <= shift.most
    assert shift.most - shift.least == 2 * (worse + slack)


def brute(problem: Problem, seconds: float) -> Plan:
    found = best_plan(problem, GOALS)
    if found is None:
        raise NoPlanExists(["nothing"])
    return replace(found[1], goals=tuple(GoalResult(name, value, value) for name, value in zip(GOALS, found[0], strict=True)))


@pytest.mark.parametrize("seeds", batches(range(40)))
def test_fewest_tables_are_those_that_trying_every_number_finds(seeds):
    compared = 0
    for seed in seeds:
        document = small_problem(random.Random(seed), slots=2, participants=5, requests=5, dialogues=1, places=2)
        document["places"] += [{"id": "X1"}, {"id": "X2"}, {"id": "X3"}]
        problem = parse_problem(document | {"max_break_difference": None}, "small.json")
        if best_plan(problem, GOALS) is None:
            continue
        plan = brute(problem, 1)
        tried: list[tuple[int, str]] = []
        found = fewest_tables(problem, plan, brute, time.monotonic() + 60, lambda k, answer, tried=tried: tried.append((k, answer)))
        spare, shared = len(altering.spare_tables(problem)), sum(place.owner is None for place in problem.places)
        expected = shared
        for fewer in range(1, spare + 1):
            best = best_plan(altering.with_tables(problem, -fewer), GOALS)
            if best is None or best[0] != tuple(goal.achieved for goal in plan.goals):
                break
            expected = shared - fewer
        assert (found.low, found.high) == (expected, expected)
        compared += 1
    assert compared > len(seeds) / 3


def test_fewest_tables_are_an_interval_where_something_stays_unknown():
    def unsure(problem: Problem, seconds: float) -> Plan:
        if len(problem.places) == 2:
            raise NoPlanInTime("no")
        return brute(problem, seconds)

    problem = pairs(5, slots=1)
    found = fewest_tables(problem, brute(problem, 1), unsure, time.monotonic() + 60, lambda number, answer: None)
    assert (found.low, found.high) == (2, 3)
    at_once = fewest_tables(problem, brute(problem, 1), brute, time.monotonic(), lambda number, answer: None)
    assert (at_once.low, at_once.high) == (0, 3)


def test_newly_held_are_told_apart_from_those_held_no_more():
    problem = pairs(1, slots=1)
    one = replace(problem, requests=problem.requests[:1])
    other = replace(problem, requests=problem.requests[1:2])
    plans = [brute(each, 1) for each in (one, other)]
    assert newly_held(*plans) == (("cd",), ("ab",))
    assert isinstance(next(compare_goals(*plans)), Shift)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(pairs(1, slots=1))), encoding="utf-8")
    return path


def test_whatif_tells_the_exact_change(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), "--tables", "+1", "--seconds", "200"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "what if: +1 tables"
    assert lines[3].split() == ["value", "1", "proven", "2", "proven", "+1,", "exactly"]
    assert lines[4].split()[:4] == ["meetings", "1", "2", "+1"]


def test_whatif_finds_the_fewest_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(pairs(5, slots=2))), encoding="utf-8")
    assert run(["whatif", str(path), "--fewest-tables", "--seconds", "200"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "the fewest shared tables for floor 0 and value 3: 2, proven"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "say what would be otherwise"),
        (["--tables", "1", "--fewest-tables"], "leave the other changes out"),
        (["--tables", "-5"], "only 1 shared tables"),
        (["--tables", "10001"], "at most 10,000 tables can be added"),
        (["--slots", "1000000000"], "at most 1,000 slots can be added"),
        (["--seats", "1000001"], "at most 1,000,000 seats can be added"),
        (["--max-meetings", "a"], "PARTICIPANT=N"),
        (["--max-meetings", "a=99999999999999999999"], "a limit of 99999999999999999999 meetings is not possible"),
        (["--without", "z"], "no participant 'z'"),
        (["--without", "a", "--must", "ab"], "ab cannot be held while one of its two does not come"),
        (["--available", "a="], "PARTICIPANT=SLOT"),
        (["--fewest-tables", "--goals", "value"], "leave --goals out"),
    ],
)
def test_whatif_refuses_what_means_nothing(file: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), *options]) == 2
    assert told in capsys.readouterr().err


def test_whatif_of_what_is_impossible_says_what_stands_against_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), "--must", "ab", "--must", "cd", "--seconds", "200"]) == 3
    assert "no plan exists" in capsys.readouterr().err
