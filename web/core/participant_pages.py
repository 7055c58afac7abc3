"""What participants' pages have in common: the registration in the address, and who may see it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from web.core.access import Scope, owner_of, target, the_event
from web.core.errors import NotFound
from web.models import Person, Registration, Role

OWN = owner_of(Registration, "registration_id")
MEET = (Role.SUPPLIER, Role.BUYER)


def participant(*roles: Role) -> Registration:
    """The registration in the address, if it is of one of the roles; of a buyer or supplier where none is named."""
    registration = target(Registration)
    if registration.role not in (roles or MEET):
        raise NotFound
    return registration


def address_of(registration: Registration, endpoint: str = "register.hub") -> str:
    """The address of a page about a registration."""
    return url_for(endpoint, slug=the_event().slug, registration_id=registration.public_id)


def owner_alone(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Whose registration it is; not even the organisers, since it is about a secret or a decision of their own."""
    found = OWN(person, arguments)
    if found.target not in found.registrations:
        raise NotFound
    return found
