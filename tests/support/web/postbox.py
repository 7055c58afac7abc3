"""A mail server on the loopback interface that keeps what it is handed, for tests that read mail as people do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from tests.support.web.servers import spare_port, wait_until


class Postbox:
    """What the server took in, the oldest first."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.port = spare_port()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 taken"

    def to(self, address: str, subject: str = "") -> list[EmailMessage]:
        """The mails to somebody whose subject begins like this."""
        return [mail for mail in self.taken if address in str(mail["To"]) and str(mail["Subject"]).startswith(subject)]

    def wait_for(self, address: str, subject: str, number: int = 1) -> EmailMessage:
        """The newest of that many mails, once it has come."""
        wait_until(lambda: len(self.to(address, subject)) >= number, f"mail {number} to {address}: {subject}")
        return self.to(address, subject)[number - 1]


@contextmanager
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def body_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage) -> str:
    """The address in a mail that stands on a line of its own."""
    (link,) = re.findall(r"^https?://\S+$", body_of(mail).replace("\r", ""), re.MULTILINE)
    return str(link)


def invitation_in(mail: EmailMessage) -> tuple[str, Calendar]:
    """The method and the calendar of a mail about a meeting."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part["Content-Type"].params["method"], IcsCalendarStream.calendar_from_ics(part.get_content())
