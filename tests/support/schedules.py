"""Every schedule of a tiny event, as the model counts it and as the checker judges the plans that it can mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product
from typing import Any

import numpy as np

from scheduler.arrays import Ints
from scheduler.checker import Verdict, check
from scheduler.construction.place_assignment import Placed, place_all
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import Model, build_model
from scheduler.plan import HeldDialogue, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import MAXIMISED, Problem
from scheduler.program.restriction import reduce
from scheduler.solvers.cpsat import Effort, solve_cpsat

Named = Mapping[str, Mapping[str, Any]]
BEGIN = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event(
    days: Sequence[int], people: Named, wishes: Named, places: Named | None = None, dialogues: Named | None = None, **more: Any
) -> Problem:
    """A problem with so many slots a day (S1, S2...), all else by id; the request ``ab`` is of the participants ``a`` and ``b``."""
    starts = [BEGIN + timedelta(days=day, minutes=20 * number) for day, count in enumerate(days) for number in range(count)]
    document = {
        "format": "bms-problem/1",
        "id": "tiny",
        "slots": [
            {"id": f"S{n}", "start": at.isoformat(), "end": (at + timedelta(minutes=20)).isoformat()} for n, at in enumerate(starts, 1)
        ],
        "places": [{"id": name, **keys} for name, keys in ({"T": {"capacity": 9}} if places is None else places).items()],
        "participants": [{"id": name, **keys} for name, keys in people.items()],
        "requests": [{"id": name, "participants": list(name[:2]), **keys} for name, keys in wishes.items()],
        "dialogues": [
            {"id": name, **keys, "wanted": [{"participant": one, "value": n} for n, one in enumerate(keys["wanted"], 1)]}
            for name, keys in (dialogues or {}).items()
        ],
    }
    return parse_problem(document | more, "tiny.json")


def model_of(problem: Problem, goals: Sequence[str] = ()) -> Model:
    """The model with one pool a zone where a goal needs it."""
    return build_model(build_instance(problem, by_zone="moves" in goals), goals)


def every_core(layout: Layout) -> Iterator[Ints]:
    """Each assignment of the core columns, however senseless."""
    for bits in product((0, 1), repeat=layout.core):
        yield np.array(bits, dtype=np.int64)


def admits(model: Model, full: Ints) -> bool:
    """Whether a completed vector keeps every row and every column's limits."""
    linear = model.linear
    return not len(linear.violated(full)) and bool((linear.lower <= full).all() and (full <= linear.upper).all())


def verdict(problem: Problem, plan: Plan) -> Verdict:
    """The checker on a plan that claims nothing."""
    return check(problem, plan, goals=())


def plan_of(problem: Problem, meetings: Iterable[Meeting], tables: Iterable[HeldDialogue]) -> Plan:
    """A plan that claims nothing, each request left out for the reason that nobody can refute."""
    meetings = tuple(meetings)
    held = {meeting.request for meeting in meetings}
    left = tuple(Unscheduled(request.id, (Reason("not_proven"),)) for request in problem.requests if request.id not in held)
    return Plan("", meetings, tuple(tables), left, ())


def readings(layout: Layout, core: Ints) -> Iterator[Plan]:
    """Each plan that core columns can mean, by the places in their pools; none where they mean nothing, as a seat at no table."""
    problem, instance = layout.instance.problem, layout.instance
    tables = _dialogues(layout, core)
    if tables is None:
        return
    ways: list[list[Meeting | HeldDialogue]] = []
    for o in np.flatnonzero(core[: instance.options]).tolist():
        request, slot = problem.requests[instance.option_request[o]].id, problem.slots[instance.option_slot[o]].id
        ways.append([Meeting(request, slot, problem.places[q].id) for q in instance.pools[instance.option_pool[o]].places])
    for pool, table in tables:
        ways.append([HeldDialogue(table.dialogue, table.start, problem.places[q].id, *_around(table)) for q in instance.pools[pool].places])
    for chosen in product(*ways):
        yield plan_of(problem, [x for x in chosen if isinstance(x, Meeting)], [x for x in chosen if isinstance(x, HeldDialogue)])


