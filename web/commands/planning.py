"""Plan with progress shown, and checked before anybody sees it."""

from __future__ import annotations

import time
from functools import partial

import click

from scheduler.checker import check
from scheduler.errors import BrokenModel, NoPlanInTime
from scheduler.files.reading import LoadedProblem
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from web.commands.progress import shown_progress
from web.core.signals import work_beside

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


def make_plan(loaded: LoadedProblem, settings: Settings, stop: Stop, keep: ReferencePlan | None = None) -> Plan:
    """Plan in what is left of the time, showing progress.

    Parameters
    ----------
    stop
        Asks for the best plan so far, from a signal (`web.core.signals.signals_ask`).

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
    with shown_progress() as on_progress:
        plan = work_beside(partial(solve, loaded.problem, settings, loaded.sha256, on_progress, stop, end, keep), stop)
    verdict = check(loaded.problem, plan, keep.plan if keep else None, loaded.sha256, settings.goals)
    if verdict.violations:
        from matchmaking.wording import in_words  # takes long to import, and is needed only here

        raise BrokenModel("the plan that was made is not valid:\n" + "\n".join(in_words(loaded.problem, verdict.violations)))
    return plan
