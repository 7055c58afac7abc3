"""Write down who did what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect

from web.core.database import db
from web.models import Activity, Event, Person
from web.models.base import Public


def record(verb: str, subject: Public, by: Person | None, event: Event | None = None, **details: Any) -> None:
    """Add a row to the activity log.

    Parameters
    ----------
    verb
        What was done, in the past tense, for example ``approved``.
    by
        None: the software itself.
    details
        Plain JSON values; nothing that must be forgotten when its subject is deleted.
    """
    if not inspect(subject).persistent:
        # A new subject has its ids only once it is flushed.
        db.session.flush()
    db.session.add(
        Activity(
            verb=verb,
            subject=type(subject).__name__,
            subject_id=subject.public_id,
            person_id=by.id if by else None,
            event_id=event.id if event else None,
            details=details,
        )
    )
