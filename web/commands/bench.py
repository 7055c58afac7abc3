"""`bms bench`: how good, how fast and how large planning is, on made-up and on published events."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from matchmaking.convert import convert
from scheduler.errors import Fault, UnusableInput
from scheduler.plan import GoalResult, Plan
from scheduler.reading import read_plan, read_problem
from scheduler.writing import problem_to_json, write_json
from web.cli import IMPOSSIBLE, UNDECIDED, UNUSABLE
from web.commands.files import FILE, require_writable_file
from web.commands.planning import make_settings
from web.commands.presets import PRESETS, make_event
from web.commands.scaling import Measured, count_pairs, write_picture

WIDTHS = (24, 5, 9, 10, 10, 8, 7, 7, 8, 7)
TITLES = ("instance", "seed", "pairs", "value", "bound", "gap", "breaks", "bound", "seconds", "MB")
USUAL = ("club", "gdca", "medica", "fair")
SOLVE = (sys.executable, "-c", "from web.cli import main; main()", "solve")
ENDINGS = {IMPOSSIBLE: "no plan exists", UNDECIDED: "no plan in time"}


@dataclass(frozen=True, slots=True)
class Case:
    """An event to plan: a preset, or the file that it is in."""

    name: str
    source: Path | None = None

    def write(self, path: Path, seed: int) -> None:
        """Write its problem file."""
        if self.source is None:
            write_json(path, make_event(PRESETS[self.name], seed))
        elif self.source.suffix == ".json":
            path.write_bytes(self.source.read_bytes())
        else:
            write_json(path, problem_to_json(convert(self.source)))


@click.command("bench")
@click.argument("sources", metavar="[FILE|FOLDER]...", nargs=-1, type=FILE)
@click.option("--preset", "presets", type=click.Choice(list(PRESETS)), multiple=True, help="Made-up event; may be repeated.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), help="Of the made-up event and the search; may be repeated.")
@click.option("--seconds", type=float, default=60, help="Time for each event.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--goals", metavar="GOAL,GOAL", help="Goals in their order, in place of each problem's own.")
@click.option("--picture", metavar="FILE.svg", type=FILE, help="Draw seconds and memory against the size of the events.")
def command(
    sources: tuple[Path, ...],
    presets: tuple[str, ...],
    seeds: tuple[int, ...],
    seconds: float,
    workers: int,
    goals: str | None,
    picture: Path | None,
) -> None:
    """Measure the planner on made-up and on published events.

    Plans presets, problem files (.json) and B2BSOP instances (.dzn), or all of those in a folder, each in a process of its
    own, and prints a line of each: its (request, allowed slot) pairs, value and breaks with their proven bounds, seconds, and the
    most memory that a process took.
    Without any, the presets club, gdca, medica and fair.
    """
    for seed in seeds:
        make_settings(seconds, workers, seed)
    options = ["--seconds", str(seconds), "--workers", str(workers), *(["--goals", goals] if goals else [])]
    if picture is not None:
        require_writable_file(picture)
    click.echo(_line(TITLES))
    runs = []
    for case in _cases(sources, presets):
        for seed in seeds:
            columns = _measure(case, seed, options)
            click.echo(_line((case.name, str(seed), *columns)))
            runs.append(Measured(case.name, int(columns[0]), float(columns[-2]), float(columns[-1])))
    if picture is not None:
        write_picture(picture, runs)


def _cases(sources: tuple[Path, ...], presets: tuple[str, ...]) -> Iterator[Case]:
    for name in presets or (() if sources else USUAL):
        yield Case(name)
    for source in sources:
        files = [source]
        if source.is_dir():
            files = sorted(path for path in source.iterdir() if path.suffix in {".dzn", ".json"})
            if not files:
                raise UnusableInput(str(source), [Fault("", "holds no .dzn and no .json file")])
        yield from (Case(path.name.removesuffix(".dzn").removesuffix(".json"), path) for path in files)


def _measure(case: Case, seed: int, options: list[str]) -> tuple[str, ...]:
    """Plan in a process of its own; returns what stands in the columns after the seed."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as messages:
        problem, plan = Path(folder) / f"{case.name}.json", Path(folder) / "plan.json"
        case.write(problem, seed)
        pairs = _pairs(problem)
        began = time.monotonic()
        process = subprocess.Popen([*SOLVE, problem, "-o", plan, "--seed", str(seed), *options], stdout=subprocess.DEVNULL, stderr=messages)
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        cost = f"{time.monotonic() - began:.1f}", f"{used.ru_maxrss / 1024:.0f}"
        if process.returncode == 0:
            return (pairs, *_quality(read_plan(plan)), *cost)
        if process.returncode != UNUSABLE:
            ending = ENDINGS.get(process.returncode, f"failed with exit code {process.returncode}")
            return (pairs, ending, "", "", "", "", *cost)
        messages.seek(0)
        told = [line.strip().removeprefix(f"bms: {problem}: ") for line in messages]
        raise UnusableInput(str(case.source or case.name), [Fault("", line) for line in told])


def _pairs(problem: Path) -> str:
    """Of a file; what is wrong with it, if anything, is told by the run."""
    try:
        return str(count_pairs(read_problem(problem).problem))
    except UnusableInput:
        return "0"


def _quality(plan: Plan) -> tuple[str, ...]:
    goals = {goal.name: goal for goal in plan.goals}
    value, breaks = goals.get("value"), goals.get("breaks")
    return (*_shown(value), _gap(value), *_shown(breaks))


def _shown(goal: GoalResult | None) -> tuple[str, str]:
    return ("-", "-") if goal is None else (str(goal.achieved), str(goal.bound))


def _gap(goal: GoalResult | None) -> str:
    return "-" if goal is None else f"{100 * (goal.bound - goal.achieved) / max(1, goal.bound):.3f} %"


def _line(columns: tuple[str, ...]) -> str:
    first, *others = columns
    return f"{first:<{WIDTHS[0]}}" + "".join(f" {column:>{width}}" for column, width in zip(others, WIDTHS[1:], strict=True))
