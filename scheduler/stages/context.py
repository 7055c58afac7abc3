"""What the stages of a run share, and what each leaves for those after it."""

from __future__ import annotations

from scheduler.arrays import Bools
from scheduler.model.model import Model, build_model, limited_as
from scheduler.parameters.stages import StageParameters
from scheduler.reasons import Proof
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.stages.linear_first import LINEAR
from scheduler.stages.optimal_face_race import OptimalFaceStage


class Context:
    """A search that has a first plan, and what its stages have found out about its goals.

    Attributes
    ----------
    names
        The goals in their order.
    aggregated
        Whether the linear program of the whole model takes too long, so that its slots are added up.
    front
        Number of linear goals at the front.
    proofs
        What relaxations prove of them.
    allowed
        (N,) options that can be in a plan as good as the best one in those goals; None: not known.
    best_plans
        Their cost, and the program of all plans that are as good in it; None: not known.
    optimal_face
        MaxSAT among those plans; None where it makes no sense.
    """

    def __init__(self, search: Search) -> None:
        self.search = search
        self.parameters: StageParameters = search.settings.parameters.stages
        self.model = search.model
        self.options = search.model.instance.options
        self.names = tuple(objective.name for objective in search.model.objectives)
        self.aggregated = self.options > self.parameters.large
        linear = LINEAR[:-1] if self.aggregated else LINEAR  # the mix of a very large event is left to neighbourhoods
        self.front = next((k for k, name in enumerate(self.names) if name not in linear), len(self.names))
        self.proofs: list[Proof] = []
        self.allowed: Bools | None = None
        self.best_plans: LinearTask | None = None
        self.optimal_face: OptimalFaceStage | None = None

    @property
    def workers_beside(self) -> int:
        """Cores beside one that is at work."""
        return self.search.settings.workers - 1

    def uses(self, member: str) -> bool:
        """Whether this part of the portfolio takes part."""
        return self.search.settings.uses(member)

    def until(self, share: float) -> float:
        """When to end what may take this share of the time left."""
        return self.search.until_share(share)

    def open_goals(self, first: int) -> int:
        """How many goals from this one on are not proven yet."""
        return sum(not self.search.proven(goal) for goal in range(first, len(self.names)))

    def rounds(self, goal: int) -> int | None:
        """Rounds of neighbourhoods in a reproducible run, from a goal on; None: the clock ends them."""
        settings = self.search.settings
        turns = max(1, self.open_goals(goal)) if self.options <= self.parameters.medium else 1
        return max(1, int(settings.seconds / self.parameters.round_seconds / turns)) if settings.reproducible else None

    def units(self) -> float | None:
        """Deterministic time for one exact solve in a reproducible run; None: the clock ends it."""
        seconds = self.search.settings.seconds
        return self.search.units(seconds * self.parameters.units_part / max(1, len(self.names)))

    def linear_model(self, last: int, level: int | None) -> Model:
        """The model of the goals before `last` alone, with the limits that the whole model puts on decisions.

        Parameters
        ----------
        level
            The lowest satisfaction, in percent, if that is one of them.
        """
        return limited_as(self.model, build_model(self.model.instance, self.names[:last], level))
