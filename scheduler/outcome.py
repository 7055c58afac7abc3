"""From the best vector of a search to a plan with places, reasons and goals."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scheduler.arrays import Ints
from scheduler.certificates import Asked, collect_evidence
from scheduler.checker import goals_of
from scheduler.checker.bounds import Ground
from scheduler.construction.place_assignment import Placed, place_all
from scheduler.errors import WrongCount
from scheduler.model.columns import Layout
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import MAXIMISED
from scheduler.reasons import Proof, add_remedies, explain
from scheduler.repair import Repaired
from scheduler.run.incumbent import Search


def make_plan(
    search: Search, goals: Sequence[str], sha256: str, proofs: Sequence[Proof], end: float, repaired: Repaired | None = None
) -> Plan:
    """Place what the best vector holds, say why the rest is not held, and state what is proven.

    Parameters
    ----------
    goals
        Those asked for, in order; one that the model does not hold is claimed with its trivial bound.
    sha256
        Of the problem file's bytes.
    proofs
        Of the linear goals, for the reasons.
    end
        Monotonic time by which the reasons and the evidence have to be found; a patient repair looks for them for a moment only.
    repaired
        Where a plan was kept: what of it stays, and the whole that the search was over a part of.

    Raises
    ------
    WrongCount
        If the model counts a goal of the plan otherwise than the checker, or a bound is proven wrong by it. Of a plan that was kept
        the model of a repair may count fewer changes than there are (`scheduler.instance.reference_plan.places_apart`), but never more.
    """
    problem, patience, parameters = search.model.instance.problem, search.settings.patience, search.settings.parameters
    reasons = end if patience is None else min(end, time.monotonic() + patience / 3)
    whole = repaired.whole if repaired else None
    layout, core = (whole.layout, whole.core) if whole else (search.model.layout, search.require()[: search.model.layout.core])
    placed = repaired.placed if repaired else _place(search, layout, core, "moves" in goals)
    meetings, dialogues = _meetings(layout, core, placed), _dialogues(layout, core, placed)
    seconds = parameters.outcome
    early = end - seconds.remedy - seconds.cell * len(problem.requests) * len(problem.slots)  # so that there is time to say what would help
    left = explain(search, placed, proofs, min(early, reasons), whole)
    silent, reference = Plan(sha256, meetings, dialogues, left, ()), repaired.reference.plan if repaired else None
    # Without a reference plan nothing changes.
    reached = {"changes": 0} | goals_of(problem, silent, reference, {*goals, *(each.name for each in search.model.objectives)})
    _compare_counts(search, reached)
    shut = repaired.reference.frozen_slots(problem) if repaired else None
    bounds = repaired.bounds(goals, reached) if repaired else {goal: _bound(search, goal, reached[goal]) for goal in goals}
    ground = Ground(problem, tuple(goals), reached, reference, silent)
    instance = repaired.coarse if repaired else layout.instance
    results, evidence = collect_evidence(search, Asked(ground, instance, bounds, shut, early))
    until = max(reasons, time.monotonic() + seconds.grace)
    left = add_remedies(problem, Plan(sha256, meetings, dialogues, left, results), until, shut, parameters.remedies)
    return Plan(sha256, meetings, dialogues, left, results, evidence=evidence)


def _place(search: Search, layout: Layout, core: Ints, moves: bool) -> Placed:
    """Places where the search would have them, as far as it says so; where moves are no goal, going over all slots once is enough."""
    wishes, parameters = search.wishes, search.settings.parameters.placement
    parameters = parameters if moves else replace(parameters, sweeps=1)
    if wishes is None:
        return place_all(layout, core, parameters=parameters)
    return place_all(layout, core, Placed({}, wishes.dialogues), parameters, wishes.zones)


def _compare_counts(search: Search, reached: Mapping[str, int]) -> None:
    """Hold what the model counts of the best vector against what the checker counts of the plan that was made of it."""
    for k, (objective, cost) in enumerate(zip(search.model.objectives, search.costs, strict=True)):
        counted, checked = objective.sign * cost, reached[objective.name]
        if counted > checked or (counted < checked and objective.name != "changes"):
            raise WrongCount(f"{objective.name} is {counted} as the model counts it, and {checked} as the checker does")
        if search.bound(k) > cost:
            raise WrongCount(f"{objective.name} is {counted}, which is better than the proven bound {objective.sign * search.bound(k)}")


def _bound(search: Search, goal: str, reached: int) -> int:
    """The proven bound of a goal in its own sign, never on the wrong side of what is reached."""
    names = [objective.name for objective in search.model.objectives]
    bound = search.model.objectives[names.index(goal)].sign * search.bound(names.index(goal)) if goal in names else 0
    return max(bound, reached) if goal in MAXIMISED else min(bound, reached)


def _meetings(layout: Layout, core: Ints, placed: Placed) -> tuple[Meeting, ...]:
    instance, problem = layout.instance, layout.instance.problem
    held = np.flatnonzero(core[: instance.options])
    request = [problem.requests[r].id for r in instance.option_request[held]]
    slot = [problem.slots[t].id for t in instance.option_slot[held]]
    place = [problem.places[placed.meeting[o]].id for o in held.tolist()]
    return tuple(Meeting(*parts) for parts in zip(request, slot, place, strict=True))


def _dialogues(layout: Layout, core: Ints, placed: Placed) -> tuple[HeldDialogue, ...]:
    instance, problem, dialogues = layout.instance, layout.instance.problem, layout.dialogues
    held = []
    for start, place in sorted(placed.dialogue.items()):
        seats, moderators = layout.seated(core, start)
        held.append(
            HeldDialogue(
                problem.dialogues[instance.dialogues[int(dialogues.start_dialogue[start])].index].id,
                problem.slots[int(dialogues.start_slot[start])].id,
                problem.places[place].id,
                problem.participants[moderators[0]].id if moderators else None,
                tuple(problem.participants[p].id for p in sorted(seats)),
            )
        )
    return tuple(held)
