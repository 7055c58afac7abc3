"""Schedules by the names of their decisions, so that a rule or a goal can be looked at by itself.

A meeting is ``ab S1 T`` (request, slot, places of its pool), a dialogue that starts ``D S1``, its table ``D S1 in T``, its moderator
``D S1 by a`` and a seat ``D S1 with a``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from scheduler.arrays import Ints
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import Model, build_model
from scheduler.problem import Problem
from tests.support.schedules import admits, cheapest, every_core

Rule = Callable[[Layout], object]


def decisions(layout: Layout) -> dict[str, int]:
    """The core column of each decision; what cannot be chosen by itself has the column of its dialogue's start."""
    instance, seating, problem = layout.instance, layout.dialogues, layout.instance.problem
    pools = ["".join(problem.places[q].id for q in pool.places) for pool in instance.pools]
    people = [person.id for person in problem.participants]
    options = zip(instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist(), strict=True)
    named = {f"{problem.requests[r].id} {problem.slots[t].id} {pools[k]}": o for o, (r, t, k) in enumerate(options)}
    begins = zip(seating.start_dialogue.tolist(), seating.start_slot.tolist(), strict=True)
    starts = [f"{problem.dialogues[g].id} {problem.slots[t].id}" for g, t in begins]
    named |= dict(zip(starts, seating.start_column.tolist(), strict=True))
    for word, column, start, whom, names in (
        ("in", seating.place_column, seating.place_start, seating.place_pool, pools),
        ("by", seating.moderator_column, seating.moderator_start, seating.moderator_person, people),
        ("with", seating.seat_column, seating.seat_start, seating.seat_person, people),
    ):
        triples = zip(column.tolist(), start.tolist(), whom.tolist(), strict=True)
        named |= {f"{starts[s]} {word} {names[w]}": c for c, s, w in triples}
    return named


def core_with(layout: Layout, held: Sequence[str]) -> Ints:
    """The schedule that holds these decisions and nothing else."""
    named, core = decisions(layout), np.zeros(layout.core, dtype=np.int64)
    core[[named[name] for name in held]] = 1
    return core


def admitted(problem: Problem, *rules: Rule) -> set[str]:
    """Each schedule, as its decisions in their order, that these rules alone leave."""
    return {", ".join(names) for names, inside in _schedules(problem, rules) if inside}


def clashes(problem: Problem, *rules: Rule) -> set[str]:
    """The smallest sets of decisions that these rules alone refuse: all that are in no other."""
    refused = [frozenset(names) for names, inside in _schedules(problem, rules) if not inside]
    return {", ".join(sorted(one)) for one in refused if not any(other < one for other in refused)}


def _schedules(problem: Problem, rules: Sequence[Rule]) -> Iterator[tuple[list[str], bool]]:
    layout = Layout(build_instance(problem))
    for rule in rules:
        rule(layout)
    linear = layout.builder.build()
    first = {column: name for name, column in reversed(decisions(layout).items())}
    for core in every_core(layout):
        names = [first[column] for column in np.flatnonzero(core).tolist()]
        yield names, not len(linear.violated(layout.complete(core)))


def cost_of(problem: Problem, goal: str, *held: str) -> int:
    """What a valid schedule costs in a goal, which is no less whatever the auxiliary columns say."""
    model = model_for(problem, goal)
    core = core_with(model.layout, held)
    full = model.layout.complete(core)
    assert admits(model, full)
    (cost,) = model.achieved(full)
    assert cheapest(model, core, model.objectives[0].cost) == cost
    return cost


def model_for(problem: Problem, *goals: str) -> Model:
    """The model with a pool for each zone where a goal needs them."""
    return build_model(build_instance(problem, by_zone="moves" in goals), goals)
