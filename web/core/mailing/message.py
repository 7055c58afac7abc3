"""A letter, and the MIME message of it."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from web.models import now


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is notified of; ``calendar`` goes along as a ``text/calendar`` part of ``calendar_method``.

    ``id`` makes the Message-ID, the same however often the sending is tried.
    """

    id: str
    recipient: str
    subject: str
    body: str
    reply_to: str = ""
    calendar: str | None = None
    calendar_method: str | None = None


def to_message(letter: Letter, sender: str) -> EmailMessage:
    """Write a letter as MIME."""
    name, address = parseaddr(sender)
    local, _, domain = address.partition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, local, domain)
    message["To"] = letter.recipient
    # On one line: a subject with a line break in it must not become a header of its own.
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.body, cte="quoted-printable")
    if letter.calendar is not None:
        message.add_alternative(letter.calendar, subtype="calendar", params={"method": letter.calendar_method or "REQUEST"})
    return message