def _around(table: HeldDialogue) -> tuple[str | None, tuple[str, ...]]:
    return table.moderator, table.participants


def _dialogues(layout: Layout, core: Ints) -> list[tuple[int, HeldDialogue]] | None:
    """The tables that core columns hold, each with its pool; None where they are not those of tables."""
    dialogues, problem = layout.dialogues, layout.instance.problem
    held = np.flatnonzero(core[dialogues.start_column])
    for columns, starts in (
        (dialogues.place_column, dialogues.place_start),
        (dialogues.moderator_column, dialogues.moderator_start),
        (dialogues.seat_column, dialogues.seat_start),
    ):
        if not np.isin(starts[core[columns] == 1], held).all():
            return None
    found = []
    for start in held.tolist():
        pools = dialogues.place_pool[(dialogues.place_start == start) & (core[dialogues.place_column] == 1)].tolist()
        seats, moderators = layout.seated(core, start)
        if len(pools) != 1 or len(moderators) > 1:
            return None
        dialogue = problem.dialogues[dialogues.start_dialogue[start]].id
        moderator = problem.participants[moderators[0]].id if moderators else None
        seated = tuple(problem.participants[p].id for p in seats)
        found.append((pools[0], HeldDialogue(dialogue, problem.slots[dialogues.start_slot[start]].id, "", moderator, seated)))
    return found


def placed_plan(layout: Layout, core: Ints, placed: Placed) -> Plan:
    """The plan of a valid schedule with its places."""
    problem, instance, dialogues = layout.instance.problem, layout.instance, layout.dialogues
    meetings = [
        Meeting(problem.requests[instance.option_request[o]].id, problem.slots[instance.option_slot[o]].id, problem.places[q].id)
        for o, q in placed.meeting.items()
    ]
    tables = []
    for (_, table), start in zip(_dialogues(layout, core) or (), np.flatnonzero(core[dialogues.start_column]).tolist(), strict=True):
        tables.append(HeldDialogue(table.dialogue, table.start, problem.places[placed.dialogue[start]].id, *_around(table)))
    return plan_of(problem, meetings, tables)


def disagreements(problem: Problem, goals: Sequence[str] = ()) -> Iterator[str]:
    """Where model and checker differ over all schedules of a problem: what is allowed, how it is placed, and what it costs."""
    model = model_of(problem, goals)
    for core in every_core(model.layout):
        full = model.layout.complete(core)
        valid = any(not verdict(problem, plan).violations for plan in readings(model.layout, core))
        if admits(model, full) != valid:
            yield f"{core}: the model {'refuses' if valid else 'admits'} it"
        elif valid:
            judged = verdict(problem, placed_plan(model.layout, core, place_all(model.layout, core)))
            yield from (f"{core}: placed so that {line}" for line in judged.violations)
            for objective, cost in zip(model.objectives, model.achieved(full), strict=True):
                counted = -cost if objective.name in MAXIMISED else cost
                if counted != judged.goals[objective.name]:
                    yield f"{core}: {objective.name} is {counted}, the checker says {judged.goals[objective.name]}"


def core_of(layout: Layout, plan: Plan) -> Ints | None:
    """The core columns that mean a plan; None where there are none."""
    problem, instance = layout.instance.problem, layout.instance
    places = {place.id: q for q, place in enumerate(problem.places)}
    pools = {problem.places[q].id: k for k, pool in enumerate(instance.pools) for q in pool.places}
    options = zip(instance.option_request.tolist(), instance.option_slot.tolist(), instance.option_pool.tolist(), strict=True)
    column = {(problem.requests[r].id, problem.slots[t].id, k): o for o, (r, t, k) in enumerate(options)}
    core = np.zeros(layout.core, dtype=np.int64)
    names = [meeting.request for meeting in plan.meetings] + [table.dialogue for table in plan.dialogues]
    if len(set(names)) < len(names) or not {thing.place for thing in (*plan.meetings, *plan.dialogues)} <= set(places):
        return None
    for meeting in plan.meetings:
        key = meeting.request, meeting.slot, pools[meeting.place]
        if key not in column:
            return None
        core[column[key]] = 1
    return core if all(_seat(layout, table, pools[table.place], core) for table in plan.dialogues) else None


