"""What suppliers bring and what buyers need, with their tags."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, Dated, LongText, Public
from web.models.registration import Registration


class TagKind(enum.StrEnum):
    """Which list of the vocabulary a code is from."""

    STRATEGY = "strategy"
    GOAL = "goal"
    BUSINESS_MODEL = "business model"


class OfferTag(Base):
    """One code that an offer carries, in the order in which it was given."""

    __tablename__ = "offer_tag"
    __table_args__ = (Index(None, "kind", "code"), Index(None, "offer_id", "kind", "code", unique=True))

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    kind: Mapped[TagKind]
    code: Mapped[str] = mapped_column(String(40))


class NeedTag(Base):
    """One code that a need carries, in the order in which it was given."""

    __tablename__ = "need_tag"
    __table_args__ = (Index(None, "kind", "code"), Index(None, "need_id", "kind", "code", unique=True))

    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    kind: Mapped[TagKind]
    code: Mapped[str] = mapped_column(String(40))


class Picture(Public, Dated, Base):
    """An uploaded image, as it was encoded anew here; kept in the database so that every machine has it."""

    __tablename__ = "picture"

    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Offer(Public, Dated, Base):
    """What a supplier brings."""

    __tablename__ = "offer"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="en")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(LongText, default="")
    product_group: Mapped[str] = mapped_column(String(40), index=True)
    evidence: Mapped[list[str]] = mapped_column(default=list)
    available: Mapped[str] = mapped_column(String(500), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    picture_text: Mapped[str] = mapped_column(String(300), default="")

    registration: Mapped[Registration] = relationship(back_populates="offers")
    picture: Mapped[Picture | None] = relationship(lazy="joined")
    tags: Mapped[list[OfferTag]] = relationship(order_by=OfferTag.id, cascade="all, delete-orphan", lazy="selectin")

    @property
    def strategies(self) -> tuple[str, ...]:
        """Codes of the ambition map, as given."""
        return tuple(tag.code for tag in self.tags if tag.kind is TagKind.STRATEGY)

    @property
    def business_models(self) -> tuple[str, ...]:
        """Codes of the business models, as given."""
        return tuple(tag.code for tag in self.tags if tag.kind is TagKind.BUSINESS_MODEL)


class Need(Public, Dated, Base):
    """What a buyer needs to be able to do. ``must`` and ``may``: what an offer has to have, and could."""

    __tablename__ = "need"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="en")
    functional_need: Mapped[str] = mapped_column(String(500))
    product_group: Mapped[str] = mapped_column(String(40), index=True)
    step: Mapped[str] = mapped_column(String(40), default="")
    volume: Mapped[str] = mapped_column(String(500), default="")
    horizon: Mapped[str] = mapped_column(String(500), default="")
    questions: Mapped[list[str]] = mapped_column(default=list)
    must: Mapped[str] = mapped_column(String(1000), default="")
    may: Mapped[str] = mapped_column(String(1000), default="")

    registration: Mapped[Registration] = relationship(back_populates="needs")
    tags: Mapped[list[NeedTag]] = relationship(order_by=NeedTag.id, cascade="all, delete-orphan", lazy="selectin")

    @property
    def goals(self) -> tuple[str, ...]:
        """Letters of the ambition map, as given."""
        return tuple(tag.code for tag in self.tags if tag.kind is TagKind.GOAL)

    @property
    def strategies(self) -> tuple[str, ...]:
        """Codes of the ambition map, as given."""
        return tuple(tag.code for tag in self.tags if tag.kind is TagKind.STRATEGY)
