"""Timefold by its Python release: a planning entity a request, its slot the variable that may stay empty, a score of four levels.

For events of two sides without dialogues. It is no dependency of anything: `docs/engine/peers.md` says how to install it.
"""

# No `from __future__ import annotations`: Timefold reads the annotations of these classes, and translates their functions for the JVM.

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, EnvironmentMode, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore, ConstraintCollectors, ConstraintFactory, Joiners, constraint_provider

from benchmarks.peers.child import Order, carry_out
from benchmarks.peers.event import Chosen, Event, NotPlain

CLOSING = 1.5  # seconds for what comes after solving


@dataclass
class Time:
    """A slot: its number and day."""

    id: Annotated[int, PlanningId]
    day: int


@dataclass
class Person:
    """A participant; ``rank`` numbers the slots in which it is there, by slot."""

    id: Annotated[int, PlanningId]
    parallel: int
    limit: int
    floor: int
    rank: list[int]


@planning_entity
@dataclass
class Held:
    """A request and the slot in which it is held; None: it is not."""

    id: Annotated[int, PlanningId]
    one: Person
    other: Person
    value: int
    pool: int
    room: int
    times: Annotated[list[Time], ValueRangeProvider]
    time: Annotated[Time | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Timetable:
    """All of it."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    meetings: Annotated[list[Held], PlanningEntityCollectionProperty]
    score: Annotated[BendableScore | None, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=3)] = field(default=None)


HARD = BendableScore.of((1,), (0, 0, 0))
FLOOR, VALUE, BREAKS = (BendableScore.of((0,), tuple(int(k == level) for k in range(3))) for level in range(3))


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Any]:
    """Rules as the hard level; floors, value and breaks as the soft ones."""
    return [
        factory.for_each(Held)
        .group_by(lambda held: held.one, lambda held: held.time, ConstraintCollectors.count())
        .filter(lambda person, time, count: count > person.parallel)
        .penalize(HARD, lambda person, time, count: count - person.parallel)
        .as_constraint("one at once"),
        factory.for_each(Held)
        .group_by(lambda held: held.other, lambda held: held.time, ConstraintCollectors.count())
        .filter(lambda person, time, count: count > person.parallel)
        .penalize(HARD, lambda person, time, count: count - person.parallel)
        .as_constraint("other at once"),
        factory.for_each(Held)
        .group_by(lambda held: held.pool, lambda held: held.room, lambda held: held.time, ConstraintCollectors.count())
        .filter(lambda pool, room, time, count: count > room)
        .penalize(HARD, lambda pool, room, time, count: count - room)
        .as_constraint("places"),
        factory.for_each(Held)
        .group_by(lambda held: held.one, ConstraintCollectors.count())
        .filter(lambda person, count: count > person.limit)
        .penalize(HARD, lambda person, count: count - person.limit)
        .as_constraint("limit of one"),
        factory.for_each(Held)
        .group_by(lambda held: held.other, ConstraintCollectors.count())
        .filter(lambda person, count: count > person.limit)
        .penalize(HARD, lambda person, count: count - person.limit)
        .as_constraint("limit of other"),
        factory.for_each(Held)
        .group_by(lambda held: held.one, ConstraintCollectors.count())
        .filter(lambda person, count: count < person.floor)
        .penalize(FLOOR, lambda person, count: person.floor - count)
        .as_constraint("floor of one"),
        factory.for_each(Held)
        .group_by(lambda held: held.other, ConstraintCollectors.count())
        .filter(lambda person, count: count < person.floor)
        .penalize(FLOOR, lambda person, count: person.floor - count)
        .as_constraint("floor of other"),
        factory.for_each(Person)
        .filter(lambda person: person.floor > 0)
        .if_not_exists(Held, Joiners.equal(lambda person: person.id, lambda held: held.one.id))
        .if_not_exists(Held, Joiners.equal(lambda person: person.id, lambda held: held.other.id))
        .penalize(FLOOR, lambda person: person.floor)
        .as_constraint("nothing at all"),
        factory.for_each(Held).reward(VALUE, lambda held: held.value).as_constraint("value"),
        factory.for_each(Held)
        .group_by(
            lambda held: held.one,
            lambda held: held.time.day,
            ConstraintCollectors.to_consecutive_sequences(lambda held: held.one.rank[held.time.id]),
        )
        .penalize(BREAKS, lambda person, day, chain: len(chain.getBreaks()))
        .as_constraint("breaks of one"),
        factory.for_each(Held)
        .group_by(
            lambda held: held.other,
            lambda held: held.time.day,
            ConstraintCollectors.to_consecutive_sequences(lambda held: held.other.rank[held.time.id]),
        )
        .penalize(BREAKS, lambda person, day, chain: len(chain.getBreaks()))
        .as_constraint("breaks of other"),
    ]


def choose(event: Event, order: Order) -> Chosen:
    """Build first, then search locally, as Timefold does it by default."""
    timetable = _timetable(event)
    config = SolverConfig(
        solution_class=Timetable,
        entity_class_list=[Held],
        environment_mode=EnvironmentMode.NON_REPRODUCIBLE,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(1000 * max(1.0, order.left - CLOSING)))),
    )
    found = SolverFactory.create(config).build_solver().solve(timetable)
    return Chosen({held.id: held.time.id for held in found.meetings if held.time is not None}, {}, {})


def _timetable(event: Event) -> Timetable:
    """The event as Timefold's classes.

    Raises
    ------
    NotPlain
        If it has dialogues, or people who are asked for as both sides.
    """
    if event.openings or not {p for p, _ in event.pair}.isdisjoint(q for _, q in event.pair):
        raise NotPlain("the model for Timefold knows no dialogues, and two sides only")
    times = [Time(t, day) for t, day in enumerate(event.day)]
    people = []
    for p, person in enumerate(event.problem.participants):
        limit = len(times) * person.parallel if person.max_meetings is None else person.max_meetings
        rank = [sum(u < t for u in event.free[p]) for t in range(len(times))]
        people.append(Person(p, person.parallel, limit, person.floor, rank))
    held = []
    for r, (p, q) in enumerate(event.pair):
        pool, value = event.pool[r], event.problem.requests[r].value
        options = [times[t] for t in event.options[r]]
        held.append(Held(r, people[p], people[q], value, pool, len(event.pools[pool]), options))
    return Timetable(people, held)


if __name__ == "__main__":
    carry_out(choose)
