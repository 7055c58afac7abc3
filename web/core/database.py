"""How databases are opened, and when they are written: services flush, the edge commits once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from web.models import Base

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000")

db = SQLAlchemy(model_class=Base)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class WriteWhileReading(RuntimeError):
    """A page that only shows something tried to change something: a defect of the page."""


def init_database(app: Flask) -> None:
    """Open the app's database the way that loses nothing."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            open_sqlite_safely(db.engine)
    app.before_request(_begin_request)
    app.teardown_request(_end_request)


def open_sqlite_safely(engine: Engine) -> None:
    """Make every transaction that may write take the write lock when it begins.

    The driver's default takes it at the first write, after what the write is based on was read: two requests that count one up
    at the same time then count one in all. Pages that only read take no lock (`reading`), and wait for none.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """Open a connection for migrations.

    SQLite changes a table by making it anew, and dropping the old one must not delete what refers to it; the keys are checked
    as a whole afterwards. Other databases need none of this.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"after the migration, rows refer to what is not there: {broken[:5]}")


@contextmanager
def reading() -> Iterator[None]:
    """Promise to write nothing inside the block; who does all the same gets `WriteWhileReading`."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@event.listens_for(Session, "before_flush")
def _refuse_writes(session: Session, context: object, instances: object) -> None:
    if _reading.get() and (session.new or session.deleted or any(session.is_modified(row) for row in session.dirty)):
        raise WriteWhileReading("a GET request may not write; make it a POST")


def on_commit(action: Callable[[], object]) -> None:
    """Do something once what is being written is safely stored, such as telling the queue; never if it is rolled back."""
    db.session.info.setdefault("on_commit", []).append(action)


def commit() -> None:
    """Commit what the services have flushed, then do what waited for it."""
    db.session.commit()
    for action in db.session.info.pop("on_commit", []):
        action()


def rollback() -> None:
    """Undo what the services have flushed, and forget what waited for it."""
    db.session.rollback()
    db.session.info.pop("on_commit", None)


def _begin_request() -> None:
    _reading.set(request.method in ("GET", "HEAD", "OPTIONS"))


def _end_request(error: BaseException | None) -> None:
    _reading.set(False)
