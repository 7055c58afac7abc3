"""Compact agendas among the plans of the best cost in the linear goals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduler.annealing.compacting import can_anneal, make_compact
from scheduler.arrays import Bools, Ints
from scheduler.maxsat.race import GOALS
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import SCALE
from scheduler.program.relaxation import Relaxation
from scheduler.run.linear_task import LinearTask
from scheduler.stages.beside import search_beside
from scheduler.stages.context import Context
from scheduler.stages.linear_goals import Solved


def compact_agendas(context: Context, solved: Solved | None) -> None:
    """Make agendas compact, where that is a goal, beside MaxSAT where this suits.

    Parameters
    ----------
    solved
        The linear goals before; None: nothing is known but that they are settled.
    """
    goal = context.front
    if not {*GOALS} & {*context.names[goal:]}:
        return
    if solved is not None and solved.relaxation is not None:
        _narrow_down(context, solved.task, solved.relaxation)
    if not can_anneal(context.search):
        return
    context.search.enter(goal, "annealing")
    workers = context.search.settings.workers
    if context.optimal_face is None or not context.optimal_face.can_settle(goal):
        make_compact(context.search, context.until(context.parameters.compact_share), workers)
        return
    end = context.until(context.parameters.optimal_face_share)
    with context.optimal_face.race(goal) as race:
        over = None if context.search.settings.reproducible else lambda: not race.running
        make_compact(context.search, end, max(1, workers - race.cores), over)
        search_beside(context, race, goal, end)


def _narrow_down(context: Context, task: LinearTask, relaxation: Relaxation) -> None:
    """What can be in plans of this cost, for the neighbourhoods."""
    best_end = np.where(relaxation.reduced > 0, task.linear.lower, task.linear.upper)
    possible = _possible(task, relaxation, best_end)
    context.allowed = possible[: task.options]
    program = replace(task, linear=_limited(task.linear, possible, best_end))
    if not context.aggregated:
        context.best_plans = program


def _possible(task: LinearTask, relaxation: Relaxation, best_end: Ints) -> Bools:
    """(n,) columns that can be elsewhere than at their better end in a plan that costs no more than the best one, or are so in that."""
    full = task.current()
    gap = int(task.cost @ full) * SCALE - relaxation.bound
    possible: Bools = (np.abs(relaxation.reduced) <= gap) | (full != best_end)
    return possible


def _limited(linear: Linear, possible: Bools, best_end: Ints) -> Linear:
    """The program with all other columns at their better end."""
    return replace(linear, lower=np.where(possible, linear.lower, best_end), upper=np.where(possible, linear.upper, best_end))
