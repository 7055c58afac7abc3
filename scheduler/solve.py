"""From a problem to a plan: the model, a first plan, the stages, and the outcome with its reasons."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from platform import python_version
from typing import Any

from scheduler.annealing.compacting import can_anneal, shorten_walks
from scheduler.annealing.kernel import kernel
from scheduler.construction.first_plan import Impossible, find_first
from scheduler.errors import NoPlanExists
from scheduler.infeasibility import explain_conflict
from scheduler.infeasibility.counting import count_conflicts
from scheduler.instance.instance import build_instance
from scheduler.instance.memory import fits, require_memory
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.linear_goals.requests_then_slots import can_choose_requests_first
from scheduler.maxsat.race import WAYS, MaxSat
from scheduler.model.lean_model import LeanModel
from scheduler.model.model import Model, build_model
from scheduler.outcome import make_plan
from scheduler.parameters import Parameters, RunParameters
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.reasons import Proof
from scheduler.repair import repair
from scheduler.run.incumbent import Search
from scheduler.settings import Progress, Settings
from scheduler.stages import compact_by_request, plan_by_request, run_stages
from scheduler.stages.linear_first import linear_goals_come_late
from scheduler.stop import Stop


def solve(
    problem: Problem,
    settings: Settings,
    sha256: str,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
    end: float | None = None,
    reference: ReferencePlan | None = None,
) -> Plan:
    """Plan an event.

    Parameters
    ----------
    problem
        Validated.
    settings
        How to solve.
    sha256
        Of the problem file's bytes, for the plan.
    on_progress
        Called with where the run stands, from any thread.
    stop
        Asks the run to end with the best plan so far.
    end
        Monotonic time to be done by; by default the settings' seconds from this call on.
    reference
        A plan to change as little of as possible: ``changes`` becomes the first goal unless the goals place it.

    Raises
    ------
    NoPlanExists
        With a small conflicting set of requirements.
    NoPlanInTime
        If neither a plan nor a proof was found.
    """
    began = time.monotonic()
    stop = stop or Stop()
    end = began + settings.seconds if end is None else end
    clock = _Clock(began, end, settings.parameters.run, len(problem.requests))
    goals = goals_asked(problem, settings, reference)
    try:
        if next(count_conflicts(problem), None) is not None:  # sooner than a model of a large event is built
            raise Impossible
        if reference is None:
            with clock.measuring():
                model = _model(problem, goals, settings.parameters)
            plan = _plan(Search(model, settings, stop, clock.search_end, on_progress), goals, sha256, end)
        else:
            repaired = repair(problem, reference, goals, settings, stop, clock.search_end, on_progress, _settle)
            plan = make_plan(repaired.search, goals, sha256, (), end, repaired)
    except Impossible:
        raise NoPlanExists(explain_conflict(problem, settings, end, stop)) from None
    # Only a run that neither the clock nor anybody ended is the same every time.
    same = settings.reproducible and not stop.requested and time.monotonic() < clock.search_end
    return replace(plan, run=_record(settings, goals, reference, time.monotonic() - began, same))


class _Clock:
    """How much of the time is kept back to place, explain and judge a plan."""

    def __init__(self, began: float, end: float, parameters: RunParameters, requests: int) -> None:
        self._end, self._parameters = end, parameters
        self._most = (end - began) * parameters.reserve_share
        self._reserve = parameters.reserve + requests / parameters.reserve_requests

    @property
    def search_end(self) -> float:
        """Monotonic time by which the search has to end."""
        return self._end - min(self._most, self._reserve)

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """ReferencePlan back more if a machine that others keep busy takes longer for this than it works on it."""
        wall, own, noise = time.monotonic(), time.thread_time(), self._parameters.clock_noise
        yield
        self._reserve *= max(1.0, (time.monotonic() - wall + noise) / (time.thread_time() - own + noise))


def _record(
    settings: Settings, goals: tuple[str, ...], reference: ReferencePlan | None, seconds: float, reproducible: bool
) -> dict[str, Any]:
    """How a plan was made, as it is written into it."""
    run: dict[str, Any] = {
        "seconds": round(seconds, 3),
        "seed": settings.seed,
        "workers": settings.workers,
        "reproducible": reproducible,
        "time_limit": settings.seconds,
        "goals": list(goals),
        "versions": {"python": python_version()} | {name: version(name) for name in ("ortools", "highspy", "python-sat", "numpy", "scipy")},
    }
    without = [*settings.without, *(["annealing"] if kernel() is None and settings.uses("annealing") else [])]
    if without:
        run["without"] = without
    if settings.patience is not None:
        run["patience"] = settings.patience
    if reference is not None and reference.frozen_until is not None:
        run["frozen_until"] = reference.frozen_until.isoformat()
    return run


def goals_asked(problem: Problem, settings: Settings, reference: ReferencePlan | None) -> tuple[str, ...]:
    """The goals of a run in their order; ``changes`` comes first where a plan is kept and nothing else places it."""
    goals = problem.goals if settings.goals is None else settings.goals
    return ("changes", *goals) if reference is not None and "changes" not in goals else goals


def _plan(search: Search, goals: tuple[str, ...], sha256: str, end: float) -> Plan:
    """A plan from nothing."""
    until, walks = search.end, _are_walks_left(search, goals)
    if walks and not search.settings.reproducible:
        search.end = until - search.settings.parameters.annealing.walk_share * search.left
    search, proofs = _work_through(search)
    search.end = until
    if walks:
        shorten_walks(search, goals, until, search.settings.workers)
    return make_plan(search, goals, sha256, proofs, end)


def _work_through(search: Search) -> tuple[Search, list[Proof]]:
    """Every goal that the model counts; returns the search that has the plan, and what relaxations prove of the linear goals."""
    proofs: list[Proof] = []
    lean = search.model
    if isinstance(lean, LeanModel):
        search, proofs = plan_by_request(search)
        if search.best is not None:
            compact_by_request(search)
            if search.is_proven or search.left <= 0 or not fits(lean.instance.options):
                return search, proofs
        search = search.taken_to(lean.whole)
    with MaxSat(search, ways=() if linear_goals_come_late(search) else WAYS) as race:
        if search.best is None:
            find_first(search, race)
        proofs += run_stages(search, race)
    return search, proofs


def _are_walks_left(search: Search, goals: tuple[str, ...]) -> bool:
    """Whether moves are asked for, the model does not count them, and there is a way to make them fewer."""
    counted = any(objective.name == "moves" for objective in search.model.objectives)
    zones = {place.zone for place in search.model.instance.problem.places}
    return "moves" in goals and not counted and len(zones) > 1 and can_anneal(search)


def _settle(search: Search) -> None:
    """Every goal of a search that has a plan already."""
    with MaxSat(search, ways=() if linear_goals_come_late(search) else WAYS) as race:
        run_stages(search, race)


def _model(problem: Problem, goals: tuple[str, ...], parameters: Parameters) -> Model:
    """The model, with zones where they count and are affordable; otherwise places are chosen last."""
    most = parameters.run.most_options_by_zone
    goals = tuple(goal for goal in goals if goal != "changes")  # without a reference plan nothing changes
    coarse = build_instance(problem)
    if "moves" in goals:
        last = goals.index("moves") == len(goals) - 1
        # With zones there are no fewer options than without.
        if not last or (coarse.options <= most and build_instance(problem, by_zone=True).options <= most):
            by_zone = build_instance(problem, by_zone=True)
            require_memory(by_zone.options)
            return build_model(by_zone, goals)
    goals = tuple(goal for goal in goals if goal != "moves")
    if coarse.options > parameters.stages.small and can_choose_requests_first(coarse, goals):
        return LeanModel(coarse, goals)
    require_memory(coarse.options)
    return build_model(coarse, goals)
