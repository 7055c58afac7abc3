"""Plans written by hand, taken into a search as if the planner had found them."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from scheduler.construction.place_assignment import Placed
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import build_model
from scheduler.plan import HeldDialogue, Plan, Reason
from scheduler.problem import Problem
from scheduler.reasons import Proof, explain
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop


def take_plan(problem: Problem, plan: Plan, settings: Settings | None = None, stop: Stop | None = None) -> tuple[Search, Placed]:
    """A search whose best plan is this one, with nothing proven beyond what needs no search; the plan has to keep all rules."""
    settings = settings or Settings(seconds=20)
    model = build_model(build_instance(problem, by_zone=True), problem.goals)
    search = Search(model, settings, stop or Stop(), time.monotonic() + settings.seconds, None)
    core, placed = _core(problem, model.layout, plan)
    assert search.offer(core)
    return search, placed


def reasons_of(problem: Problem, plan: Plan, proofs: Sequence[Proof] = (), seconds: float = 0.0) -> dict[str, tuple[Reason, ...]]:
    """The reasons for each request that a plan does not hold; without seconds nothing is searched for."""
    search, placed = take_plan(problem, plan)
    return {left.request: left.reasons for left in explain(search, placed, proofs, time.monotonic() + seconds)}


def _core(problem: Problem, layout: Layout, plan: Plan) -> tuple[np.ndarray, Placed]:
    instance = layout.instance
    slots = {slot.id: t for t, slot in enumerate(problem.slots)}
    places = {place.id: q for q, place in enumerate(problem.places)}
    requests = {request.id: r for r, request in enumerate(problem.requests)}
    pools = {place: k for k, pool in enumerate(instance.pools) for place in pool.places}
    options = zip(instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist(), strict=True)
    number = {option: o for o, option in enumerate(options)}
    core = np.zeros(layout.core, dtype=np.int64)
    placed = Placed({}, {})
    for meeting in plan.meetings:
        place = places[meeting.place]
        option = number[requests[meeting.request], slots[meeting.slot], pools[place]]
        core[option] = 1
        placed.meeting[option] = place
    for table in plan.dialogues:
        _add_table(problem, layout, table, core, placed, places[table.place], slots[table.start], pools)
    return core, placed


def _add_table(
    problem: Problem, layout: Layout, table: HeldDialogue, core: np.ndarray, placed: Placed, place: int, slot: int, pools: dict[int, int]
) -> None:
    dialogues = layout.dialogues
    people = [person.id for person in problem.participants]
    group = [dialogue.id for dialogue in problem.dialogues].index(table.dialogue)
    (start,) = np.flatnonzero((dialogues.start_dialogue == group) & (dialogues.start_slot == slot)).tolist()
    core[dialogues.start_column[start]] = 1
    core[dialogues.place_column[(dialogues.place_start == start) & (dialogues.place_pool == pools[place])]] = 1
    if table.moderator is not None:
        moderator = (dialogues.moderator_start == start) & (dialogues.moderator_person == people.index(table.moderator))
        core[dialogues.moderator_column[moderator]] = 1
    for name in table.participants:
        core[dialogues.seat_column[(dialogues.seat_start == start) & (dialogues.seat_person == people.index(name))]] = 1
    placed.dialogue[start] = place
