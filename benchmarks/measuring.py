"""Planning one event in a process of its own, to see how good, how fast and how large that is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.presets import PRESETS, make_event
from benchmarks.scaling import count_pairs
from benchmarks.variants import make_variant
from matchmaking.convert import convert
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading import read_plan, read_problem
from scheduler.files.writing import problem_to_json, write_json
from scheduler.plan import GoalResult, Plan
from scheduler.solvers.child_process import PARENT
from web.cli import IMPOSSIBLE, UNDECIDED, UNUSABLE

# It ends with this process whatever ends that: a signal may come while it is just being started.
SOLVE = (
    sys.executable,
    "-c",
    "from scheduler.solvers.child_process import end_with_parent; end_with_parent(); from web.cli import main; main()",
    "solve",
)
ENDINGS = {IMPOSSIBLE: "no plan exists", UNDECIDED: "no plan in time"}


@dataclass(frozen=True, slots=True)
class Case:
    """An event to plan: a preset, the file that it is in, or a variant of that."""

    name: str
    source: Path | None = None
    variant: str | None = None

    def write(self, path: Path, seed: int) -> None:
        """Write its problem file."""
        if self.source is None:
            write_json(path, make_event(PRESETS[self.name], seed))
        elif self.variant is not None:
            problem = read_problem(self.source).problem if self.source.suffix == ".json" else convert(self.source)
            try:
                write_json(path, problem_to_json(make_variant(problem, self.variant, seed)))
            except ValueError as error:
                raise UnusableInput(str(self.source), [Fault("", str(error))]) from error
        elif self.source.suffix == ".json":
            path.write_bytes(self.source.read_bytes())
        else:
            write_json(path, problem_to_json(convert(self.source)))


@dataclass(frozen=True, slots=True)
class Run:
    """How planning ended.

    Attributes
    ----------
    plan, ending
        A plan, or None and what happened instead.
    pairs
        (request, allowed slot) pairs of the event.
    seconds, megabytes
        Of the whole process, and of its largest process.
    """

    plan: Plan | None
    ending: str
    pairs: int
    seconds: float
    megabytes: float

    def goal(self, name: str) -> GoalResult | None:
        """What the plan reaches in a goal; None where there is no plan or it has no such goal."""
        return None if self.plan is None else next((goal for goal in self.plan.goals if goal.name == name), None)

    @property
    def proven(self) -> bool:
        """Whether it is proven that nothing better exists, or nothing at all."""
        return self.ending == ENDINGS[IMPOSSIBLE] if self.plan is None else all(goal.proven for goal in self.plan.goals)


def measure(case: Case, seed: int, options: list[str]) -> Run:
    """Plan an event with ``bms solve`` and these options.

    Raises
    ------
    UnusableInput
        If the event cannot be planned at all.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as messages:
        problem, plan = Path(folder) / f"{case.name}.json", Path(folder) / "plan.json"
        case.write(problem, seed)
        pairs = _pairs(problem)
        began = time.monotonic()
        process = subprocess.Popen(
            [*SOLVE, problem, "-o", plan, "--seed", str(seed), *options],
            stdout=subprocess.DEVNULL,
            stderr=messages,
            env=os.environ | {PARENT: str(os.getpid())},
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.monotonic() - began  # before the plan is read here, which is no part of making it
        process.returncode = code = os.waitstatus_to_exitcode(status)
        if code == UNUSABLE:
            messages.seek(0)
            said = [line.strip().removeprefix(f"bms: {problem}: ") for line in messages]
            raise UnusableInput(str(case.source or case.name), [Fault("", line) for line in said])
        ending = "" if code == 0 else ENDINGS.get(code, f"failed with exit code {code}")
        return Run(None if code else read_plan(plan), ending, pairs, seconds, used.ru_maxrss / 1024)


def _pairs(problem: Path) -> int:
    """Of a file; what is wrong with it, if anything, is said by the run."""
    try:
        return count_pairs(read_problem(problem).problem)
    except UnusableInput:
        return 0
