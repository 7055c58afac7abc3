"""What a planning run shows while it runs: best and bound of each goal, and the seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from scheduler.settings import Progress
from web.commands.words import tell_goal

Report = Callable[[Progress], None]
QUIET_SECONDS = 5.0


@contextmanager
def shown_progress() -> Iterator[Report]:
    """Show progress on standard error: live on a terminal, else a line now and then."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield Lines()
        return
    screen = Screen()
    with Live(screen, console=console, refresh_per_second=4):
        yield screen


class Lines:
    """One line when a goal is begun, and at most one in five seconds after that."""

    def __init__(self) -> None:
        self._goal = ""
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.goal == self._goal and now - self._last < QUIET_SECONDS:
            return
        self._goal, self._last = progress.goal, now
        click.echo(f"{_tell(progress)}, {progress.elapsed:.0f} s", err=True)


class Screen:
    """A line a goal; the last one also counts the seconds and says how to stop."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._goals: dict[str, str] = {}

    def __call__(self, progress: Progress) -> None:
        self._goals[progress.goal] = _tell(progress)

    def __rich__(self) -> Text:
        seconds = f"{time.monotonic() - self._started:.0f} s; Ctrl-C stops and keeps the best plan so far"
        return Text("\n".join([*self._goals.values(), seconds]))


def _tell(progress: Progress) -> str:
    note = f" ({progress.note})" if progress.note else ""
    return tell_goal(progress.goal, progress.achieved, progress.bound) + note
