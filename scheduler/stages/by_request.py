"""The first stage for floor and value, where they come first: requests first, then slots, without the model of the event."""

from __future__ import annotations

from scheduler.annealing.compacting import can_anneal, make_compact
from scheduler.linear_goals.requests_then_slots import AGENDAS, RequestsThenSlots, offer_at_once
from scheduler.model.lean_model import LeanModel
from scheduler.reasons import Proof
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs


def plan_by_request(search: Search) -> tuple[Search, list[Proof]]:
    """Look for the best plan in floor and value, or value alone, which come first in a search.

    Returns
    -------
    Search
        With the plan and what is proven of it; it may be without a plan where what has to be held takes more thought.
    list
        What the relaxations of the goals prove.
    """
    instance, names = search.model.instance, [objective.name for objective in search.model.objectives]
    inner = search.taken_to(LeanModel(instance, [name for name in names if name not in AGENDAS]))
    with Highs(search.stop, search.settings.parameters.highs) as highs:  # it starts while the first plan is made
        inner.enter(0)
        offer_at_once(inner)
        found = [] if inner.best is None else RequestsThenSlots(inner, highs).settle()
    return inner.taken_to(search.model), [Proof(bounded.bound, bounded.rise, bounded.weights, ()) for bounded in found]


def compact_by_request(search: Search) -> None:
    """Make agendas compact, where that is a goal, without the model of the event; smaller events have the proof of MaxSAT beside."""
    parameters = search.settings.parameters
    goals = [objective.name for objective in search.model.objectives]
    small = search.model.instance.options <= parameters.optimal_face_race.most_options
    if small or not {*AGENDAS} & {*goals} or not can_anneal(search):
        return
    search.enter(next(k for k, goal in enumerate(goals) if goal in AGENDAS), "annealing")
    make_compact(search, search.until_share(parameters.stages.compact_share), search.settings.workers)
