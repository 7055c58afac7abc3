"""Who takes part in which event, as what, and when they cannot."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaking.planning import attendance
from matchmaking.planning.attendance import RegistrationState, Role
from web.models.base import Base, Dated, LongText, Public, new_token
from web.models.event import Event, Place, ProgrammeItem
from web.models.people import Organisation, Person

if TYPE_CHECKING:
    from web.models.catalogue import Need, Offer
    from web.models.meetings import SeatWish


class Registration(Public, Dated, Base):
    """One diary at one event: a person in a role, on behalf of an organisation. Organisers have one too, and no diary.

    Attributes
    ----------
    people
        How many of them hold meetings at their booth.
    max_meetings
        The most one-to-one meetings that they want; None: as the event's quota says.
    catalogue_consent, contact_consent
        Whether the factsheet may be public; whether others at the event may see the address and telephone number.
    calendar_token
        The secret in the address of the personal calendar; None once revoked.
    """

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("event_id", "person_id", "role"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    role: Mapped[Role]
    state: Mapped[RegistrationState] = mapped_column(default=RegistrationState.DRAFT)
    function: Mapped[str] = mapped_column(String(120), default="")
    wants_booth: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=1)
    max_meetings: Mapped[int | None]
    catalogue_consent: Mapped[bool] = mapped_column(default=False)
    contact_consent: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(LongText, default="")
    refusal: Mapped[str] = mapped_column(String(1000), default="")
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    calendar_token: Mapped[str | None] = mapped_column(String(64), unique=True, default=new_token)

    event: Mapped[Event] = relationship(back_populates="registrations")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    booth: Mapped[Place | None] = relationship(back_populates="owner")
    absences: Mapped[list[Absence]] = relationship(back_populates="registration", order_by="Absence.id", cascade="all, delete-orphan")
    offers: Mapped[list[Offer]] = relationship(back_populates="registration", order_by="Offer.position", cascade="all, delete-orphan")
    needs: Mapped[list[Need]] = relationship(back_populates="registration", order_by="Need.position", cascade="all, delete-orphan")
    seat_wishes: Mapped[list[SeatWish]] = relationship(back_populates="registration", cascade="all, delete-orphan")

    @property
    def active(self) -> bool:
        """Whether it still counts: neither refused nor left."""
        return attendance.is_active(self.state)

    @property
    def takes_part(self) -> bool:
        """Whether it is approved and has a diary."""
        return attendance.takes_part(self.role, self.state)


class Absence(Base):
    """Why and when somebody cannot meet: the session attended, or from ``start`` (None: the beginning) until ``end`` (None: the end)."""

    __tablename__ = "absence"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    session_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id", ondelete="CASCADE"), index=True)
    start: Mapped[datetime | None]
    end: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="absences")
    session: Mapped[ProgrammeItem | None] = relationship(lazy="joined")
