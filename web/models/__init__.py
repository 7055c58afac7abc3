"""The tables; import models from here, so that every one is known before the first query."""

from __future__ import annotations

from matchmaking.planning.attendance import RegistrationState, Role
from matchmaking.planning.event import Answer, Strength
from web.models.base import Base, new_id, new_token, now
from web.models.catalogue import Need, NeedTag, Offer, OfferTag, Picture, TagKind
from web.models.event import Event, EventState, ItemKind, Place, PlaceKind, ProgrammeItem, Slot, Zone
from web.models.meetings import Dialogue, DialogueLock, MeetingRequest, SeatWish
from web.models.outbox import Mail, MailState
from web.models.people import Activity, LoginToken, Organisation, Person
from web.models.planning import (
    EditKind,
    MeetingLock,
    MeetingStatus,
    PlanDraft,
    PlanEdit,
    Publication,
    PublishedEntry,
    Run,
    RunOutcome,
    RunState,
)
from web.models.registration import Absence, Registration

__all__ = [
    "Absence",
    "Activity",
    "Answer",
    "Base",
    "Dialogue",
    "DialogueLock",
    "EditKind",
    "Event",
    "EventState",
    "ItemKind",
    "LoginToken",
    "Mail",
    "MailState",
    "MeetingLock",
    "MeetingRequest",
    "MeetingStatus",
    "Need",
    "NeedTag",
    "Offer",
    "OfferTag",
    "Organisation",
    "Person",
    "Picture",
    "Place",
    "PlaceKind",
    "PlanDraft",
    "PlanEdit",
    "ProgrammeItem",
    "Publication",
    "PublishedEntry",
    "Registration",
    "RegistrationState",
    "Role",
    "Run",
    "RunOutcome",
    "RunState",
    "SeatWish",
    "Slot",
    "Strength",
    "TagKind",
    "Zone",
    "new_id",
    "new_token",
    "now",
]
