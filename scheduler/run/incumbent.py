"""What a run knows: the best plan so far, a proven bound for each goal, and the time that is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.arrays import Ints
from scheduler.model.goals.trivial import trivial_bound
from scheduler.model.model import Model
from scheduler.plan import Evidence
from scheduler.program.integer_program import FREE, Linear
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop


@dataclass(frozen=True, slots=True)
class PlaceWishes:
    """Where the best plan is to be held, beyond what the model counts: zone of held options, place of held starts of dialogues."""

    zones: dict[int, int]
    dialogues: dict[int, int]


class Search:
    """The state of one run; every method may be called from any thread.

    Attributes
    ----------
    model
        What is solved. Costs below are those of its objectives, always to be minimised.
    best
        (n,) the best full vector so far; None: none yet.
    wishes
        Where it is best held; None: anywhere that its pools have.
    evidence
        For bounds, of kinds that `scheduler.checker.bounds` can recompute; what each proves is found out at the end.
    """

    def __init__(
        self,
        model: Model,
        settings: Settings,
        stop: Stop,
        end: float,
        on_progress: Callable[[Progress], None] | None = None,
        on_better: Callable[[Ints], object] | None = None,
    ) -> None:
        self.model = model
        self.settings = settings
        self.stop = stop
        self.end = end
        self.best: Ints | None = None
        self.wishes: PlaceWishes | None = None
        self._counted: tuple[Ints | None, tuple[int, ...]] = (None, ())
        self._on_progress = on_progress
        self._on_better = on_better
        self._lock = threading.RLock()
        self._started = time.monotonic()
        self._bounds = [trivial_bound(model.layout, objective.name) for objective in model.objectives]
        self._by = ["counting"] * len(model.objectives)
        self.evidence: list[Evidence] = []
        self._stage = 0

    @property
    def left(self) -> float:
        """Seconds until the run has to end; 0 when asked to stop."""
        return 0.0 if self.stop.requested else max(0.0, self.end - time.monotonic())

    def left_until(self, end: float) -> float:
        """Seconds until this monotonic time or the end of the run, whichever comes first."""
        return min(self.left, max(0.0, end - time.monotonic()))

    def until_share(self, share: float) -> float:
        """When to end what may take this share of the time left; a reproducible run looks at the clock only at its very end."""
        return self.end if self.settings.reproducible else time.monotonic() + share * self.left

    def at_most(self, seconds: float, patience: float) -> float:
        """These seconds, or less where patience ends sooner; a reproducible run looks at the clock only at its very end."""
        return seconds if self.settings.reproducible else min(seconds, patience)

    def units(self, units: float) -> float | None:
        """Deterministic time for a solver in a reproducible run; None in any other, where the clock ends it."""
        return units if self.settings.reproducible else None

    @property
    def costs(self) -> tuple[int, ...]:
        """Costs of the best plan."""
        best = self.require()
        counted, costs = self._counted
        if counted is not best:  # found in another way than by an offer
            costs = self.model.achieved(best)
            self._counted = best, costs
        return costs

    def require(self) -> Ints:
        """The best plan, where there has to be one."""
        if self.best is None:
            raise ValueError("no plan has been found yet")
        return self.best

    def bound(self, goal: int) -> int:
        """Proven lower bound of a goal's cost over all plans that are as good in the goals before it."""
        return self._bounds[goal]

    def proven(self, goal: int) -> bool:
        """Whether nothing better exists in this goal."""
        return self.best is not None and self.costs[goal] == self._bounds[goal]

    @property
    def is_proven(self) -> bool:
        """Whether there is a plan and nothing better exists in any goal."""
        return all(self.proven(goal) for goal in range(len(self.model.objectives)))

    def enter(self, goal: int, note: str = "") -> None:
        """Work on this goal now."""
        self._stage = goal
        self._tell(note)

    def proven_by(self, name: str) -> str:
        """What has shown the bound of this goal."""
        return next((by for objective, by in zip(self.model.objectives, self._by, strict=True) if objective.name == name), "counting")

    def raise_bound(self, goal: int, bound: int, by: str = "branch and bound") -> None:
        """Take a proven lower bound of the cost of `goal`, the goals before it being no worse than in the best plan.

        Parameters
        ----------
        by
            What has shown it, for who reads the plan.
        """
        with self._lock:
            if bound > self._bounds[goal]:
                self._bounds[goal] = min(bound, self.costs[goal]) if self.best is not None else bound
                self._by[goal] = by
                self._tell()

    def offer(self, vector: Ints) -> bool:
        """Take a schedule if it keeps all rules and is better than the best; only its core columns count."""
        judged = self.model.judge(vector)
        if judged is None:
            return False
        with self._lock:
            if self.best is not None and judged.costs >= self.costs:
                return False
            self.best, self._counted, self.wishes = judged.full, (judged.full, judged.costs), None
            self._tell()
        if self._on_better is not None:
            self._on_better(judged.full)
        return True

    def prefer(self, vector: Ints, wishes: PlaceWishes) -> bool:
        """Take a schedule that is as good as the best, or better, for where it can be held; returns whether it is one."""
        judged = self.model.judge(vector)
        with self._lock:
            if judged is None or judged.costs > self.costs:
                return False
            self.best, self._counted, self.wishes = judged.full, (judged.full, judged.costs), wishes
            return True

    def tell(self, goal: str, achieved: int, bound: int) -> None:
        """Report a goal that the model does not count."""
        if self._on_progress is not None:
            self._on_progress(Progress(goal, achieved, bound, time.monotonic() - self._started))

    def offer_change(self, base: Ints, changed: Ints) -> bool:
        """Take what `changed` changes of `base`, on top of whatever has become the best meanwhile."""
        with self._lock:
            best = self.require()
            moved = changed != base
            merged = best.copy()
            merged[moved] = changed[moved]
            return self.offer(merged)

    def taken_to(self, model: Model) -> Search:
        """A search on another model of the same instance, with the plan and what is proven of the goals of both; this one is over then.

        Parameters
        ----------
        model
            Its goals, or those of this search, are the first ones of the other's.
        """
        other = Search(model, self.settings, self.stop, self.end, self._on_progress, self._on_better)
        other._started, other.evidence = self._started, self.evidence
        both = min(len(self._bounds), len(other._bounds))
        other._bounds[:both], other._by[:both] = self._bounds[:both], self._by[:both]
        if self.best is not None:
            other.offer(self.best[: model.layout.core])
        return other

    def program(self, goal: int, spare: bool = False) -> Linear:
        """The model's program with a row for each goal before `goal` (and for itself, if `spare`): as good as in the best plan."""
        linear, costs = self.model.linear, self.costs
        for k in range(goal + spare):
            linear = linear.with_row(self.model.objectives[k].cost, -FREE, costs[k])
        return linear

    def _tell(self, note: str = "") -> None:
        if self._on_progress is None or self._stage >= len(self.model.objectives):
            return
        last = len(self.model.objectives) - 1
        goal = self._stage if note else next((k for k in range(self._stage, last) if not self.proven(k)), last)
        objective = self.model.objectives[goal]
        achieved = None if self.best is None else objective.sign * self.costs[goal]
        bound = objective.sign * self._bounds[goal]
        self._on_progress(Progress(objective.name, achieved, bound, time.monotonic() - self._started, note))
