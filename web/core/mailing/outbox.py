"""Mail: written into the outbox with the change that it tells of, sent from there once that is committed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from web.core.database import commit, db, on_commit
from web.core.mailing import Backend, Letter
from web.core.queue import queue
from web.models import Event, Mail, MailState, new_token, now

SEND_MAIL = "send_mail"
MOST_ATTEMPTS = 8
MOST_WAITING = timedelta(hours=1)


def write_mail(
    recipient: str,
    subject: str,
    body: str,
    *,
    event: Event | None = None,
    key: str | None = None,
    calendar: str | None = None,
    calendar_method: str | None = None,
) -> Mail | None:
    """Put a mail into the outbox.

    Parameters
    ----------
    event
        The event that it is about; replies go to that event's address.
    key
        Two mails with the same key are one; the second is not written and None returned.
    calendar, calendar_method
        An iCalendar text to send along, and REQUEST or CANCEL.
    """
    if key is not None and db.session.scalar(select(Mail.id).where(Mail.key == key)):
        return None
    mail = Mail(
        recipient=recipient,
        subject=" ".join(subject.split())[:400],
        body=body,
        event_id=event.id if event else None,
        reply_to=event.contact_email if event else "",
        key=key,
        calendar=calendar,
        calendar_method=calendar_method,
    )
    db.session.add(mail)
    db.session.flush()
    on_commit(lambda: queue().enqueue(SEND_MAIL))
    return mail


def due_mails() -> list[int]:
    """List what could be sent now: what waits, and what a worker took and never finished."""
    moment = now()
    return list(
        db.session.scalars(
            select(Mail.id)
            .where(
                Mail.due_at <= moment,
                or_(Mail.state == MailState.WAITING, (Mail.state == MailState.SENDING) & (Mail.lease_until < moment)),
            )
            .order_by(Mail.due_at, Mail.id)
        )
    )


def send_due_mails(backend: Backend, lease_seconds: float) -> int:
    """Send what is due, each mail in transactions of its own; returns how many went out.

    A mail is taken with a fresh token before it is sent, so that two workers never send it both. Where a worker ends between
    the sending and the note of it, it is sent again: twice is better than never.
    """
    mails = due_mails()
    commit()
    return sum(_send(id_, backend, lease_seconds) for id_ in mails)


def _send(id_: int, backend: Backend, lease_seconds: float) -> bool:
    token = new_token()
    moment = now()
    taken = db.session.execute(
        update(Mail)
        .where(
            Mail.id == id_,
            Mail.due_at <= moment,
            or_(Mail.state == MailState.WAITING, (Mail.state == MailState.SENDING) & (Mail.lease_until < moment)),
        )
        .values(state=MailState.SENDING, token=token, attempt=Mail.attempt + 1, lease_until=moment + timedelta(seconds=lease_seconds))
    )
    commit()
    assert isinstance(taken, CursorResult)
    if not taken.rowcount:
        return False
    mail = db.session.get_one(Mail, id_)
    letter = Letter(mail.public_id, mail.recipient, mail.subject, mail.body, mail.reply_to, mail.calendar, mail.calendar_method)
    attempt = mail.attempt
    commit()
    problem = _try(backend, letter)
    note: dict[str, Any] = {"problem": problem, "token": None, "lease_until": None}
    if not problem:
        note |= {"state": MailState.SENT, "sent_at": now()}
    elif attempt >= MOST_ATTEMPTS:
        note |= {"state": MailState.FAILED}
    else:
        note |= {"state": MailState.WAITING, "due_at": now() + min(MOST_WAITING, timedelta(seconds=15 * 2**attempt))}
    db.session.execute(update(Mail).where(Mail.id == id_, Mail.token == token).values(note))
    commit()
    return not problem


def _try(backend: Backend, letter: Letter) -> str:
    try:
        backend.send(letter)
    except (OSError, ValueError) as error:
        return (str(error) or type(error).__name__)[:1000]
    return ""
