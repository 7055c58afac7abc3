"""`bms solve`: from a problem file to a plan file."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.errors import Fault, UnusableInput
from scheduler.problem import GOALS
from scheduler.reading import read_problem
from scheduler.writing import plan_to_json, write_json
from web.commands.files import FILE, require_writable_file
from web.commands.planning import make_plan, make_settings
from web.commands.words import tell_plan


def parse_goals(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Split a list of goals, each known and named once."""
    if value is None:
        return None
    goals = tuple(part.strip() for part in value.split(","))
    for goal in goals:
        if goal not in GOALS:
            raise click.BadParameter(f"{goal!r} is not a goal; the goals are {', '.join(GOALS)}")
        if goals.count(goal) > 1:
            raise click.BadParameter(f"{goal!r} is named twice")
    return goals


@click.command("solve")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.option("-o", "--output", metavar="PLAN.json", type=FILE, required=True, help="File to write the plan to.")
@click.option("--seconds", type=float, default=60, help="Time for the whole command.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--seed", type=int, default=0, help="Seed of the search.")
@click.option("--goals", metavar="GOAL,GOAL", callback=parse_goals, help="Goals in their order, in place of the problem's own.")
@click.option("--reproducible", is_flag=True, help="Decide nothing by the clock: the same plan every time on this machine.")
@click.option("--keep", metavar="PLAN.json", type=FILE, help="An earlier plan, to change as little of as possible.")
def command(
    problem: Path,
    output: Path,
    seconds: float,
    workers: int,
    seed: int,
    goals: tuple[str, ...] | None,
    reproducible: bool,
    keep: Path | None,
) -> None:
    """Plan an event, as well as can be proven in the time given.

    Ctrl-C stops and keeps the best plan so far.
    The plan is checked before it is written, whole or not at all.
    """
    settings = make_settings(seconds, workers, seed, goals, reproducible)
    require_writable_file(output, problem)
    loaded = read_problem(problem)
    if keep is not None:
        raise UnusableInput(str(keep), [Fault("", "keeping an earlier plan is not possible yet")])
    if "changes" in (goals or loaded.problem.goals):
        raise UnusableInput(str(problem), [Fault("$.goals", "the goal changes is not possible yet")])
    plan = make_plan(loaded, settings)
    write_json(output, plan_to_json(plan))
    for line in tell_plan(loaded.problem, plan):
        click.echo(line)
