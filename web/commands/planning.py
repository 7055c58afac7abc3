"""Plan with progress shown, stopped by Ctrl-C and SIGTERM, and checked before anybody sees it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

import click

from matchmaking.wording import in_words
from scheduler.checker import check
from scheduler.errors import BrokenModel, NoPlanInTime
from scheduler.files.reading import LoadedProblem
from scheduler.instance.reference_plan import Keep
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from web.commands.progress import shown_progress

FINISH, FINISH_EACH = 0.4, 0.0001  # seconds to check and write a plan and to end the process, in all and for each request


def make_settings(
    seconds: float,
    workers: int,
    seed: int,
    goals: tuple[str, ...] | None = None,
    reproducible: bool = False,
    without: tuple[str, ...] = (),
) -> Settings:
    """Collect how to solve, from the options of a command.

    Raises
    ------
    click.UsageError
        If a value is out of its range.
    """
    try:
        return Settings(seconds=seconds, workers=workers, seed=seed, goals=goals, reproducible=reproducible, without=without)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def patience_for(problem: Problem) -> float:
    """Seconds that improving a repair may take where nobody said how long: nobody waits for long on the day."""
    return 0.3 + len(problem.requests) / 20_000


def make_plan(loaded: LoadedProblem, settings: Settings, keep: Keep | None = None) -> Plan:
    """Plan in what is left of the time, showing progress; a signal asks for the best plan so far.

    Raises
    ------
    NoPlanExists, NoPlanInTime
        Where there is no plan to return.
    BrokenModel
        If the checker refuses the plan.
    """
    began: float = click.get_current_context().obj
    left = settings.seconds - (time.monotonic() - began)
    if left <= 0:
        raise NoPlanInTime(f"reading the problem took more than the {settings.seconds:g} seconds given")
    finish = FINISH + FINISH_EACH * len(loaded.problem.requests)
    # A repair is seldom given more than a few seconds, and has to be checked and written in them too.
    end = began + settings.seconds - min(finish, left / (10 if keep is None else 2))
    stop = Stop()
    # Python handles signals in the main thread only, and not while that is inside a solver.
    with ThreadPoolExecutor(1) as thread, shown_progress() as on_progress, _signals_ask(stop):
        plan = thread.submit(solve, loaded.problem, settings, loaded.sha256, on_progress, stop, end, keep).result()
    verdict = check(loaded.problem, plan, keep.plan if keep else None, loaded.sha256, settings.goals)
    if verdict.violations:
        raise BrokenModel("the plan that was made is not valid:\n" + "\n".join(in_words(loaded.problem, verdict.violations)))
    return plan


@contextmanager
def _signals_ask(stop: Stop) -> Iterator[None]:
    def ask(number: int, frame: FrameType | None) -> None:
        if stop.requested:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stop.request()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
