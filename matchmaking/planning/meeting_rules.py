"""Who may meet whom at an event, and how many meetings each may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from matchmaking.planning.attendance import MEETING_ROLES, Role
from matchmaking.planning.event import Quota, Strength


class Attendee(Protocol):
    """Somebody at an event in one role."""

    @property
    def event_id(self) -> int:
        """Which event."""

    @property
    def person_id(self) -> int:
        """Who; one person may come in two roles."""

    @property
    def role(self) -> Role:
        """As what."""

    @property
    def takes_part(self) -> bool:
        """Whether they are approved."""


class NoMeeting(StrEnum):
    """Why two cannot meet."""

    APART = "of different events, one and the same person, or not both taking part"
    ROLES = "not between a buyer and a supplier, nor between two suppliers"


def why_no_meeting(one: Attendee, other: Attendee) -> NoMeeting | None:
    """Say why two cannot meet; None: they can."""
    if one.event_id != other.event_id or is_same_person(one, other) or not (one.takes_part and other.takes_part):
        return NoMeeting.APART
    return None if roles_can_meet(one.role, other.role) else NoMeeting.ROLES


def is_same_person(one: Attendee, other: Attendee) -> bool:
    """Whether two registrations are of one person, whom nobody can make meet themselves."""
    return one.person_id == other.person_id


def roles_can_meet(one: Role, other: Role) -> bool:
    """Whether meetings of two roles are held: of buyers and suppliers, or of two suppliers."""
    return {one, other} <= set(MEETING_ROLES) and not one is other is Role.BUYER


@dataclass(frozen=True, slots=True)
class Used:
    """What somebody has used of their quota: meetings asked for, and how many of these as a must."""

    wishes: int
    musts: int


def used_up(quota: Quota, used: Used, strength: Strength) -> str | None:
    """Name the part of a quota, ``wishes`` or ``musts``, that leaves no room for a further request; None: there is room.

    Parameters
    ----------
    used
        Without the request at hand, where it changes one that there is.
    """
    if strength is Strength.RATHER_NOT:
        return None
    if quota.wishes is not None and used.wishes >= quota.wishes:
        return "wishes"
    if strength is Strength.MUST and quota.musts is not None and used.musts >= quota.musts:
        return "musts"
    return None


def contradiction(quota: Quota) -> str | None:
    """Name the part of a quota, ``musts`` or ``floor``, that asks for more than another part allows; None: it can be kept."""
    if quota.musts is not None and quota.wishes is not None and quota.musts > quota.wishes:
        return "musts"
    if quota.max_meetings is not None and quota.floor > quota.max_meetings:
        return "floor"
    return None
