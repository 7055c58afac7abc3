"""The event to plan, as read from a problem file and already validated: ids, no indices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

FORMAT = "bms-problem/1"
GOALS = ("changes", "floor", "value", "breaks", "idle", "moves", "lowest", "mix")
DEFAULT_GOALS = ("floor", "value", "breaks", "idle", "moves")
MAXIMISED = frozenset({"value", "lowest"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings run; ``start`` and ``end`` carry an offset."""

    id: str
    start: datetime
    end: datetime

    @property
    def day(self) -> str:
        """Date of ``start`` in its own offset, ISO 8601."""
        return self.start.date().isoformat()


@dataclass(frozen=True, slots=True)
class Place:
    """A table, booth or dialogue table; ``capacity`` meetings can run there at once; shared where nobody owns it."""

    id: str
    zone: str | None = None
    capacity: int = 1
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One diary. ``max_meetings`` None: no limit."""

    id: str
    role: str = "participant"
    name: str | None = None
    organisation: str | None = None
    unavailable: frozenset[str] = frozenset()
    max_meetings: int | None = None
    floor: int = 0
    home: str | None = None
    parallel: int = 1

    @property
    def label(self) -> str:
        """What people call this participant: the name if there is one, else the id."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for a meeting of two participants. ``slots`` and ``places`` None: no restriction of its own."""

    id: str
    participants: tuple[str, str]
    value: int = 1
    must: bool = False
    slots: frozenset[str] | None = None
    places: tuple[str, ...] | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A wish for a seat at a dialogue."""

    participant: str
    value: int = 1


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A moderated group table of ``length`` slots in a row.

    ``starts`` and ``places`` None: any. ``moderators`` None: needs none; empty: nobody can moderate it.
    ``seats`` is (least, most); ``most`` None: no limit.
    """

    id: str
    topic: str | None = None
    length: int = 1
    starts: tuple[str, ...] | None = None
    places: tuple[str, ...] | None = None
    moderators: tuple[str, ...] | None = None
    seats: tuple[int, int | None] = (0, None)
    minimum: dict[str, int] = field(default_factory=dict)
    wanted: tuple[Seat, ...] = ()
    must: bool = True


@dataclass(frozen=True, slots=True)
class Fixed:
    """A meeting that is decided already; ``place`` None: any that is allowed."""

    request: str
    slot: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A validated event.

    Every id that is referred to exists, slots are in time order and do not overlap, ``after`` has no cycle.
    """

    id: str
    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    name: str | None = None
    places: tuple[Place, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    unavailable_counts_as_break: bool = False
    max_break_difference: int | None = None
    goals: tuple[str, ...] = DEFAULT_GOALS
