"""Repairs from the command line: what moves no more, what is said of the changes, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.command import run as bench
from benchmarks.presets import PRESETS, Preset, make_event
from benchmarks.repairs import measure_repairs
from benchmarks.scenarios import SCENARIOS, after, noticed_at
from scheduler.files.reading import read_plan
from tests.support.judge import judge
from web.cli import run
from web.commands.moments import moment_until

pytestmark = pytest.mark.slow


def slot(number: int, hour: str) -> dict[str, str]:
    return {"id": f"S{number}", "start": f"2026-11-24T{hour}:00+01:00", "end": f"2026-11-24T{hour}:30+01:00"}


EVENT: dict[str, Any] = {
    "format": "bms-problem/1",
    "id": "day",
    "slots": [slot(1, "09"), slot(2, "10"), slot(3, "11")],
    "places": [{"id": "T1", "zone": "hall"}, {"id": "T2"}],
    "participants": [
        {"id": "an", "role": "buyer", "name": "An Peeters", "organisation": "City"},
        {"id": "bo", "role": "supplier", "name": "Bo"},
        {"id": "cy", "role": "supplier"},
    ],
    "requests": [
        {"id": "R1", "participants": ["an", "bo"], "value": 3},
        {"id": "R2", "participants": ["an", "cy"], "value": 2},
        {"id": "R3", "participants": ["bo", "cy"]},
    ],
}


def plan_of(*meetings: tuple[str, str, str]) -> dict[str, Any]:
    held = [{"request": request, "slot": at, "place": place} for request, at, place in meetings]
    empty: dict[str, Any] = {"dialogues": [], "unscheduled": [], "goals": []}
    return {"format": "bms-plan/1", "problem_sha256": "of another day", "status": "feasible", "meetings": held} | empty


PUBLISHED = plan_of(("R1", "S1", "T1"), ("R2", "S2", "T1"))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A problem, a plan to keep, and where the new one goes."""
    return write(tmp_path / "problem.json", EVENT), write(tmp_path / "old.json", PUBLISHED), tmp_path / "new.json"


def write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def repair(files: tuple[Path, Path, Path], *more: str) -> int:
    problem, old, new = files
    return run(["solve", str(problem), "--keep", str(old), "-o", str(new), "--seconds", "20", *more])


def test_repair_tells_what_changes_for_whom(files, capsys):
    problem, old, new = files
    ill = [person | ({"unavailable": ["S1"]} if person["id"] == "bo" else {}) for person in EVENT["participants"]]
    write(problem, EVENT | {"participants": ill})
    assert repair(files) == 0
    output = capsys.readouterr().out.splitlines()
    assert output[:2] == ["2 of 3 requests are meetings", "changes 1: no plan can do better"]
    assert output[-5:] == [
        "0 cancelled, 1 moved, 0 new; 2 people have news",
        "An Peeters (an), City",
        "  moved      09:00–09:30 at T1, hall -> 11:00–11:30 at T1, hall: Meeting: Bo",
        "Bo (bo)",
        "  moved      09:00–09:30 at T1, hall -> 11:00–11:30 at T1, hall: Meeting: An Peeters, City",
    ]
    document = json.loads(new.read_text())
    assert judge(json.loads(problem.read_text()), document, PUBLISHED)[0] == []
    assert run(["check", str(problem), str(new), "--keep", str(old)]) == 0
    assert capsys.readouterr().out.startswith("no violation; changes 1, ")


def test_diff_of_the_same_plan_is_nothing(files, capsys):
    assert repair(files, "--goals", "value") == 0
    capsys.readouterr()
    assert run(["diff", str(files[0]), str(files[2]), str(files[2])]) == 0
    assert capsys.readouterr().out == "nothing changes for anybody\n"


