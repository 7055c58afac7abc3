"""The process of HiGHS, asked over its own streams: programs in, solutions, bounds and ends out."""

from __future__ import annotations

import pickle
import subprocess
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from scheduler.program.integer_program import Linear
from scheduler.solvers.child_process import start_child
from tests.support.programs import KNAPSACK, WORTH, program

LONG = 600.0  # seconds that no test waits


@pytest.fixture(scope="module")
def worker() -> Iterator[subprocess.Popen[bytes]]:
    with start_child("scheduler.solvers.highs_worker") as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0


def send(worker: subprocess.Popen[bytes], name: str, argument: dict[str, Any]) -> None:
    assert worker.stdin is not None
    pickle.dump((name, argument), worker.stdin, protocol=5)
    worker.stdin.flush()


def load(worker: subprocess.Popen[bytes], linear: Linear) -> None:
    matrix = linear.by_column
    sides = {"low": linear.low, "high": linear.high, "lower": linear.lower, "upper": linear.upper}
    send(worker, "load", sides | {"indptr": matrix.indptr, "indices": matrix.indices, "data": matrix.data})


def run(worker: subprocess.Popen[bytes], cost: np.ndarray, **more: Any) -> list[tuple[Any, ...]]:
    """Everything that it answers to one job, the last of it the end."""
    send(worker, "run", {"cost": cost, "integral": True, "presolve": True, "seconds": LONG, "gap": 0.0, "start": None} | more)
    assert worker.stdout is not None
    answers = [pickle.load(worker.stdout)]
    while answers[-1][0] != "done":
        answers.append(pickle.load(worker.stdout))
    return answers


def test_linear_program_ends_with_solution_and_duals(worker):
    load(worker, KNAPSACK)
    ((name, end),) = run(worker, WORTH, integral=False)
    assert (name, end["optimal"], end["infeasible"], end["bound"]) == ("done", True, False, None)
    assert end["x"] == pytest.approx([2, 0.5])
    assert end["dual"] == pytest.approx([-1.5, 0])


def test_integer_program_ends_with_solution_and_bound(worker):
    load(worker, KNAPSACK)
    answers = run(worker, WORTH)
    end = answers[-1][1]
    assert (end["optimal"], end["dual"]) == (True, None)
    assert end["x"] == pytest.approx([1, 2])
    assert end["bound"] == pytest.approx(-11)


def test_solutions_become_better_and_bounds_rise_on_the_way(worker):
    rng = np.random.default_rng(3)
    weights, worth = rng.integers(10, 99, (5, 30)), rng.integers(10, 99, 30)
    load(worker, program([(None, row.tolist(), int(row.sum()) // 3) for row in weights], [(0, 1)] * 30))
    answers = run(worker, -worth)
    costs = [float(-worth @ content) for name, content in answers if name == "solution"]
    bounds = [content for name, content in answers if name == "bound"]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert len(costs) > 0
    assert max(bounds, default=-np.inf) <= -worth @ answers[-1][1]["x"] + 1e-6


def test_program_stays_for_the_next_job_and_is_whole_or_not_as_asked(worker):
    load(worker, KNAPSACK)
    assert [run(worker, np.array([1, 2]), integral=integral)[-1][1]["x"].tolist() for integral in (True, False)] == [[1, 0], [1, 0]]
    assert run(worker, WORTH, integral=False)[-1][1]["x"] == pytest.approx([2, 0.5])


def test_missing_solution_is_told(worker):
    load(worker, program([(3, [1, 1], None)], [(0, 1), (0, 1)]))
    end = run(worker, WORTH)[-1][1]
    assert (end["x"], end["optimal"], end["infeasible"]) == (None, False, True)


def test_job_without_time_does_not_take_time_from_the_next(worker):
    load(worker, KNAPSACK)
    run(worker, WORTH, seconds=0.0)
    assert run(worker, WORTH, seconds=LONG)[-1][1]["optimal"]
