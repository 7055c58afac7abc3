"""`bms organiser`: who may create events."""

from __future__ import annotations

import click

from web.commands.ready import ready_app
from web.core.database import commit
from web.core.errors import Invalid
from web.sign_in.services.sign_in import add_site_organiser, make_sign_in_link


@click.group("organiser")
def command() -> None:
    """Say who may create events."""


@command.command()
@click.argument("email")
def add(email: str) -> None:
    """Let the person with this address create events, and print a link to sign in with."""
    app = ready_app()
    with app.test_request_context():
        try:
            person = add_site_organiser(email)
        except Invalid as error:
            raise click.UsageError(str(error)) from error
        link = make_sign_in_link(person.email)
        commit()
        click.echo(f"{person.email} can create events. To sign in, once, within {app.extensions['settings'].link_minutes} minutes:")
        click.echo(link)
