"""Why requests are not held: only what is shown, and of that all of it.

What can be seen from a plan (`scheduler.reasons.visible`) comes first; that a request is outweighed takes a proof
(`scheduler.reasons.weighing` from the linear relaxations, `scheduler.reasons.asking` by asking CP-SAT for a plan that holds it).
What would help comes last, from the finished plan (`scheduler.reasons.remedies`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.construction.place_assignment import Placed
from scheduler.instance.instance import Instance
from scheduler.model.columns import Layout
from scheduler.plan import Reason, Unscheduled
from scheduler.reasons.asking import ask_whether_outweighed
from scheduler.reasons.remedies import add_remedies
from scheduler.reasons.visible import Visible, see
from scheduler.reasons.weighing import Proof, outweighed_by, rise
from scheduler.run.incumbent import Search

__all__ = ["Proof", "Whole", "add_remedies", "explain", "rise"]


@dataclass(frozen=True)
class Whole:
    """A schedule in the whole instance, where the search was over a part of it.

    Attributes
    ----------
    layout, core
        The columns of the whole instance, and the schedule in them.
    outweighed
        (R,) requests that are left out of that part because every plan that holds them is worse, if not held.
    """

    layout: Layout
    core: Ints
    outweighed: Bools


def explain(search: Search, placed: Placed, proofs: Sequence[Proof], end: float, whole: Whole | None = None) -> tuple[Unscheduled, ...]:
    """Give each request that the best plan does not hold its reasons, the most telling one first.

    Parameters
    ----------
    search
        Its best plan is the one to explain.
    placed
        Where that plan holds everything: reasons about places are about these.
    proofs
        Relaxations that may show requests to be outweighed.
    end
        Monotonic time by which to be done.
    whole
        Where the search was over a part of the instance: all of it, which the places are of.

    Returns
    -------
    tuple
        One entry a request, in the problem's order, with at least one reason.
    """
    model = search.model
    if whole is None:
        nothing = np.zeros(model.instance.requests, dtype=bool)
        whole = Whole(model.layout, search.require()[: model.layout.core], nothing)
    visible = see(whole.layout, whole.core, placed)
    candidate = ~visible.held & _can_be_held(whole.layout.instance)
    outweighed = whole.outweighed & candidate
    for proof in proofs:
        outweighed |= outweighed_by(proof, search) & candidate
    outweighed |= ask_whether_outweighed(search, candidate & ~outweighed, visible.any, end)
    return _write(whole.layout.instance, visible, outweighed)


def _can_be_held(instance: Instance) -> Bools:
    """(R,) whether a request could be held if there were nothing else: only then it says something that it is outweighed."""
    some = np.diff(instance.first_option) > 0
    return some & (instance.limit[instance.pair] > 0).all(axis=1)


def _write(instance: Instance, visible: Visible, outweighed: Bools) -> tuple[Unscheduled, ...]:
    people, requests = instance.problem.participants, instance.problem.requests
    full = [Reason("participant_full", person.id) for person in people]
    no_common_slot, no_slot_left, no_place_left = Reason("no_common_slot"), Reason("no_slot_left"), Reason("no_place_left")
    left = np.flatnonzero(~visible.held)
    columns = (visible.no_common_slot, visible.full[:, 0], visible.full[:, 1], visible.no_slot_left, visible.no_place_left, outweighed)
    table = np.stack(columns, axis=1)[left].tolist()
    result = []
    for r, (p, q), true in zip(left.tolist(), instance.pair[left].tolist(), table, strict=True):
        possible = (no_common_slot, full[p], full[q], no_slot_left, no_place_left, Reason("outweighed"))
        reasons = tuple(reason for reason, shown in zip(possible, true, strict=True) if shown)
        result.append(Unscheduled(requests[r].id, reasons or (Reason("not_proven"),)))
    return tuple(result)
