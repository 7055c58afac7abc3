"""Search in neighbourhoods beside whatever else is at work, with the cores that it leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.improvement.lns import improve
from scheduler.maxsat.race import MaxSat
from scheduler.stages.context import Context
from scheduler.stop import Stop


def search_beside(context: Context, race: MaxSat, goal: int, end: float) -> None:
    """Wait for what other processes find and prove, with the cores that are left looking for better plans.

    A reproducible run takes no plan from elsewhere meanwhile, and so does nothing else.
    """
    search = context.search
    if search.settings.reproducible:
        race.collect(end)
        return

    def over() -> bool:
        return not race.running or search.proven(goal)

    workers = search.settings.workers - race.cores
    if workers > 0 and context.uses("neighbourhoods"):
        improve(search, goal, end, context.allowed, workers=workers, until=over)
    while search.left_until(end) > 0 and not over():
        search.stop.wait(0.05)


@contextmanager
def searching_meanwhile(context: Context, goal: int, end: float) -> Iterator[None]:
    """Meanwhile search neighbourhoods on the other cores."""
    if context.workers_beside < 1:
        yield
        return
    over = Stop()
    arguments = (context.search, goal, end, context.allowed, None, context.workers_beside, lambda: over.requested)
    thread = threading.Thread(target=improve, args=arguments)
    thread.start()
    try:
        yield
    finally:
        over.request()
        thread.join()
