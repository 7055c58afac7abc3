"""What people want: meetings with each other and seats at dialogues."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaking.planning.event import Answer, Strength
from web.models.base import Base, Dated, Public, now
from web.models.event import Event, Place, Slot
from web.models.registration import Registration

dialogue_moderator = Table(
    "dialogue_moderator",
    Base.metadata,
    Column("dialogue_id", ForeignKey("dialogue.id", ondelete="CASCADE"), primary_key=True),
    Column("registration_id", ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True),
)
dialogue_place = Table(
    "dialogue_place",
    Base.metadata,
    Column("dialogue_id", ForeignKey("dialogue.id", ondelete="CASCADE"), primary_key=True),
    Column("place_id", ForeignKey("place.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Dialogue(Public, Base):
    """A moderated dialogue on one theme. ``length`` in slots; ``minimum`` seats by role; ``must``: it has to be held.

    ``cancelled_at``: when the organiser took it out of the event; it can be put back.
    """

    __tablename__ = "dialogue"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(300))
    theme: Mapped[str] = mapped_column(String(40))
    product_group: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8), default="en")
    questions: Mapped[list[str]] = mapped_column(default=list)
    length: Mapped[int] = mapped_column(default=1)
    least_seats: Mapped[int]
    most_seats: Mapped[int]
    minimum: Mapped[dict[str, Any]] = mapped_column(default=dict)
    must: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(back_populates="dialogues")
    lock: Mapped[DialogueLock | None] = relationship(back_populates="dialogue", cascade="all, delete-orphan")
    moderators: Mapped[list[Registration]] = relationship(secondary=dialogue_moderator, order_by=Registration.id)
    places: Mapped[list[Place]] = relationship(secondary=dialogue_place, order_by=Place.position)
    wanted: Mapped[list[SeatWish]] = relationship(back_populates="dialogue", order_by="SeatWish.id", cascade="all, delete-orphan")


class DialogueLock(Dated, Base):
    """When, where and by whom the organiser has decided that a dialogue is held; every later run keeps it.

    ``place`` or ``moderator`` None: any that the dialogue allows.
    """

    __tablename__ = "dialogue_lock"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id", ondelete="CASCADE"), unique=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))

    dialogue: Mapped[Dialogue] = relationship(back_populates="lock")
    slot: Mapped[Slot] = relationship()
    place: Mapped[Place | None] = relationship()
    moderator: Mapped[Registration | None] = relationship()


class SeatWish(Base):
    """Somebody's wish to join a dialogue; ``set_aside_at``: when the organiser took it out of the planning."""

    __tablename__ = "seat_wish"
    __table_args__ = (UniqueConstraint("dialogue_id", "registration_id"),)

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    strength: Mapped[Strength] = mapped_column(default=Strength.WOULD_LIKE)
    set_aside_at: Mapped[datetime | None]

    dialogue: Mapped[Dialogue] = relationship(back_populates="wanted")
    registration: Mapped[Registration] = relationship(back_populates="seat_wishes")


class MeetingRequest(Public, Base):
    """One participant's request about another, and the other's answer; the other may have a request of their own besides.

    ``set_aside_at``: when the organiser took it out of the planning, for example by cancelling the meeting.
    """

    __tablename__ = "meeting_request"
    __table_args__ = (UniqueConstraint("asker_id", "asked_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    strength: Mapped[Strength]
    answer: Mapped[Answer] = mapped_column(default=Answer.OPEN)
    message: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    asker: Mapped[Registration] = relationship(foreign_keys=asker_id)
    asked: Mapped[Registration] = relationship(foreign_keys=asked_id)
