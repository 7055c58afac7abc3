"""Floor and value without the model of the event: first which requests are held, then in which slots.

With its slots added up, the linear program is a flow and nearly always whole, but for the dialogues, which a small integer program
decides. What it chooses is worth as much as any plan can be, and most often all of it finds a slot (`scheduler.construction.colouring`).
Then that plan is proven to be the best one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.arrays import Bools, Floats, Ints
from scheduler.certificates import request_evidence
from scheduler.construction.colouring import Colouring, by_tightness
from scheduler.construction.first_dialogues import hold_dialogues
from scheduler.instance.instance import Instance
from scheduler.model.by_request import RequestProgram, build_by_request
from scheduler.model.columns import Layout
from scheduler.program.integer_program import Linear
from scheduler.program.lagrangian import ceil_bound, lagrangian_bound, reduced_costs, round_multipliers
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

ORDERS = (("floor", "value"), ("value",))
AGENDAS = ("breaks", "idle")  # may come after them


@dataclass(frozen=True)
class Bounded:
    """What the relaxation of a weighted cost proves.

    Attributes
    ----------
    bound
        Times SCALE.
    rise
        (R,) what it gains at least when a request is held.
    weights
        By number of the goal.
    """

    bound: int
    rise: Ints
    weights: dict[int, int]


def can_choose_requests_first(instance: Instance, goals: Sequence[str]) -> bool:
    """Whether slots are all that is left to find once the requests are chosen.

    Nothing may depend on when others are held. Who holds several meetings at once has to find all of them at one place.
    """
    front = tuple(goal for goal in goals if goal not in AGENDAS)
    if (
        front not in ORDERS
        or tuple(goals[: len(front)]) != front
        or instance.after
        or instance.problem.max_break_difference is not None
        or instance.reference is not None
    ):
        return False
    several = np.flatnonzero((instance.parallel > 1)[instance.pair[instance.option_request]].ravel())
    person = instance.pair[instance.option_request].ravel()[several]
    pool = instance.option_pool[several // 2]
    only = np.full(instance.people, -1, dtype=np.int64)
    only[person] = pool
    capacity = np.array([each.capacity for each in instance.pools], dtype=np.int64)
    return bool((only[person] == pool).all() and (capacity[pool] >= instance.parallel[person]).all())


def offer_at_once(search: Search) -> None:
    """Offer a first plan: dialogues one after the other, what has to be held, then the most valuable requests."""
    instance, layout = search.model.instance, search.model.layout
    dialogues = hold_dialogues(layout)
    order = np.lexsort((-instance.value, ~instance.must))
    request = order[np.diff(instance.first_option)[order] > 0]
    schedule = _Schedule(layout, dialogues, 0)
    first = instance.option_pool[instance.first_option[request]]
    left = schedule.colouring.add(zip(request.tolist(), first.tolist(), strict=True))
    parameters = search.settings.parameters.requests_then_slots
    schedule.colouring.exchange([each for each in left if instance.must[each]], parameters.tries, parameters.evictions)
    search.offer(schedule.core())


class RequestsThenSlots:
    """The program of a search, and plans from it."""

    def __init__(self, search: Search, highs: Highs) -> None:
        self._search, self._highs = search, highs
        self._instance = search.model.instance
        self._parameters = search.settings.parameters.requests_then_slots
        self._names = [objective.name for objective in search.model.objectives]
        self._program: RequestProgram = build_by_request(self._instance)

    def settle(self) -> list[Bounded]:
        """Look for the best plan and its proof; what the search has then is as good as this finds it."""
        search = self._search
        # Far more than any one meeting is worth: the shortfall is as good as settled first.
        floor = 4 * int(self._instance.value.max(initial=1)) + 1000 if "floor" in self._names else 0
        weights = {name: floor if name == "floor" else 1 for name in self._names}
        cost = self._program.cost(weights)
        found = self._relax(cost, weights)
        if found is None:
            return []
        x, bounded = found
        if self._program.core > self._parameters.dialogue_columns:  # deciding them may take all the time there is
            around = self._solve(cost, self._program.linear, self._dialogues_now(), x)
            self._schedule(cost, around, ceil_bound(bounded.bound))
            self._raise(ceil_bound(bounded.bound), floor)
            if search.is_proven:
                return [bounded]
        x, least = self._decide_dialogues(cost, x, ceil_bound(bounded.bound))
        self._schedule(cost, x, least)
        self._raise(least, floor)
        result = [bounded]
        if floor and not search.proven(0):
            alone = self._relax(self._program.cost({"floor": 1}), {"floor": 1})
            if alone is not None:
                search.raise_bound(0, ceil_bound(alone[1].bound))
                result.append(alone[1])
        return result

    def _raise(self, least: int, floor: int) -> None:
        """Take a bound of the weighted cost: of plans with this shortfall; one that falls less short only tightens it."""
        search, last = self._search, len(self._names) - 1
        search.raise_bound(last, least - (floor * search.costs[0] if floor else 0))

    def _relax(self, cost: Ints, weights: dict[str, int]) -> tuple[Floats, Bounded] | None:
        """A solution (n,) of the linear program, and what it proves, with its prices as evidence; None if there was no time."""
        search, program = self._search, self._program
        self._highs.load(program.linear)
        result = self._highs.minimise(cost, seconds=search.left, integral=False, presolve=False)
        if result.x is None or result.dual is None or not result.optimal:
            return None
        multipliers = round_multipliers(result.dual, program.linear)
        bound = lagrangian_bound(program.linear, cost, multipliers)
        last = list(weights)[-1]
        shared = {name: weight for name, weight in weights.items() if name != last}
        search.evidence.append(request_evidence(program, last, multipliers, shared))
        numbers = {self._names.index(name): weight for name, weight in weights.items()}
        return result.x, Bounded(bound, program.rise(reduced_costs(program.linear, cost, multipliers)), numbers)

    def _decide_dialogues(self, cost: Ints, x: Floats, least: int) -> tuple[Floats, int]:
        """A solution with whole dialogues, and the bound that they leave; those of the best plan where there is no time for others."""
        search, program = self._search, self._program
        dialogues = np.arange(program.linear.columns) < program.core
        if _is_whole(x[: program.core]):
            return x, least
        seconds = search.at_most(search.left, search.left * self._parameters.dialogue_share)
        result = self._highs.minimise(cost, seconds=seconds, integral=dialogues)
        if result.bound is not None and np.isfinite(result.bound):
            least = max(least, int(np.ceil(result.bound - 1e-4)))
        held = self._dialogues_now() if result.x is None else np.round(result.x[: program.core]).astype(np.int64)
        return self._solve(cost, program.linear, held, x), least

    def _dialogues_now(self) -> Ints:
        """The columns of the dialogues in the best plan."""
        return self._search.require()[self._instance.options :]

    def _solve(self, cost: Ints, linear: Linear, dialogues: Ints, otherwise: Floats) -> Floats:
        """A solution (n,) around dialogues that are held."""
        lower, upper = linear.lower.copy(), linear.upper.copy()
        lower[: len(dialogues)] = upper[: len(dialogues)] = dialogues
        self._highs.load(replace(linear, lower=lower, upper=upper))
        result = self._highs.minimise(cost, seconds=self._search.left, integral=False, presolve=False)
        return otherwise if result.x is None else result.x

    def _schedule(self, cost: Ints, x: Floats, least: int) -> None:
        """Offer schedules of what is chosen, ever other ones, until all of it is held or it is enough."""
        search, program, parameters = self._search, self._program, self._parameters
        dialogues = np.round(x[: program.core]).astype(np.int64)
        linear = program.linear
        for rounds in range(parameters.rounds + 1):
            left = self._try(x, dialogues, parameters.starts if rounds == 0 else 1)
            if not left or search.left <= 0 or rounds == parameters.rounds:
                return
            upper = linear.upper.copy()
            upper[program.core + np.flatnonzero(np.isin(program.request, left) & ~self._instance.must[program.request])] = 0
            linear = replace(linear, upper=upper)
            x = self._solve(cost, linear, dialogues, x)
            if cost @ np.round(x).astype(np.int64) > least and search.best is not None and self._weighted(cost) <= cost @ np.round(x):
                return  # without those that were left over nothing is better than what there is

    def _weighted(self, cost: Ints) -> int:
        """What the best plan costs."""
        weights = {name: int(cost[self._program.short].max(initial=0)) if name == "floor" else 1 for name in self._names}
        return sum(weights[name] * achieved for name, achieved in zip(self._names, self._search.costs, strict=True))

    def _try(self, x: Floats, dialogues: Ints, starts: int) -> list[int]:
        """Offer schedules of a choice; returns the requests that the last one leaves over."""
        search, instance = self._search, self._instance
        request, pool = self._program.chosen(x)
        core = np.zeros(search.model.layout.core, dtype=np.int64)
        core[instance.options :] = dialogues
        left: list[int] = []
        for start in range(starts):
            schedule = _Schedule(search.model.layout, core, search.settings.seed + start)
            order = schedule.order(request, start)
            left = schedule.colouring.add(zip(request[order].tolist(), pool[order].tolist(), strict=True))
            left = schedule.colouring.exchange(left, self._parameters.tries, self._parameters.evictions)
            search.offer(schedule.core())
            if not left or search.left <= 0:
                break
        return left


class _Schedule:
    """Dialogues that stay, and meetings coloured around them."""

    def __init__(self, layout: Layout, dialogues: Ints, seed: int) -> None:
        instance = layout.instance
        self._instance, self._dialogues = instance, dialogues
        self._free = _free(layout, dialogues)
        self._random = np.random.default_rng(seed)
        self.colouring = Colouring(instance, self._free, _room(layout, dialogues), seed)

    def order(self, request: Ints, start: int) -> Ints:
        """The order in which to add requests: the first time by tightness, then mixed a little."""
        order = by_tightness(self._instance, request, self._free)
        if not start:
            return order
        place = np.arange(len(order)) + self._random.uniform(0, len(order) / 4, len(order))
        return order[np.argsort(place)]

    def core(self) -> Ints:
        """(core,) the schedule."""
        instance, core = self._instance, self._dialogues.copy()
        held = np.array(sorted(self.colouring.slot), dtype=np.int64)
        first = instance.first_option[held]
        count = instance.first_option[held + 1] - first
        number = np.repeat(np.arange(len(held)), count)
        option = np.arange(len(number)) + np.repeat(first - np.cumsum(count) + count, count)
        slot = np.array([self.colouring.slot[r] for r in held.tolist()], dtype=np.int64)
        pool = np.array([self.colouring.pool[r] for r in held.tolist()], dtype=np.int64)
        core[option[(instance.option_slot[option] == slot[number]) & (instance.option_pool[option] == pool[number])]] = 1
        return core


def _free(layout: Layout, core: Ints) -> Bools:
    """(P, S) slots in which participants are there and in no dialogue."""
    free = layout.instance.free.copy()
    person, slot, column = layout.in_dialogues
    busy = core[column] == 1
    free[person[busy], slot[busy]] = False
    return free


def _room(layout: Layout, core: Ints) -> Ints:
    """(K, S) meetings that dialogues leave room for in each pool."""
    instance = layout.instance
    room = np.repeat(instance.capacity[:, None], instance.slots, axis=1)
    capacity = np.array([each.capacity for each in instance.pools], dtype=np.int64)
    pool, slot, column = layout.dialogue_places
    np.subtract.at(room, (pool, slot), capacity[pool] * core[column])
    return room


def _is_whole(x: Floats) -> bool:
    return bool(np.abs(x - np.round(x)).max(initial=0) <= 1e-6)
