"""Personal agendas: what somebody does when, where, with whom and why, as data and as calendar files."""

from __future__ import annotations

from matchmaking.agendas.entries import Entry, Words, agenda, dialogue_uid, meeting_uid
from matchmaking.agendas.files import write_agendas
from matchmaking.agendas.ical import Revision, calendar, invitation

__all__ = ["Entry", "Revision", "Words", "agenda", "calendar", "dialogue_uid", "invitation", "meeting_uid", "write_agendas"]
