"""Signals: a command that plans ends soon after one, wherever it is, with a whole plan or none."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scheduler.solvers.child_process import start_child
from scheduler.stop import Stop
from tests.support.commands import BMS, crowd, write
from tests.support.tiers import deep
from tests.support.web.servers import wait_until
from web.cli import run
from web.core.signals import ONCE, signals_ask, work_beside

ROOT = Path(__file__).parents[3]
SOON = 20.0  # seconds within which a process has ended after the signal
MOMENTS = 5.0  # seconds after its start up to which a signal comes: when it starts, reads, plans and proves
UNENDING = ["--seconds", "600", "--workers", "1"]


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return write(tmp_path / "problem.json", crowd())


def python(code: str) -> subprocess.Popen[str]:
    """Another Python, which says a line when it is ready for a signal."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def told(process: subprocess.Popen[str], seconds: float = SOON) -> tuple[int, str, str]:
    """How it ends, in time."""
    try:
        out, err = process.communicate(timeout=seconds)
    finally:
        process.kill()
    return process.returncode, out, err


def assert_ends_whole(problem: Path, number: signal.Signals, moment: float) -> int:
    """Send `bms solve` a signal so many seconds after its start: it ends soon, with a valid plan or with nothing."""
    plan = problem.with_name("plan.json")
    process = subprocess.Popen(
        [*BMS, "solve", problem, "-o", plan, *UNENDING], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    time.sleep(moment)
    process.send_signal(number)
    code, _, err = told(process)
    assert sorted(path.name for path in problem.parent.iterdir()) == (["plan.json", "problem.json"] if code == 0 else ["problem.json"]), err
    assert code in (0, 1, 4, 128 + number, -number), err  # 1 where it came so soon that Python itself had not started
    assert code or run(["check", str(problem), str(plan)]) == 0
    return code


@pytest.mark.parametrize(("number", "seed"), [(signal.SIGINT, 1), (signal.SIGTERM, 0), deep(signal.SIGINT, 0), deep(signal.SIGTERM, 1)])
def test_solve_ends_soon_after_a_signal_at_any_moment(problem: Path, number: signal.Signals, seed: int) -> None:
    assert_ends_whole(problem, number, random.Random(seed).uniform(0, MOMENTS))


@pytest.mark.deep
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seed", range(50))
def test_solve_ends_soon_after_each_of_fifty_signals(problem: Path, number: signal.Signals, seed: int) -> None:
    assert_ends_whole(problem, number, random.Random(100 + seed).uniform(0, MOMENTS))


def test_signal_is_heard_in_whatever_thread_it_arrives() -> None:
    def work() -> bool:
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        return stop.wait(SOON)

    with signals_ask() as stop:
        assert work_beside(work, stop)


def test_work_beside_returns_and_raises_what_the_work_does() -> None:
    assert work_beside(lambda: 7, Stop()) == 7
    with pytest.raises(KeyError):
        work_beside(lambda: {}[7], Stop())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("try:\n ready(); time.sleep(30)\nfinally: print('tidied')", (128 + signal.SIGTERM, "tidied\n")),
        ("try:\n ready(); time.sleep(30)\nexcept BaseException: time.sleep(30)", (-signal.SIGALRM, "")),
    ],
    ids=["tidily", "for certain"],
)
def test_process_ends_after_a_signal(code: str, expected: tuple[int, str]) -> None:
    process = python(
        f"import time; from web.core.signals import *; end_on_signals(grace=1); ready = lambda: print('ready', flush=True)\n{code}"
    )
    process.send_signal(signal.SIGTERM)
    assert told(process)[:2] == expected


ASKING = """
import time
from web.core.signals import ONCE, signals_ask
with signals_ask() as stop:
    print("ready", flush=True)
    print("asked" if stop.wait(30) else "not asked", flush=True)
    time.sleep(2.5 * ONCE)
print("kept")
"""


def test_signals_that_come_together_are_one_request() -> None:
    process = python(ASKING)
    process.send_signal(signal.SIGTERM)
    time.sleep(ONCE / 10)
    process.send_signal(signal.SIGTERM)
    assert told(process)[:2] == (0, "asked\nkept\n")


def test_second_signal_ends_the_process_at_once() -> None:
    process = python(ASKING)
    process.send_signal(signal.SIGTERM)
    assert process.stdout is not None
    assert process.stdout.readline() == "asked\n"
    time.sleep(1.5 * ONCE)
    process.send_signal(signal.SIGTERM)
    assert told(process)[:2] == (-signal.SIGTERM, "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_while_the_problem_is_read_leaves_nothing(tmp_path: Path, number: signal.Signals, code: int) -> None:
    problem = tmp_path / "problem.json"
    os.mkfifo(problem)
    process = subprocess.Popen([*BMS, "solve", problem, "-o", tmp_path / "plan.json"], stderr=subprocess.PIPE, text=True)
    with problem.open("w"):  # opened by both: it is being read
        process.send_signal(number)
        assert told(process)[::2] == (code, "\nbms: interrupted\n" if number == signal.SIGINT else "")
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]


def stopped_while_planning(
    arguments: list[str | Path], number: signal.Signals = signal.SIGTERM, seconds: float = SOON
) -> tuple[int, str, str]:
    """How a command ends that gets a signal as soon as it tells of its planning."""
    process = subprocess.Popen([*BMS, *arguments, *UNENDING], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stderr.readline()
    process.send_signal(number)
    return told(process, seconds)


@pytest.mark.parametrize("options", [["--slots", "1"], ["--fewest-tables"]], ids=" ".join)
def test_whatif_ends_after_a_signal_with_what_it_knows_by_then(problem: Path, options: list[str]) -> None:
    code, out, err = stopped_while_planning(["whatif", problem, *options])
    assert (code, "floor" in out) == (0, True), err


def test_fairness_ends_after_a_signal_with_what_it_knows_by_then(problem: Path) -> None:
    plan = problem.with_name("plan.json")
    assert run(["solve", str(problem), "-o", str(plan), "--seconds", "2", "--goals", "floor"]) == 0
    code, out, err = stopped_while_planning(["fairness", problem, plan, "--price"])
    assert (code, "the price of fairness" in out) == (0, True), err


def test_demo_that_is_terminated_leaves_nothing(tmp_path: Path) -> None:
    code, out, err = stopped_while_planning(["demo", "--directory", tmp_path / "demo"])
    assert (code, out, list(tmp_path.iterdir())) == (143, "", []), err


@pytest.mark.deep
def test_demo_whose_planning_is_interrupted_is_written_and_not_served(tmp_path: Path) -> None:
    code, out, err = stopped_while_planning(["demo", "--directory", tmp_path / "demo"], signal.SIGINT, seconds=120)
    assert (code, "To serve it:" in out) == (0, True), err
    assert run(["check", str(tmp_path / "demo" / "problem.json"), str(tmp_path / "demo" / "plan.json")]) == 0


def test_bench_takes_its_planner_with_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks", "--preset", "gdca", *UNENDING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: children(process.pid) != [], "the planner")
    (planner,) = children(process.pid)
    process.send_signal(signal.SIGTERM)
    assert told(process)[0] == 143
    wait_until(lambda: not Path(f"/proc/{planner}").exists(), "the end of the planner", SOON)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_child_is_not_ended_by_ctrl_c_while_it_starts() -> None:
    with start_child("scheduler.solvers.highs_worker") as process:
        process.send_signal(signal.SIGINT)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(SOON) == 0
