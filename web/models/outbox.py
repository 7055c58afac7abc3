"""Mail that is to be sent, is being sent, or has been."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, Dated, Public, now


class MailState(enum.StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mail(Public, Dated, Base):
    """One mail to one address; written with the change that it tells of, sent after that is committed.

    Attributes
    ----------
    key
        The same for two mails that say the same; the second one is not written.
    calendar, calendar_method
        A ``text/calendar`` part and its method, REQUEST or CANCEL.
    due_at
        Not to be sent before; later after each failure.
    """

    __tablename__ = "mail"
    __table_args__ = (Index(None, "state", "due_at"),)

    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    calendar: Mapped[str | None] = mapped_column(Text)
    calendar_method: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    due_at: Mapped[datetime] = mapped_column(default=now)
    token: Mapped[str | None] = mapped_column(String(64))
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(1000), default="")
    sent_at: Mapped[datetime | None]
