from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from flask import Flask

from tests.support.web.fixtures import POSTGRES, SECRET, Databases, make_app
from tests.support.web.servers import answers, spare_port, wait_until
from tests.support.web.world import make_world
from web.cli import run
from web.core.database import commit, db
from web.models import Run, RunState
from web.planning.services.runs import ask_for_run

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


PYTHON = [sys.executable, "-c", "from web.cli import main; main()"]


def ended(app: Flask) -> bool:
    with app.app_context():
        db.session.expire_all()
        return db.session.scalars(db.select(Run.state).order_by(Run.id.desc())).first() is RunState.FINISHED


def test_server_answers_plans_what_was_left_behind_and_ends_when_told(databases: Databases, tmp_path: Path) -> None:
    environment = {"BMS_VAR": str(tmp_path), "SECRET_KEY": SECRET, "PYTHONPATH": str(ROOT), "MAIL_BACKEND": "file"}
    shutil.copy(databases.fresh("sqlite").removeprefix("sqlite:///"), tmp_path / "bms.sqlite")
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'bms.sqlite'}")
    with app.test_request_context():
        ask_for_run(make_world().event, None, seconds=20, workers=1)
        commit()
    app.extensions["queue"].huey.flush()
    port = spare_port()
    server = subprocess.Popen(
        [*PYTHON, "serve", "--port", str(port)],
        env=os.environ | environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until(lambda: answers(port), "the server")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as response:
            assert json.load(response) == {"database": "ok", "queue": "ok"}
        wait_until(lambda: ended(app), "the plan")
        server.send_signal(signal.SIGTERM)
        output, _ = server.communicate(timeout=120)
    finally:
        server.kill()
        server.wait()
    assert (server.returncode, output.decode()) == (0, f"Serving on http://127.0.0.1:{port} (Ctrl-C ends it)\n")


def test_database_goes_forward_and_back_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BMS_VAR", str(tmp_path))
    for arguments in (["current"], ["upgrade"], ["current"], ["downgrade", "base"]):
        assert run(["db", *arguments]) == 0
    newest = max(path.name.split("_")[0] for path in (ROOT / "web" / "migrations" / "versions").glob("*.py"))
    assert capsys.readouterr().out.splitlines() == [
        f"the database is at nothing; this version needs {newest}",
        f"the database is at {newest}",
        f"the database is at {newest}; this version needs {newest}",
        "the database is at nothing",
    ]


@POSTGRES
def test_other_databases_are_not_changed_by_serving(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BMS_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", databases.empty("postgres"))
    assert run(["organiser", "add", "jane@example.org"]) == 2
    assert capsys.readouterr().err == "bms: the database is not in the form that this version needs: run `bms db upgrade`\n"
