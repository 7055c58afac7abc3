"""Who takes part in an event, and as what."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at an event."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    FACILITATOR = "facilitator"
    ORGANISER = "organiser"


class RegistrationState(StrEnum):
    """How far a registration is; only the approved ones are planned."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    LEFT = "left"


MEETING_ROLES = (Role.BUYER, Role.SUPPLIER)
"""Who has one-to-one meetings, and asks for them on behalf of an organisation."""
FACTSHEETS = {Role.SUPPLIER: "offers", Role.BUYER: "needs"}
"""What each role writes up, for the others to choose by."""


def takes_part(role: Role, state: RegistrationState) -> bool:
    """Whether somebody is approved and has a diary, which organisers have not."""
    return state is RegistrationState.APPROVED and role is not Role.ORGANISER


def is_active(state: RegistrationState) -> bool:
    """Whether a registration still counts: neither refused nor left."""
    return state not in (RegistrationState.REFUSED, RegistrationState.LEFT)


def missing(role: Role, *, name: str, has_organisation: bool, written: int) -> tuple[str, ...]:
    """Name what a registration still lacks before it can be handed in: ``name``, ``organisation``, or what its role writes up.

    Parameters
    ----------
    name
        What the person is called.
    written
        How many `FACTSHEETS` of the role there are.
    """
    lacks = {"name": not name, "organisation": role in MEETING_ROLES and not has_organisation}
    if role in FACTSHEETS:
        lacks[FACTSHEETS[role]] = not written
    return tuple(part for part, is_missing in lacks.items() if is_missing)
