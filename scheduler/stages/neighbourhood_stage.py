"""Large neighbourhoods for a goal and those after it, with a proof of the breaks that no plan can do without."""

from __future__ import annotations

from dataclasses import replace

from scheduler.improvement.lns import improve
from scheduler.maxsat.race import GOALS
from scheduler.proofs.break_bounds import BreakBounds, raise_breaks
from scheduler.run.linear_task import LinearTask
from scheduler.solvers.highs import Highs
from scheduler.stages.beside import searching_meanwhile
from scheduler.stages.context import Context


def improve_from(context: Context, goal: int, end: float) -> None:
    """Improve a goal and those after it; towards the end it is asked who has to wait in any case.

    Parameters
    ----------
    end
        Monotonic time to end by.
    """
    search, rounds, program = context.search, context.rounds(goal), context.best_plans
    if program is None or rounds is not None or context.names[goal] not in GOALS:
        improve(search, goal, end, context.allowed, rounds)
        return
    improve(search, goal, end - context.parameters.ask_share * search.left_until(end), context.allowed)
    if not search.proven(goal) and search.left_until(end) > 0:
        _ask_who_has_to_wait(context, goal, program, end)
    improve(search, goal, end, context.allowed)


def _ask_who_has_to_wait(context: Context, goal: int, program: LinearTask, end: float) -> None:
    search = context.search
    goals = [k for k in range(context.front, len(context.names)) if context.names[k] in GOALS]
    with Highs(search.stop, search.settings.parameters.highs) as highs, searching_meanwhile(context, goal, end):
        asking = BreakBounds(replace(program, highs=highs))
        raise_breaks(search, asking, goals, end - context.parameters.ask_part * search.left_until(end))
