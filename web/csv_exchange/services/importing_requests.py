"""Take requests to meet in from a CSV file: new ones are asked, those that are there already are brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from matchmaking.planning.attendance import MEETING_ROLES
from web.core.database import db
from web.core.errors import Invalid
from web.csv_exchange.queries.columns import REQUESTS
from web.csv_exchange.services.importing import Imported, Row, one_of, read_spreadsheet, take_rows, yes_or_no
from web.meetings.services.meetings import answer_request, ask_for_meeting
from web.models import Answer, Event, MeetingRequest, Person, Registration, Role, Strength, now


def import_requests(event: Event, content: bytes, by: Person) -> Imported:
    """Ask for every meeting in a file with columns of `REQUESTS`, whatever the deadlines.

    Raises
    ------
    Invalid
        Where the file is no such spreadsheet.
    """
    rows = read_spreadsheet(content, REQUESTS, ("asker_email", "asked_email"))
    return take_rows(event, by, "requests", rows, _Taker(event, by).take)


class _Taker:
    """Takes rows in, knowing everybody at the event and what was asked already."""

    def __init__(self, event: Event, by: Person) -> None:
        self.by = by
        self.people: dict[str, list[Registration]] = {}
        found = db.session.scalars(
            select(Registration)
            .join(Registration.person)
            .where(Registration.event_id == event.id, Registration.role.in_(MEETING_ROLES))
            .options(contains_eager(Registration.person))
            .order_by(Registration.id)
        )
        for registration in found:
            self.people.setdefault(registration.person.email, []).append(registration)
        asked = db.session.scalars(select(MeetingRequest).where(MeetingRequest.event_id == event.id))
        self.there = {(row.asker_id, row.asked_id): row for row in asked}

    def take(self, row: Row) -> bool:
        asker, asked = (self._only(row[f"{who}_email"], row[f"{who}_role"]) for who in ("asker", "asked"))
        strength = one_of(Strength, "strength", row["strength"] or Strength.WOULD_LIKE.value)
        answer = one_of(Answer, "answer", row["answer"] or Answer.OPEN.value)
        set_aside, found = yes_or_no(row, "set_aside"), self.there.get((asker.id, asked.id))
        if found is not None and _says(found, row) == (strength, answer, row.get("message", found.message), set_aside):
            return False
        request = ask_for_meeting(asker, asked, strength, self.by, message=row["message"], at=_moment(row["asked_at"]))
        if answer is not request.answer:
            answer_request(request, answer, self.by, at=now())
        if set_aside != (request.set_aside_at is not None):
            request.set_aside_at = now() if set_aside else None
        self.there[asker.id, asked.id] = request
        return True

    def _only(self, email: str, role: str) -> Registration:
        """The one person meant; of two roles the one that is named, of several registrations the one that counts."""
        shown = email or _("An empty address")
        found: Sequence[Registration] = self.people.get(email.lower(), ())
        if role:
            found = [each for each in found if each.role is one_of(Role, "role", role)]
        active = [each for each in found if each.takes_part] or found
        if not active:
            raise Invalid(_("%(email)s is nobody who takes part.", email=shown))
        if len(active) > 1:
            raise Invalid(_("%(email)s takes part in two roles: say which in asker_role or asked_role.", email=shown))
        return active[0]


def _says(request: MeetingRequest, row: Row) -> tuple[Strength, Answer, str, bool]:
    set_aside = request.set_aside_at is not None if "set_aside" in row else False
    return request.strength, request.answer, request.message, set_aside


def _moment(text: str) -> datetime:
    """When it was asked; now where the cell is empty."""
    if not text:
        return now()
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is not None:
            return moment
    raise Invalid(_("asked_at has to be a time such as 2026-11-24T10:00+01:00, not “%(text)s”.", text=text))
