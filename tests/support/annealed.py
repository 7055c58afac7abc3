"""Random events with a plan to anneal, and what must hold of every plan that annealing makes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.annealing.annealer import Annealer, Arrangement
from scheduler.annealing.event import Event
from scheduler.arrays import Ints
from scheduler.construction.place_assignment import Placed, place_all
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import Model, build_model
from scheduler.parameters import DEFAULTS
from scheduler.problem import Problem
from scheduler.solvers.cpsat import Effort, solve_cpsat
from tests.support.honest import honest_plan
from tests.support.judge import judge
from tests.support.schedules import placed_plan, verdict
from tests.support.strategies import small_problem

LINEAR = ("floor", "value")
AGENDAS = {"floor": 1, "value": 1, "breaks": 2, "idle": 1}
WALKS = {"floor": 1, "value": 1, "breaks": 4, "idle": 2, "moves": 1}
DERIVED = ("load", "busy", "planes", "taken", "held", "cost", "size", "hots", "total")
"""What follows from the slots of a plan without any choice."""


@dataclass(frozen=True)
class Begun:
    """A problem, its model, a valid plan of it, and the event of both.

    Attributes
    ----------
    zones
        Whether the places of zones count.
    """

    problem: Problem
    model: Model
    full: Ints
    event: Event
    zones: bool

    def annealer(self, seed: int = 0) -> Annealer:
        """One that keeps value and floor, as those of a crew do."""
        annealer = Annealer(self.event, Arrangement(*self.event.begin(), {}), seed)
        annealer.limit({goal: annealer.now[goal] for goal in LINEAR})
        return annealer


def begun_event(seed: int, zones: bool = False, **sizes: int) -> Begun | None:
    """A random event with a random plan, as full as it gets; None where it has no plan or nothing that could move."""
    rng = random.Random(seed)
    document = small_problem(rng, **({"slots": 8, "participants": 7, "requests": 14, "dialogues": 2, "places": 5} | sizes))
    document.pop("max_break_difference", None)  # a plan that breaks it is left to the search
    problem = parse_problem(document, "small.json")
    model = build_model(build_instance(problem), ("floor", "value", *(["lowest"] if rng.random() < 0.3 else []), "breaks", "idle"))
    cost = np.array([rng.randint(-3, 2) for _ in range(model.linear.columns)], dtype=np.int64)
    cost[model.layout.core :] = 0
    some = solve_cpsat(model.linear, cost, Effort(seconds=10, workers=1, seed=seed)).x
    if some is None:
        return None
    full = filled(rng, model, some[: model.layout.core])
    return begun_at(problem, model, full, zones) if full[: model.instance.options].sum() > 1 else None


def begun_at(problem: Problem, model: Model, full: Ints, zones: bool = False, weights: dict[str, int] | None = None) -> Begun:
    """At this plan."""
    placed = place_all(model.layout, full[: model.layout.core]) if zones else None
    return Begun(problem, model, full, Event(model, full, weights or (WALKS if zones else AGENDAS), placed), zones)


def filled(rng: random.Random, model: Model, core: Ints) -> Ints:
    """A plan with more meetings, taken in a random order as long as all rules are kept."""
    full = model.layout.complete(core)
    for option in rng.sample(range(model.instance.options), model.instance.options):
        more = full[: model.layout.core].copy()
        more[option] = 1
        more_full = model.layout.complete(more)
        if not len(model.linear.violated(more_full)) and (more_full <= model.linear.upper).all():
            full = more_full
    return full


def moving(annealer: Annealer) -> Arrangement:
    """The plan that moves, where it is now."""
    plan = {name: annealer._plan[name].astype(np.int64) for name in ("slot", "pool", "start")}
    return Arrangement(plan["slot"], plan["pool"], plan["start"], annealer.now)


def disagreements(begun: Begun, found: Arrangement) -> Iterator[str]:
    """What is wrong with a plan, or with what the kernel says of it."""
    model, problem = begun.model, begun.problem
    core = begun.event.core_vector(found.slot, found.pool, found.start)
    full = model.layout.complete(core)
    broken = model.linear.violated(full).tolist()
    if broken:
        yield f"the model says that it breaks rows {broken}"
        return
    if not ((model.linear.lower <= full) & (full <= model.linear.upper)).all():
        yield "something is held that is shut"
    placed = place_wished(begun, found, model.layout, core)
    plan = placed_plan(model.layout, core, placed)
    judged = verdict(problem, plan)
    yield from judged.violations
    goals = ("floor", "value", "breaks", "idle", "moves")
    claims = honest_plan(problem, plan.meetings, plan.dialogues, goals=goals)
    lines, counted = judge(problem_to_json(problem), plan_to_json(claims), goals=goals)
    yield from lines
    if {goal: counted[goal] for goal in judged.goals} != judged.goals:
        yield f"the judge counts {counted}, the checker {judged.goals}"
    reached = dict(found.reached)
    reached["value"] += seats_worth(begun)
    if not begun.zones:
        reached.pop("moves")
    for goal, value in reached.items():
        if judged.goals[goal] != value:
            yield f"{goal} is {value}, the checker says {judged.goals[goal]}"


def place_wished(begun: Begun, found: Arrangement, layout: Layout, core: Ints) -> Placed:
    """Places as the outcome of a run gives them."""
    if not begun.zones:
        return place_all(layout, core)
    wishes = begun.event.wishes(found.slot, found.pool, found.start)
    return place_all(layout, core, Placed({}, wishes.dialogues), DEFAULTS.placement, wishes.zones)


def seats_worth(begun: Begun) -> int:
    """What the seats at dialogues are worth, which the kernel does not count."""
    value = next(objective for objective in begun.model.objectives if objective.name == "value")
    instance = begun.model.instance
    meetings = int(instance.value[instance.option_request[np.flatnonzero(begun.full[: instance.options])]].sum())
    return -int(value.cost @ begun.full) - meetings


def state_of(annealer: Annealer) -> dict[str, object]:
    """All that an annealer keeps of its plan, lists as sets."""
    plan, event = annealer._plan, annealer._event
    requests, slots = event.model.instance.requests, event.model.instance.slots
    lists = plan["listed"].reshape(slots + 1, requests)
    state: dict[str, object] = {name: plan[name].tolist() for name in DERIVED}
    state["listed"] = [sorted(row[:size].tolist()) for row, size in zip(lists, plan["size"].tolist(), strict=True)]
    state["hot"] = sorted(plan["hot"][: int(plan["hots"][0])].tolist())
    state["cold"] = np.flatnonzero(plan["hot_at"] < 0).tolist()
    berths, parallel = plan["berths"].tolist(), event.model.instance.parallel.tolist()
    begin = [slots * sum(parallel[:p]) for p in range(len(parallel))]
    state["berths"] = [
        sorted(berths[begin[p] + t * many : begin[p] + (t + 1) * many]) for p, many in enumerate(parallel) for t in range(slots)
    ]
    return state


def misplaced(annealer: Annealer) -> list[str]:
    """Positions in lists that do not lead back."""
    plan, event = annealer._plan, annealer._event
    requests, slots = event.model.instance.requests, event.model.instance.slots
    wrong = []
    for r, (slot, at) in enumerate(zip(plan["slot"].tolist(), plan["at"].tolist(), strict=True)):
        if plan["listed"][(slots if slot < 0 else slot) * requests + at] != r:
            wrong.append(f"request {r}")
    wrong += [f"participant {p}" for p, at in enumerate(plan["hot_at"].tolist()) if at >= 0 and plan["hot"][at] != p]
    return wrong
