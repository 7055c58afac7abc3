"""`bms solve`: from a problem file to a plan file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from scheduler.files.reading import read_plan, read_problem
from scheduler.files.writing import plan_to_json, write_json
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.problem import GOALS
from scheduler.settings import MEMBERS
from web.commands.files import FILE, require_writable_file
from web.commands.moments import moment_until, parse_freeze, parse_now
from web.commands.planning import make_plan, make_settings, patience_for
from web.commands.words import tell_plan
from web.core.signals import signals_ask

LINES = 60  # of what changes for whom; `bms diff` tells all


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
@click.option("--seconds", type=float, help="Time for the whole command.  [default: 60; with --keep, until the repair is done]")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--seed", type=int, default=0, help="Seed of the search.")
@click.option("--goals", metavar="GOAL,GOAL", callback=parse_goals, help="Goals in their order, in place of the problem's own.")
@click.option("--reproducible", is_flag=True, help="Decide nothing by the clock: the same plan every time on this machine.")
@click.option("--without", type=click.Choice(MEMBERS), multiple=True, help="Leave out a part of the portfolio, to measure what it earns.")
@click.option("--keep", metavar="PLAN.json", type=FILE, help="A published plan, to change as little of as possible.")
@click.option("--now", metavar="TIME", callback=parse_now, help="With --keep: what has begun by then does not move.")
@click.option("--freeze", metavar="30m", callback=parse_freeze, help="With --keep: nor does what starts so soon after now.")
def command(
    problem: Path,
    output: Path,
    seconds: float | None,
    workers: int,
    seed: int,
    goals: tuple[str, ...] | None,
    reproducible: bool,
    without: tuple[str, ...],
    keep: Path | None,
    now: datetime | None,
    freeze: timedelta | None,
) -> None:
    """Plan an event, as well as can be proven in the time given.

    Ctrl-C stops and keeps the best plan so far.
    The plan is checked before it is written, whole or not at all.
    With --keep it tells what changes for whom.
    """
    settings = make_settings(60 if seconds is None else seconds, workers, seed, goals, reproducible, without)
    frozen_until = moment_until(keep, now, freeze)
    require_writable_file(output, problem, *([keep] if keep else []))
    with _inputs_that_stay():
        loaded = read_problem(problem)
        kept = None if keep is None else ReferencePlan(read_plan(keep, held_only=True), frozen_until)
    if kept is not None and seconds is None and not reproducible:
        settings = replace(settings, patience=patience_for(loaded.problem))
    with signals_ask() as stop:
        plan = make_plan(loaded, settings, stop, kept)
        write_json(output, plan_to_json(plan))
    if reproducible and not plan.run["reproducible"]:
        click.echo("bms: the time ran out, so another run may give another plan; give it more --seconds", err=True)
    for line in tell_plan(loaded.problem, plan):
        click.echo(line)
    if kept is not None:
        from web.commands.differences import tell_changes, tell_too_soon  # need the calendars, which a plan from nothing does not

        for line in tell_too_soon(loaded.problem, kept, plan):
            click.echo(f"bms: {line}", err=True)
        for line in tell_changes(loaded.problem, kept.plan, plan, most=LINES):
            click.echo(line)


@contextmanager
def _inputs_that_stay() -> Iterator[None]:
    """ReferencePlan the garbage collector from looking through what is read, now and later: it is needed to the end, and large."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()
