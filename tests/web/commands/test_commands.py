from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from scheduler.files.reading import read_plan, read_problem
from tests.support.commands import BMS, crowd, event, write
from web.cli import run


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return write(tmp_path / "problem.json", event())


def solve(problem: Path, plan: Path, *more: str) -> int:
    return run(["solve", str(problem), "-o", str(plan), "--seconds", "20", *more])


@pytest.fixture
def plan(problem: Path) -> Path:
    path = problem.with_name("plan.json")
    assert solve(problem, path) == 0
    return path


def test_solve_writes_a_plan_and_tells_how_good_it_is(problem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = problem.with_name("plan.json")
    assert solve(problem, plan) == 0
    # An meets Bo and Cy; Bo and Cy cannot meet besides, each slot having one of them with An.
    assert capsys.readouterr().out.splitlines() == [
        "2 of 3 requests are meetings",
        "floor 0: no plan can do better",
        "value 5 of at most 5: no plan can do better",
        "breaks 0: no plan can do better",
        "idle 0: no plan can do better",
        "moves 0: no plan can do better",
        "not held are 1; what would help, how often: one more slot 1",
    ]
    assert {meeting.request for meeting in read_plan(plan).meetings} == {"R1", "R2"}
    assert read_plan(plan).problem_sha256 == read_problem(problem).sha256


def test_solve_takes_goals_in_place_of_the_problems_own(problem: Path) -> None:
    plan = problem.with_name("plan.json")
    assert solve(problem, plan, "--goals", "value, idle") == 0
    assert [(goal.name, goal.achieved, goal.bound) for goal in read_plan(plan).goals] == [("value", 5, 5), ("idle", 0, 0)]
    assert run(["check", str(problem), str(plan)]) == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            ["--goals", "value,speed"],
            "Invalid value for '--goals': 'speed' is not a goal; the goals are changes, floor, value, breaks, idle, moves, lowest, mix",
        ),
        (["--goals", "value,value"], "Invalid value for '--goals': 'value' is named twice"),
        (
            ["--goals", ""],
            "Invalid value for '--goals': '' is not a goal; the goals are changes, floor, value, breaks, idle, moves, lowest, mix",
        ),
        (["--workers", "two"], "Invalid value for '--workers': 'two' is not a valid integer"),
    ],
)
def test_solve_refuses_options_that_mean_nothing(problem: Path, more: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    plan = problem.with_name("plan.json")
    assert solve(problem, plan, *more) == 2
    assert capsys.readouterr().err == f"bms: {message} (see bms solve --help)\n"
    assert not plan.exists()


@pytest.mark.parametrize("more", [["--seconds", "0"], ["--seconds", "nan"], ["--seconds", "-1"], ["--workers", "0"], ["--seed", "-1"]])
def test_solve_refuses_options_out_of_range(problem: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    plan = problem.with_name("plan.json")
    assert solve(problem, plan, *more) == 2
    output = capsys.readouterr().err
    assert (output.startswith("bms: "), output.count("\n"), plan.exists()) == (True, 1, False)


def test_solve_refuses_unusable_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = write(tmp_path / "problem.json", event(id=7, extra=1))
    assert solve(problem, tmp_path / "plan.json") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[:3] for line in lines] == [["bms", str(problem), "$.extra"], ["bms", str(problem), "$.id"]]
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


def test_solve_says_what_cannot_hold_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fixed = [{"request": "R1", "slot": "S1"}, {"request": "R2", "slot": "S1"}]
    problem = write(tmp_path / "problem.json", event(fixed=fixed))
    assert solve(problem, tmp_path / "plan.json") == 3
    assert capsys.readouterr().err.splitlines()[0] == "bms: no plan exists; these cannot hold together:"
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


def test_solve_gives_up_when_reading_took_all_the_time(problem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(problem, problem.with_name("plan.json"), "--seconds", "0.000001") == 4
    assert capsys.readouterr().err == "bms: reading the problem took more than the 1e-06 seconds given\n"
    assert not problem.with_name("plan.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_solve_keeps_the_best_plan_when_it_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    problem, plan = write(tmp_path / "problem.json", crowd()), tmp_path / "plan.json"
    command = [*BMS, "solve", problem, "-o", plan, "--seconds", "100", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        first = next(line for line in process.stderr if line.startswith("breaks "))
        process.send_signal(number)
        rest = process.stderr.read()
    assert process.returncode == 0, first + rest
    assert run(["check", str(problem), str(plan)]) == 0


def test_check_accepts_a_plan_that_was_just_made(problem: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["check", str(problem), str(plan)]) == 0
    assert capsys.readouterr() == ("no violation; floor 0, value 5, breaks 0, idle 0, moves 0, lowest 50, mix 0\n", "")


def test_check_tells_a_violation_a_line(problem: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(plan.read_text())
    for meeting in document["meetings"]:
        meeting |= {"slot": "S1", "place": "T1"}
    write(plan, document)
    capsys.readouterr()
    assert run(["check", str(problem), str(plan)]) == 1
    output = capsys.readouterr()
    assert (len(output.out.splitlines()) > 1, output.err) == (True, "")


def test_check_does_not_judge_what_it_cannot_read(problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = tmp_path / "absent.json"
    assert run(["check", str(problem), str(absent)]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.startswith(f"bms: {absent}: ")) == ("", True)


def test_agendas_are_one_file_a_participant(problem: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = problem.parent / "new" / "calendars"
    capsys.readouterr()
    assert run(["agendas", str(problem), str(plan), "-o", str(folder)]) == 0
    assert capsys.readouterr().out == f"3 calendars in {folder}\n"
    assert len(list(folder.glob("*.ics"))) == 3


@pytest.mark.parametrize(("command", "output"), [("agendas", "calendars"), ("report", "report.html")])
def test_plan_that_breaks_a_rule_is_not_shown(
    problem: Path, plan: Path, command: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(plan.read_text())
    document["meetings"][0]["place"] = "T9"
    write(plan, document)
    capsys.readouterr()
    assert run([command, str(problem), str(plan), "-o", str(problem.parent / output)]) == 2
    output = capsys.readouterr().err
    assert (output.startswith(f"bms: {plan}: "), (problem.parent / output).exists()) == (True, False)


def test_report_is_one_page(problem: Path, plan: Path) -> None:
    page = problem.with_name("report.html")
    assert run(["report", str(problem), str(plan), "-o", str(page)]) == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_convert_writes_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "event"
    folder.mkdir()
    tables = {
        "event.csv": "id\nday\n",
        "slots.csv": "id,start,end\nS1,2026-11-24 09:00,2026-11-24 09:20\n",
        "places.csv": "id\nT1\n",
        "participants.csv": "id,role\nAn,buyer\nBo,supplier\n",
        "requests.csv": "id,participant 1,participant 2\nR1,An,Bo\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text)
    problem = tmp_path / "problem.json"
    assert run(["convert", str(folder), "-o", str(problem), "--timezone", "Europe/Brussels"]) == 0
    assert capsys.readouterr().out == "2 participants, 1 requests, 1 slots\n"
    assert read_problem(problem).problem.slots[0].start.isoformat() == "2026-11-24T09:00:00+01:00"


def test_convert_refuses_a_source_it_does_not_know(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "event.doc"
    source.write_text("")
    assert run(["convert", str(source), "-o", str(tmp_path / "problem.json")]) == 2
    assert capsys.readouterr().err.startswith(f"bms: {source}: ")
    assert [path.name for path in tmp_path.iterdir()] == ["event.doc"]
