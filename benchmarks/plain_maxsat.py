"""What the planner is measured against: plain MaxSAT of the published encoding, two instances side by side."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.measuring import Case, Run
from scheduler.errors import Fault, UnusableInput
from scheduler.stop import Stop

SOLVE = (sys.executable, "-m", "benchmarks.published_maxsat")
LIMIT = 600.0  # seconds for one published instance, and what one that is not proven counts
BESIDE = 2


@dataclass(frozen=True, slots=True)
class Plain:
    """The fewest breaks ("none": no plan exists; None: not proven in time), and the seconds until then."""

    fewest: str | None
    seconds: float


def measure_plain(events: Sequence[tuple[Case, int]], limit: float) -> tuple[list[Plain], float]:
    """Solve instances of the published kind, each with its seed; returns what came of each, and the seconds of all together.

    Parameters
    ----------
    limit
        Seconds for each.

    Raises
    ------
    UnusableInput
        If one has what the published encoding does not know.
    """
    began = time.monotonic()
    stop = Stop()
    with ThreadPoolExecutor(BESIDE) as pool:
        try:
            results = list(pool.map(partial(_solve, limit, stop), *zip(*events, strict=True)))
        except BaseException:
            stop.request()
            raise
    return results, time.monotonic() - began


def _solve(limit: float, stop: Stop, case: Case, seed: int) -> Plain:
    with tempfile.TemporaryDirectory() as folder:
        problem = Path(folder) / "problem.json"
        case.write(problem, seed)
        began = time.monotonic()
        with (
            subprocess.Popen([*SOLVE, problem], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
            stop.calling(process.kill),
        ):
            try:
                found, messages = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                process.kill()
                return Plain(None, limit)
        if process.returncode:
            raise UnusableInput(str(case.source or case.name), [Fault("", line) for line in messages.strip().splitlines()[-1:]])
        return Plain(found.strip(), time.monotonic() - began)


def counted(run: Run, limit: float) -> float:
    """Seconds that a run of the planner counts: what is not proven counts the limit."""
    return run.seconds if run.proven else limit


def contradicts(plain: Plain, run: Run) -> bool:
    """Whether the planner and plain MaxSAT cannot both be right."""
    breaks = run.goal("breaks")
    if plain.fewest is None:
        return False
    if plain.fewest == "none" or breaks is None:
        return run.plan is not None if plain.fewest == "none" else run.proven
    return breaks.bound > int(plain.fewest) or breaks.achieved < int(plain.fewest)
