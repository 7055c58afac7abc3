"""A problem as the judge reads it: every default filled in, every absent list turned into what may be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
USUAL_GOALS = ("floor", "value", "breaks", "idle", "moves")


@dataclass(frozen=True)
class Place:
    """Somewhere to meet; ``zone`` is empty for all places without one, which count as one zone."""

    zone: str
    capacity: int
    is_shared: bool


@dataclass(frozen=True)
class Participant:
    """Somebody with a diary; ``limit`` is None without ``max_meetings``."""

    role: str
    organisation: str
    available: frozenset[int]
    limit: int | None
    floor: int
    at_once: int


@dataclass(frozen=True)
class Request:
    """Two who would meet, with the slots (by position) and the places that are open to them."""

    pair: tuple[str, str]
    value: int
    must: bool
    slots: frozenset[int]
    places: frozenset[str]
    follows: frozenset[str]


@dataclass(frozen=True)
class Dialogue:
    """What a dialogue may use; ``moderators`` is None where it needs none, ``most`` where there is no limit of seats."""

    length: int
    starts: frozenset[int]
    places: frozenset[str]
    moderators: frozenset[str] | None
    least: int
    most: int | None
    minimum: Mapping[str, int]
    values: Mapping[str, int]
    must: bool


@dataclass(frozen=True)
class Event:
    """A whole problem, all by id but the slots, which are positions in their list.

    Attributes
    ----------
    slots
        The position of each slot's id.
    days
        (S,) the date on which each slot starts, as it is written.
    fixed
        For each fixed request its slot, and its place or None.
    """

    slots: Mapping[str, int]
    days: Sequence[str]
    places: Mapping[str, Place]
    participants: Mapping[str, Participant]
    requests: Mapping[str, Request]
    dialogues: Mapping[str, Dialogue]
    fixed: Mapping[str, tuple[int, str | None]]
    away_is_waiting: bool
    most_difference: int | None
    goals: tuple[str, ...]


def read_event(problem: Document) -> Event:
    """Fill in what docs/format.md says of every key that is absent."""
    slots = {slot["id"]: number for number, slot in enumerate(problem["slots"])}
    places = {place["id"]: _place(place) for place in problem.get("places", ())}
    homes = {person["id"]: person.get("home") for person in problem["participants"]}
    return Event(
        slots=slots,
        days=[slot["start"].partition("T")[0] for slot in problem["slots"]],
        places=places,
        participants={person["id"]: _participant(person, slots) for person in problem["participants"]},
        requests={request["id"]: _request(request, slots, places, homes) for request in problem["requests"]},
        dialogues={dialogue["id"]: _dialogue(dialogue, slots, places) for dialogue in problem.get("dialogues", ())},
        fixed={entry["request"]: (slots[entry["slot"]], entry.get("place")) for entry in problem.get("fixed", ())},
        away_is_waiting=problem.get("unavailable_counts_as_break", False),
        most_difference=problem.get("max_break_difference"),
        goals=tuple(problem.get("goals", USUAL_GOALS)),
    )


def _place(place: Document) -> Place:
    return Place(place.get("zone") or "", place.get("capacity", 1), place.get("owner") is None)


def _participant(person: Document, slots: Mapping[str, int]) -> Participant:
    away = {slots[slot] for slot in person.get("unavailable", ())}
    return Participant(
        role=person.get("role", "participant"),
        organisation=person.get("organisation") or "",
        available=frozenset(slots.values()) - away,
        limit=person.get("max_meetings"),
        floor=person.get("floor", 0),
        at_once=person.get("parallel", 1),
    )


def _request(request: Document, slots: Mapping[str, int], places: Mapping[str, Place], homes: Mapping[str, str | None]) -> Request:
    first, second = request["participants"]
    usual = {home for home in (homes[first], homes[second]) if home is not None}
    usual = usual or {name for name, place in places.items() if place.is_shared}
    return Request(
        pair=(first, second),
        value=request.get("value", 1),
        must=request.get("must", False),
        slots=_positions(request.get("slots"), slots),
        places=_open(request.get("places"), usual),
        follows=frozenset(request.get("after", ())),
    )


def _dialogue(dialogue: Document, slots: Mapping[str, int], places: Mapping[str, Place]) -> Dialogue:
    least, most = dialogue.get("seats", (0, None))
    moderators = dialogue.get("moderators")
    return Dialogue(
        length=dialogue.get("length", 1),
        starts=_positions(dialogue.get("starts"), slots),
        places=_open(dialogue.get("places"), places),
        moderators=None if moderators is None else frozenset(moderators),
        least=least,
        most=most,
        minimum=dialogue.get("minimum", {}),
        values={seat["participant"]: seat.get("value", 1) for seat in dialogue.get("wanted", ())},
        must=dialogue.get("must", True),
    )


def _positions(named: Iterable[str] | None, slots: Mapping[str, int]) -> frozenset[int]:
    """The slots that may be used: absent means any, empty means none."""
    return frozenset(slots.values() if named is None else (slots[name] for name in named))


def _open(named: Iterable[str] | None, otherwise: Iterable[str]) -> frozenset[str]:
    """The places that may be used: absent means the usual ones, empty means none."""
    return frozenset(otherwise if named is None else named)
