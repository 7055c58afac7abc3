"""An event as its people know it: organisations, offers, needs, requests and absences. Stored as it stands here, one file a kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from matchmaking.taxonomy import Taxonomy

Row = TypeVar("Row")


class Strength(StrEnum):
    """How much somebody wants a meeting or a seat."""

    MUST = "must"
    WOULD_LIKE = "would like"
    RATHER_NOT = "rather not"


class Answer(StrEnum):
    """What the one who was asked said."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch of time, for a slot, a programme break or a session that runs beside the meetings."""

    id: str
    start: datetime
    end: datetime
    title: str | None = None

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the period and ``[start, end)`` have a moment in common."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Quota:
    """What a role may ask and should get; None: no limit.

    Attributes
    ----------
    wishes, musts
        How many meetings one participant may ask for, and how many of those as *must*.
    max_meetings
        Most one-to-one meetings for a participant who sets no limit of their own.
    floor
        Meetings that a participant who asked for any should get at least.
    """

    wishes: int | None = None
    musts: int | None = None
    max_meetings: int | None = None
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """Where and when; ``quotas`` by role."""

    id: str
    name: str
    venue: str
    timezone: str
    slots: tuple[Period, ...]
    breaks: tuple[Period, ...] = ()
    sessions: tuple[Period, ...] = ()
    quotas: dict[str, Quota] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A table or booth. ``capacity``: how many meetings fit at once; ``owner``: whose booth, None where it is shared."""

    id: str
    name: str
    kind: str
    zone: str
    capacity: int = 1
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who takes part; ``kind`` is municipality, hospital, supplier, ..."""

    id: str
    name: str
    kind: str
    town: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One diary: a contact of an organisation in a role. ``people``: how many of them hold meetings at their booth."""

    id: str
    role: str
    organisation: str
    name: str
    function: str
    email: str
    language: str
    people: int = 1
    max_meetings: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Why and when somebody cannot meet: the session attended, or from ``start`` (None: the beginning) until ``end`` (None: the end)."""

    participant: str
    reason: str
    session: str | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supplier brings."""

    id: str
    supplier: str
    language: str
    title: str
    description: str
    product_group: str
    strategies: tuple[str, ...]
    business_models: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    available: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What a buyer needs to be able to do, rather than a product. ``must`` and ``may``: what an offer has to have, and could."""

    id: str
    buyer: str
    language: str
    functional_need: str
    product_group: str
    goals: tuple[str, ...]
    strategies: tuple[str, ...]
    step: str
    volume: str
    horizon: str
    questions: tuple[str, ...] = ()
    must: str | None = None
    may: str | None = None


@dataclass(frozen=True, slots=True)
class SeatWish:
    """A wish to join a dialogue."""

    participant: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class DialogueLock:
    """When, where and by whom the organiser has decided that a dialogue is held; ``place`` or ``moderator`` None: any that is allowed."""

    slot: str
    place: str | None = None
    moderator: str | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A moderated dialogue. ``length`` in slots; ``seats`` (least, most); ``minimum`` seats by role; ``places`` where it fits."""

    id: str
    topic: str
    theme: str
    product_group: str
    language: str
    questions: tuple[str, ...]
    length: int
    seats: tuple[int, int]
    minimum: dict[str, int]
    moderators: tuple[str, ...]
    places: tuple[str, ...]
    wanted: tuple[SeatWish, ...]
    must: bool = True
    lock: DialogueLock | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One participant's request about another, and the other's answer; the other may have a request of their own besides."""

    id: str
    asker: str
    asked: str
    strength: Strength
    answer: Answer
    asked_on: date
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """A meeting that the organiser has decided; ``place`` None: any that is allowed."""

    participants: tuple[str, str]
    slot: str
    place: str | None = None


@dataclass(frozen=True)
class EventData:
    """All of one event, with the vocabulary that its tags come from."""

    event: Event
    taxonomy: Taxonomy
    places: tuple[Place, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    participants: tuple[Participant, ...] = ()
    absences: tuple[Absence, ...] = ()
    offers: tuple[Offer, ...] = ()
    needs: tuple[Need, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    requests: tuple[Request, ...] = ()
    locks: tuple[Lock, ...] = ()

    @cached_property
    def participant(self) -> dict[str, Participant]:
        """Participants by id."""
        return {participant.id: participant for participant in self.participants}

    @cached_property
    def organisation(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def booth(self) -> dict[str, Place]:
        """Each owner's booth."""
        return {place.owner: place for place in self.places if place.owner is not None}

    @cached_property
    def offers_of(self) -> dict[str, tuple[Offer, ...]]:
        """Each supplier's offers; whoever has none is absent."""
        return _by_owner((offer.supplier, offer) for offer in self.offers)

    @cached_property
    def needs_of(self) -> dict[str, tuple[Need, ...]]:
        """Each buyer's needs; whoever has none is absent."""
        return _by_owner((need.buyer, need) for need in self.needs)


def _by_owner(rows: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    grouped: dict[str, list[Row]] = {}
    for owner, row in rows:
        grouped.setdefault(owner, []).append(row)
    return {owner: tuple(mine) for owner, mine in grouped.items()}
