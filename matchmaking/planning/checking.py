"""What is wrong inside an event's data: doubles, and references to what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matchmaking.planning.event import EventData
from matchmaking.planning.pairs import SEPARATOR, pair_id
from scheduler.errors import Fault


def faults_of(data: EventData) -> tuple[Fault, ...]:
    """Find everything that would keep an event from being planned; an empty result means that `to_problem` can be used."""
    return tuple(
        fault
        for check in (_times, _doubles, _participants, _places, _absences, _tags, _dialogues, _requests, _locks)
        for fault in check(data)
    )


def _unknown(path: str, codes: Iterable[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    known = set(known)
    for code in codes:
        if code not in known:
            yield Fault(path, f"{code!r} is no {what}")


def _repeated(path: str, ids: Iterable[str], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            yield Fault(path, f"the {what} {id_!r} occurs twice")
        seen.add(id_)


def _times(data: EventData) -> Iterator[Fault]:
    try:
        ZoneInfo(data.event.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Fault("event.timezone", f"{data.event.timezone!r} is no time zone")
    for kind in ("slots", "breaks", "sessions"):
        for i, period in enumerate(getattr(data.event, kind)):
            if not period.start < period.end:
                yield Fault(f"event.{kind}[{i}]", "has to end after it starts")
    for i, (one, after) in enumerate(pairwise(data.event.slots)):
        if after.start < one.end:
            yield Fault(f"event.slots[{i + 1}]", "starts before the slot above it ends")


def _doubles(data: EventData) -> Iterator[Fault]:
    for kind in ("slots", "breaks", "sessions"):
        yield from _repeated(f"event.{kind}", (period.id for period in getattr(data.event, kind)), "id")
    for kind in ("places", "organisations", "participants", "offers", "needs", "dialogues", "requests"):
        yield from _repeated(kind, (row.id for row in getattr(data, kind)), "id")
    yield from _repeated("requests", (f"{r.asker} about {r.asked}" for r in data.requests), "request of")
    yield from _repeated("locks", (pair_id(*lock.participants) for lock in data.locks), "lock of")
    yield from _repeated("places", (place.owner for place in data.places if place.owner), "booth of")


def _participants(data: EventData) -> Iterator[Fault]:
    for i, person in enumerate(data.participants):
        path = f"participants[{i}]"
        yield from _unknown(path, [person.organisation], data.organisation, "organisation")
        if SEPARATOR in person.id:
            yield Fault(path, f"an id may not hold {SEPARATOR!r}")
        if person.people < 1:
            yield Fault(path, "people has to be at least 1")
        if person.max_meetings is not None and person.max_meetings < 0:
            yield Fault(path, "max_meetings has to be at least 0")


def _places(data: EventData) -> Iterator[Fault]:
    for i, place in enumerate(data.places):
        if place.owner is not None:
            yield from _unknown(f"places[{i}].owner", [place.owner], data.participant, "participant")
        if place.capacity < 1:
            yield Fault(f"places[{i}].capacity", "has to be at least 1")


def _absences(data: EventData) -> Iterator[Fault]:
    sessions = [session.id for session in data.event.sessions]
    for i, absence in enumerate(data.absences):
        yield from _unknown(f"absences[{i}].participant", [absence.participant], data.participant, "participant")
        if absence.session is not None:
            yield from _unknown(f"absences[{i}].session", [absence.session], sessions, "session")
        if absence.start and absence.end and not absence.start < absence.end:
            yield Fault(f"absences[{i}]", "has to end after it starts")


def _tags(data: EventData) -> Iterator[Fault]:
    known = data.taxonomy
    models, steps = [tag.code for tag in known.business_models], [tag.code for tag in known.steps]
    for i, offer in enumerate(data.offers):
        yield from _unknown(f"offers[{i}].supplier", [offer.supplier], data.participant, "participant")
        yield from _unknown(f"offers[{i}].product_group", [offer.product_group], known.groups, "product group")
        yield from _unknown(f"offers[{i}].strategies", offer.strategies, known.strategies, "strategy")
        yield from _unknown(f"offers[{i}].business_models", offer.business_models, models, "business model")
    for i, need in enumerate(data.needs):
        yield from _unknown(f"needs[{i}].buyer", [need.buyer], data.participant, "participant")
        yield from _unknown(f"needs[{i}].product_group", [need.product_group], known.groups, "product group")
        yield from _unknown(f"needs[{i}].goals", need.goals, [goal.code for goal in known.goals], "goal")
        yield from _unknown(f"needs[{i}].strategies", need.strategies, known.strategies, "strategy")
        yield from _unknown(f"needs[{i}].step", [need.step], steps, "step")


def _dialogues(data: EventData) -> Iterator[Fault]:
    for i, dialogue in enumerate(data.dialogues):
        path = f"dialogues[{i}]"
        wanted = [wish.participant for wish in dialogue.wanted]
        yield from _unknown(f"{path}.theme", [dialogue.theme], [theme.code for theme in data.taxonomy.themes], "theme")
        yield from _unknown(f"{path}.product_group", [dialogue.product_group], data.taxonomy.groups, "product group")
        yield from _unknown(f"{path}.moderators", dialogue.moderators, data.participant, "participant")
        yield from _unknown(f"{path}.places", dialogue.places, [place.id for place in data.places], "place")
        yield from _unknown(f"{path}.wanted", wanted, data.participant, "participant")
        yield from _repeated(f"{path}.wanted", wanted, "participant")
        if dialogue.lock is not None:
            yield from _unknown(f"{path}.lock.slot", [dialogue.lock.slot], [slot.id for slot in data.event.slots], "slot")
            yield from _unknown(f"{path}.lock.place", filter(None, [dialogue.lock.place]), dialogue.places, "place of the dialogue")
            yield from _unknown(f"{path}.lock.moderator", filter(None, [dialogue.lock.moderator]), dialogue.moderators, "moderator of it")
        if dialogue.length < 1:
            yield Fault(f"{path}.length", "has to be at least 1")
        if not 0 <= dialogue.seats[0] <= dialogue.seats[1]:
            yield Fault(f"{path}.seats", "has to be two numbers, the least first")


def _requests(data: EventData) -> Iterator[Fault]:
    for i, request in enumerate(data.requests):
        yield from _unknown(f"requests[{i}]", [request.asker, request.asked], data.participant, "participant")
        if _are_one(data, request.asker, request.asked):
            yield Fault(f"requests[{i}]", "nobody can meet themselves")


def _locks(data: EventData) -> Iterator[Fault]:
    for i, lock in enumerate(data.locks):
        yield from _unknown(f"locks[{i}]", lock.participants, data.participant, "participant")
        yield from _unknown(f"locks[{i}].slot", [lock.slot], [slot.id for slot in data.event.slots], "slot")
        if _are_one(data, *lock.participants):
            yield Fault(f"locks[{i}]", "nobody can meet themselves")
        if lock.place is not None:
            yield from _unknown(f"locks[{i}].place", [lock.place], [place.id for place in data.places], "place")


def _are_one(data: EventData, one: str, other: str) -> bool:
    """Whether two participants are one person, who may come in two roles."""
    emails = [data.participant[who].email.casefold() for who in (one, other) if who in data.participant]
    return one == other or (len(emails) == 2 and emails[0] == emails[1] != "")
