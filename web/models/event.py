"""When and where: the event with its days, slots, programme, zones and places."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, Dated, LongText, Public

if TYPE_CHECKING:
    from web.models.meetings import Dialogue
    from web.models.registration import Registration


class EventState(enum.StrEnum):
    """Who sees an event: its organisers only, everybody, everybody but with nothing left to do."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ItemKind(enum.StrEnum):
    """What runs beside the slots: a break for all, or a session that one can attend in place of meetings."""

    BREAK = "break"
    SESSION = "session"


class PlaceKind(enum.StrEnum):
    """Where a meeting or a dialogue is held."""

    TABLE = "table"
    BOOTH = "booth"
    ROUND_TABLE = "round table"


class Event(Public, Dated, Base):
    """One event.

    Attributes
    ----------
    slug
        Its name in addresses; unique.
    timezone
        The zone of its walls and agendas, for example ``Europe/Brussels``.
    layout
        What the slots were made from, by day, for the form that makes them.
    register_until, ask_until, answer_until
        Deadlines; None: none.
    quotas, weights
        By role, `matchmaking.planning.event.Quota`; `matchmaking.planning.values.Weights`; left out what is the default.
    vocabulary
        The tags as `matchmaking.taxonomy.parse_taxonomy` reads them; None: the default ones.
    catalogue_public
        Whether the public may read the factsheets of those who agreed to it.
    """

    __tablename__ = "event"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str]
    venue: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(LongText, default="")
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    catalogue_public: Mapped[bool] = mapped_column(default=False)
    register_until: Mapped[datetime | None]
    ask_until: Mapped[datetime | None]
    answer_until: Mapped[datetime | None]
    layout: Mapped[dict[str, Any]] = mapped_column(default=dict)
    quotas: Mapped[dict[str, Any]] = mapped_column(default=dict)
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    vocabulary: Mapped[dict[str, Any] | None]

    slots: Mapped[list[Slot]] = relationship(back_populates="event", order_by="Slot.start", cascade="all, delete-orphan")
    items: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="event", order_by="(ProgrammeItem.start, ProgrammeItem.id)", cascade="all, delete-orphan"
    )
    zones: Mapped[list[Zone]] = relationship(back_populates="event", order_by="Zone.position", cascade="all, delete-orphan")
    places: Mapped[list[Place]] = relationship(back_populates="event", order_by="(Place.position, Place.id)", cascade="all, delete-orphan")
    dialogues: Mapped[list[Dialogue]] = relationship(back_populates="event", order_by="Dialogue.id", passive_deletes=True)
    registrations: Mapped[list[Registration]] = relationship(back_populates="event", order_by="Registration.id", passive_deletes=True)


class Slot(Public, Base):
    """A half-open stretch of time in which meetings run."""

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("event_id", "start"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    start: Mapped[datetime]
    end: Mapped[datetime]

    event: Mapped[Event] = relationship(back_populates="slots")


class ProgrammeItem(Public, Base):
    """A break of the programme, or a session beside the meetings."""

    __tablename__ = "programme_item"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ItemKind]
    title: Mapped[str]
    start: Mapped[datetime]
    end: Mapped[datetime]

    event: Mapped[Event] = relationship(back_populates="items")


class Zone(Public, Base):
    """A part of the venue."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(back_populates="zones")


class Place(Public, Base):
    """A table or booth; its name is what people look for in the hall, and unique in the event.

    ``capacity``: how many meetings fit at once. ``owner``: whose booth it is, None where it is shared.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[PlaceKind]
    capacity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"), unique=True)

    event: Mapped[Event] = relationship(back_populates="places")
    zone: Mapped[Zone] = relationship()
    owner: Mapped[Registration | None] = relationship(back_populates="booth")
