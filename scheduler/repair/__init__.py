"""Repair of a published plan: the fewest changes first, then the usual goals with what is free.

`scheduler.repair.fewest` finds the fewest changes and what stays in every plan that has no more; `scheduler.repair.opened`
builds the model of what that leaves open, which is small; `scheduler.repair.settling` settles it goal by goal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.greedy import fill
from scheduler.construction.place_assignment import Placed, place_all
from scheduler.errors import BrokenModel
from scheduler.instance.instance import Instance, build_instance
from scheduler.instance.reference_plan import ReferencePlan, index_reference, places_apart
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import dialogue_columns, option_columns
from scheduler.model.goals.trivial import trivial_bound
from scheduler.parameters import RepairParameters
from scheduler.plan import Evidence
from scheduler.problem import MAXIMISED, Problem
from scheduler.reasons import Whole
from scheduler.repair.apart import Apart, tell_apart
from scheduler.repair.choosing import choose_by_value
from scheduler.repair.fewest import Fewest, find_fewest, stand_still
from scheduler.repair.integer import Solver
from scheduler.repair.opened import Beside, Opened, beside, open_up
from scheduler.repair.settling import settle
from scheduler.run.incumbent import Search
from scheduler.settings import Progress, Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop

__all__ = ["ReferencePlan", "Repaired", "repair"]


@dataclass(frozen=True)
class Repaired:
    """A run that has repaired a plan, ready to be written.

    Attributes
    ----------
    search
        Over the model of what was open.
    whole
        The schedule in the whole instance, which reasons are about.
    placed
        The places of all of it.
    coarse
        The whole instance with its reference plan and zones no matter, for evidence.
    fewest
        Proven at least of the changes.
    exact
        Whether the search was over every plan that changes as little as its best one.
    """

    reference: ReferencePlan
    search: Search
    whole: Whole
    placed: Placed
    coarse: Instance
    fewest: int
    exact: bool

    def bounds(self, goals: Sequence[str], reached: Mapping[str, int]) -> dict[str, int]:
        """The bound known of each goal.

        Parameters
        ----------
        goals
            Those asked for; one that the model does not hold has its trivial bound.
        reached
            What the finished plan reaches of each.
        """
        known = self._bounds(reached["changes"])
        bounds = {goal: known[goal] if goal in known else self._trivial(goal) for goal in goals}
        return {goal: (max if goal in MAXIMISED else min)(bound, reached[goal]) for goal, bound in bounds.items()}

    def _trivial(self, goal: str) -> int:
        cost = trivial_bound(self.whole.layout, goal)
        return -cost if goal in MAXIMISED else cost

    def _bounds(self, changes: int) -> dict[str, int]:
        """Proven bound of each goal of the search for a plan with so many changes.

        The model may count fewer changes than there are where pools have places enough and no single place is free
        (`scheduler.instance.reference_plan.places_apart`): then, too, nothing is known of the later goals.
        """
        objectives = self.search.model.objectives
        costs = [self.search.bound(k) for k in range(len(objectives))]
        counted = self.search.costs[0] == changes or objectives[0].name != "changes"
        if not (self.exact and counted):
            costs[1:] = [trivial_bound(self.whole.layout, objective.name) for objective in objectives[1:]]
        found = {objective.name: objective.sign * cost for objective, cost in zip(objectives, costs, strict=True)}
        return found | {"changes": max(self.fewest, found.get("changes", 0))}


def repair(
    problem: Problem,
    reference: ReferencePlan,
    goals: tuple[str, ...],
    settings: Settings,
    stop: Stop,
    end: float,
    on_progress: Callable[[Progress], None] | None,
    settle_whole: Callable[[Search], object],
) -> Repaired:
    """Change as little of a reference plan as the goals allow.

    Parameters
    ----------
    goals
        With ``changes`` among them. Where it is first, what stays is settled at once; else it is a goal like others.
    end
        Monotonic time by which to be done.
    settle_whole
        Works through the goals of a search that has a plan, where nothing is settled before.

    Raises
    ------
    Impossible
        If no plan exists.
    NoPlanInTime
        If none was found.
    """
    began = time.monotonic()
    first, parameters = goals[0] == "changes", settings.parameters
    quick = end if settings.patience is None or not first else min(end, began + settings.patience)
    with Highs(stop, parameters.highs) as highs:
        solver = Solver(settings, stop, highs, end, end, parameters.minimising.grace)
        few = solver if quick == end else solver.until(quick + parameters.repair.fewest_seconds + 0.5 * (settings.patience or 0.0))
        run = _Run(problem, reference, goals, few, solver.until(quick), on_progress, settle_whole)
        attempts = tuple(places_apart(problem, reference.plan, parameters.repair))
        for apart in attempts:
            repaired, as_counted = run.attempt(apart, last=apart == attempts[-1])
            if as_counted:
                break
    return repaired


@dataclass(frozen=True)
class _Left:
    """What is still to be decided: beside what, in which instance, and whether all of that stays in each plan with so few changes."""

    within: Apart
    fewest: Fewest
    beside: Beside
    settled: bool

    @property
    def fits(self) -> int:
        """Options that may be held or not."""
        return int(self.beside.fits.sum())


@dataclass(frozen=True)
class _Run:
    """What is asked for; `few` and `quick` are the times for proving the fewest changes and for improving the plan that has them."""

    problem: Problem
    reference: ReferencePlan
    goals: tuple[str, ...]
    few: Solver
    quick: Solver
    on_progress: Callable[[Progress], None] | None
    settle_whole: Callable[[Search], object]

    @property
    def parameters(self) -> RepairParameters:
        """Those of the run."""
        return self.quick.settings.parameters.repair

    def attempt(self, apart: frozenset[str], last: bool) -> tuple[Repaired, bool]:
        """Repair with these places apart; also whether all that the model counts to stay has its place.

        Parameters
        ----------
        last
            Whether that has to be so, as there is no other attempt.
        """
        frozen = self.reference.frozen_slots(self.problem)
        coarse, instance = self._instances(apart)
        first = self.goals[0] == "changes"
        counting, found = self._fewest(instance, frozen, by_zone=instance is not coarse)
        left = self._left(counting, found, frozen, last)
        zones = instance is not coarse and (left.fits <= self.parameters.zone_options or self.goals[-1] != "moves")
        goals = self.goals if zones else tuple(goal for goal in self.goals if goal != "moves")
        opened = open_up(left.within.instance, left.beside, goals)
        search = Search(opened.model, self.quick.settings, self.quick.stop, self.quick.end, self.on_progress)
        if not search.offer(opened.part.narrow(left.fewest.core)):
            raise BrokenModel("the plan with the fewest changes breaks a rule of the model of what is open")
        _fill(search, opened)
        if first:
            search.raise_bound(0, found.bound, found.by)
            search.evidence += _evidence(counting.instance, found, frozen)
            settle(search, opened.free, self.quick)
        else:
            self.settle_whole(search)
        return self._repaired(coarse, left, opened, search)

    def _left(self, counting: Apart, found: Fewest, frozen: Bools, last: bool) -> _Left:
        """What is to be decided: among all plans with so few changes, or beside a choice of what stays where they are too many."""
        whole, first = counting.whole, self.goals[0] == "changes"
        alone, fewest = Apart(whole, whole), counting.widen(found, frozen)
        dear = counting.dear(found.prices) if first and found.prices is not None else None
        left = _Left(alone, fewest, beside(whole, frozen, fewest, fewest.stays if first else np.zeros_like(fewest.stays), dear), False)
        if not first or fewest.is_settled:
            return replace(left, settled=first and fewest.proven)
        if counting.instance is not whole and found.prices is not None:
            larger = counting.with_new(left.beside.fits, found.prices, self.parameters.apart_for_each * left.fits)
            if larger is not None:
                within, before = larger
                widened = {name: before.widen(getattr(found, name)) for name in ("core", "held", "shut")}
                exact = replace(found, **widened)
                exactly_left = _Left(within, exact, beside(within.instance, frozen, exact, exact.stays), True)
                if exactly_left.fits <= self.parameters.equal_options:
                    return exactly_left
        if left.fits <= self.parameters.equal_options and (counting.instance is whole or not last):
            return replace(left, settled=fewest.proven)
        fewest = counting.widen(choose_by_value(counting.instance, found, self.quick), frozen)
        fewest = replace(fewest, held=fewest.held | _where_dialogues_go(whole, fewest))
        return _Left(alone, fewest, beside(whole, frozen, fewest, fewest.stays, dear), False)

    def _fewest(self, instance: Instance, frozen: Bools, by_zone: bool) -> tuple[Apart, Fewest]:
        """The fewest changes, and in which instance they were counted: with places told apart, where something has to move for others."""
        still = stand_still(instance, frozen)
        if still is not None:
            return Apart(instance, instance), still
        apart = tell_apart(self.problem, self.reference, instance, by_zone, self.parameters) or Apart(instance, instance)
        return apart, find_fewest(apart.instance, frozen, self.few)

    def _instances(self, apart: frozenset[str]) -> tuple[Instance, Instance]:
        """The instance with its reference plan, and one that tells zones apart where they count and are affordable; else the same again."""
        coarse = self._with_reference(build_instance(self.problem, apart=apart))
        if "moves" in self.goals and (coarse.options <= self.parameters.zone_options_whole or self.goals[-1] != "moves"):
            return coarse, self._with_reference(build_instance(self.problem, by_zone=True, apart=apart))
        return coarse, coarse

    def _with_reference(self, instance: Instance) -> Instance:
        return replace(instance, reference=index_reference(self.problem, self.reference.plan, instance.pools))

    def _repaired(self, coarse: Instance, left: _Left, opened: Opened, search: Search) -> tuple[Repaired, bool]:
        instance, within = left.within.whole, left.within
        found = opened.part.widen(search.require()[: search.model.layout.core])
        layout, core = Layout(instance), within.widen_core(found)
        places = left.fewest.places if within.instance is instance else within.places(found)
        outweighed = np.zeros(instance.requests, dtype=bool)
        if left.settled:
            # Whatever has no option beside what stays in every plan with so few changes costs a change more.
            outweighed = ~np.isin(np.arange(instance.requests), opened.part.instance.option_request)
        pins = _pins(layout, core)
        pinned = Placed(pins.meeting, _known(layout, core, places) | pins.dialogue)
        placed = place_all(layout, core, pinned, search.settings.parameters.placement)
        as_counted = pins.meeting.items() <= placed.meeting.items() and pins.dialogue.items() <= placed.dialogue.items()
        exact = left.settled or self.goals[0] != "changes"
        bound = left.fewest.bound if self.goals[0] == "changes" else 0
        return Repaired(self.reference, search, Whole(layout, core, outweighed & as_counted), placed, coarse, bound, exact), as_counted


def _evidence(instance: Instance, found: Fewest, frozen: Bools) -> list[Evidence]:
    """The prices that prove the fewest changes, where these are known."""
    if found.prices is None:
        return []
    entry = found.prices.prices.evidence(instance, "changes")
    slots = [slot.id for slot, shut in zip(instance.problem.slots, frozen.tolist(), strict=True) if shut]
    return [replace(entry, data=entry.data | {"frozen": slots}) if slots else entry]


def _fill(search: Search, opened: Opened) -> None:
    """Add whatever fits beside what stays, the most valuable first."""
    instance = opened.part.instance
    options = opened.free[: instance.options]
    search.offer(fill(opened.model.layout, search.require()[: opened.model.layout.core], instance.value[instance.option_request], options))


def _pins(layout: Layout, core: Ints) -> Placed:
    """Where the reference plan has those of its meetings and dialogues that stay in their slot and pool."""
    reference = layout.instance.reference
    assert reference is not None
    option, (start, place) = option_columns(layout), dialogue_columns(layout)
    meetings = {int(o): int(q) for o, q in zip(option, reference.meeting[:, 3], strict=True) if o >= 0 and core[o]}
    starts = layout.dialogues.start_column
    were = zip(start, place, reference.dialogue[:, 3], strict=True)
    dialogues = {int(s): int(q) for s, c, q in were if c >= 0 and core[c] and core[starts[s]]}
    return Placed(meetings, dialogues)


def _where_dialogues_go(instance: Instance, fewest: Fewest) -> Bools:
    """(core,) start and pool of each dialogue whose place is known: elsewhere other meetings would have to make room."""
    dialogues, core = Layout(instance).dialogues, fewest.core
    columns = np.zeros(len(core), dtype=bool)
    known = np.isin(dialogues.place_start, list(fewest.places)) & (core[dialogues.place_column] == 1)
    known &= core[dialogues.start_column[dialogues.place_start]] == 1
    columns[dialogues.place_column[known]] = columns[dialogues.start_column[dialogues.place_start[known]]] = True
    return columns


def _known(layout: Layout, core: Ints, places: Mapping[int, int]) -> dict[int, int]:
    """Places of dialogues that are elsewhere than in the reference plan, where it is known which change the least."""
    dialogues = layout.dialogues
    pools = zip(dialogues.place_start.tolist(), dialogues.place_pool.tolist(), core[dialogues.place_column].tolist(), strict=True)
    chosen = {start: layout.instance.pools[pool].places for start, pool, held in pools if held and core[dialogues.start_column[start]]}
    return {start: place for start, place in places.items() if place in chosen.get(start, ())}