def test_diff_names_what_only_the_older_problem_knows(files, capsys):
    problem, old, new = files
    assert repair(files) == 0
    before = write(problem.with_name("before.json"), EVENT)
    write(problem, EVENT | {"id": "later", "requests": EVENT["requests"][1:]})
    assert repair(files) == 0
    capsys.readouterr()
    assert run(["diff", str(problem), str(old), str(new)]) == 0
    assert "1 of what was planned before is left out here: the problem does not know it any more" in capsys.readouterr().out
    assert run(["diff", str(problem), str(old), str(new), "--was", str(before)]) == 0
    assert "  cancelled  09:00–09:30 at T1, hall: Meeting: Bo" in capsys.readouterr().out.splitlines()


def test_what_has_begun_or_begins_soon_does_not_move(files):
    problem, _, new = files
    promised = {"id": "R4", "participants": ["an", "cy"], "must": True, "slots": ["S2", "S3"]}
    busy = [request | ({"slots": ["S2"]} if request["id"] == "R2" else {}) for request in EVENT["requests"]]
    write(problem, EVENT | {"requests": [*busy, promised]})
    assert repair(files, "--now", "2026-11-24T09:15+01:00", "--freeze", "45m") == 0
    held = {meeting.request: (meeting.slot, meeting.place) for meeting in read_plan(new).meetings}
    assert (held["R1"], held["R2"], held["R4"][0]) == (("S1", "T1"), ("S2", "T1"), "S3")
    assert "R3" not in {request for request, (at, _) in held.items() if at in ("S1", "S2")}


def test_what_the_problem_demands_where_nothing_should_come_any_more_is_told(files, capsys):
    problem, _, new = files
    promised = {"id": "R4", "participants": ["an", "cy"], "must": True, "slots": ["S1"]}
    write(problem, EVENT | {"requests": [*EVENT["requests"], promised]})
    assert repair(files, "--now", "2026-11-24T09:15+01:00") == 0
    assert ("R4", "S1") in {(meeting.request, meeting.slot) for meeting in read_plan(new).meetings}
    assert (
        "bms: R4 now begins at 09:00, which is over or too soon: it has to be held and cannot be later; if that" in capsys.readouterr().err
    )


def test_reproducible_repair_is_the_same_twice_and_says_what_was_frozen(files):
    problem, old, new = files
    again = new.with_name("again.json")
    options = ["--reproducible", "--now", "2026-11-24T09:15+01:00"]
    assert repair(files, *options) == repair((problem, old, again), *options) == 0
    first, second = (json.loads(path.read_text()) for path in (new, again))
    assert first["run"]["frozen_until"] == "2026-11-24T09:15:00+01:00"
    for plan in (first, second):
        del plan["run"]["seconds"]
    assert first == second


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--now", "half past ten"], "'half past ten' is not a moment; write one such as 2026-11-24T10:15+01:00"),
        (["--now", "2026-11-24T10:15"], "'2026-11-24T10:15' says nothing of its offset from UTC"),
        (["--freeze", "30"], "'30' is not a length of time; write one such as 30m, 2h or 1h30m"),
        (["--freeze", ""], "'' is not a length of time"),
        (["--now", "9999-12-31T23:59+00:00", "--freeze", "9h"], "is too late for anything to start after it"),
    ],
)
def test_moments_that_cannot_be_read_are_refused(files, options, message, capsys):
    assert repair(files, *options) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("option", "value"), [("--now", "2026-11-24T10:15+01:00"), ("--freeze", "30m")])
def test_freeze_without_a_plan_to_keep_is_refused(files, option, value, capsys):
    assert run(["solve", str(files[0]), "-o", str(files[2]), option, value]) == 2
    assert f"{option} says what of a plan does not move: name that plan with --keep" in capsys.readouterr().err


def test_moment_is_counted_from_now_or_from_the_clock():
    moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert moment_until(Path("old.json"), moment, timedelta(minutes=30)) == moment + timedelta(minutes=30)
    assert moment_until(Path("old.json"), moment, None) == moment
    assert moment_until(Path("old.json"), None, None) is None
    counted = moment_until(Path("old.json"), None, timedelta(hours=2))
    assert counted is not None
    assert abs(counted - datetime.now(UTC) - timedelta(hours=2)) < timedelta(minutes=1)


