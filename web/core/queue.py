"""The queue: an embedded SQLite file worked off in the web process, or Redis with workers anywhere; one setting."""

from __future__ import annotations

import logging
from typing import Any, cast

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from web.core.settings import Settings

log = logging.getLogger(__name__)
WORKERS = 4
NAME = "bms"


class Queue:
    """Tells workers that there is something to do. Losing a message loses no work: `Queue.recover` finds it in the rows."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self.huey = _make_huey(settings)
        self.embedded = not settings.queue_url
        self._plan = self.huey.task(name="plan")(self._carry_out_run)
        self._send = self.huey.task(name="send_mail")(self._send_due_mails)
        # Huey keeps it in its registry and calls it each minute.
        self.huey.periodic_task(crontab(), name="recover")(self.recover)

    def plan(self, run_id: int) -> None:
        """Have a planning run carried out."""
        self._plan(run_id)

    def send_mail(self) -> None:
        """Have the outbox emptied."""
        self._send()

    def recover(self) -> None:
        """Tell the workers again of everything that waits or whose worker has gone silent."""
        from web.core.mailing.outbox import due_mails
        from web.planning.services.runs import recoverable_runs

        with self._app.app_context():
            runs, mails = recoverable_runs(), due_mails()
        for run_id in runs:
            self.plan(run_id)
        if mails:
            self.send_mail()

    def work_off(self) -> int:
        """Do here and now all that is waiting; returns how many tasks that were."""
        done = 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            done += 1
        return done

    def is_well(self) -> bool:
        """Whether the queue can be reached."""
        try:
            self.huey.pending_count()
        except Exception:
            log.exception("queue is not to be reached")
            return False
        return True

    def make_consumer(self, workers: int = WORKERS) -> Consumer:
        """Make threads that work the queue off: ``run()`` in a process of its own, `start_embedded` inside another."""
        return Consumer(self.huey, workers=workers, initial_delay=0.1, max_delay=0.5, backoff=1.3)

    def start_embedded(self, workers: int = WORKERS) -> Consumer:
        """Start working off inside this process; its signals stay as they are. The first look is at what was left behind."""
        consumer = _Embedded(self.huey, workers=workers, initial_delay=0.1, max_delay=0.5, backoff=1.3)
        self.recover()
        consumer.start()
        return consumer

    def _carry_out_run(self, run_id: int) -> None:
        from web.planning.jobs.run_planning import carry_out

        with self._app.app_context():
            carry_out(run_id)

    def _send_due_mails(self) -> None:
        from web.core.mailing.outbox import send_due_mails

        settings: Settings = self._app.extensions["settings"]
        with self._app.app_context():
            send_due_mails(self._app.extensions["mail_backend"], settings.lease_seconds)


class _Embedded(Consumer):  # type: ignore[misc]  # huey brings no types
    def _set_signal_handlers(self) -> None:
        """Signals belong to the web server that this runs in."""


def queue() -> Queue:
    """The queue of the current app."""
    return cast(Queue, current_app.extensions["queue"])


def _make_huey(settings: Settings) -> Huey:
    common: dict[str, Any] = {"results": False, "utc": True}
    if settings.queue_url:
        return RedisHuey(NAME, url=settings.queue_url, **common)
    settings.var.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(settings.queue_file), **common)
