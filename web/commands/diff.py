"""`bms diff`: what another plan changes for whom."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.files.reading import read_plan, read_problem
from web.commands.differences import tell_changes
from web.commands.files import FILE
from web.commands.inputs import read_valid


@click.command("diff")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.argument("before", metavar="OLD.json", type=FILE)
@click.argument("after", metavar="NEW.json", type=FILE)
@click.option("--was", metavar="PROBLEM.json", type=FILE, help="The problem of the old plan, if it was another: for names and times.")
def command(problem: Path, before: Path, after: Path, was: Path | None) -> None:
    """Tell what a new plan cancels, moves and adds, person by person."""
    event, plan = read_valid(problem, after)
    old = None if was is None else read_problem(was).problem
    for line in tell_changes(event, read_plan(before), plan, old):
        click.echo(line)
