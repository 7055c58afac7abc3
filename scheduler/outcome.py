"""From the best vector of a search to a plan with places, reasons and goals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.checker import check
from scheduler.placement import place_all
from scheduler.plan import GoalResult, Meeting, Plan, Table
from scheduler.problem import MAXIMISED
from scheduler.reasons import Proof, explain
from scheduler.search import Search


def make_plan(search: Search, goals: Sequence[str], sha256: str, proofs: Sequence[Proof], end: float) -> Plan:
    model, instance = search.model, search.model.instance
    problem, layout = instance.problem, search.model.layout
    core = search.require()[: layout.core]
    placed = place_all(layout, core)
    seating = layout.seating
    meetings = tuple(
        Meeting(problem.requests[instance.option_request[o]].id, problem.slots[instance.option_slot[o]].id, problem.places[placed.meeting[o]].id)
        for o in np.flatnonzero(core[: instance.options]).tolist()
    )
    tables = []
    for start, place in sorted(placed.table.items()):
        group = instance.groups[int(seating.start_group[start])]
        seats = np.flatnonzero((seating.seat_start == start) & (core[seating.seat_column] == 1))
        guides = np.flatnonzero((seating.guide_start == start) & (core[seating.guide_column] == 1))
        tables.append(
            Table(
                problem.dialogues[group.index].id,
                problem.slots[int(seating.start_slot[start])].id,
                problem.places[place].id,
                problem.participants[int(seating.guide_person[guides[0]])].id if len(guides) else None,
                tuple(problem.participants[p].id for p in sorted(seating.seat_person[seats].tolist())),
            )
        )
    left = explain(search, placed, proofs, end)
    plan = Plan(sha256, meetings, tuple(tables), left, ())
    reached = check(problem, plan).goals
    names = [objective.name for objective in model.objectives]
    results = []
    for goal in goals:
        achieved = reached[goal]
        if goal in names:
            bound = model.objectives[names.index(goal)].sign * search.bound(names.index(goal))
        else:
            bound = 0
        bound = max(bound, achieved) if goal in MAXIMISED else min(bound, achieved)
        results.append(GoalResult(goal, achieved, bound))
    return Plan(sha256, meetings, tuple(tables), left, tuple(results))
