"""Bring a database to the form that this version of the software needs."""

from __future__ import annotations

import logging

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from web.core.database import db

logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the app's database forward."""
    with app.app_context():
        flask_migrate.upgrade(revision=revision)


def downgrade(app: Flask, revision: str = "-1") -> None:
    """Take the app's database back; what only later versions can store is lost."""
    with app.app_context():
        flask_migrate.downgrade(revision=revision)


def write_revision(app: Flask, message: str, number: str) -> None:
    """Write a migration from the difference between database and models."""
    with app.app_context():
        flask_migrate.revision(message=message, autogenerate=True, rev_id=number)


def revision_of(app: Flask) -> str | None:
    """Read where the app's database is; None where it holds nothing yet."""
    with app.app_context(), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(app: Flask) -> str | None:
    """Say where this version of the software needs its database."""
    with app.app_context():
        return ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config()).get_current_head()
