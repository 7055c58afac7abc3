"""`bms demo`: the invented event, planned, checked and laid out to look at."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaking.agendas import write_agendas
from matchmaking.demo import load_demo
from matchmaking.planning import questions, to_problem, why
from matchmaking.report import render_report
from scheduler.reading import read_problem
from scheduler.writing import plan_to_json, problem_to_json, write_bytes, write_json
from web.commands.files import FILE, replaced_folder
from web.commands.inputs import read_valid
from web.commands.planning import make_plan, make_settings
from web.commands.words import tell_plan

CONTENTS = frozenset({"problem.json", "plan.json", "report.html", "calendars"})
SEED = 1


@click.command("demo")
@click.option("--directory", type=FILE, default=Path("var/demo"), help="Folder to write to; the demo before it is replaced.")
@click.option("--seconds", type=float, default=60, help="Time to plan in.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--no-serve", is_flag=True, expose_value=False, help="Stop when all is written.")
def command(directory: Path, seconds: float, workers: int) -> None:
    """Plan the demo event and show what comes out.

    Running it again gives the same.
    """
    settings = make_settings(seconds, workers, SEED, reproducible=True)
    with replaced_folder(directory, CONTENTS) as folder:
        data = load_demo()
        problem_file, plan_file = folder / "problem.json", folder / "plan.json"
        write_json(problem_file, problem_to_json(to_problem(data)))
        write_json(plan_file, plan_to_json(make_plan(read_problem(problem_file), settings)))
        problem, plan = read_valid(problem_file, plan_file)
        calendars = write_agendas(
            problem, plan, folder / "calendars", questions=questions(data), why=why(data), timezone=data.event.timezone
        )
        write_bytes(folder / "report.html", render_report(problem, plan).encode())
    click.echo(f"{problem.name or problem.id}, planned and checked: no violation")
    for line in tell_plan(problem, plan):
        click.echo(f"  {line}")
    click.echo(f"{directory / 'report.html'}: the plan as a page; open it in a browser")
    click.echo(f"{directory / 'calendars'}: {len(calendars):,} agendas, one a participant")
    click.echo(f"{directory / 'problem.json'}, {directory / 'plan.json'}: what was asked, and what was decided")
