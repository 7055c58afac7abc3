"""What a plan has to keep to, cut into parts that an organiser could give up one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.wording import Wording
from scheduler.instance.pools import PoolMap
from scheduler.problem import Dialogue, Problem, Request

Ref = tuple[str, tuple[str, ...]]

HOLDING = ("dialogue", "fixed", "must")
"""Kinds that say that something is held; the others say how."""

KINDS = (
    "max_break_difference",
    *HOLDING,
    "capacity",
    "most",
    "places",
    "tables",
    "starts",
    "after",
    "slots",
    "minimum",
    "least",
    "max_meetings",
    "unavailable",
    "parallel",
    "moderators",
)
"""All kinds, those first that a conflict is rather said without."""

OF_REQUESTS = frozenset({"must", "fixed", "slots", "places", "after"})
"""Kinds whose key begins with a request."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One part of a problem that can be given up.

    Attributes
    ----------
    kind
        One of `KINDS`.
    key
        Ids that say which one: of a request, a dialogue (and a role), a participant, two requests (the later one first), the
        places of a pool; how many meetings some participants hold at once; none for the whole event.
    text
        A sentence for the organiser, without a full stop.
    """

    kind: str
    key: tuple[str, ...]
    text: str = field(compare=False)

    @property
    def holds(self) -> bool:
        """Whether it says that something is held."""
        return self.kind in HOLDING


def list_requirements(problem: Problem) -> tuple[Requirement, ...]:
    """All requirements of a problem that can make it impossible, in the order of `KINDS`.

    What binds only things that need not be held is left out, except where breaks may not differ too much: then an optional meeting
    can be what a plan lacks.
    """
    index = Index(problem)
    wording = Wording(index)
    found = sorted(dict.fromkeys(_refs(index)), key=lambda ref: KINDS.index(ref[0]))
    return tuple(Requirement(kind, key, wording.sentence(kind, key)) for kind, key in found)


def still_binding(problem: Problem, requirements: Iterable[Requirement]) -> list[Requirement]:
    """Those of some requirements that can still matter where others were given up."""
    refs, places = set(_refs(Index(problem))), {place.id for place in problem.places}
    return [r for r in requirements if (r.kind, r.key) in refs or (r.kind == "capacity" and not places.isdisjoint(r.key))]


def _refs(index: Index) -> Iterator[Ref]:
    problem = index.problem
    even = problem.max_break_difference is not None
    requests = problem.requests if even else index.held
    dialogues = problem.dialogues if even else index.held_dialogues
    if even:
        yield "max_break_difference", ()
    yield from (("must", (request.id,)) for request in problem.requests if request.must)
    yield from (("fixed", (fixed.request,)) for fixed in problem.fixed)
    yield from (("dialogue", (dialogue.id,)) for dialogue in index.held_dialogues)
    names = {request.id for request in requests}
    for request in requests:
        yield from _of_request(index, request, names)
    for dialogue in dialogues:
        yield from _of_dialogue(dialogue)
    yield from _of_people(index, requests)
    yield from (("capacity", tuple(problem.places[k].id for k in pool.places)) for pool in PoolMap(problem, by_zone=False).pools)


def _of_request(index: Index, request: Request, names: set[str]) -> Iterator[Ref]:
    if request.slots is not None:
        yield "slots", (request.id,)
    if len(set(index.allowed.of(request))) < len(index.places):
        yield "places", (request.id,)
    yield from (("after", (request.id, earlier)) for earlier in request.after if earlier in names)


def _of_dialogue(dialogue: Dialogue) -> Iterator[Ref]:
    key = (dialogue.id,)
    if dialogue.seats[0]:
        yield "least", key
    if dialogue.seats[1] is not None and sum(dialogue.minimum.values()) > dialogue.seats[1]:
        yield "most", key
    yield from (("minimum", (dialogue.id, role)) for role, number in dialogue.minimum.items() if number)
    for kind, value in (("starts", dialogue.starts), ("tables", dialogue.places), ("moderators", dialogue.moderators)):
        if value is not None:
            yield kind, key


def _of_people(index: Index, requests: tuple[Request, ...]) -> Iterator[Ref]:
    asked = Counter(person for request in requests for person in request.participants)
    for person in index.problem.participants:
        if person.unavailable:
            yield "unavailable", (person.id,)
        if person.max_meetings is not None and asked[person.id] > person.max_meetings:
            yield "max_meetings", (person.id,)
        if asked[person.id] > person.parallel:
            yield "parallel", (str(person.parallel),)
