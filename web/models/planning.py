"""Planning runs, the draft that organisers work on, and what has been published."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, Dated, LongText, Public, now
from web.models.event import Event, Place, Slot
from web.models.people import Person
from web.models.registration import Registration


class RunState(enum.StrEnum):
    """Where a planning run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class RunOutcome(enum.StrEnum):
    """How a run ended; the last two are ours to mend, not the organiser's."""

    PLAN = "plan"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"
    DEFECT = "defect"
    LOST = "lost"


ALIVE = text("state IN ('waiting', 'running')")


class Run(Public, Dated, Base):
    """A planning run. The row is the truth; the queue only says that there is something to do.

    Attributes
    ----------
    problem, problem_sha256
        The event as it was when the run was asked for, `bms-problem/1`; the hash is the version of the event's data.
    progress
        Goal by goal: ``{"goal", "achieved", "bound", "elapsed", "note"}``, in the order of the goals.
    curve
        Goal by goal ``[seconds, achieved, bound]`` at each change of either.
    token, attempt, lease_until, heartbeat_at
        Who works at it: a fresh token an attempt; without a sign of life until ``lease_until`` anybody may take it up again.
    keep, frozen_until
        The published plan of which as little as possible is to change, and until when nothing moves any more; None: from nothing.
    plan
        The result, `bms-plan/1`, checked.
    message
        What to tell: conflicting requirements one a line, or what went wrong.
    """

    __tablename__ = "run"
    __table_args__ = (
        # Two runs of one event at once are refused by the database itself.
        Index("uq_run_alive", "event_id", unique=True, sqlite_where=ALIVE, postgresql_where=ALIVE),
        Index(None, "event_id", "created_at"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[RunState] = mapped_column(default=RunState.WAITING)
    outcome: Mapped[RunOutcome | None]
    seconds: Mapped[float] = mapped_column(default=60.0)
    workers: Mapped[int] = mapped_column(default=2)
    seed: Mapped[int] = mapped_column(default=0)
    reproducible: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str] = mapped_column(Text, deferred=True)
    problem_sha256: Mapped[str] = mapped_column(String(64))
    keep: Mapped[str | None] = mapped_column(Text, deferred=True)
    frozen_until: Mapped[datetime | None]
    progress: Mapped[list[Any]] = mapped_column(default=list)
    curve: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    plan: Mapped[str | None] = mapped_column(Text, deferred=True)
    message: Mapped[str] = mapped_column(LongText, default="")
    token: Mapped[str | None] = mapped_column(String(64))
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    asked_by: Mapped[Person | None] = relationship()

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self.state in (RunState.WAITING, RunState.RUNNING)


class PlanDraft(Base):
    """The plan that the organisers of an event work on: a run's result with their edits in it; one an event.

    ``revision`` counts the changes, so that nobody overwrites a draft that they have not seen.
    """

    __tablename__ = "plan_draft"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    problem: Mapped[str] = mapped_column(Text, deferred=True)
    problem_sha256: Mapped[str] = mapped_column(String(64))
    plan: Mapped[str] = mapped_column(Text, deferred=True)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    event: Mapped[Event] = relationship()
    run: Mapped[Run | None] = relationship()


class EditKind(enum.StrEnum):
    """What an organiser did to the draft by hand."""

    LOCK = "lock"
    UNLOCK = "unlock"
    MOVE = "move"
    CANCEL = "cancel"
    ADD = "add"
    SEAT = "seat"
    UNSEAT = "unseat"


class PlanEdit(Dated, Base):
    """One change by hand to the draft; ``subject`` is the id of a request or dialogue in the problem. The list of what was done."""

    __tablename__ = "plan_edit"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[EditKind]
    subject: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]

    person: Mapped[Person | None] = relationship()


class MeetingLock(Dated, Base):
    """A meeting that the organiser has decided and every later run keeps; ``place`` None: any that is allowed."""

    __tablename__ = "meeting_lock"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))

    one: Mapped[Registration] = relationship(foreign_keys=one_id)
    other: Mapped[Registration] = relationship(foreign_keys=other_id)
    slot: Mapped[Slot] = relationship()
    place: Mapped[Place | None] = relationship()


class Publication(Public, Base):
    """A frozen version of an event's plan; it never changes."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    version: Mapped[int]
    problem: Mapped[str] = mapped_column(Text, deferred=True)
    plan: Mapped[str] = mapped_column(Text, deferred=True)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    note: Mapped[str] = mapped_column(String(1000), default="")
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    event: Mapped[Event] = relationship()
    published_by: Mapped[Person | None] = relationship()


class MeetingStatus(enum.StrEnum):
    """As calendars say it."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class PublishedEntry(Base):
    """One entry of one person's published agenda: what their calendar shows and keeps, also once cancelled.

    Attributes
    ----------
    uid
        From the event's id and the request's or dialogue's id alone; with the registration it is unique.
    sequence
        Raised where time, place or cancellation changes for this entry, and only there.
    last_modified
        When anything of this entry last changed, its words included.
    title, place, who, why, questions
        Words as they were when last published.
    """

    __tablename__ = "published_meeting"
    __table_args__ = (UniqueConstraint("registration_id", "uid"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    status: Mapped[MeetingStatus] = mapped_column(default=MeetingStatus.CONFIRMED)
    sequence: Mapped[int] = mapped_column(default=0)
    last_modified: Mapped[datetime] = mapped_column(default=now)
    start: Mapped[datetime]
    end: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(400))
    place: Mapped[str] = mapped_column(String(200))
    who: Mapped[list[str]] = mapped_column(default=list)
    why: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[str]] = mapped_column(default=list)

    registration: Mapped[Registration] = relationship()
    publication: Mapped[Publication] = relationship()
