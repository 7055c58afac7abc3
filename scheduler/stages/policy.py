"""The stages of a run, in the order of the goals."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np

from scheduler.certificates import multipliers_evidence
from scheduler.construction.slot_matching import scheduled_anew
from scheduler.improvement.kempe_chains import compact_slots
from scheduler.improvement.lns import improve
from scheduler.improvement.window_tightening import tighten_windows
from scheduler.instance.instance import Bools, Ints
from scheduler.linear_goals.late_bounds import bound_behind
from scheduler.linear_goals.max_min import bound_lowest, raise_lowest
from scheduler.linear_goals.price_and_schedule import minimise_large
from scheduler.linear_goals.reduced_cost_fixing import Relaxation, minimise_linear, relax
from scheduler.maxsat.race import GOALS, MaxSat, Task, encoding, suits
from scheduler.model.model import Model, build_model, limited_as
from scheduler.program.integer_program import FREE, Linear
from scheduler.program.lagrangian import SCALE, ceil_bound
from scheduler.proofs.break_bounds import Unavoidable, raise_breaks
from scheduler.proofs.whole_model import minimise_exactly
from scheduler.reasons import Proof
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs
from scheduler.stages.face_race import FaceStage, face_stage
from scheduler.stages.linear_first import LINEAR, SMALL, goes_ahead, leave_out, with_linear_first
from scheduler.stop import Stop

MEDIUM = 6_000  # options up to which CP-SAT sees the whole model
WIDE = 20_000  # options from which windows take longer than slot after slot
FACE = 0.8  # share of the time left for a proof beside which the search for better plans goes on
LARGE = 250_000  # options from which the linear program of the whole model takes too long
ASKED = 0.4  # of the time for neighbourhoods that is left when it is asked which breaks there have to be, for half of that at most
AHEAD = 0.6  # of the time left for a plan in which the linear goals come first, at most

_Part = tuple[Model, Linear, Ints, Relaxation | None]  # a model of linear goals, its program, the cost minimised last, and its relaxation


class Stages:
    """Works through the goals of a search that has a first plan, perhaps beside a MaxSAT run on the first goal."""

    def __init__(self, search: Search, race: MaxSat) -> None:
        self.search = search
        self.race = race
        self.model = search.model
        self.names = tuple(objective.name for objective in search.model.objectives)
        self.large = search.model.instance.options > LARGE
        linear = LINEAR[:4] if self.large else LINEAR
        self.prefix = next((k for k, name in enumerate(self.names) if name not in linear), len(self.names))
        self.allowed: Bools | None = None
        self.proofs: list[Proof] = []
        self.face: FaceStage | None = None
        self.agendas: Callable[[Highs], Unavoidable] | None = None

    def run(self) -> list[Proof]:
        """Every goal in turn; returns what the relaxations of the linear ones prove."""
        self._all_goals()
        breaks, idle = (self.names.index(name) if name in self.names else -1 for name in GOALS)
        if 0 <= breaks < idle:  # each break has an idle slot
            self.search.raise_bound(idle, self.search.bound(breaks), self.search.proven_by("breaks"))
        return self.proofs

    def _all_goals(self) -> None:
        search, options = self.search, self.model.instance.options
        if goes_ahead(self.model):
            self._ahead()
        linear = not all(search.proven(k) for k in range(self.prefix))
        later = [k for k in range(self.prefix, len(self.names)) if self.names[k] in LINEAR]
        if options > SMALL and (linear or later):
            with Highs(search.stop) as highs:
                if linear:
                    self._prefix(highs)
                for goal in later:
                    self._behind(goal, highs)
        for goal in range(len(self.names)):
            if search.left <= 0:
                break
            search.enter(goal)
            if search.proven(goal):
                continue
            if goal == 0 and self.race.running:
                self._beside(self.race, goal, search.end)
            elif goal == 0 and goes_ahead(self.model) and suits(search):
                with MaxSat(search, Task(encoding(search))) as race:
                    self._beside(race, goal, self._until(0.3))
            if self.face is not None and goal > self.prefix and self.face.can_settle(goal):
                with self.face.race(goal) as race:
                    self._beside(race, goal, self._until(FACE))
            if search.proven(goal):
                continue
            if options > SMALL and goal >= self.prefix and search.settings.uses("neighbourhoods"):
                self._neighbourhoods(goal, self._until(0.5 if options <= MEDIUM else 1.0))
                if options > MEDIUM:
                    break  # it has worked on all later goals as well
            if options <= MEDIUM and search.settings.uses("cpsat"):
                share = 1.0 if options <= SMALL else 1 / max(1, self._open(goal))
                minimise_exactly(search, goal, self._until(share), self._units())

    def _neighbourhoods(self, goal: int, end: float) -> None:
        """Improve this goal and those after it; towards the end it is asked who has to wait in any case."""
        search, rounds = self.search, self._rounds(goal)
        if self.agendas is None or rounds is not None or self.names[goal] not in GOALS:
            improve(search, goal, end, self.allowed, rounds)
            return
        improve(search, goal, end - ASKED * search.left_until(end), self.allowed)
        goals = [k for k in range(self.prefix, len(self.names)) if self.names[k] in GOALS]
        if not search.proven(goal) and search.left_until(end) > 0:
            with Highs(search.stop) as highs, self._improving(goal, end):
                raise_breaks(search, self.agendas(highs), goals, end - 0.5 * search.left_until(end))
        improve(search, goal, end, self.allowed)

    @contextmanager
    def _improving(self, goal: int, end: float) -> Iterator[None]:
        """Meanwhile search neighbourhoods on the other cores."""
        workers = self.search.settings.workers - 1
        if workers < 1:
            yield
            return
        over = Stop()
        thread = threading.Thread(target=improve, args=(self.search, goal, end, self.allowed, None, workers, lambda: over.requested))
        thread.start()
        try:
            yield
        finally:
            over.request()
            thread.join()

    def _ahead(self) -> None:
        """A plan for linear goals that stand behind others: made as if they came first, less what it makes people wait for."""
        self.search.enter(0, "as if later goals came first")
        inner = with_linear_first(self.search, self._until(AHEAD))
        Stages(inner, self.race).run()
        with Highs(self.search.stop) as highs:
            small = self._small(self.prefix, None)  # of rules, and goals that mind nothing here
            compact = scheduled_anew(small, inner.require()[: small.layout.core], highs, inner.end)
        for core in (compact, inner.require()):
            leave_out(self.search, self.model.layout.complete(core), self._until(0.3))

    def _behind(self, goal: int, highs: Highs) -> None:
        """A bound of a linear goal for which others are in the way of finding its best plans by linear programming."""
        if self.names[goal] == "lowest":
            bound_lowest(self.search, goal, highs, self._until(0.2))
        elif self.names[goal] != "changes":
            bound_behind(self.search, goal, highs, self._until(0.2), self.large)

    def _beside(self, race: MaxSat, goal: int, end: float) -> None:
        """Wait for what other processes find and prove, with the cores that are left looking for better plans."""
        search = self.search

        def over() -> bool:
            return not race.running or search.proven(goal)

        workers = search.settings.workers - race.cores
        if workers > 0 and search.settings.uses("neighbourhoods"):
            improve(search, goal, end, self.allowed, workers=workers, until=over)
        while search.left_until(end) > 0 and not over():
            search.stop.wait(0.05)

    def _until(self, share: float) -> float:
        """When to end what may take this share of the time left; a reproducible run looks at the clock only at its very end."""
        search = self.search
        return search.end if search.settings.reproducible else time.monotonic() + share * search.left

    def _open(self, goal: int) -> int:
        return sum(not self.search.proven(k) for k in range(goal, len(self.names)))

    def _rounds(self, goal: int) -> int | None:
        """Rounds of a reproducible run, few enough to end well before the clock on a machine several times slower than usual."""
        settings = self.search.settings
        calls = max(1, self._open(goal)) if self.model.instance.options <= MEDIUM else 1
        return max(1, int(settings.seconds / 5 / calls)) if settings.reproducible else None

    def _units(self) -> float | None:
        """Deterministic time for one exact solve of a reproducible run."""
        settings = self.search.settings
        return settings.seconds / 8 / max(1, len(self.names)) if settings.reproducible else None

    def _prefix(self, highs: Highs) -> None:
        """The linear goals at the front by linear programming, then compact agendas among their best plans."""
        search, last = self.search, self.prefix
        end = self._until(0.6 if last < len(self.names) else 1.0)
        cut = self.names.index("lowest") if "lowest" in self.names[:last] else last
        part = self._linear_goals(0, cut, None, highs, end) if cut else None
        if cut < last:
            search.enter(cut)
            raise_lowest(search, cut, highs, self._until(0.5), minimise_large if self.large else minimise_linear)
            level = -search.costs[cut]
            part = self._linear_goals(cut + 1, last, level, highs, end) if cut + 1 < last else self._again(cut, level, highs, end)
        if part is not None:
            self._compact(*part, highs)

    def _linear_goals(self, first: int, last: int, level: int | None, highs: Highs, end: float) -> _Part:
        """Goals from `first` to before `last`, those before being as good as they are; `level` is the lowest satisfaction, if it is one."""
        search, names = self.search, self.names[:last]
        small = self.model if names == self.names and level is None else self._small(last, level)
        relaxation: Relaxation | None = None
        linear, cost = self._held(small, first), small.objectives[first].cost
        goal = first
        while goal < last:
            search.enter(goal)
            if names[goal : goal + 2] == ("floor", "value"):
                weight = self._weight
                cost = weight * small.objectives[goal].cost + small.objectives[goal + 1].cost

                def told(bound: int, goal: int = goal, weight: int = weight) -> None:
                    # Of plans with this shortfall; one that falls less short only tightens it.
                    search.raise_bound(goal + 1, bound - weight * search.costs[goal])

                relaxation = self._minimise(small, linear, cost, highs, end, told, goal + 2 == self.prefix)
                if relaxation is not None:
                    told(ceil_bound(relaxation.bound))  # of the shortfall by now: it was told when the plan fell shorter
                self._keep(small, relaxation, {goal: weight, goal + 1: 1}, linear.high[small.linear.rows :])
                if search.proven(goal):
                    goal += 2
                    linear = self._held(small, goal) if goal < last else linear
                    continue
            cost = small.objectives[goal].cost
            relaxation = self._minimise(small, linear, cost, highs, end, partial(search.raise_bound, goal), goal + 1 == self.prefix)
            self._keep(small, relaxation, {goal: 1}, linear.high[small.linear.rows :])
            goal += 1
            linear = self._held(small, goal)
        return small, linear, cost, relaxation

    def _minimise(
        self, small: Model, linear: Linear, cost: Ints, highs: Highs, end: float, on_bound: Callable[[int], object], last: bool
    ) -> Relaxation | None:
        """Minimise a linear cost; among the best plans for the `last` one, MaxSAT then goes on to the goals that follow."""
        if self.large:
            return minimise_large(self.search, small, linear, cost, highs, end, on_bound)
        relaxation = minimise_linear(self.search, small, linear, cost, highs, end, on_bound)
        if last and relaxation is not None:
            self.face = face_stage(self.search, small, linear, cost, relaxation, highs, end, self.prefix)
        return relaxation

    def _again(self, goal: int, level: int, highs: Highs, end: float) -> _Part:
        """What `_linear_goals` gave for the goals before the lowest satisfaction, now with that as well."""
        small = self._small(goal + 1, level)
        weights = {"floor": self._weight, "value": 1}
        cost = sum((weights.get(objective.name, 0) * objective.cost for objective in small.objectives), np.zeros_like(small.linear.lower))
        # Floors and values are in the cost: rows for them would make the program fractional.
        lacking = small.objectives[goal].cost
        linear = small.linear.with_row(lacking, -FREE, 0)
        return small, linear, cost, None if self.large else relax(highs, linear, cost, self.search.left_until(end))

    def _held(self, small: Model, goal: int) -> Linear:
        """The program of some goals with a row for each before `goal`: as good as in the best plan."""
        linear = small.linear
        for objective, cost in zip(small.objectives[:goal], self.search.costs, strict=False):
            linear = linear.with_row(objective.cost, -FREE, 0 if objective.name == "lowest" else cost)
        return linear

    @property
    def _weight(self) -> int:
        """Of the shortfall: far more than any one meeting is worth, so that it is as good as settled first."""
        return 4 * int(self.model.instance.value.max(initial=1)) + 1000

    def _small(self, last: int, level: int | None) -> Model:
        """The model of the goals before `last` alone, with the limits that the whole model puts on decisions."""
        return limited_as(self.model, build_model(self.model.instance, self.names[:last], level))

    def _keep(self, small: Model, relaxation: Relaxation | None, weights: dict[int, int], limits: Ints) -> None:
        """Remember what the relaxation of a weighted cost proves, for the reasons and as evidence for the last goal in it."""
        if relaxation is None:
            return
        self.proofs.append(Proof(relaxation, weights, tuple(limits.tolist())))
        shared = {self.names[k]: weight for k, weight in weights.items() if k != max(weights)}
        self.search.evidence.append(multipliers_evidence(small, self.names[max(weights)], relaxation.multipliers, shared))

    def _compact(self, small: Model, linear: Linear, cost: Ints, relaxation: Relaxation | None, highs: Highs) -> None:
        search = self.search
        if relaxation is None or not {"breaks", "idle"} & set(self.names[self.prefix :]):
            return
        search.enter(self.prefix, "compact windows")
        if self.face is None or not self.face.can_settle(self.prefix):
            self._tighten(small, linear, cost, relaxation, highs)
            return
        end = self._until(FACE)
        with self.face.race(self.prefix) as race:
            self._tighten(small, linear, cost, relaxation, highs, race.finished)
            self._beside(race, self.prefix, end)

    def _tighten(self, small: Model, linear: Linear, cost: Ints, relaxation: Relaxation, highs: Highs, settled: Stop | None = None) -> None:
        """Windows or pairs of slots, among what can be in plans of this cost."""
        search = self.search
        full = small.layout.complete(search.require()[: small.layout.core])
        gap = int(cost @ full) * SCALE - relaxation.bound
        possible = np.abs(relaxation.reduced) <= gap
        possible |= full != np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        self.allowed = possible[: self.model.instance.options]
        fixed = np.where(relaxation.reduced > 0, linear.lower, linear.upper)
        lower, upper = np.where(possible, linear.lower, fixed), np.where(possible, linear.upper, fixed)
        open_ = Linear(linear.matrix, linear.low, linear.high, lower, upper)
        if not self.large:
            self.agendas = partial(Unavoidable, search, small.layout, open_, cost)
        if self.large or search.proven(self.prefix) or not search.settings.uses("windows"):
            return
        end = self._until(0.4)
        if self.model.instance.options > WIDE:
            compact_slots(search, small, linear, cost, relaxation, highs, end)
        else:
            tighten_windows(search, small, open_, cost, highs, end, settled)
