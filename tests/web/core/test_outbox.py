from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from tests.support.web.fixtures import both_databases, mails
from tests.support.web.postbox import body_of, postbox
from tests.support.web.servers import spare_port
from web.core.database import commit, db, rollback
from web.core.mailing import Letter, to_message
from web.core.mailing.backends import ConsoleBackend, FileBackend, SmtpBackend
from web.core.mailing.outbox import MOST_ATTEMPTS, due_mails, send_due_mails, write_mail
from web.models import Mail, MailState

SENDER = "The Spring Market <market@example.org>"
LETTER = Letter("abc", "zoë@example.org", "Your meeting\nBcc: all@example.org", "Tot straks, Zoë.\n", "olga@example.org")


@dataclass
class Unreliable:
    """A back-end that fails a number of times before it works."""

    failures: int = 0
    sent: list[str] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the server is away")
        self.sent.append(letter.recipient)


def states() -> list[tuple[str, int]]:
    return [(state.value, attempt) for state, attempt in db.session.execute(select(Mail.state, Mail.attempt).order_by(Mail.id))]


def write(recipient: str = "a@example.org", **options: Any) -> None:
    write_mail(recipient, "Subject", "Body\n", **options)


def test_mail_goes_out_after_the_commit(app: Flask) -> None:
    with app.test_request_context():
        write()
        assert app.extensions["queue"].work_off() == 0
        commit()
    assert mails(app) == ["To: a@example.org\nSubject: Subject\n\nBody\n"]
    with app.app_context():
        assert states() == [("sent", 1)]


def test_mail_of_what_was_rolled_back_does_not_exist(app: Flask) -> None:
    with app.test_request_context():
        write()
        rollback()
        commit()
    assert mails(app) == []


@both_databases
def test_two_mails_with_one_key_are_one(app: Flask) -> None:
    with app.test_request_context():
        write(key="version 2 for a")
        write(key="version 2 for a")
        write(key="version 3 for a")
        commit()
        assert states() == [("waiting", 0), ("waiting", 0)]


def test_failed_mail_is_tried_again_later_and_later(sqlite_app: Flask) -> None:
    backend = Unreliable(failures=2)
    with sqlite_app.test_request_context():
        write()
        commit()
        moment, waited = datetime.now(UTC), []
        while not backend.sent:
            with time_machine.travel(moment, tick=False):
                send_due_mails(backend, 30)
            mail = db.session.scalars(select(Mail)).one()
            waited.append(round((mail.due_at - moment).total_seconds()))
            moment = max(moment, mail.due_at) + timedelta(seconds=1)
        assert (waited[:2], states()) == ([30, 60], [("sent", 3)])


def test_mail_that_never_works_is_given_up_with_its_reason(sqlite_app: Flask) -> None:
    backend = Unreliable(failures=MOST_ATTEMPTS)
    with sqlite_app.test_request_context():
        write()
        commit()
        for _ in range(MOST_ATTEMPTS):
            db.session.execute(update(Mail).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))
            commit()
            send_due_mails(backend, 30)
        mail = db.session.scalars(select(Mail)).one()
        assert (mail.state, mail.problem, due_mails()) == (MailState.FAILED, "the server is away", [])


@both_databases
def test_mail_of_a_lost_worker_is_sent_when_its_lease_is_over(app: Flask) -> None:
    backend = Unreliable()
    with app.test_request_context():
        write()
        db.session.execute(
            update(Mail).values(state=MailState.SENDING, token="lost", lease_until=datetime.now(UTC) + timedelta(seconds=30))
        )
        commit()
        assert send_due_mails(backend, 30) == 0
        with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31), tick=False):
            assert send_due_mails(backend, 30) == 1
        assert backend.sent == ["a@example.org"]


def test_a_mail_that_fails_holds_up_no_other(sqlite_app: Flask) -> None:
    backend = Unreliable(failures=1)
    with sqlite_app.test_request_context():
        write("first@example.org")
        write("second@example.org")
        commit()
        assert send_due_mails(backend, 30) == 1
        assert backend.sent == ["second@example.org"]


def test_message_is_one_mail_to_one_person() -> None:
    message = message_from_bytes(to_message(LETTER, SENDER).as_bytes(), policy=default)
    assert [message[name] for name in ("From", "To", "Subject", "Reply-To", "Message-ID", "Bcc")] == [
        SENDER,
        "zoë@example.org",
        "Your meeting Bcc: all@example.org",
        "olga@example.org",
        "<abc@example.org>",
        None,
    ]
    assert message.get_content() == "Tot straks, Zoë.\r\n"


def test_calendar_goes_along_with_its_method() -> None:
    letter = Letter(
        "abc", "a@example.org", "Moved", "It moved.\n", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="CANCEL"
    )
    message = message_from_bytes(to_message(letter, SENDER).as_bytes(), policy=default)
    parts = {part.get_content_type(): part for part in message.walk()}
    assert list(parts) == ["multipart/alternative", "text/plain", "text/calendar"]
    assert parts["text/calendar"]["Content-Type"].params["method"] == "CANCEL"
    assert parts["text/calendar"].get_content().splitlines() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]


def test_console_shows_the_mail() -> None:
    stream = io.StringIO()
    ConsoleBackend(SENDER, stream).send(LETTER)
    assert stream.getvalue() == "\n--- mail to zoë@example.org: Your meeting\nBcc: all@example.org\nTot straks, Zoë.\n---\n"


def test_files_hold_a_mail_each(tmp_path: Path) -> None:
    FileBackend(SENDER, tmp_path / "mail").send(LETTER)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["abc.eml"]


def test_smtp_hands_the_mail_to_the_server() -> None:
    with postbox() as post:
        SmtpBackend(SENDER, "127.0.0.1", post.port).send(Letter("abc", "jane@example.org", "Hello", "Body\n"))
    assert [(mail["From"], mail["To"], mail["Subject"], body_of(mail).strip()) for mail in post.taken] == [
        (SENDER, "jane@example.org", "Hello", "Body")
    ]


def test_smtp_says_when_the_server_is_away() -> None:
    with pytest.raises(OSError, match="refused"):
        SmtpBackend(SENDER, "127.0.0.1", spare_port()).send(LETTER)
