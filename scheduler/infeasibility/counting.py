"""Conflicts that show by counting alone, without a solver: nowhere to go, or more to hold than there is room for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import combinations, pairwise

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.requirement import Ref
from scheduler.instance.pools import PoolMap
from scheduler.problem import Dialogue, Problem, Request

Refs = list[Ref]


def count_conflicts(problem: Problem) -> Iterator[Refs]:
    """Sets of requirements that cannot hold together, each by simple counting; those of one thing first.

    Parts that the problem does not have (a limit that is not set) may be among them and mean nothing.
    """
    index = Index(problem)
    lonely = [*_requests_without_slot(index), *_requests_without_place(index)]
    yield from lonely
    yield from _dialogues_alone(index)
    yield from _too_many_meetings(index)
    if not lonely:
        yield from _long_chains(index)
        yield from _full_diaries(index)
        yield from _full_places(index)


def open_slots(index: Index, request: Request) -> list[str]:
    """Slots in which a request can be held, by its own list, what is fixed and its people's availability."""
    away = [index.people[name].unavailable for name in request.participants]
    fixed = index.fixed.get(request.id)
    return [
        slot
        for slot in index.slots
        if not any(slot in each for each in away)
        and (request.slots is None or slot in request.slots)
        and (fixed is None or fixed.slot == slot)
    ]


def holding(index: Index, request: Request) -> Ref:
    """The requirement that has a request held."""
    return ("fixed" if request.id in index.fixed else "must", (request.id,))


def restrictions(request: Request) -> Refs:
    """What may take slots from a request."""
    return [("slots", (request.id,)), *(("unavailable", (person,)) for person in request.participants)]


def _requests_without_slot(index: Index) -> Iterator[Refs]:
    for request in index.held:
        if open_slots(index, request):
            continue
        fixed = index.fixed.get(request.id)
        start = set(index.slots) if fixed is None else {fixed.slot}
        people = [index.people[person] for person in request.participants]
        limits: list[tuple[Ref, frozenset[str]]] = [
            (("unavailable", (person.id,)), frozenset(start) - person.unavailable) for person in people
        ]
        if request.slots is not None:
            limits.insert(0, (("slots", (request.id,)), request.slots))
        yield [holding(index, request), *_fewest(start, limits)]


def _fewest(start: set[str], limits: list[tuple[Ref, frozenset[str]]]) -> Refs:
    """As few limits as leave nothing of a set."""
    for size in range(len(limits) + 1):
        for chosen in combinations(limits, size):
            if not start.intersection(*(allowed for _, allowed in chosen)):
                return [ref for ref, _ in chosen]
    raise ValueError("the limits leave something")


def _requests_without_place(index: Index) -> Iterator[Refs]:
    for request in index.held:
        fixed = index.fixed.get(request.id)
        places = index.allowed.of(request)
        if not places or (fixed is not None and fixed.place is not None and fixed.place not in places):
            yield [holding(index, request), ("places", (request.id,))]


def _dialogues_alone(index: Index) -> Iterator[Refs]:
    for dialogue in index.held_dialogues:
        if not _can_be_held(index, dialogue):
            own = [(kind, (dialogue.id,)) for kind in ("dialogue", "least", "most", "moderators", "starts", "tables")]
            roles = [("minimum", (dialogue.id, role)) for role in dialogue.minimum]
            people = dict.fromkeys((*(seat.participant for seat in dialogue.wanted), *(dialogue.moderators or ())))
            yield [*own, *roles, *(("unavailable", (person,)) for person in people)]


def _can_be_held(index: Index, dialogue: Dialogue) -> bool:
    """Whether a dialogue could be held if it were the only thing of the event."""
    places = index.places if dialogue.places is None else dialogue.places
    starts = index.slots if dialogue.starts is None else dialogue.starts
    first = [index.slots[slot] for slot in starts if index.fits(index.slots[slot], dialogue.length)]
    return bool(places) and any(_can_run(index, dialogue, range(t, t + dialogue.length)) for t in first)


def _can_run(index: Index, dialogue: Dialogue, span: range) -> bool:
    slots = {index.problem.slots[t].id for t in span}
    asked = [seat.participant for seat in dialogue.wanted if not slots & index.people[seat.participant].unavailable]
    if dialogue.moderators is None:
        return _can_seat(index, dialogue, asked)
    moderators = [name for name in dialogue.moderators if not slots & index.people[name].unavailable]
    return any(_can_seat(index, dialogue, [name for name in asked if name != moderator]) for moderator in moderators)


def _can_seat(index: Index, dialogue: Dialogue, free: list[str]) -> bool:
    roles = [index.people[name].role for name in free]
    least, most = dialogue.seats
    enough = len(roles) >= least and all(roles.count(role) >= number for role, number in dialogue.minimum.items())
    return enough and (most is None or sum(dialogue.minimum.values()) <= most)


def _too_many_meetings(index: Index) -> Iterator[Refs]:
    for name, requests in index.held_by.items():
        most = index.people[name].max_meetings
        if most is not None and len(requests) > most:
            yield [("max_meetings", (name,)), *(holding(index, request) for request in requests[: most + 1])]


