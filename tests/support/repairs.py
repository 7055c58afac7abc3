"""Plans to keep by hand, instances that are to keep them, and what a repair may use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from scheduler.arrays import Bools
from scheduler.checker import check
from scheduler.instance.instance import Instance, build_instance
from scheduler.instance.reference_plan import ReferencePlan, index_reference
from scheduler.parameters import DEFAULTS, RepairParameters
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from scheduler.repair.integer import Solver
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop

PEOPLE = {name: {} for name in "abcdef"}
TWO = {"T": {}, "U": {}}
SHA = "8" * 64


def kept(*meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Plan:
    """Meetings such as ``ab S1 T``, and dialogues."""
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), tables, (), ())


def instance_of(problem: Problem, plan: Plan) -> Instance:
    """The event with its plan to keep."""
    instance = build_instance(problem)
    return replace(instance, reference=index_reference(problem, plan, instance.pools))


def slots_of(problem: Problem, *names: str) -> Bools:
    """(S,) which slots these are."""
    return np.array([slot.id in names for slot in problem.slots], dtype=bool)


@contextmanager
def solver_of(settings: Settings | None = None, seconds: float = 60.0) -> Iterator[Solver]:
    """All that a repair may use, for so many seconds."""
    settings, stop, end = settings or Settings(workers=1), Stop(), time.monotonic() + seconds
    with Highs(stop, settings.parameters.highs) as highs:
        yield Solver(settings, stop, highs, end, end, settings.parameters.minimising.grace)


def repaired(problem: Problem, plan: Plan, goals: tuple[str, ...] | None = None, parameters: RepairParameters = DEFAULTS.repair) -> Plan:
    """A repaired plan that keeps every rule."""
    settings = Settings(seconds=30.0, goals=goals, parameters=replace(DEFAULTS, repair=parameters))
    found = solve(problem, settings, SHA, reference=ReferencePlan(plan))
    assert check(problem, found, plan, SHA, goals).violations == ()
    return found


def changes_of(plan: Plan) -> tuple[int, int]:
    """How many changes a plan has, and how many are proven."""
    return next((goal.achieved, goal.bound) for goal in plan.goals if goal.name == "changes")
