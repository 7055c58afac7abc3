"""The usual way to plan, against which planning together is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.command import run as bench
from benchmarks.dialogues_first import around_dialogues, dialogues_alone
from scheduler.files.writing import problem_to_json, write_json
from scheduler.plan import HeldDialogue, Meeting
from tests.support.honest import honest_plan
from tests.support.schedules import event, verdict

pytestmark = pytest.mark.slow

# a and b want the table most in S1, when alone a can meet c; held in S2 it costs nothing
DAY = event(
    [2],
    {"a": {}, "b": {}, "c": {"unavailable": ["S2"]}, "f": {}},
    {"ac": {"value": 7}, "bc": {"must": True, "slots": ["S1"], "value": 1}},
    {"T": {"capacity": 9}, "R": {"owner": "f"}},
    {"D": {"wanted": "abc", "places": ["R"], "moderators": ["f"]}, "E": {"wanted": "a", "places": ["R"], "must": False}},
)


def test_tables_are_planned_with_what_must_be_held_and_nothing_else():
    alone = dialogues_alone(DAY)
    assert [request.id for request in alone.requests] == ["bc"]
    assert (alone.dialogues, alone.participants, alone.slots) == (DAY.dialogues, DAY.participants, DAY.slots)


def test_meetings_are_planned_around_the_tables_as_they_were_held():
    first = honest_plan(DAY, [Meeting("bc", "S1", "T")], [HeldDialogue("D", "S2", "R", "f", ("a", "b"))], goals=())
    around = around_dialogues(DAY, first)
    assert around.requests == DAY.requests
    (held,) = around.dialogues
    assert (held.starts, held.places, held.moderators, held.seats, held.must) == (("S2",), ("R",), ("f",), (2, 2), True)
    assert [(seat.participant, seat.value) for seat in held.wanted] == [("a", 1), ("b", 2)]
    assert not verdict(around, first).violations
    moved = honest_plan(DAY, first.meetings, [HeldDialogue("D", "S2", "R", "f", ("a",))], goals=())
    assert verdict(around, moved).violations != ()


def test_bench_tells_what_planning_together_gains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # alone the table is best in S1, where c can come as well (value 6); then nobody can meet c. Together: 3 in S2, and 7
    people = {"a": {}, "b": {}, "c": {"unavailable": ["S2"]}}
    problem = event([2], people, {"ac": {"value": 7}}, {"T": {}, "R": {"owner": "a"}}, {"D": {"wanted": "abc", "places": ["R"]}})
    write_json(tmp_path / "day.json", problem_to_json(problem))
    assert bench([str(tmp_path / "day.json"), "--seconds", "60", "--goals", "floor,value", "--tables-first"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3] == "All together, and the dialogues first:"
    assert lines[-1].split() == ["day", "1", "0", "10", "10", "0", "6", "6", "+4", "+66.67", "%"]
