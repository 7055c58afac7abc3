"""The first stage for floor and value alone: requests first, then slots, without the model of the event."""

from __future__ import annotations

from scheduler.linear_goals.requests_then_slots import RequestsThenSlots, offer_at_once
from scheduler.reasons import Proof
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs


def plan_by_request(search: Search) -> list[Proof]:
    """Look for the best plan of a search whose goals are floor and value, or value alone.

    Returns
    -------
    list
        What the relaxations of the goals prove; the search may be without a plan where what has to be held takes more thought.
    """
    with Highs(search.stop, search.settings.parameters.highs) as highs:  # it starts while the first plan is made
        search.enter(0)
        offer_at_once(search)
        if search.best is None:
            return []
        found = RequestsThenSlots(search, highs).settle()
    return [Proof(bounded.bound, bounded.rise, bounded.weights, ()) for bounded in found]
