"""Fixtures of the web tests. Imports of the app stand inside, so that other tests do not wait for them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from tests.support.web.servers import postgres as postgres_server
from tests.support.web.servers import redis

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser
    from werkzeug.test import TestResponse

CRLF, LF = "\r\n", "\n"
SECRET = "a secret that only these tests know"
# One server for all of them.
POSTGRES = pytest.mark.xdist_group("postgres")


class Compiled(BytecodeCache):
    """What templates have become, so that not every app compiles each anew."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.code[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


@dataclass
class Databases:
    """Makes fresh databases of the newest form, which the migrations have made once."""

    folder: Path
    stack: ExitStack
    number: Iterator[int] = field(default_factory=count)
    server: str = ""
    postgres: str = ""

    def fresh(self, kind: str) -> str:
        return self._sqlite() if kind == "sqlite" else self._postgres()

    def empty(self, kind: str) -> str:
        """A database without a single table."""
        if kind == "sqlite":
            return f"sqlite:///{self.folder / f'empty-{next(self.number)}.sqlite'}"
        return self._create("template1")

    def holding(self, kind: str, write: Callable[[Flask], object]) -> str:
        """A fresh one with what a function writes into it; on SQLite that is done once, and copied."""
        template = self.folder / f"{write.__name__}.sqlite"
        if kind != "sqlite" or not template.exists():
            url = self.fresh(kind)
            write(app := make_app(self.folder, url))
            end_app(app)
            if kind != "sqlite":
                return url
            shutil.copy(url.removeprefix("sqlite:///"), template)
        return self._copy(template)

    def _sqlite(self) -> str:
        template = self.folder / "template.sqlite"
        if not template.exists():
            self._migrate(f"sqlite:///{template}")
        return self._copy(template)

    def _copy(self, template: Path) -> str:
        copy = self.folder / f"copy-{next(self.number)}.sqlite"
        shutil.copy(template, copy)
        return f"sqlite:///{copy}"

    def _postgres(self) -> str:
        """The same one each time, emptied: a tenth of the work of making another."""
        import psycopg

        if not self.postgres:
            self.postgres = self._create("template1")
            self._migrate(self.postgres)
            return self.postgres
        with psycopg.connect(self.postgres.replace("+psycopg", ""), autocommit=True) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(others)
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
            names = ", ".join(f'"{name}"' for (name,) in rows)
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        return self.postgres

    def _create(self, template: str) -> str:
        import psycopg

        if not self.server:
            self.server = self.stack.enter_context(postgres_server())
        name = f"test_{next(self.number)}"
        with psycopg.connect(self.server.replace("+psycopg", "") + "/template1", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"{self.server}/{name}"

    def _migrate(self, url: str) -> None:
        from web.app import create_app
        from web.core import migrating
        from web.core.database import db
        from web.core.settings import Settings

        app = create_app(Settings(var=self.folder, database_url=url, secret_key=SECRET))
        migrating.upgrade(app)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with ExitStack() as stack:
        yield Databases(tmp_path_factory.mktemp("databases"), stack)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.deep)])
def db_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, and in the deep tests PostgreSQL too; a test whose outcome cannot depend on it asks for `sqlite_app` instead of `app`."""
    kind: str = request.param
    return kind


# For a test of what the two kinds do in ways of their own: locks, search, migrations, types, two writers at once, numbers of statements.
both_databases = pytest.mark.parametrize("db_kind", ["sqlite", pytest.param("postgres", marks=POSTGRES)])


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis() as url:
        yield url


def make_app(var: Path, database_url: str, **settings: object) -> Flask:
    from web.app import create_app
    from web.core.settings import Settings

    chosen = {"mail_backend": "file", "rate_limits": False, "secret_key": SECRET} | settings
    app = create_app(Settings(var=var, database_url=database_url, **chosen))
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    return app


def end_app(app: Flask) -> None:
    from web.core.database import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(databases: Databases, db_kind: str, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path, databases.fresh(db_kind))
    yield app
    end_app(app)


@pytest.fixture
def sqlite_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path, databases.fresh("sqlite"))
    yield app
    end_app(app)


def with_world(app: Flask) -> Flask:
    """An app, now with the small world of `tests.support.web.world`."""
    from tests.support.web.world import make_world
    from web.core.database import commit

    with app.test_request_context():
        make_world()
        commit()
    return app


@pytest.fixture
def world_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path, databases.holding("sqlite", with_world))
    yield app
    end_app(app)


def publish_world(app: Flask) -> None:
    """The small world with version 1 published."""
    from tests.support.web.published import first_plan, published, world_with_plan

    with app.test_request_context():
        world_with_plan()
        published(first_plan())


@pytest.fixture
def published_app(databases: Databases, db_kind: str, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(tmp_path, databases.holding(db_kind, publish_world))
    yield app
    end_app(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests.support.web.browser import chromium

    with chromium() as browser:
        yield browser


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements that run inside the block, in the current app; for pages whose number of them must not grow."""
    from sqlalchemy import event

    from web.core.database import db

    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def mails(app: Flask) -> list[str]:
    """The texts of the mails that were sent, after all that waits was sent."""
    from email import message_from_bytes
    from email.policy import default

    app.extensions["queue"].work_off()
    files = sorted(app.extensions["settings"].mail_directory.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    parsed = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    return [
        f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{mail.get_body(('plain',)).get_content().replace(CRLF, LF)}" for mail in parsed
    ]


def post(client: FlaskClient, url: str, data: dict[str, object] | None = None, form_at: str | None = None) -> TestResponse:
    """Send a form as a browser does: with the token of the page that holds it, by default the page of the same address."""
    page = client.get(form_at or url).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, f"no form at {form_at or url}"
    return client.post(url, data={**(data or {}), "csrf_token": found[1]})


def sign_in(app: Flask, email: str) -> FlaskClient:
    """A browser in which somebody is signed in."""
    from web.core.database import commit
    from web.sign_in.services.sign_in import make_sign_in_link

    with app.test_request_context():
        path = make_sign_in_link(email).removeprefix(app.extensions["settings"].base_url)
        commit()
    client = app.test_client()
    assert post(client, path).status_code == 303
    return client
