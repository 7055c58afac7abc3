"""`bms agendas`: a calendar file for every participant."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaking.agendas import write_agendas
from web.commands.files import FILE, require_writable_folder
from web.commands.inputs import read_valid


@click.command("agendas")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.argument("plan", metavar="PLAN.json", type=FILE)
@click.option("-o", "--output", metavar="DIR", type=FILE, required=True, help="Folder to write the calendars to.")
def command(problem: Path, plan: Path, output: Path) -> None:
    """Write one calendar file (.ics) a participant."""
    require_writable_folder(output)
    written = write_agendas(*read_valid(problem, plan), output)
    click.echo(f"{len(written):,} calendars in {output}")
