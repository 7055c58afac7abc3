"""From a problem to a checked-for plan: the stages of a run, in the order of the goals."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from scheduler.conflicts import explain_conflict
from scheduler.errors import NoPlanExists
from scheduler.exact import minimise_exactly
from scheduler.first import Impossible, find_first
from scheduler.highs import Highs
from scheduler.improve import improve
from scheduler.instance import Bools, Ints, build_instance
from scheduler.linear import FREE, Linear
from scheduler.model import Model, build_model
from scheduler.outcome import make_plan
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.reasons import Proof
from scheduler.search import Search
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop
from scheduler.value_stage import Relaxation, minimise_linear
from scheduler.windows import tighten_windows

LINEAR = ("floor", "value")
SMALL = 400  # options up to which CP-SAT alone does everything
MEDIUM = 1_000  # options up to which CP-SAT sees the whole model
FINE = 6_000  # options up to which zones are part of the model


def solve(
    problem: Problem,
    settings: Settings,
    sha256: str,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Stop | None = None,
) -> Plan:
    """Plan an event.

    Parameters
    ----------
    problem
        Validated, without the goal ``changes``.
    settings
        How to solve; its seconds count from this call.
    sha256
        Of the problem file's bytes, for the plan.
    on_progress
        Told where the run stands, from any thread.
    stop
        Asks the run to end with the best plan so far.

    Raises
    ------
    NoPlanExists
        With a small conflicting set of requirements.
    NoPlanInTime
        If neither a plan nor a proof was found.
    """
    began = time.monotonic()
    stop = stop or Stop()
    goals = settings.goals or problem.goals
    model = _model(problem, goals)
    reserve = min(settings.seconds * 0.2, 0.1 + len(problem.requests) / 8000)
    search = Search(model, settings, stop, began + settings.seconds - reserve, on_progress)
    try:
        find_first(search)
    except Impossible:
        raise NoPlanExists(explain_conflict(problem, settings, began + settings.seconds, stop)) from None
    proofs = _Stages(search).run() if model.objectives else []
    plan = make_plan(search, goals, sha256, proofs, began + settings.seconds)
    run = {
        "seconds": round(time.monotonic() - began, 3),
        "seed": settings.seed,
        "workers": settings.workers,
        "versions": {name: version(name) for name in ("ortools", "highspy", "numpy", "scipy")},
    }
    return Plan(plan.problem_sha256, plan.meetings, plan.dialogues, plan.unscheduled, plan.goals, run)


def _model(problem: Problem, goals: tuple[str, ...]) -> Model:
    """The model, with zones where they count and are affordable; otherwise places are chosen last."""
    coarse = build_instance(problem)
    if "moves" in goals:
        last = goals.index("moves") == len(goals) - 1
        fine = build_instance(problem, by_zone=True)
        if fine.options <= FINE or not last:
            return build_model(fine, goals)
    return build_model(coarse, tuple(goal for goal in goals if goal != "moves"))


class _Stages:
    """Works through the goals of a search that has a first plan."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.model = search.model
        self.names = tuple(objective.name for objective in search.model.objectives)
        self.prefix = next((k for k, name in enumerate(self.names) if name not in LINEAR), len(self.names))
        self.allowed: Bools | None = None
        self.proofs: list[Proof] = []

    def run(self) -> list[Proof]:
        """Every goal in turn; returns what the relaxations of the linear ones prove."""
        search, options = self.search, self.model.instance.options
        if options > SMALL and self.prefix and self._linear_first():
            with Highs(search.stop) as highs:
                self._prefix(highs)
        for goal in range(len(self.names)):
            if search.left <= 0:
                break
            search.enter(goal)
            if search.proven(goal):
                continue
            if options <= MEDIUM:
                share = search.left / (len(self.names) - goal) if goal < len(self.names) - 1 else search.left
                minimise_exactly(search, goal, time.monotonic() + (search.left if options <= SMALL else share), search.settings.workers)
                continue
            improve(search, goal, search.end, self.allowed, self._rounds())
            break
        return self.proofs

    def _rounds(self) -> int | None:
        return int(4 * self.search.settings.seconds) if self.search.settings.reproducible else None

    def _linear_first(self) -> bool:
        return not all(self.search.proven(k) for k in range(self.prefix))

    def _prefix(self, highs: Highs) -> None:
        """The linear goals at the front by linear programming, then compact agendas among their best plans."""
        search = self.search
        names = self.names[: self.prefix]
        small = build_model(self.model.instance, names)
        share = 0.6 if self.prefix < len(self.names) else 1.0
        end = time.monotonic() + share * search.left
        relaxation: Relaxation | None = None
        linear, cost = small.linear, small.objectives[0].cost
        goal = 0
        while goal < self.prefix:
            search.enter(goal)
            joint = names[goal : goal + 2] == ("floor", "value")
            cost = small.objectives[goal].cost
            if joint and search.bound(goal) >= 0:
                # Far more than any one meeting is worth, so that the shortfall is as good as settled first.
                weight = 4 * int(self.model.instance.value.max(initial=1)) + 1000
                cost = weight * cost + small.objectives[goal + 1].cost
                bound, relaxation = minimise_linear(search, small, linear, cost, highs, end)
                self._keep(relaxation, {goal: weight, goal + 1: 1}, linear.high[small.linear.rows :])
                if search.proven(goal):
                    search.enter(goal + 1)
                    search.raise_bound(goal + 1, bound - weight * search.costs[goal])
                    goal += 2
                    continue
                cost = small.objectives[goal].cost
            bound, relaxation = minimise_linear(search, small, linear, cost, highs, end)
            self._keep(relaxation, {goal: 1}, linear.high[small.linear.rows :])
            search.raise_bound(goal, bound)
            linear = linear.with_row(small.objectives[goal].cost, -FREE, search.costs[goal])
            goal += 1
        self._compact(small, linear, cost, relaxation, highs)

    def _keep(self, relaxation: Relaxation | None, weights: dict[int, int], limits: Ints) -> None:
        if relaxation is not None:
            self.proofs.append(Proof(relaxation, weights, tuple(limits.tolist())))

    def _compact(self, small: Model, linear: Linear, cost: np.ndarray, relaxation: Relaxation | None, highs: Highs) -> None:
        search = self.search
        if relaxation is None or not {"breaks", "idle"} & set(self.names[self.prefix :]):
            return
        search.enter(self.prefix, "compact windows")
        full = small.layout.complete(search.require()[: small.layout.core])
        gap = int(cost @ full) * (1 << 20) - relaxation.bound
        possible = np.abs(relaxation.reduced) <= gap
        possible |= full != np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        self.allowed = possible[: self.model.instance.options]
        fixed = np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        lower, upper = np.where(possible, linear.lower, fixed), np.where(possible, linear.upper, fixed)
        end = time.monotonic() + 0.4 * search.left
        with Highs(search.stop) as finisher:
            tighten_windows(search, small, Linear(linear.matrix, linear.low, linear.high, lower, upper), cost, highs, finisher, end)
