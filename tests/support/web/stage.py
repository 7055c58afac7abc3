"""A world with a session for each actor, put back to its beginning whenever a test asks: what the tests from the URL map stand on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.web.access_table import ACTORS
from tests.support.web.fixtures import Databases, make_app, sign_in
from tests.support.web.world import World, address, make_world
from web.core.database import commit, db

STATIC = {"static": "app.css", "fonts.static": "source-sans-3-latin.woff2"}


@dataclass
class Stage:
    """The app with its world; ``arguments`` are what stands in addresses by the name of the part."""

    app: Flask
    arguments: dict[str, Any]
    sessions: dict[str, str] = field(default_factory=dict)
    file: Path | None = None
    beginning: Path | None = None

    def restore(self) -> None:
        """Put the database back to its beginning; on SQLite only."""
        assert self.file is not None, "PostgreSQL has no file to copy"
        assert self.beginning is not None
        if self._is_untouched():
            return
        self.let_go()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.beginning, self.file)
        os.utime(self.file, (0, 0))

    def _is_untouched(self) -> bool:
        """Whether nothing was written since it was put back, at a time that whatever writes to it sets anew."""
        assert self.file is not None
        log = Path(f"{self.file}-wal")
        return self.file.stat().st_mtime_ns == 0 and not (log.exists() and log.stat().st_size)

    def let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def browser_of(self, actor: str) -> FlaskClient:
        """A browser in which an actor is signed in; in which nobody is for ``anonymous``."""
        browser = self.app.test_client()
        if actor in self.sessions:
            browser.set_cookie("bms", self.sessions[actor])
        return browser

    def address_of(self, rule: Rule, **changed: str) -> str:
        arguments = self.arguments | {"filename": STATIC.get(rule.endpoint, "")} | changed
        missing = rule.arguments - arguments.keys()
        assert not missing, f"say in tests/support/web/world.py, World.arguments, what {sorted(missing)} stands for"
        _domain, path = rule.build({name: arguments[name] for name in rule.arguments}) or ("", "")
        return path

    def address(self, endpoint: str, **changed: str) -> str:
        """The address of a view by its name; the first of its addresses where it has more."""
        return self.address_of(next(self.app.url_map.iter_rules(endpoint)), **changed)


@contextmanager
def set_stage(
    databases: Databases,
    folder: Path,
    kind: str = "sqlite",
    make: Callable[[], World] = make_world,
    actors: tuple[str, ...] = ACTORS,
    blueprints: tuple[Blueprint, ...] = (),
) -> Iterator[Stage]:
    """Make the world of ``make`` in a fresh database, and sign everybody in."""
    url = databases.fresh(kind)
    # On a slow machine many tests pass before a link is followed.
    app = make_app(folder, url, link_minutes=600)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    with app.test_request_context():
        stage = Stage(app, make().arguments())
        commit()
    stage.sessions = {actor: session_of(sign_in(app, address(actor))) for actor in actors if actor != "anonymous"}
    stage.let_go()
    if kind == "sqlite":
        stage.file, stage.beginning = Path(url.removeprefix("sqlite:///")), folder / "beginning.sqlite"
        shutil.copy(stage.file, stage.beginning)
    yield stage
    stage.let_go()


def session_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie("bms")
    assert cookie is not None
    return cookie.value
