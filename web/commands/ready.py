"""The app with a database that it can work with, for commands."""

from __future__ import annotations

import click
from flask import Flask

from web.app import create_app
from web.core import migrating
from web.core.settings import Settings


def ready_app(settings: Settings | None = None) -> Flask:
    """Make the app; a SQLite database is brought to the newest form, made if need be.

    Parameters
    ----------
    settings
        None: read from the environment.

    Raises
    ------
    click.ClickException
        Where another database, which many machines may be using, is not in that form.
    """
    app = create_app(settings)
    if migrating.revision_of(app) != migrating.newest_revision(app):
        if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            raise click.ClickException("the database is not in the form that this version needs: run `bms db upgrade`")
        migrating.upgrade(app)
    return app
