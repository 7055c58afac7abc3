"""One peer on one event: in a process of its own with a limit, its plan judged by our checker."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring import Case, measure
from scheduler.checker import broken_rules, goals_of
from scheduler.files.reading import parse_plan, read_problem
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.solvers.child_process import PARENT

OURS = "ours"
PEERS = ("greedy", "cpsat", "highs", "scip", "timefold")
ALL = (OURS, *PEERS)
EXTRAS = {
    "timefold": "needs a Java runtime of version 17 or newer, and its Python release: .venv/bin/pip install timefold==1.24.0b0",
}
"""Peers that are not among the locked packages, and how to install them."""

NO_DIALOGUES = ("timefold",)
"""Peers whose model is for events without dialogues."""

GRACE = 1.5  # a peer is ended after this many times its time, and
EXTRA_GRACE = 15.0  # so many seconds
SHOWN = ("floor", "value", "breaks", "idle")


@dataclass(frozen=True, slots=True)
class Result:
    """What a peer reached.

    Attributes
    ----------
    goals, bounds
        Goal: what the checker counts, and what the peer says it proves (given those before); nothing where there is no plan.
    broken
        Rules that the plan breaks: 0 for a valid one.
    seconds, cpu, megabytes
        Of the whole process on the clock and of processor cores, and of its memory at most.
    ending
        Why there is no plan, or nothing.
    """

    goals: dict[str, int]
    bounds: dict[str, int]
    broken: int
    seconds: float
    cpu: float
    megabytes: float
    ending: str = ""


def is_missing(peer: str, find: Callable[[str], object] = find_spec) -> bool:
    """Whether a peer is not installed, as far as modules are found."""
    # A folder that was left behind by what was taken out is found too, with no file of its own.
    return peer in EXTRAS and getattr(find(peer), "origin", None) is None


def measure_peer(peer: str, source: Path, seed: int, seconds: float, workers: int) -> Result:
    """Let a peer, or our planner, plan the event of a problem file within some seconds, start of its process included."""
    problem = read_problem(source).problem
    before = _cpu()
    if peer == OURS:
        return replace(_ours(Case(source.stem, source), problem, seed, seconds, workers), cpu=_cpu() - before)
    with tempfile.TemporaryDirectory() as folder:
        answer, began = Path(folder) / "answer.json", time.monotonic()
        ending = _run(peer, [str(source), str(answer), str(began + seconds), str(workers), str(seed)], GRACE * seconds + EXTRA_GRACE)
        took = time.monotonic() - began
        if ending:
            return Result({}, {}, 0, took, _cpu() - before, 0.0, ending)
        found = json.loads(answer.read_text(encoding="utf-8"))
        result = _judged(problem, parse_plan(found["plan"], peer), found["bounds"], took, found["megabytes"])
        return replace(result, cpu=_cpu() - before)


def _run(peer: str, arguments: list[str], limit: float) -> str:
    """Run a peer's process to its end; returns what went wrong, or nothing."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as messages:
        process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.peers.{peer}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=subprocess.STDOUT,
            env=os.environ | {PARENT: str(os.getpid())},
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            return "no plan in time"
        finally:
            process.kill()
            process.wait()
        messages.seek(0)
        said = messages.read().strip().splitlines()
        return (said or [f"exit code {code}"])[-1] if code else ""


def _ours(case: Case, problem: Problem, seed: int, seconds: float, workers: int) -> Result:
    run = measure(case, seed, ["--seconds", str(seconds), "--workers", str(workers)])
    if run.plan is None:
        return Result({}, {}, 0, run.seconds, 0.0, run.megabytes, run.ending)
    return _judged(problem, run.plan, {goal.name: goal.bound for goal in run.plan.goals}, run.seconds, run.megabytes)


def _judged(problem: Problem, plan: Plan, bounds: dict[str, int], seconds: float, megabytes: float) -> Result:
    reached = goals_of(problem, plan)
    return Result({goal: reached[goal] for goal in SHOWN}, bounds, len(broken_rules(problem, plan)), seconds, 0.0, megabytes)


def _cpu() -> float:
    """Seconds of processor cores of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
