"""The queue: an embedded SQLite file worked off in the web process, or Redis with workers anywhere; one setting."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from web.core.settings import Settings

log = logging.getLogger(__name__)
WORKERS = 4
PATIENCE = 5.0  # seconds after Ctrl-C in which workers may end what they do; a run that they leave is taken up again
NAME = "bms"


@dataclass(frozen=True, slots=True)
class Task:
    """Something that workers can be asked to do, by its name.

    Attributes
    ----------
    work
        Does it, in the context of the app.
    waiting
        Finds in the rows what is to be done or was left behind: the arguments of ``work``, once for each time that it is due.
    """

    name: str
    work: Callable[..., object]
    waiting: Callable[[], Iterable[tuple[Any, ...]]]


class Queue:
    """Tells workers that there is something to do. Losing a message loses no work: `Queue.recover` finds it in the rows.

    Parameters
    ----------
    tasks
        All that it can be asked to do; it knows nothing of them but their names.
    """

    def __init__(self, app: Flask, settings: Settings, tasks: Iterable[Task]) -> None:
        self._app = app
        self.huey = _make_huey(settings)
        self.embedded = not settings.queue_url
        self._tasks = tuple(tasks)
        self._enqueue = {task.name: self.huey.task(name=task.name)(self._in_context(task.work)) for task in self._tasks}
        # Huey keeps it in its registry and calls it each minute.
        self.huey.periodic_task(crontab(), name="recover")(self.recover)

    def enqueue(self, name: str, *arguments: Any) -> None:
        """Have a task done, by whichever worker is free first."""
        self._enqueue[name](*arguments)

    def recover(self) -> None:
        """Tell the workers again of everything that waits or whose worker has gone silent."""
        with self._app.app_context():
            found = [(task.name, arguments) for task in self._tasks for arguments in task.waiting()]
        for name, arguments in found:
            self.enqueue(name, *arguments)

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
        return Consumer(self.huey, workers=workers, initial_delay=0.1, max_delay=0.5, backoff=1.3, shutdown_timeout=PATIENCE)

    def start_embedded(self, workers: int = WORKERS) -> Consumer:
        """Start working off inside this process; its signals stay as they are. The first look is at what was left behind."""
        consumer = _Embedded(self.huey, workers=workers, initial_delay=0.1, max_delay=0.5, backoff=1.3)
        self.recover()
        consumer.start()
        return consumer

    def _in_context(self, work: Callable[..., object]) -> Callable[..., None]:
        def in_context(*arguments: Any) -> None:
            with self._app.app_context():
                work(*arguments)

        return in_context


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