def test_kept_plan_that_is_no_plan_is_refused_with_its_place(files, capsys):
    _, old, new = files
    write(old, PUBLISHED | {"meetings": [{"request": "R1", "slot": 7, "place": "T1"}]})
    assert repair(files) == 2
    assert capsys.readouterr().err == f"bms: {old}: $.meetings[0].slot: must be a text, and is 7\n"
    assert not new.exists()


def test_kept_plan_is_not_overwritten(files, capsys):
    problem, old, _ = files
    assert repair((problem, old, old)) == 2
    assert capsys.readouterr().err == f"bms: {old}: is an input of this command; name another file\n"
    assert json.loads(old.read_text()) == PUBLISHED


def test_goal_changes_without_a_plan_to_keep_is_nothing(files, capsys):
    problem, _, new = files
    write(problem, EVENT | {"goals": ["changes", "value"]})
    assert run(["solve", str(problem), "-o", str(new), "--seconds", "20"]) == 0
    document = json.loads(new.read_text())
    assert document["goals"][0] == {"name": "changes", "achieved": 0, "bound": 0, "proven": True}
    assert judge(json.loads(problem.read_text()), document)[0] == []
    assert run(["check", str(problem), str(new), "--bounds"]) == 0
    assert "changes: at least 0, by what the goal counts" in capsys.readouterr().out


@pytest.mark.parametrize("goals", [["lowest"], ["mix", "lowest", "value"]])
def test_plan_for_nobody_is_kept(files, goals):
    problem, old, new = files
    write(problem, EVENT | {"goals": goals, **{key: [] for key in ("participants", "requests", "places", "dialogues")}})
    assert run(["solve", str(problem), "-o", str(old)]) == 0
    assert run(["solve", str(problem), "--keep", str(old), "-o", str(new)]) == 0


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_can_be_repaired(scenario, tmp_path):
    event = make_event(Preset(20, 8, 1, 6, 60, 6, 0.4, 1, 0.95), 3)
    problem, old, new = write(tmp_path / "problem.json", event), tmp_path / "old.json", tmp_path / "new.json"
    assert run(["solve", str(problem), "-o", str(old), "--seconds", "30", "--goals", "floor,value"]) == 0
    later = after(scenario, event, read_plan(old), 1)
    assert later != event
    write(problem, later)
    now = noticed_at(scenario, event)
    frozen = ["--now", now.isoformat(), "--freeze", "30m"] if now else []
    assert run(["solve", str(problem), "--keep", str(old), "-o", str(new), "--seconds", "10", *frozen]) == 0
    found, goals = judge(later, json.loads(new.read_text()), json.loads(old.read_text()))
    assert found == []
    claimed = json.loads(new.read_text())["goals"][0]
    assert (claimed["achieved"], claimed["proven"]) == (goals["changes"], True)


@pytest.mark.deep
def test_bench_of_repairs_has_a_line_for_each_thing_that_goes_wrong(monkeypatch):
    monkeypatch.setitem(PRESETS, "mini", Preset(8, 4, 1, 4, 12, 3, 0.5, 0, 1.0))
    titles, *rows = measure_repairs(["mini"], [2], ["--seconds", "30", "--goals", "floor,value"], 1)
    assert titles.split() == ["instance", "seed", "changes", "bound", "value", "bound", "gap", "seconds", "MB"]
    assert [row[:24].strip() for row in rows] == [f"mini, {scenario}" for scenario in SCENARIOS]
    assert all(row.split()[-5:-4] != ["-"] for row in rows)


@pytest.mark.parametrize(
    "option", ["--variants", "--maxsat", "--tables-first", "--keep-best", "--without=maxsat", "--picture=p.svg", "e.json"]
)
def test_bench_of_repairs_is_refused_beside_what_it_would_leave_undone(option, capsys):
    assert bench(["--repair", option]) == 2
    assert "leave files and comparisons out" in capsys.readouterr().err
