"""`bms serve`: the web app, with the embedded queue worked off in the same process."""

from __future__ import annotations

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from web.app import create_app
from web.commands.ready import ready_app
from web.core.database import db
from web.core.settings import Settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, help="Port to listen at.")
@click.option("--threads", type=click.IntRange(1, 256), default=8, help="Pages answered at the same time.")
def command(host: str, port: int, threads: int) -> None:
    """Serve the web app until Ctrl-C.

    A SQLite database is brought to the newest form first. With QUEUE_URL set to redis://…, run `bms worker` beside it, on as
    many machines as you like; without it, planning and mail are done in this process.
    """
    serve(host, port, threads)


def serve(host: str, port: int, threads: int = 8, settings: Settings | None = None) -> None:
    """Serve the app that the settings, or else the environment, describe with gunicorn, until a signal."""
    with ready_app(settings).app_context():
        # Connections do not survive the fork into the process that serves.
        db.engine.dispose()
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C ends it)")
    _Server(host, port, threads, settings).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn brings no types
    def __init__(self, host: str, port: int, threads: int, settings: Settings | None) -> None:
        self._settings = settings
        self._options = {
            "bind": f"{'[' + host + ']' if ':' in host else host}:{port}",
            "worker_class": "gthread",
            # One process: the embedded queue lives in it, and limits are counted in it. For more, put several behind a proxy.
            "workers": 1,
            "threads": threads,
            "control_socket_disable": True,
            "graceful_timeout": 5,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the app, in the process that serves it."""
        app = create_app(self._settings)
        queue = app.extensions["queue"]
        if queue.embedded:
            queue.start_embedded()
        return app
