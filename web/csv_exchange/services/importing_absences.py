"""Take the times in which people cannot meet in from a CSV file: what it says of somebody replaces what was there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from web.core.database import db
from web.core.errors import Invalid
from web.csv_exchange.queries.columns import ABSENCES
from web.csv_exchange.services.importing import Imported, Row, one_of, read_spreadsheet, take_rows
from web.models import Event, Person, ProgrammeItem, Registration, Role
from web.registration.services.registrations import Away, set_absences


def import_absences(event: Event, content: bytes, by: Person) -> Imported:
    """Set the absences of everybody in a file with columns of `ABSENCES`; who is not in it keeps theirs.

    A row without session, start and end says that the person is there all the time, as far as the other rows do not say otherwise.

    Raises
    ------
    Invalid
        Where the file is no such spreadsheet.
    """
    rows = read_spreadsheet(content, ABSENCES, ("email", "role", "start", "end"))
    taker = _Taker(event)
    done = take_rows(event, by, "absences", rows, taker.take)
    if not done.faults:
        taker.save(by)
    return done


class _Taker:
    """Gathers what the rows say of each person, and changes only those of whom it is new."""

    def __init__(self, event: Event) -> None:
        self.zone = ZoneInfo(event.timezone)
        self.sessions: dict[str, ProgrammeItem] = {item.title: item for item in event.items}
        found = db.session.scalars(
            select(Registration)
            .join(Registration.person)
            .where(Registration.event_id == event.id)
            .options(contains_eager(Registration.person), selectinload(Registration.absences))
        )
        self.there = {(row.person.email, row.role): row for row in found}
        self.before = {row.id: _said_before(row) for row in self.there.values()}
        self.said: dict[int, list[Away]] = {}

    def take(self, row: Row) -> bool:
        registration = self.there.get((row["email"].lower(), one_of(Role, "role", row["role"])))
        if registration is None:
            raise Invalid(_("%(email)s is nobody who takes part.", email=row["email"] or _("An empty address")))
        said = self.said.setdefault(registration.id, [])
        away = self._away(row)
        if away is None:
            return bool(self.before[registration.id])
        said.append(away)
        return away not in self.before[registration.id]

    def save(self, by: Person) -> None:
        for registration in self.there.values():
            if registration.id in self.said and self.said[registration.id] != self.before[registration.id]:
                set_absences(registration, self.said[registration.id], by)

    def _away(self, row: Row) -> Away | None:
        if not (row["session"] or row["start"] or row["end"]):
            if row["reason"]:
                raise Invalid(_("Write a session, or from when or until when they are away."))
            return None
        if row["session"]:
            if row["session"] not in self.sessions:
                raise Invalid(_("There is no session called %(name)s.", name=row["session"]))
            return Away(row["reason"], self.sessions[row["session"]])
        start, end = self._moment(row, "start"), self._moment(row, "end")
        if start and end and not start < end:
            raise Invalid(_("The end has to be after the start."))
        return Away(row["reason"], None, start, end)

    def _moment(self, row: Row, column: str) -> datetime | None:
        """A time with its offset, or on the walls of the event; None where the cell is empty."""
        if not row[column]:
            return None
        try:
            moment = datetime.fromisoformat(row[column])
        except ValueError:
            message = _("%(column)s has to be a time such as 2026-11-24T10:00+01:00, not “%(text)s”.", column=column, text=row[column])
            raise Invalid(message) from None
        return moment if moment.utcoffset() is not None else moment.replace(tzinfo=self.zone)


def _said_before(registration: Registration) -> list[Away]:
    return [Away(row.reason, row.session, row.start, row.end) for row in registration.absences]
