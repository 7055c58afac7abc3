"""Variants of published instances, as the literature measures them: more forbidden slots, fixed meetings, precedences, fewer tables.

Bofill et al. (JAIR 74, 2022) derive such variants of each of their instances; these are drawn anew, the same from the same seed.
Most are drawn around a hidden schedule, which they all allow, so that a plan exists; the others may well have none.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from benchmarks.published_maxsat import encode_published
from scheduler.instance.instance import build_instance
from scheduler.problem import Fixed, Problem, Request

Schedule = Mapping[str, int]  # the number of the slot of each request
Change = Callable[[Problem, random.Random, Schedule | None], Problem]

FORBIDDEN = (0.05, 0.1, 0.15, 0.2)  # share of all slots that each participant loses
FIXED = (0.05, 0.1, 0.2, 0.3)  # share of all meetings
PRECEDENCES = (5, 10, 20, 40)


def make_variant(problem: Problem, kind: str, seed: int) -> Problem:
    """Draw a variant of an instance in which all meetings have to be held.

    Parameters
    ----------
    problem
        Of the published kind (`benchmarks.published_maxsat`), with a plan.
    kind
        One of `VARIANTS`.

    Raises
    ------
    ValueError
        If the problem is of another kind, or has no plan.
    """
    draw = random.Random(f"{problem.id} {kind} {seed}")
    changed = VARIANTS[kind](problem, draw)
    return replace(changed, id=f"{problem.id}.{kind}.{seed}")


def forbid_slots(problem: Problem, draw: random.Random, schedule: Schedule | None) -> Problem:
    """Everybody loses a share of the slots, but none in which the schedule has it, nor so many that too few are left for its meetings."""
    lost = max(1, round(draw.choice(FORBIDDEN) * len(problem.slots)))
    needed, busy = _meetings(problem), _busy(problem, schedule or {})
    people = []
    for person in problem.participants:
        free = [t for t, slot in enumerate(problem.slots) if slot.id not in person.unavailable and t not in busy[person.id]]
        spare = len(free) if schedule else len(free) - needed[person.id]
        chosen = draw.sample(free, max(0, min(lost, spare)))
        people.append(replace(person, unavailable=person.unavailable | {problem.slots[t].id for t in chosen}))
    return replace(problem, participants=tuple(people))


def fix_meetings(problem: Problem, draw: random.Random, schedule: Schedule | None) -> Problem:
    """A share of the meetings is fixed where the schedule has it, or anywhere that both participants and the other fixed ones allow."""
    fixed = {decided.request: decided for decided in problem.fixed}
    busy: dict[str, set[int]] = defaultdict(set)
    chosen = draw.sample(problem.requests, max(1, round(draw.choice(FIXED) * len(problem.requests))))
    for request in chosen:
        possible = _possible(problem, request)
        slots = [schedule[request.id]] if schedule else [t for t in possible if all(t not in busy[p] for p in request.participants)]
        if slots and request.id not in fixed:
            slot = draw.choice(slots)
            fixed[request.id] = Fixed(request.id, problem.slots[slot].id)
            for person in request.participants:
                busy[person].add(slot)
    return replace(problem, fixed=tuple(fixed.values()))


def order_meetings(problem: Problem, draw: random.Random, schedule: Schedule | None) -> Problem:
    """A few to dozens of pairs of meetings get an order, half of them pairs that share a participant."""
    count = max(1, min(draw.choice(PRECEDENCES), len(problem.requests) // 2))
    order = schedule or {request.id: number for number, request in enumerate(draw.sample(problem.requests, len(problem.requests)))}
    of_person: dict[str, list[Request]] = defaultdict(list)
    for request in problem.requests:
        for person in request.participants:
            of_person[person].append(request)
    crowds = [own for own in of_person.values() if len(own) > 1]
    after = {request.id: list(request.after) for request in problem.requests}
    for _ in range(20 * count):
        pair = draw.sample(problem.requests if draw.random() < 0.5 else draw.choice(crowds), 2)
        one, other = sorted(pair, key=lambda request: order[request.id])
        if count and order[one.id] < order[other.id] and one.id not in after[other.id]:
            after[other.id].append(one.id)
            count -= 1
    return replace(problem, requests=tuple(replace(request, after=tuple(after[request.id])) for request in problem.requests))


def take_tables(problem: Problem, draw: random.Random) -> Problem:
    """As few tables as the meetings need if they fill every slot, in all and within each session, or one more or less."""
    all_day = frozenset(slot.id for slot in problem.slots)
    wanted = [request.slots or all_day for request in problem.requests]
    least = max(-(-sum(slots <= session for slots in wanted) // len(session)) for session in {all_day, *wanted})
    return replace(problem, places=problem.places[: max(1, least + draw.choice((-1, 0, 0, 1)))])


CHANGES: tuple[Change, ...] = (forbid_slots, fix_meetings, order_meetings)


def _around_a_schedule(*changes: Change) -> Callable[[Problem, random.Random], Problem]:
    def make(problem: Problem, draw: random.Random) -> Problem:
        schedule = hidden_schedule(problem, draw)
        for change in changes:
            problem = change(problem, draw, schedule)
        return problem

    return make


def _anyhow(problem: Problem, draw: random.Random) -> Problem:
    for change in draw.sample(CHANGES, draw.randint(1, len(CHANGES))):
        problem = change(problem, draw, None)
    return problem


VARIANTS: dict[str, Callable[[Problem, random.Random], Problem]] = {
    "forbidden": _around_a_schedule(forbid_slots),
    "fixed": _around_a_schedule(fix_meetings),
    "precedences": _around_a_schedule(order_meetings),
    "mixed": _around_a_schedule(*CHANGES),
    "tables": take_tables,
    "doubtful": _anyhow,
}


def hidden_schedule(problem: Problem, draw: random.Random) -> dict[str, int]:
    """The slot of each request in some plan, drawn by a SAT solver of random phases.

    Raises
    ------
    ValueError
        If there is no plan.
    """
    from pysat.solvers import Solver

    instance = build_instance(problem)
    with Solver(name="m22", bootstrap_with=encode_published(instance).wcnf.hard) as solver:
        solver.set_phases([draw.choice((-1, 1)) * option for option in range(1, instance.options + 1)])
        if not solver.solve():
            raise ValueError("variants are made of problems that have a plan")
        held = [option - 1 for option in solver.get_model() if 0 < option <= instance.options]
    return {problem.requests[instance.option_request[o]].id: int(instance.option_slot[o]) for o in held}


def _meetings(problem: Problem) -> dict[str, int]:
    count: dict[str, int] = defaultdict(int)
    for request in problem.requests:
        for person in request.participants:
            count[person] += 1
    return count


def _busy(problem: Problem, schedule: Schedule) -> dict[str, set[int]]:
    busy: dict[str, set[int]] = defaultdict(set)
    for request in problem.requests if schedule else ():
        for person in request.participants:
            busy[person].add(schedule[request.id])
    return busy


def _possible(problem: Problem, request: Request) -> list[int]:
    """Slots in which a request can be held as far as itself and its participants are concerned."""
    away = {slot for person in problem.participants if person.id in request.participants for slot in person.unavailable}
    return [t for t, slot in enumerate(problem.slots) if slot.id not in away and (request.slots is None or slot.id in request.slots)]
