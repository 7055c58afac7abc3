"""Workers of their own processes beside an app, on both kinds of store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaking.demo import load_demo as read_demo
from tests.support.web.fixtures import POSTGRES, SECRET, Databases, make_app
from web.core.database import commit, db
from web.demo.event import load_demo
from web.models import Run, RunState

ROOT = Path(__file__).parents[3]
LEASE = 2.0
SOON = 20.0  # seconds within which a process has ended after a signal


def the_run() -> Run:
    db.session.expire_all()
    return db.session.scalars(select(Run).order_by(Run.id.desc())).first() or pytest.fail("there is no run")


def load_much_of_the_demo(app: Flask) -> None:
    data = read_demo()
    with app.test_request_context():
        load_demo(replace(data, requests=data.requests[:400]))
        commit()


@pytest.fixture(params=["sqlite file and SQLite", pytest.param("redis and PostgreSQL", marks=POSTGRES)])
def store(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[tuple[Flask, dict[str, str]]]:
    """The demo event in an app, and the environment in which a worker of it is started."""
    many_machines = request.param.startswith("redis")
    queue_url = request.getfixturevalue("redis_url") if many_machines else ""
    url = databases.holding("postgres" if many_machines else "sqlite", load_much_of_the_demo)
    app = make_app(tmp_path, url, queue_url=queue_url, lease_seconds=LEASE)
    names = {"DATABASE_URL": url, "QUEUE_URL": queue_url, "BMS_VAR": str(tmp_path), "SECRET_KEY": SECRET, "LEASE_SECONDS": str(LEASE)}
    yield app, os.environ | names | {"PYTHONPATH": str(ROOT)}
    app.extensions["queue"].huey.flush()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", "from web.cli import main; main()", "worker", "--threads", "2"]
    process = subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def state_of(app: Flask) -> tuple[RunState, int, list[str]]:
    with app.app_context():
        run = the_run()
        return run.state, run.attempt, [goal["goal"] for goal in run.progress]


def solvers(environment: dict[str, str]) -> set[int]:
    """Processes that are solving now for workers of one environment."""
    ours = f"BMS_VAR={environment['BMS_VAR']}\0".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"web.planning.jobs.solver" in (folder / "cmdline").read_bytes() and ours in (folder / "environ").read_bytes():
                found.add(int(folder.name))
    return found
