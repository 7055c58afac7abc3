"""Which stages a run goes through, goal by goal; each stage is a function or an object of its own."""

from __future__ import annotations

from scheduler.construction.slot_matching import scheduled_anew
from scheduler.maxsat.race import GOALS, MaxSat, Task, encoding, suits
from scheduler.proofs.whole_model import minimise_exactly
from scheduler.reasons import Proof
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs
from scheduler.stages.beside import search_beside
from scheduler.stages.compacting import compact_agendas
from scheduler.stages.context import Context
from scheduler.stages.linear_first import LINEAR, linear_goals_come_late, offer_without_waits, with_linear_first
from scheduler.stages.linear_goals import bound_late_goal, settle_linear_goals
from scheduler.stages.neighbourhood_stage import improve_from


def run_stages(search: Search, race: MaxSat) -> list[Proof]:
    """Work through the goals of a search that has a first plan.

    Parameters
    ----------
    race
        A MaxSAT run on the first goal, at work already or not at all.

    Returns
    -------
    list
        What the relaxations of the linear goals prove.
    """
    policy = _Policy(search, race)
    policy.work_through_goals()
    policy.raise_idle_to_breaks()
    return policy.context.proofs


class _Policy:
    """What is done with each goal, in their order."""

    def __init__(self, search: Search, race: MaxSat) -> None:
        self.search, self.race, self.context = search, race, Context(search)
        self.parameters = self.context.parameters

    def work_through_goals(self) -> None:
        """Linear goals first, all at once by linear programming; then each goal in turn, as long as there is time."""
        search = self.search
        if linear_goals_come_late(search):
            self._plan_linear_goals_first()
        if self.context.options > self.parameters.small:
            self._linear_programs()
        for goal in range(len(self.context.names)):
            if search.left <= 0:
                return
            search.enter(goal)
            if not search.proven(goal):
                self._prove_by_maxsat(goal)
            if not search.proven(goal) and self._search_neighbourhoods(goal):
                return
            if not search.proven(goal):
                self._solve_whole_model(goal)

    def raise_idle_to_breaks(self) -> None:
        """Each break has an idle slot, so what is proven of breaks holds for idle slots after them."""
        names, search = self.context.names, self.search
        breaks, idle = (names.index(name) if name in names else -1 for name in GOALS)
        if 0 <= breaks < idle:
            search.raise_bound(idle, search.bound(breaks), search.proven_by("breaks"))

    def _plan_linear_goals_first(self) -> None:
        """A plan for linear goals that come after others: made as if they came first, less what it makes people wait for."""
        search, context = self.search, self.context
        search.enter(0, "as if later goals came first")
        inner = with_linear_first(search, context.until(self.parameters.linear_first_share))
        run_stages(inner, self.race)
        small = context.linear_model(context.front, None)  # of rules, and goals that mind nothing here
        with Highs(search.stop, search.settings.parameters.highs) as highs:
            matching = search.settings.parameters.slot_matching
            compact = scheduled_anew(small, inner.require()[: small.layout.core], highs, inner.end, matching)
        for core in (compact, inner.require()):
            offer_without_waits(search, search.model.layout.complete(core), context.until(self.parameters.without_waits_share))

    def _linear_programs(self) -> None:
        """The linear goals at the front, compact agendas among their best plans, and bounds of linear goals after others."""
        context = self.context
        front = any(not self.search.proven(goal) for goal in range(context.front))
        agendas = any(name in GOALS and not self.search.proven(goal) for goal, name in enumerate(context.names) if goal >= context.front)
        late = [goal for goal in range(context.front, len(context.names)) if context.names[goal] in LINEAR]
        if agendas and not front and context.aggregated:
            compact_agendas(context, None)
        if not front and not late and (context.aggregated or not agendas):
            return
        with Highs(self.search.stop, self.search.settings.parameters.highs) as highs:
            if front or (agendas and not context.aggregated):
                compact_agendas(context, settle_linear_goals(context, highs))
            for goal in late:
                bound_late_goal(context, goal, highs)

    def _prove_by_maxsat(self, goal: int) -> None:
        """MaxSAT on the first goal, and on goals of agendas among the plans of the best cost in the linear goals."""
        context, search = self.context, self.search
        if goal == 0 and self.race.running:
            search_beside(context, self.race, goal, search.end)
        elif goal == 0 and linear_goals_come_late(search) and suits(search):
            with MaxSat(search, Task(encoding(search))) as race:
                search_beside(context, race, goal, context.until(self.parameters.race_share))
        if context.optimal_face is not None and goal > context.front and context.optimal_face.can_settle(goal):
            with context.optimal_face.race(goal) as race:
                search_beside(context, race, goal, context.until(self.parameters.optimal_face_share))

    def _search_neighbourhoods(self, goal: int) -> bool:
        """Neighbourhoods, where CP-SAT alone is not enough; returns whether they have worked on all later goals as well."""
        context = self.context
        if context.options <= self.parameters.small or goal < context.front or not context.uses("neighbourhoods"):
            return False
        alone = context.options > self.parameters.medium
        improve_from(context, goal, context.until(1.0 if alone else self.parameters.neighbourhood_share))
        return alone

    def _solve_whole_model(self, goal: int) -> None:
        """CP-SAT on the whole model of a small event, each open goal with an equal share of the time left."""
        context = self.context
        if context.options <= self.parameters.medium and context.uses("cpsat"):
            share = 1.0 if context.options <= self.parameters.small else 1 / max(1, context.open_goals(goal))
            minimise_exactly(self.search, goal, context.until(share), context.units())
