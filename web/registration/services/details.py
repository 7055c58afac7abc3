"""Who somebody is and for whom they come: what the first form of a registration asks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import exists, select

from web.activity.services.activity import record
from web.core.database import db
from web.models import Organisation, Person, Registration
from web.registration.services.registrations import edit_registration


@dataclass(frozen=True, slots=True)
class OrganisationWords:
    """What a registration says about an organisation; columns of it."""

    name: str
    kind: str = ""
    town: str = ""
    website: str = ""
    about: str = ""


def save_details(
    registration: Registration, by: Person | None, organisation: OrganisationWords, *, name: str, phone: str = "", **values: Any
) -> None:
    """Change who comes and for whom.

    An organisation that others have registered for too is theirs as well: then this registration gets one of its own.

    Parameters
    ----------
    values
        Columns of the registration, already checked by the form.
    """
    person = registration.person
    if (person.name, person.phone) != (name, phone):
        person.name, person.phone = name, phone
        record("edited", person, by, registration.event)
    row = registration.organisation
    words = asdict(organisation)
    if row is None or any(getattr(row, column) != value for column, value in words.items()):
        if row is None or _is_shared(row, registration):
            row = Organisation(created_by=by)
            db.session.add(row)
        for column, value in words.items():
            setattr(row, column, value)
        registration.organisation = row
        record("edited", row, by, registration.event)
    edit_registration(registration, by, **values)


def _is_shared(organisation: Organisation, registration: Registration) -> bool:
    others = exists().where(Registration.organisation_id == organisation.id, Registration.person_id != registration.person_id)
    return bool(db.session.scalar(select(others)))