def _long_chains(index: Index) -> Iterator[Refs]:
    """Meetings one after another that do not fit into the day even if each is as early as can be."""
    held = {request.id: request for request in index.held}
    earlier = {name: [q for q in request.after if q in held] for name, request in held.items()}
    ordered = TopologicalSorter({name: before for name, before in earlier.items() if before}).static_order()
    at: dict[str, int] = {}
    last: dict[str, str] = {}  # of those before a meeting, the one that keeps it longest
    for name in ordered:
        start = 0
        if earlier[name]:
            last[name] = max(earlier[name], key=lambda q: at[q])
            start = at[last[name]] + 1
        free = [t for slot in open_slots(index, held[name]) if (t := index.slots[slot]) >= start]
        if not free:
            chain = [name]
            while chain[-1] in last:
                chain.append(last[chain[-1]])
            yield [*(("after", link) for link in pairwise(chain)), *_crowd(index, [held[each] for each in chain])]
            return
        at[name] = min(free)


def _full_diaries(index: Index) -> Iterator[Refs]:
    """More meetings of one participant in some slots than it can hold at once in them."""
    for name, requests in index.held_by.items():
        if len(requests) > index.people[name].parallel:
            cells = [[index.slots[slot] for slot in open_slots(index, request)] for request in requests]
            crowd = crowded(cells, dict.fromkeys(range(len(index.slots)), index.people[name].parallel))
            if crowd is not None:
                reached = {t for k in crowd for t in cells[k]}
                limits = _limits(index, [requests[k] for k in crowd], reached, name)
                yield [("parallel", (str(index.people[name].parallel),)), *(holding(index, requests[k]) for k in crowd), *limits]


def _full_places(index: Index) -> Iterator[Refs]:
    """More meetings in some slots than the places open to them have room for."""
    if not index.held:
        return
    known = PoolMap(index.problem, by_zone=False)
    pools = len(known.pools)
    cells = [
        [index.slots[slot] * pools + pool for slot in open_slots(index, request) for pool in known.of_request(request)]
        for request in index.held
    ]
    crowd = crowded(cells, {key: known.pools[key % pools].total for each in cells for key in each})
    if crowd is None:
        return
    taken = dict.fromkeys(cell % pools for k in crowd for cell in cells[k])
    rooms = [("capacity", tuple(index.problem.places[i].id for i in known.pools[pool].places)) for pool in taken]
    requests = [index.held[k] for k in crowd]
    reached = {cell for k in crowd for cell in cells[k]}
    limits = restrictions_of(requests) if len(reached) < len(taken) * len(index.slots) else []
    yield [*rooms, *(holding(index, request) for request in requests), *limits, *(("places", (request.id,)) for request in requests)]


def _limits(index: Index, requests: Sequence[Request], reached: set[int], person: str) -> Refs:
    """What keeps meetings of one participant to the slots that they reach: nothing, its own absence, or any of their restrictions."""
    present = {t for slot, t in index.slots.items() if slot not in index.people[person].unavailable}
    if reached != present:
        return restrictions_of(requests)
    return [] if len(present) == len(index.slots) else [("unavailable", (person,))]


def _crowd(index: Index, requests: Sequence[Request]) -> Refs:
    return [*(holding(index, request) for request in requests), *restrictions_of(requests)]


def restrictions_of(requests: Sequence[Request]) -> Refs:
    """What may take slots from several requests, each once."""
    return list(dict.fromkeys(ref for request in requests for ref in restrictions(request)))


def crowded(choices: Sequence[Sequence[int]], capacity: Mapping[int, int]) -> list[int] | None:
    """Find things that have fewer cells between them than they are (P. Hall, J. London Math. Soc. 10, 1935).

    Parameters
    ----------
    choices
        The cells that each thing can take.
    capacity
        How many things a cell can take.

    Returns
    -------
    list or None
        Indices of the things: one more than the cells open to any of them can take. None where everything finds a cell.
    """
    inside: dict[int, set[int]] = {}
    cell_of: dict[int, int] = {}
    for thing in range(len(choices)):
        reached: dict[int, int] = {}  # cell: the thing that would move there
        moving = {thing: None}
        free = _walk(choices, capacity, inside, reached, moving)
        if free is None:
            return sorted(moving)
        while True:  # each thing on the way moves into the cell before it
            mover = reached[free]
            left = cell_of.get(mover)
            inside.setdefault(free, set()).add(mover)
            cell_of[mover] = free
            if left is None:
                break
            inside[left].remove(mover)
            free = left
    return None


def _walk(
    choices: Sequence[Sequence[int]],
    capacity: Mapping[int, int],
    inside: dict[int, set[int]],
    reached: dict[int, int],
    moving: dict[int, None],
) -> int | None:
    """Reach a cell with room by moving things on, breadth first; None where there is none."""
    queue = deque(moving)
    while queue:
        mover = queue.popleft()
        for cell in choices[mover]:
            if cell in reached:
                continue
            reached[cell] = mover
            members = inside.get(cell, set())
            if len(members) < capacity[cell]:
                return cell
            others = [other for other in sorted(members) if other not in moving]
            moving.update(dict.fromkeys(others))
            queue.extend(others)
    return None
