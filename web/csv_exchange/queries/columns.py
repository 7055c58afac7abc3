"""The columns of the spreadsheets that go out and come in again; what is `READ_ONLY` goes out only."""

from __future__ import annotations

PARTICIPANTS = (
    *("id", "role", "name", "email", "phone", "organisation", "kind", "town", "function", "state", "people", "max_meetings"),
    *("booth", "wants_booth", "catalogue_consent", "contact_consent", "remark", "away"),
)
REQUESTS = ("id", "asker_email", "asker_role", "asked_email", "asked_role", "strength", "answer", "message", "asked_at", "set_aside")
ABSENCES = ("email", "role", "session", "start", "end", "reason")
READ_ONLY = frozenset({"id", "away"})
