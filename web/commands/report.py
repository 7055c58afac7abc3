"""`bms report`: a plan as one page."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaking.report import render_report
from scheduler.files.writing import write_bytes
from web.commands.files import FILE, require_writable_file
from web.commands.inputs import read_valid


@click.command("report")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.argument("plan", metavar="PLAN.json", type=FILE)
@click.option("-o", "--output", metavar="REPORT.html", type=FILE, required=True, help="File to write the page to.")
def command(problem: Path, plan: Path, output: Path) -> None:
    """Write a plan as one page to read."""
    require_writable_file(output, problem, plan)
    write_bytes(output, render_report(*read_valid(problem, plan)).encode())
    click.echo(f"open {output} in a browser")
