"""Take participants and requests in from CSV files: all rows, or none and what is wrong with each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from matchmaking.planning.event import Answer, Strength
from web.database import db
from web.errors import DomainError, Invalid
from web.models import Event, Person, Registration, RegistrationState, Role, now
from web.services.activity import record
from web.services.meetings import answer_request, ask_for_meeting
from web.services.organising import register_somebody
from web.services.registrations import edit_registration

Kind = TypeVar("Kind", Strength, Answer)
MOST_ROWS = 5_000
LONGEST = 200
PARTICIPANTS = ("role", "name", "email", "organisation", "town", "function", "people", "max_meetings")
REQUESTS = ("asker_email", "asked_email", "strength", "answer", "message")
ROLES = {role.value: role for role in (Role.BUYER, Role.SUPPLIER, Role.FACILITATOR)}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row: ``line`` of the file, counted from 1, which is the head."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were taken in, and what is wrong; where anything is, the caller has to undo all of it."""

    rows: int
    faults: tuple[RowFault, ...]


def import_participants(event: Event, content: bytes, by: Person, *, approved: bool) -> Imported:
    """Register everybody in a file with the columns of `PARTICIPANTS`.

    Raises
    ------
    Invalid
        Where the file is no such table.
    """
    return _take(event, by, read_table(content, PARTICIPANTS, ("role", "name", "email")), lambda row: _register(event, row, by, approved))


def import_requests(event: Event, content: bytes, by: Person) -> Imported:
    """Ask for every meeting in a file with the columns of `REQUESTS`, whatever the deadlines.

    Raises
    ------
    Invalid
        Where the file is no such table.
    """
    rows = read_table(content, REQUESTS, ("asker_email", "asked_email"))
    people: dict[str, list[Registration]] = {}
    for registration in db.session.scalars(
        select(Registration)
        .join(Registration.person)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.APPROVED,
            Registration.role.in_((Role.BUYER, Role.SUPPLIER)),
        )
        .options(contains_eager(Registration.person))
        .order_by(Registration.id)
    ):
        people.setdefault(registration.person.email, []).append(registration)
    return _take(event, by, rows, lambda row: _ask(row, people, by))


def read_table(content: bytes, columns: Sequence[str], needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file, whichever of comma, semicolon and tab is between its cells.

    Returns
    -------
    list
        The line of each row, and its cells by column; columns that are not there are empty.

    Raises
    ------
    Invalid
        Where it is no text, a needed column is missing, one is not known, or there are too many rows.
    """
    text = _decoded(content)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Invalid(fields={"file": _("This is not a CSV file. Save the sheet as “CSV UTF-8” and try again.")}) from None
    names = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if missing := [name for name in needed if name not in names]:
        raise Invalid(fields={"file": _("The first row has to name the columns; missing: %(names)s.", names=", ".join(missing))})
    if unknown := [name for name in names if name not in columns]:
        raise Invalid(fields={"file": _("There is no column %(names)s here.", names=", ".join(unknown))})
    if len(rows) - 1 > MOST_ROWS:
        raise Invalid(fields={"file": _("At most %(most)s rows at once.", most=MOST_ROWS)})
    empty = dict.fromkeys(columns, "")
    return [(line, empty | dict(zip(names, (cell.strip() for cell in row), strict=False))) for line, row in rows[1:]]


def _take(event: Event, by: Person, rows: Sequence[tuple[int, dict[str, str]]], take: Callable[[dict[str, str]], None]) -> Imported:
    faults = []
    for line, row in rows:
        try:
            if any(len(value) > LONGEST for name, value in row.items() if name != "message"):
                raise Invalid(_("A cell holds at most %(most)s characters.", most=LONGEST))
            take(row)
        except DomainError as error:
            faults.append(RowFault(line, error.message))
    if not faults:
        record("imported", event, by, event, rows=len(rows))
    return Imported(len(rows), tuple(faults))


def _register(event: Event, row: Mapping[str, str], by: Person, approved: bool) -> None:
    role = ROLES.get(row["role"].lower())
    if role is None:
        raise Invalid(_("role has to be buyer, supplier or facilitator, not “%(text)s”.", text=row["role"]))
    if not row["name"]:
        raise Invalid(_("Write the name."))
    people, most = _whole(row, "people", 1, 50), _whole(row, "max_meetings", 0, 200)
    if len(row["town"]) > 120 or len(row["function"]) > 120:
        raise Invalid(_("town and function hold at most 120 characters."))
    texts = {name: row[name] for name in ("email", "name", "organisation", "town", "function")}
    made = register_somebody(event, by, role, approved=approved, **texts)
    edit_registration(made, by, people=1 if people is None else people, max_meetings=most)


def _ask(row: Mapping[str, str], people: Mapping[str, Sequence[Registration]], by: Person) -> None:
    asker, asked = (_only(people, row[name]) for name in ("asker_email", "asked_email"))
    strength = _one_of(Strength, "strength", row["strength"].lower() or Strength.WOULD_LIKE.value)
    answer = _one_of(Answer, "answer", row["answer"].lower() or Answer.OPEN.value)
    if len(row["message"]) > 1000:
        raise Invalid(_("message holds at most 1,000 characters."))
    request = ask_for_meeting(asker, asked, strength, by, message=row["message"], at=now())
    if answer is not Answer.OPEN:
        answer_request(request, answer, by)


def _only(people: Mapping[str, Sequence[Registration]], email: str) -> Registration:
    found = people.get(email.lower(), ())
    if len(found) != 1:
        told = _("takes part in two roles, so that it is not clear which is meant") if found else _("is nobody who takes part")
        raise Invalid(f"{email or _('An empty address')} {told}.")
    return found[0]


def _one_of(kind: type[Kind], column: str, text: str) -> Kind:
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(each.value for each in kind)
        raise Invalid(_("%(column)s has to be one of %(allowed)s, not “%(text)s”.", column=column, allowed=allowed, text=text)) from None


def _whole(row: Mapping[str, str], column: str, least: int, most: int) -> int | None:
    text = row[column]
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most):
        raise Invalid(
            _("%(column)s has to be a number from %(least)s to %(most)s, not “%(text)s”.", column=column, least=least, most=most, text=text)
        )
    return int(text)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheets in Western Europe write when they are not asked for UTF-8.
        text = content.decode("cp1252", errors="replace")
    if "\0" in text or not text.strip():
        raise Invalid(fields={"file": _("This is not a CSV file. Save the sheet as “CSV UTF-8” and try again.")})
    return text
