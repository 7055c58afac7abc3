"""`bms convert`: from what organisers and researchers have to a problem file."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaking.convert import convert
from scheduler.files.writing import problem_to_json, write_json
from web.commands.files import FILE, require_writable_file


@click.command("convert")
@click.argument("source", metavar="SOURCE", type=FILE)
@click.option("-o", "--output", metavar="PROBLEM.json", type=FILE, required=True, help="File to write the problem to.")
@click.option("--timezone", metavar="ZONE", help="Where local times without an offset are meant, such as Europe/Brussels.")
def command(source: Path, output: Path, timezone: str | None) -> None:
    """Make a problem file of a folder of CSV files, a workbook or a B2BSOP instance.

    A workbook is an XLSX file with a sheet for each of those files; an instance is a published .dzn file.
    """
    require_writable_file(output, source)
    problem = convert(source, timezone)
    write_json(output, problem_to_json(problem))
    click.echo(f"{len(problem.participants):,} participants, {len(problem.requests):,} requests, {len(problem.slots):,} slots")
