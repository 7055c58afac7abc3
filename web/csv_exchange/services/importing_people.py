"""Take participants in from a CSV file: who is new is registered, who is there already is brought up to date."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid
from web.csv_exchange.queries.columns import PARTICIPANTS
from web.csv_exchange.services.importing import Imported, Row, one_of, read_spreadsheet, take_rows, whole, yes_or_no
from web.models import Event, Organisation, Person, Place, Registration, RegistrationState, Role, now
from web.registration.services.on_behalf import RegistrationWords, change_registration, register_somebody
from web.registration.services.registrations import approve, edit_registration, leave, refuse
from web.sign_in.services.sign_in import normalised_email

LONGEST = {"town": 120, "function": 120, "kind": 60, "phone": 40}


def import_participants(event: Event, content: bytes, by: Person, *, approved: bool) -> Imported:
    """Register everybody in a file with columns of `PARTICIPANTS`; who is registered in that role already is changed.

    A column that the file has not leaves what is there, and so do those that are read only.

    Parameters
    ----------
    approved
        Whether to approve whom the file gives no state.

    Raises
    ------
    Invalid
        Where the file is no such spreadsheet.
    """
    rows = read_spreadsheet(content, PARTICIPANTS, ("role", "name", "email"))
    return take_rows(event, by, "participants", rows, _Taker(event, by, approved).take)


class _Taker:
    """Takes rows in, remembering who is there and which row named whom."""

    def __init__(self, event: Event, by: Person, approved: bool) -> None:
        self.event, self.by, self.approved = event, by, approved
        self.seen: dict[tuple[str, Role], int] = {}
        found = db.session.scalars(
            select(Registration)
            .join(Registration.person)
            .where(Registration.event_id == event.id)
            .options(contains_eager(Registration.person), joinedload(Registration.organisation), joinedload(Registration.booth))
        )
        self.there = {(row.person.email, row.role): row for row in found}
        self.places = {place.name: place for place in event.places}

    def take(self, row: Row) -> bool:
        role, email = one_of(Role, "role", row["role"]), normalised_email(row["email"])
        if earlier := self.seen.get((email, role)):
            raise Invalid(_("Row %(line)s has this address and role already.", line=earlier))
        self.seen[email, role] = row.number
        if not row["name"]:
            raise Invalid(_("Write the name."))
        for column, most in LONGEST.items():
            if len(row[column]) > most:
                raise Invalid(_("%(column)s holds at most %(most)s characters.", column=column, most=most))
        found = self.there.get((email, role))
        if role is Role.ORGANISER:
            return self._organiser(found)
        before = _written(found) if found else None
        registration = found or self._register(row, role, email)
        self._change(registration, row)
        return _written(registration) != before

    def _organiser(self, found: Registration | None) -> bool:
        if found is None:
            raise Invalid(_("Organisers are invited, not imported."))
        return False

    def _register(self, row: Row, role: Role, email: str) -> Registration:
        texts = {name: row[name] for name in ("name", "organisation", "town", "function")}
        return register_somebody(self.event, self.by, role, email=email, approved=self.approved and not row["state"], **texts)

    def _change(self, registration: Registration, row: Row) -> None:
        own = registration.organisation
        change_registration(
            registration,
            self.by,
            RegistrationWords(
                name=row["name"],
                organisation=row.get("organisation", own.name if own else ""),
                town=row.get("town", own.town if own else ""),
                booth=self._booth(row) if "booth" in row else registration.booth,
                function=row.get("function", registration.function),
                people=whole(row, "people", 1, 50) or 1 if "people" in row else registration.people,
                max_meetings=whole(row, "max_meetings", 0, 200) if "max_meetings" in row else registration.max_meetings,
                remark=row.get("remark", registration.remark),
            ),
        )
        answers = ("wants_booth", "catalogue_consent", "contact_consent")
        edit_registration(registration, self.by, **{name: yes_or_no(row, name) for name in answers if name in row})
        if "phone" in row:
            self._set(registration.person, "phone", row["phone"])
        if row["kind"] and registration.organisation is not None:
            self._set(registration.organisation, "kind", row["kind"])
        if row["state"]:
            self._set_state(registration, one_of(RegistrationState, "state", row["state"]))

    def _set(self, subject: Person | Organisation, column: str, value: str) -> None:
        if getattr(subject, column) != value:
            setattr(subject, column, value)
            record("edited", subject, self.by, self.event, fields=[column])

    def _booth(self, row: Row) -> Place | None:
        if row["booth"] and row["booth"] not in self.places:
            raise Invalid(_("There is no place called %(name)s.", name=row["booth"]))
        return self.places.get(row["booth"])

    def _set_state(self, registration: Registration, state: RegistrationState) -> None:
        if registration.state is state:
            return
        if state is RegistrationState.APPROVED:
            approve(registration, self.by)
        elif state is RegistrationState.REFUSED:
            refuse(registration, self.by, "")
        elif state is RegistrationState.LEFT:
            leave(registration, self.by)
        else:
            submitted = now() if state is RegistrationState.SUBMITTED else None
            edit_registration(registration, self.by, state=state, submitted_at=submitted)


def _written(registration: Registration) -> tuple[Any, ...]:
    """What a row can say of a registration."""
    own, person = registration.organisation, registration.person
    return (
        *(person.name, person.phone, registration.function, registration.state, registration.people, registration.max_meetings),
        *((own.name, own.kind, own.town) if own else ("", "", "")),
        *(registration.booth.name if registration.booth else "", registration.wants_booth, registration.catalogue_consent),
        *(registration.contact_consent, registration.remark),
    )
