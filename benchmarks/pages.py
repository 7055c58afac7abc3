"""`make bench ARGS=pages`: how long the pages take that ask who could meet and why two do not, at the size of a preset."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.measuring import Case, measure
from benchmarks.presets import PRESETS
from benchmarks.table import line_of
from scheduler.files.reading import read_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.commands.ready import ready_app
from web.core.database import commit, db
from web.core.event_data import document_of
from web.core.settings import Settings
from web.demo.event import ORGANISER, load_demo
from web.models import PlanDraft
from web.sign_in.services.sign_in import make_sign_in_link

WIDTHS = (20, 20, 10, 10, 10, 10, 12)
TITLES = ("instance", "question", "first ms", "p50 ms", "p95 ms", "CPU p95", "process ms")
FRESH = (
    "import json, sys; from web.planning.queries.warm_plans import read_warm; warm = read_warm(*json.load(sys.stdin))\n"
    "print(warm.openings.open_requests if len(sys.argv) < 3 else warm.openings.between(*sys.argv[1:]))"
)
"""The same answer in a process of its own."""

ASKED_FRESH = 5  # times that a process of its own is started


@click.command("pages", context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--preset", "presets", type=click.Choice(list(PRESETS)), multiple=True, default=("gdca",), help="Made-up event.")
@click.option("--seed", type=int, default=1, help="Of the made-up event, and of whom is asked about.")
@click.option("--seconds", type=float, default=10, help="Time to plan the event that is asked about, for floor and value.")
@click.option("--times", type=click.IntRange(1, 10_000), default=100, help="How often each question is asked.")
def command(presets: tuple[str, ...], seed: int, seconds: float, times: int) -> None:
    """Measure pages that ask about a plan.

    A plan of each preset becomes the draft of an event in a database of its own, and pages of the app are asked in this process, as a
    worker of the server answers them. A fifth of the meetings is cancelled first, so that there is something to find. The first
    answer lays the plan out. Beside it stands what the bare answer takes in a new process.
    """
    click.echo(line_of(TITLES, WIDTHS))
    for preset in presets:
        with tempfile.TemporaryDirectory() as folder:
            for row in _rows(preset, seed, seconds, times, Path(folder)):
                click.echo(line_of((preset, *row), WIDTHS))


def _rows(preset: str, seed: int, seconds: float, times: int, folder: Path) -> Iterator[tuple[str, ...]]:
    problem, plan = _planned(preset, seed, seconds, folder)
    draw = random.Random(seed)
    plan = replace(plan, meetings=tuple(draw.sample(plan.meetings, len(plan.meetings) * 4 // 5)))
    app = ready_app(Settings(var=folder, demo=True, database_url="", queue_url="", mail_backend="file", rate_limits=False))
    texts, here = _store(app, problem, plan)
    browser = _signed_in(app)
    held = {meeting.request for meeting in plan.meetings}
    left = [request.participants for request in problem.requests if request.id not in held]
    slots = [slot.id for slot in problem.slots]

    def could_meet() -> tuple[str, list[str]]:
        return f"{here}/could-meet?{urlencode({'slot': draw.choice(slots)})}", []

    def why_not() -> tuple[str, list[str]]:
        one, other = draw.choice(left)
        return f"{here}/why-not?{urlencode({'one': one, 'other': other})}", [one, other]

    for name, question in (("who could meet", could_meet), ("why not these two", why_not)):
        app.extensions.pop("warm_plans", None)
        took = [_ask(browser, question()[0]) for _ in range(times + 1)]
        fresh = min(_fresh(question()[1], texts) for _ in range(ASKED_FRESH))
        clock, cpu = ([each[k] for each in took[1:]] for k in (0, 1))
        yield (name, *(f"{1000 * each:.1f}" for each in (took[0][0], _share(clock, 0.5), _share(clock, 0.95), _share(cpu, 0.95), fresh)))


def _planned(preset: str, seed: int, seconds: float, folder: Path) -> tuple[Problem, Plan]:
    case, source = Case(preset), folder / "problem.json"
    case.write(source, seed)
    run = measure(case, seed, ["--seconds", str(seconds), "--goals", "floor,value"])
    if run.plan is None:
        raise click.ClickException(f"{preset}: {run.ending}")
    return read_problem(source).problem, run.plan


def _store(app: Flask, problem: Problem, plan: Plan) -> tuple[tuple[str, str], str]:
    """Make the plan the draft of an event; returns its texts, and the address of its pages."""
    document = document_of(problem)
    texts = document.text, json.dumps(plan_to_json(replace(plan, problem_sha256=document.sha256)))
    with app.test_request_context():
        event = load_demo()
        db.session.add(PlanDraft(event_id=event.id, problem=texts[0], problem_sha256=document.sha256, plan=texts[1]))
        here = f"/events/{event.slug}/organise/plan"
        commit()
    return texts, here


def _signed_in(app: Flask) -> FlaskClient:
    with app.test_request_context():
        path = make_sign_in_link(ORGANISER, reusable=True).removeprefix(app.extensions["settings"].base_url)
        commit()
    browser = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)
    browser.post(path, data={"csrf_token": token[1] if token else ""})
    return browser


def _ask(browser: FlaskClient, address: str) -> tuple[float, float]:
    """Seconds of one page, on the clock and of this process."""
    began, used = time.perf_counter(), time.process_time()
    answer = browser.get(address)
    took = time.perf_counter() - began, time.process_time() - used
    if answer.status_code != 200:
        raise click.ClickException(f"{address} answers {answer.status_code}")
    return took


def _fresh(arguments: Sequence[str], texts: tuple[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FRESH, *arguments], input=json.dumps(texts), capture_output=True, text=True, check=True)
    return time.perf_counter() - began


def _share(took: Sequence[float], share: float) -> float:
    """The time that this share of answers does not exceed."""
    return sorted(took)[min(len(took) - 1, int(share * len(took)))]
