"""Who there is: people, organisations, links to sign in with, and who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, Dated, Public, now


class Person(Public, Dated, Base):
    """An account: somebody who can sign in by a link to their address.

    ``email`` is stored in lower case. ``may_create_events`` makes an organiser of the whole installation.
    Counting ``session_number`` up ends all sessions of the person at once.
    """

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    may_create_events: Mapped[bool] = mapped_column(default=False)
    session_number: Mapped[int] = mapped_column(default=1)
    last_signed_in_at: Mapped[datetime | None]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the session cookie remembers; counting `session_number` up ends every session of this person."""
        return f"{self.public_id}.{self.session_number}"

    @property
    def label(self) -> str:
        """What to call this person on a page that they may see."""
        return self.name or self.email


class Organisation(Public, Dated, Base):
    """Who takes part; ``kind`` is municipality, hospital, supplier, ..."""

    __tablename__ = "organisation"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(60), default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(2), default="BE")
    website: Mapped[str] = mapped_column(String(500), default="")
    vat_number: Mapped[str] = mapped_column(String(30), default="")
    about: Mapped[str] = mapped_column(String(2000), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    created_by: Mapped[Person | None] = relationship()


class LoginToken(Dated, Base):
    """A link to sign in with, sent by mail: the nonce in it works once, unless it is a ``reusable`` one of the demo."""

    __tablename__ = "login_token"

    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    next_path: Mapped[str] = mapped_column(String(500), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    reusable: Mapped[bool] = mapped_column(default=False)


class Activity(Base):
    """One row of the log: who did what to what, when. ``subject`` names the kind of row, ``subject_id`` its public id."""

    __tablename__ = "activity"
    __table_args__ = (Index(None, "subject", "subject_id"), Index(None, "event_id", "at"))

    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    person: Mapped[Person | None] = relationship()
