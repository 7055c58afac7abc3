"""`make bench ARGS='before DIR'`: another checkout's `bms` and this one in turn on the same events, and what one is of the other."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.presets import PRESETS, make_event
from benchmarks.scenarios import FREEZE, SCENARIOS, after, noticed_at
from benchmarks.table import line_of, shown
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading import read_plan
from scheduler.files.writing import write_json
from scheduler.plan import Plan
from web.commands.files import FILE
from web.commands.planning import make_settings
from web.commands.solve import parse_goals

WIDTHS = (24, 5, 7, 10, 10, 8, 8, 7)
TITLES = ("instance", "seed", "who", "value", "bound", "seconds", "CPU s", "MB")
PAUSE = 0.05  # seconds between two looks at how much memory is taken


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds on the clock and of the processors, and megabytes of all its processes together at their most."""

    seconds: float
    cpu: float
    megabytes: float

    def least(self, other: Cost) -> Cost:
        """The lower of each."""
        return Cost(min(self.seconds, other.seconds), min(self.cpu, other.cpu), min(self.megabytes, other.megabytes))

    def columns(self) -> tuple[str, ...]:
        """As a table shows them."""
        return f"{self.seconds:.1f}", f"{self.cpu:.1f}", f"{self.megabytes:.0f}"

    def ratio(self, before: Cost) -> tuple[str, ...]:
        """What it is of another."""
        pairs = ((self.seconds, before.seconds), (self.cpu, before.cpu), (self.megabytes, before.megabytes))
        return tuple(f"{now / max(then, 1e-9):.2f}" for now, then in pairs)


@dataclass(frozen=True, slots=True)
class Job:
    """A problem file to plan, with the options that say how."""

    name: str
    seed: int
    problem: Path
    options: tuple[str, ...]


@click.command("before", context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.argument("checkout", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("sources", metavar="[FILE.json]...", nargs=-1, type=FILE)
@click.option("--preset", "presets", type=click.Choice(list(PRESETS)), multiple=True, help="Made-up event; may be repeated.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), help="Of the made-up event and the search; may be repeated.")
@click.option("--seconds", type=float, default=120, help="Time for each event.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--goals", metavar="GOAL,GOAL", callback=parse_goals, help="Goals in their order, in place of each problem's own.")
@click.option("--turns", type=click.IntRange(min=1), default=1, help="Runs of each, in turn, of which the least counts.")
@click.option("--repair", is_flag=True, help="Let things go wrong with plans of presets, and repair them.")
def command(
    checkout: Path,
    sources: tuple[Path, ...],
    presets: tuple[str, ...],
    seeds: tuple[int, ...],
    seconds: float,
    workers: int,
    goals: tuple[str, ...] | None,
    turns: int,
    repair: bool,
) -> None:
    """Run another checkout's planner and this one in turn, on this machine.

    DIR has a virtual environment of its own (make .venv/bms.stamp). Of each event it prints what both reach and take, and then what this
    one takes of the other: seconds, seconds of processors, and memory of all processes together.
    """
    for seed in seeds:
        make_settings(seconds, workers, seed)
    other = checkout.resolve() / ".venv" / "bin" / "bms"
    if not other.exists():
        raise UnusableInput(str(other), [Fault("", "does not exist: make .venv/bms.stamp there")])
    both = {"before": (str(other),), "now": (str(Path(sys.executable).with_name("bms")),)}
    options = ("--seconds", str(seconds), "--workers", str(workers), *(("--goals", ",".join(goals)) if goals else ()))
    click.echo(line_of(TITLES, WIDTHS))
    with tempfile.TemporaryDirectory() as folder:
        for job in _jobs(sources, presets, seeds, options, repair, both["now"], Path(folder)):
            for columns in _compared(job, both, turns, Path(folder)):
                click.echo(line_of((job.name, str(job.seed), *columns), WIDTHS))


def _jobs(
    sources: tuple[Path, ...],
    presets: tuple[str, ...],
    seeds: tuple[int, ...],
    options: tuple[str, ...],
    repair: bool,
    planner: Sequence[str],
    folder: Path,
) -> Iterator[Job]:
    for preset in presets or (() if sources else ("gdca",)):
        for seed in seeds:
            event, problem = make_event(PRESETS[preset], seed), folder / f"{preset}-{seed}.json"
            write_json(problem, event)
            job = Job(preset, seed, problem, (*options, "--seed", str(seed)))
            if not repair:
                yield job
                continue
            published, _ = run_once(planner, job, folder / "published.json")
            for scenario in SCENARIOS if published is not None else ():
                assert published is not None
                write_json(problem, after(scenario, event, published, seed))
                now = noticed_at(scenario, event)
                frozen = ("--now", now.isoformat(), "--freeze", FREEZE) if now else ()
                yield Job(f"{preset}, {scenario}", seed, problem, ("--keep", str(folder / "published.json"), *frozen))
    yield from (Job(source.stem, seed, source, (*options, "--seed", str(seed))) for source in sources for seed in seeds)


def _compared(job: Job, both: Mapping[str, Sequence[str]], turns: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """Lines of what each reaches and takes, and of what the last one takes of the first."""
    costs: dict[str, Cost] = {}
    plans: dict[str, Plan | None] = {}
    for _ in range(turns):
        for who, planner in both.items():
            plans[who], cost = run_once(planner, job, folder / "plan.json")
            costs[who] = cost if who not in costs else cost.least(costs[who])
    for who, cost in costs.items():
        plan = plans[who]
        value = None if plan is None else next((goal for goal in plan.goals if goal.name == "value"), None)
        yield (who, *shown(value), *cost.columns())
    before, now = costs.values()
    yield ("ratio", "", "", *now.ratio(before))


def run_once(planner: Sequence[str], job: Job, output: Path) -> tuple[Plan | None, Cost]:
    """Plan a job with ``planner solve``; the plan is None where none was written."""
    output.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    began, most = time.monotonic(), 0
    process = subprocess.Popen(
        [*planner, "solve", job.problem, "-o", output, *job.options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        while True:
            done, _, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            most = max(most, tree_memory(process.pid))
            time.sleep(PAUSE)
    except BaseException:
        process.kill()
        process.wait()
        raise
    cost = Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, max(most / 2**20, used.ru_maxrss / 1024))
    return (read_plan(output) if output.exists() else None), cost


def tree_memory(pid: int) -> int:
    """Bytes of memory that a process and all that it has started take now; 0 where it has ended."""
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        tasks = [task / "children" for task in Path(f"/proc/{pid}/task").iterdir()]
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except (OSError, IndexError):
        return 0
    return resident + sum(map(tree_memory, children))
