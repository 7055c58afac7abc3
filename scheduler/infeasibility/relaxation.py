"""Problems without some of their requirements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.requirement import Requirement
from scheduler.problem import Dialogue, Fixed, Participant, Place, Problem, Request


def relax(problem: Problem, dropped: Iterable[Requirement]) -> Problem:
    """The same problem without some requirements: whatever keeps the others is a plan of it.

    A dropped `must` leaves the thing optional, a dropped `fixed` leaves a request as if nothing were decided; dropped lists, limits and
    moderators leave every slot, every place, any number, and no moderator needed.
    """
    gone: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for requirement in dropped:
        gone[requirement.kind].add(requirement.key)
    index = Index(problem)
    roomy = {place for places in gone["capacity"] for place in places}
    after = {later: {earlier for name, earlier in gone["after"] if name == later} for later, _ in gone["after"]}
    return replace(
        problem,
        participants=tuple(_participant(person, gone, len(problem.requests)) for person in problem.participants),
        requests=tuple(_request(request, gone, tuple(index.places), after.get(request.id, set())) for request in problem.requests),
        places=tuple(_roomy(place, len(problem.requests)) if place.id in roomy else place for place in problem.places),
        dialogues=tuple(_dialogue(dialogue, gone) for dialogue in problem.dialogues),
        fixed=tuple(fixed for fixed in problem.fixed if (fixed.request,) not in gone["fixed"]),
        max_break_difference=None if gone["max_break_difference"] else problem.max_break_difference,
    )


def essential(problem: Problem) -> Problem:
    """What decides whether the problem has a plan: a smaller problem that has one exactly where the whole has.

    Where breaks may not differ too much everything counts. Otherwise only what has to be held does, the people whom that needs, and of
    places that are alike as many as can be in use at once.
    """
    if problem.max_break_difference is not None:
        return problem
    index = Index(problem)
    names = {request.id for request in index.held}
    asked = Counter(person for request in index.held for person in request.participants)
    requests = tuple(
        replace(request, value=1, places=index.allowed.of(request), after=tuple(q for q in request.after if q in names))
        for request in index.held
    )
    dialogues = tuple(_needed(dialogue) for dialogue in index.held_dialogues)
    people = set(asked)
    for dialogue in dialogues:
        people.update((*(seat.participant for seat in dialogue.wanted), *(dialogue.moderators or ())))
    places = _enough_places(problem, requests, dialogues)
    kept = {place.id for place in places}
    return replace(
        problem,
        participants=tuple(_clipped(person, asked[person.id]) for person in problem.participants if person.id in people),
        requests=tuple(replace(request, places=_only(request.places, kept)) for request in requests),
        dialogues=tuple(replace(dialogue, places=_only(dialogue.places, kept)) for dialogue in dialogues),
        places=places,
        goals=(),
    )


def _participant(person: Participant, gone: dict[str, set[tuple[str, ...]]], most: int) -> Participant:
    key = (person.id,)
    if key in gone["unavailable"]:
        person = replace(person, unavailable=frozenset())
    if key in gone["max_meetings"]:
        person = replace(person, max_meetings=None)
    return replace(person, parallel=max(most, person.parallel)) if (str(person.parallel),) in gone["parallel"] else person


def _request(request: Request, gone: dict[str, set[tuple[str, ...]]], places: tuple[str, ...], after: set[str]) -> Request:
    key = (request.id,)
    if key in gone["must"]:
        request = replace(request, must=False)
    if key in gone["slots"]:
        request = replace(request, slots=None)
    if key in gone["places"]:
        request = replace(request, places=places)
    return replace(request, after=tuple(name for name in request.after if name not in after)) if after else request


def _roomy(place: Place, most: int) -> Place:
    return replace(place, capacity=max(most, place.capacity))


def _dialogue(dialogue: Dialogue, gone: dict[str, set[tuple[str, ...]]]) -> Dialogue:
    key = (dialogue.id,)
    if key in gone["dialogue"]:
        dialogue = replace(dialogue, must=False)
    least, most = dialogue.seats
    roles = {role for name, role in gone["minimum"] if name == dialogue.id}
    return replace(
        dialogue,
        seats=(0 if key in gone["least"] else least, None if key in gone["most"] else most),
        minimum={role: number for role, number in dialogue.minimum.items() if role not in roles},
        starts=None if key in gone["starts"] else dialogue.starts,
        places=None if key in gone["tables"] else dialogue.places,
        moderators=None if key in gone["moderators"] else dialogue.moderators,
    )


def _needed(dialogue: Dialogue) -> Dialogue:
    """Without those who ask for a seat at a table that can be held with nobody."""
    return dialogue if dialogue.seats[0] or any(dialogue.minimum.values()) else replace(dialogue, wanted=())


def _clipped(person: Participant, asked: int) -> Participant:
    return replace(person, parallel=min(person.parallel, max(1, asked)), home=None)


def _only(names: tuple[str, ...] | None, kept: set[str]) -> tuple[str, ...] | None:
    return None if names is None else tuple(name for name in names if name in kept)


def _enough_places(problem: Problem, requests: tuple[Request, ...], dialogues: tuple[Dialogue, ...]) -> tuple[Place, ...]:
    """Of places in the same lists, one for each thing held; of those with room for all meetings, one beside those of the tables."""
    fixed: dict[str, Fixed] = {fixed.request: fixed for fixed in problem.fixed}
    lists = {request.places: None for request in requests if request.places is not None}
    lists.update({dialogue.places: None for dialogue in dialogues if dialogue.places is not None})
    member: dict[str, list[int]] = defaultdict(list)
    for number, places in enumerate(lists):
        for name in set(places):
            member[name].append(number)
    named = {fixed[request.id].place for request in requests if request.id in fixed}
    most = max(1, len(requests))
    alike: Counter[object] = Counter()
    kept = []
    for place in problem.places:
        capacity = min(place.capacity, most)
        signature = (capacity, tuple(member[place.id]), place.id if place.id in named else None)
        alike[signature] += 1
        if alike[signature] <= len(dialogues) + (1 if capacity >= len(requests) else len(requests)):
            kept.append(replace(place, capacity=capacity, owner=None))
    return tuple(kept)
