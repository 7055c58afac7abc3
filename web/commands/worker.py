"""`bms worker`: carries out planning runs and sends mail, beside the web app or on another machine."""

from __future__ import annotations

import click

from web.commands.ready import ready_app
from web.core.queue import WORKERS


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 64), default=WORKERS, help="Things done at the same time.")
def command(threads: int) -> None:
    """Carry out planning runs and send mail, until Ctrl-C.

    Needed where QUEUE_URL names a Redis server; any number of workers on any number of machines share the work.
    """
    queue = ready_app().extensions["queue"]
    queue.recover()
    queue.make_consumer(threads).run()
