"""`bms db`: bring the database to the form that this version of the software needs, or back."""

from __future__ import annotations

import click

from web.app import create_app
from web.core import migrating


@click.group("db")
def command() -> None:
    """Bring the database to the form that this version needs.

    Which database: DATABASE_URL in the environment, else a SQLite file in var/.
    """


@command.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database forward to REVISION."""
    app = create_app()
    migrating.upgrade(app, revision)
    click.echo(f"the database is at {migrating.revision_of(app)}")


@command.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION (base: empty); what only later versions can store is lost."""
    app = create_app()
    migrating.downgrade(app, revision)
    click.echo(f"the database is at {migrating.revision_of(app) or 'nothing'}")


@command.command()
def current() -> None:
    """Say where the database is and where this version needs it."""
    app = create_app()
    click.echo(f"the database is at {migrating.revision_of(app) or 'nothing'}; this version needs {migrating.newest_revision(app)}")


@command.command()
@click.option("-m", "--message", required=True, help="What changes, in a few words.")
@click.option("--number", required=True, help="One more than the newest, four digits.")
def revision(message: str, number: str) -> None:
    """Write a migration of what differs between database and models, to check and commit."""
    migrating.write_revision(create_app(), message, number)
