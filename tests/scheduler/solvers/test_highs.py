"""HiGHS in its own process: what it finds, how it is ended, and what is left when it is ended by others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.program.integer_program import Linear
from scheduler.solvers.highs import Highs, HighsResult
from scheduler.stop import Stop
from tests.support.programs import KNAPSACK, WORTH, costs_of, program, programs, solutions
from tests.support.tiers import examples

LONG = 600.0  # seconds that no test waits
ROOT = Path(__file__).parents[3]
NOTHING = HighsResult()


def hard() -> tuple[Linear, np.ndarray]:
    """A market split (Cornuéjols and Dawande, 1999): no solution, and none of the methods known sees that soon."""
    rng = np.random.default_rng(0)
    weights = rng.integers(0, 100, (6, 50))
    return program([(int(row.sum()) // 2, row.tolist(), int(row.sum()) // 2) for row in weights], [(0, 1)] * 50), np.arange(50)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def pid_of(highs: Highs) -> int:
    assert highs._process is not None
    return highs._process.pid


def later(action: Callable[[], object]) -> threading.Timer:
    """Do something while the solver is at work."""
    timer = threading.Timer(0.3, action)
    timer.start()
    return timer


def assert_works(highs: Highs) -> None:
    highs.load(KNAPSACK)
    assert highs.minimise(WORTH, seconds=LONG, integral=True).x == pytest.approx([1, 2])


def test_linear_program_is_solved_with_its_duals(highs):
    highs.load(KNAPSACK)
    result = highs.minimise(WORTH, seconds=LONG, integral=False)
    assert (result.optimal, result.infeasible) == (True, False)
    assert result.x == pytest.approx([2, 0.5])
    assert result.dual == pytest.approx([-1.5, 0])
    assert result.bound is None


def test_integer_program_is_solved_with_its_bound(highs):
    highs.load(KNAPSACK)
    found: list[list[int]] = []
    result = highs.minimise(WORTH, seconds=LONG, integral=True, on_solution=lambda x: found.append(x.tolist()))
    assert (result.optimal, result.infeasible) == (True, False)
    assert result.x == pytest.approx([1, 2])
    assert result.bound == pytest.approx(-11)
    assert result.dual is None
    assert all(KNAPSACK.violated(np.array(x)).tolist() == [] for x in found)


def test_program_stays_loaded_for_other_costs(highs):
    highs.load(KNAPSACK)
    assert highs.minimise(np.array([1, 2]), seconds=LONG, integral=True).x == pytest.approx([1, 0])
    assert highs.minimise(np.array([2, 1]), seconds=LONG, integral=False).x == pytest.approx([0, 1])


@pytest.mark.parametrize("integral", [True, False])
def test_program_without_solution_is_infeasible(highs, integral):
    highs.load(program([(3, [1, 1], None)], [(0, 1), (0, 1)]))
    result = highs.minimise(WORTH, seconds=LONG, integral=integral)
    assert (result.x, result.optimal, result.infeasible) == (None, False, True)


@examples(0.6)
@given(programs(), st.data())
def test_integer_program_costs_what_the_best_of_all_solutions_does(highs, linear, data):
    cost = data.draw(costs_of(linear))
    highs.load(linear)
    result = highs.minimise(cost, seconds=LONG, integral=True)
    costs = [int(cost @ x) for x in solutions(linear)]
    assert result.infeasible == (not costs)
    if costs:
        assert result.x is not None
        assert result.bound is not None
        assert linear.violated(np.round(result.x).astype(np.int64)).tolist() == []
        assert int(cost @ np.round(result.x)) == min(costs)
        assert result.bound <= min(costs) + 1e-6


def test_run_ends_with_its_seconds_and_the_next_one_works(highs):
    linear, cost = hard()
    highs.load(linear)
    result = highs.minimise(cost, seconds=0.3, integral=True)
    assert (result.x, result.optimal, result.infeasible) == (None, False, False)
    assert_works(highs)


def test_without_time_nothing_is_handed_over_or_begun():
    count = 50_000  # more than what a pipe takes at once
    with Highs(Stop()) as highs:
        pid = pid_of(highs)
        os.kill(pid, signal.SIGSTOP)
        awake = later(lambda: os.kill(pid, signal.SIGCONT))
        highs.load(program([], [(0, 1)] * count))
        assert highs.minimise(np.ones(count), seconds=0, integral=False) == NOTHING
        awake.join()
        assert_works(highs)
        assert pid_of(highs) == pid


def test_no_process_waits_where_the_last_run_was_cut_off():
    linear, cost = hard()
    with Highs(Stop()) as highs:
        pid = pid_of(highs)
        highs.load(linear)
        highs.minimise(cost, seconds=0.3, integral=True)
        if not is_alive(pid):  # it may have ended by itself just in time
            assert highs._process is None
        assert_works(highs)


def test_stop_ends_a_run_in_the_middle():
    stop, (linear, cost) = Stop(), hard()
    with Highs(stop) as highs:
        pid = pid_of(highs)
        highs.load(linear)
        later(stop.request)
        result = highs.minimise(cost, seconds=LONG, integral=True)
        assert (result.x, result.optimal, result.infeasible) == (None, False, False)
        assert not is_alive(pid)
        assert highs.minimise(cost, seconds=LONG, integral=True) == NOTHING


def test_process_that_is_killed_in_the_middle_is_replaced():
    linear, cost = hard()
    with Highs(Stop()) as highs:
        pid = pid_of(highs)
        highs.load(linear)
        later(lambda: os.kill(pid, signal.SIGKILL))
        result = highs.minimise(cost, seconds=LONG, integral=True)
        assert (result.x, result.optimal, result.infeasible) == (None, False, False)
        assert_works(highs)
        assert pid_of(highs) != pid


def test_process_that_was_killed_between_runs_is_replaced_and_has_the_program():
    count = 50_000  # more than what a pipe takes at once
    large = program([], [(0, 1)] * count)
    with Highs(Stop()) as highs:
        highs.load(KNAPSACK)
        os.kill(pid_of(highs), signal.SIGKILL)
        highs.load(large)
        assert highs.minimise(np.ones(count), seconds=LONG, integral=False) == NOTHING
        assert highs.minimise(-np.ones(count), seconds=LONG, integral=False).x == pytest.approx(np.ones(count))


def test_process_ends_with_its_context():
    with Highs(Stop()) as highs:
        pid = pid_of(highs)
        assert is_alive(pid)
    assert not is_alive(pid)


def test_process_ends_with_its_parent():
    imports = "from scheduler.solvers.highs import Highs; from scheduler.stop import Stop"
    script = f"{imports}; h = Highs(Stop()); print(h._process.pid, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(pid)