def _seat(layout: Layout, table: HeldDialogue, pool: int, core: Ints) -> bool:
    """Set the columns of a table; tells whether it has them all."""
    dialogues, problem = layout.dialogues, layout.instance.problem
    people = {person.id: p for p, person in enumerate(problem.participants)}
    slots = {slot.id: t for t, slot in enumerate(problem.slots)}
    names = [dialogue.id for dialogue in problem.dialogues]
    if table.dialogue not in names or len(set(table.participants)) < len(table.participants):
        return False
    of_group = dialogues.start_dialogue == names.index(table.dialogue)
    (start,) = np.flatnonzero(of_group & (dialogues.start_slot == slots.get(table.start, -1))).tolist() or (-1,)
    if start < 0:
        return False
    columns = [dialogues.start_column[[start]]]
    columns.append(dialogues.place_column[(dialogues.place_start == start) & (dialogues.place_pool == pool)])
    if table.moderator is not None:
        person = people.get(table.moderator, -1)
        columns.append(dialogues.moderator_column[(dialogues.moderator_start == start) & (dialogues.moderator_person == person)])
    elif (dialogues.moderator_column == dialogues.start_column[start]).any():
        return False
    for name in table.participants:
        columns.append(dialogues.seat_column[(dialogues.seat_start == start) & (dialogues.seat_person == people.get(name, -1))])
    core[np.concatenate(columns)] = 1
    return all(len(part) == 1 for part in columns)


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Each request or dialogue left out, anywhere with anybody, even where and with whom there is nothing, or held twice."""
    slots = [*(slot.id for slot in problem.slots), "never"]
    places = [*(place.id for place in problem.places), "nowhere"]
    people = [*(person.id for person in problem.participants), "nobody"]
    ways: list[list[tuple[Meeting, ...] | tuple[HeldDialogue, ...]]] = []
    for name in [*(request.id for request in problem.requests), *([] if problem.dialogues else ["nothing"])]:
        meetings = [Meeting(name, slot, place) for slot in slots for place in places]
        ways.append([(), *((meeting,) for meeting in meetings), (meetings[0], meetings[-1]), (meetings[0], meetings[0])])
    for name in [*(dialogue.id for dialogue in problem.dialogues), *([] if problem.requests else ["nothing"])]:
        seatings = [*chain.from_iterable(combinations(people, n) for n in range(len(people) + 1)), (people[0], people[0])]
        tables = [HeldDialogue(name, *parts) for parts in product(slots, places, [None, *people], seatings)]
        ways.append([(), *((table,) for table in tables), (tables[0], tables[0])])
    for chosen in product(*ways):
        things = list(chain.from_iterable(chosen))
        yield plan_of(problem, [x for x in things if isinstance(x, Meeting)], [x for x in things if isinstance(x, HeldDialogue)])


def plans_missed(problem: Problem, plans: Iterable[Plan]) -> Iterator[Plan]:
    """Plans in which the checker finds nothing, and of which the model knows nothing or that it refuses."""
    model = model_of(problem)
    for plan in plans:
        if not verdict(problem, plan).violations:
            core = core_of(model.layout, plan)
            if core is None or not admits(model, model.layout.complete(core)):
                yield plan


def cheapest(model: Model, core: Ints, cost: Ints) -> int | None:
    """The least that a schedule can cost, the auxiliary columns being free; None where no values of theirs keep the rows."""
    free = np.arange(model.linear.columns) >= model.layout.core
    part = reduce(model.linear, free, model.layout.complete(core))
    result = solve_cpsat(part.linear, cost[part.free], Effort(seconds=10, workers=1, seed=0))
    return None if result.x is None else int(cost @ part.expand(result.x))
