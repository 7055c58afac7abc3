from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from tests.support.web.fixtures import Databases, both_databases, make_app
from web.core import migrating
from web.core.database import WriteWhileReading, commit, db, on_commit, open_sqlite_safely, reading, rollback, without_foreign_keys
from web.models import Activity, Base, Event, Person

THREADS, EACH = 4, 25


def make_counter(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))


def count_up(engine: Engine, meet: Callable[[], object]) -> None:
    """Add one as pages do: read, think, write what was read and one more."""
    with engine.begin() as connection:
        number = connection.execute(text("SELECT number FROM counter")).scalar_one()
        meet()
        connection.execute(text("UPDATE counter SET number = :number"), {"number": number + 1})


def counted(engine: Engine) -> int:
    with engine.connect() as connection:
        number: int = connection.execute(text("SELECT number FROM counter")).scalar_one()
        return number


def counted_by_two(engine: Engine) -> int:
    """What two writers have counted of whom each waits, a while, for the other to have read too."""
    make_counter(engine)
    both = Barrier(2)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            both.wait(1)

    with ThreadPoolExecutor(2) as pool:
        for writer in [pool.submit(count_up, engine, meet) for _ in range(2)]:
            writer.result()
    return counted(engine)


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'safe.sqlite'}")
    open_sqlite_safely(engine)
    assert counted_by_two(engine) == 2


def test_two_writers_lose_one_of_two_with_the_driver_as_it_is(tmp_path: Path) -> None:
    assert counted_by_two(create_engine(f"sqlite:///{tmp_path / 'default.sqlite'}")) == 1


def test_many_writers_lose_nothing_and_none_fails(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'safe.sqlite'}")
    open_sqlite_safely(engine)
    make_counter(engine)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: count_up(engine, lambda: None), range(THREADS * EACH)))
    assert counted(engine) == THREADS * EACH


def test_app_opens_sqlite_safely(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        found = {
            name: db.session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 5000}


def test_a_transaction_takes_the_write_lock_when_it_begins(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        db.session.execute(select(Person))
        other = sqlite3.connect(db.engine.url.database or "", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_page_that_reads_takes_no_lock(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), reading():
        db.session.execute(select(Person))
        other = sqlite3.connect(db.engine.url.database or "", timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()


@both_databases
def test_a_page_that_reads_cannot_write(app: Flask) -> None:
    with app.app_context(), reading():
        db.session.add(Person(email="a@example.org"))
        with pytest.raises(WriteWhileReading):
            db.session.flush()
        rollback()


@both_databases
def test_foreign_keys_are_enforced(app: Flask) -> None:
    with app.app_context():
        db.session.add(Activity(verb="did", subject="Person", event_id=4711))
        with pytest.raises(IntegrityError):
            db.session.flush()
        rollback()


@both_databases
def test_what_waits_for_a_commit_happens_after_it_and_once(app: Flask) -> None:
    seen: list[int] = []
    with app.app_context():
        db.session.add(Person(email="a@example.org"))
        on_commit(lambda: seen.append(db.session.scalar(select(func.count(Person.id))) or 0))
        assert seen == []
        commit()
        commit()
    assert seen == [1]


@both_databases
def test_what_waits_for_a_commit_never_happens_after_a_rollback(app: Flask) -> None:
    seen: list[int] = []
    with app.app_context():
        on_commit(lambda: seen.append(1))
        rollback()
        commit()
    assert seen == []


@both_databases
def test_migrations_lead_to_the_models_and_back(databases: Databases, db_kind: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    app = make_app(tmp_path, databases.empty(db_kind))
    migrating.upgrade(app)
    with app.app_context():
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
            assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
    assert migrating.revision_of(app) == migrating.newest_revision(app)
    migrating.downgrade(app, "base")
    with app.app_context():
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
    migrating.upgrade(app)
    with app.app_context():
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
        db.session.remove()
        db.engine.dispose()


def test_a_migration_that_breaks_references_is_noticed(sqlite_app: Flask) -> None:
    def break_a_reference() -> None:
        with without_foreign_keys(db.engine) as connection:
            connection.execute(
                text("INSERT INTO activity (at, verb, subject, subject_id, details, event_id) VALUES ('', '', '', '', '', 9)")
            )
            connection.commit()

    with sqlite_app.app_context(), pytest.raises(RuntimeError, match="activity"):
        break_a_reference()


@both_databases
def test_moments_come_back_as_they_went_in(app: Flask) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    moment = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    with app.app_context():
        event = Event(slug="e", name="E", starts_on=moment.date(), ends_on=moment.date(), ask_until=moment)
        db.session.add(event)
        commit()
        found = event.ask_until
        assert found is not None
        assert (found, found.tzinfo) == (moment, UTC)
        with pytest.raises(Exception, match="no offset"):
            db.session.execute(update(Event).values(ask_until=datetime(2026, 1, 1)))
