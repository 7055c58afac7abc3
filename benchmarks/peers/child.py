"""The process of one peer: reads the problem, lets the peer choose within its time, and writes the plan."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.event import Chosen, Event, read_event, to_plan
from scheduler.files.reading import read_problem
from scheduler.files.writing import plan_to_json, write_json
from scheduler.solvers.child_process import end_with_parent


@dataclass(frozen=True, slots=True)
class Order:
    """Monotonic time by which to be done, processor cores to use, and the seed."""

    end: float
    workers: int
    seed: int

    @property
    def left(self) -> float:
        """Seconds until then, or a little."""
        return max(0.1, self.end - time.monotonic())


def carry_out(choose: Callable[[Event, Order], Chosen]) -> None:
    """Carry out the order of the command line: problem, answer, end, workers, seed."""
    end_with_parent()
    problem, answer, end, workers, seed = sys.argv[1:]
    read = read_problem(Path(problem))
    event = read_event(read.problem)
    chosen = choose(event, Order(float(end), int(workers), int(seed)))
    plan = plan_to_json(to_plan(event, chosen, read.sha256))
    write_json(Path(answer), {"plan": plan, "bounds": dict(chosen.bounds), "megabytes": _peak()})
    # Libraries that own threads or a virtual machine need not be asked to end.
    sys.stdout.flush()
    os._exit(0)


def _peak() -> float:
    """The most memory that this process has had, in megabytes; what it inherited from its parent does not count, as in ``ru_maxrss``."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
