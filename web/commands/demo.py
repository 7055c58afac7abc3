"""`bms demo`: the invented event, planned, checked, published and laid out to look at, as files and in the web app."""

from __future__ import annotations

import shlex
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from matchmaking.agendas import write_agendas
from matchmaking.demo import load_demo
from matchmaking.planning import EventData, questions, to_problem, why
from matchmaking.report import render_report
from scheduler.files.reading import read_problem
from scheduler.files.writing import plan_to_json, problem_to_json, write_bytes, write_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.commands.files import FILE, replaced_folder
from web.commands.inputs import read_valid
from web.commands.planning import make_plan, make_settings
from web.commands.words import tell_plan
from web.core.settings import Settings
from web.core.signals import signals_ask

SITE = frozenset({"bms.sqlite", "secret-key", "queue.sqlite", "mail"})
LOGS = frozenset(f"{name}{end}" for name in ("bms.sqlite", "queue.sqlite") for end in ("-wal", "-shm"))
CONTENTS = frozenset({"problem.json", "plan.json", "report.html", "calendars"}) | SITE | LOGS
SEED = 1


@click.command("demo")
@click.option("--directory", type=FILE, default=Path("var/demo"), help="Folder to write to; the demo before it is replaced.")
@click.option("--seconds", type=float, default=60, help="Time to plan in.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, help="Port to serve the web app at, on this machine only.")
@click.option("--no-serve", is_flag=True, help="Stop when all is written.")
def command(directory: Path, seconds: float, workers: int, port: int, no_serve: bool) -> None:
    """Plan and publish the demo event, show what comes out, and serve the web app with it.

    Running it again gives the same.
    """
    settings = make_settings(seconds, workers, SEED, reproducible=True)
    with replaced_folder(directory, CONTENTS) as folder:
        data = load_demo()
        problem_file, plan_file = folder / "problem.json", folder / "plan.json"
        write_json(problem_file, problem_to_json(to_problem(data)))
        with signals_ask([signal.SIGINT]) as stop:
            made = make_plan(read_problem(problem_file), settings, stop)
        write_json(plan_file, plan_to_json(made))
        problem, plan = read_valid(problem_file, plan_file)
        calendars = write_agendas(
            problem, plan, folder / "calendars", questions=questions(data), why=why(data), timezone=data.event.timezone
        )
        write_bytes(folder / "report.html", render_report(problem, plan).encode())
        _make_site(_site(folder, port), data, plan, seconds, workers)
    click.echo(f"{problem.name or problem.id}, planned and checked: no violation")
    for line in tell_plan(problem, plan):
        click.echo(f"  {line}")
    click.echo(f"{directory / 'report.html'}: the plan as a page; open it in a browser")
    click.echo(f"{directory / 'calendars'}: {len(calendars):,} agendas, one a participant")
    click.echo(f"{directory / 'problem.json'}, {directory / 'plan.json'}: what was asked, and what was decided")
    click.echo(f"{directory / 'bms.sqlite'}: the same event in the web app, published; the mails of it go to {directory / 'mail'}")
    click.echo("Sign in to the web app with one of these, for a day and as often as you like:")
    for line in _links(_site(directory, port), problem, plan, data):
        click.echo(f"  {line}")
    if no_serve or stop.requested:
        click.echo(f"To serve it:{_environment(_site(directory, port))} bms serve --port {port}")
        return
    from web.commands.serve import serve

    serve("127.0.0.1", port, settings=_site(directory, port))


def _site(folder: Path, port: int) -> Settings:
    """How the demo is served, whatever the environment says: all of it in its folder, on this machine only."""
    return Settings(
        var=folder.absolute(), database_url="", queue_url="", base_url=f"http://127.0.0.1:{port}", demo=True, mail_backend="file"
    )


def _environment(settings: Settings) -> str:
    names = {"BMS_DEMO": "1", "BMS_VAR": str(settings.var), "BASE_URL": settings.base_url, "MAIL_BACKEND": settings.mail_backend}
    return "".join(f" {name}={shlex.quote(value)}" for name, value in names.items())


def _make_site(settings: Settings, data: EventData, plan: Plan, seconds: float, workers: int) -> None:
    """Make the database of the demo, through the same services as the pages."""
    # Imported when it is needed: planning does not wait for the web app.
    from web.commands.ready import ready_app
    from web.core.database import db
    from web.demo.event import ORGANISER
    from web.demo.event import load_demo as load_into_database
    from web.demo.plan import publish_demo
    from web.sign_in.services.sign_in import find_or_add_person

    app = ready_app(settings)
    with app.test_request_context():
        event = load_into_database(data)
        publish_demo(event, data, plan, find_or_add_person(ORGANISER), seconds=seconds, workers=workers, seed=SEED)
        db.session.remove()
        db.engine.dispose()
    app.extensions["queue"].huey.storage.close()


def _links(settings: Settings, problem: Problem, plan: Plan, data: EventData) -> Iterator[str]:
    """A link for one of each role: for whoever has most to do."""
    from flask import url_for

    from web.app import create_app
    from web.core.database import commit, db
    from web.demo.event import ORGANISER, SLUG
    from web.sign_in.services.sign_in import make_sign_in_link

    app = create_app(settings)
    with app.test_request_context():
        for role, email in (("organiser", ORGANISER), *_busiest(problem, plan, data)):
            next_path = url_for("home.event", slug=SLUG)
            yield f"{role:<12}{make_sign_in_link(email, next_path, reusable=True)}"
        commit()
        db.session.remove()
        db.engine.dispose()
    app.extensions["queue"].huey.storage.close()


def _busiest(problem: Problem, plan: Plan, data: EventData) -> Iterator[tuple[str, str]]:
    pairs = {request.id: request.participants for request in problem.requests}
    held = Counter(who for meeting in plan.meetings for who in pairs[meeting.request])
    held.update(who for dialogue in plan.dialogues for who in (dialogue.moderator, *dialogue.participants) if who)
    for role in ("supplier", "buyer", "facilitator"):
        busiest = max((person for person in data.participants if person.role == role), key=lambda person: (held[person.id], person.id))
        yield role, busiest.email
