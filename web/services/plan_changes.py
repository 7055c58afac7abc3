"""What a plan would change in the agendas that are published, line by line; one line is one meeting of one person."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matchmaking.agendas import Entry, Words, dialogue_uid, meeting_uid
from matchmaking.agendas.entries import agendas
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.models import MeetingStatus, PublishedMeeting, Registration

PAIR = "+"


class Kind(enum.StrEnum):
    """What becomes of a line; people are written to about all but the last."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """One line that changes, from what the person was told before (``was``) to what becomes of it (``entry``).

    Attributes
    ----------
    row
        As it is stored; None: never published.
    was
        None: nothing, or that it is cancelled.
    entry
        None: cancelled.
    """

    kind: Kind
    registration: Registration
    uid: str
    subject: str
    row: PublishedMeeting | None
    was: Entry | None
    entry: Entry | None

    @property
    def told(self) -> bool:
        """Whether the person gets a mail: about what matters, and as long as they take part."""
        return self.kind is not Kind.REWORDED and self.registration.active


@dataclass(frozen=True, slots=True)
class Difference:
    """The same change for everybody whose line it is: a row of the page that shows it."""

    kind: Kind
    what: str
    was: Entry | None
    becomes: Entry | None
    told: tuple[str, ...]


def entry_of(row: PublishedMeeting) -> Entry:
    """Read a published line."""
    return Entry(row.uid, row.start, row.end, row.title, row.place, tuple(row.who), row.why, tuple(row.questions))


def changes(
    problem: Problem, plan: Plan, words: Words, people: Mapping[str, Registration], published: Iterable[PublishedMeeting]
) -> list[Change]:
    """Compare a plan with what is published.

    Parameters
    ----------
    people
        Participant id to registration, for everybody in the plan.
    published
        All lines of the event, cancelled ones too.
    """
    rows = {(row.registration.public_id, row.uid): row for row in published}
    subjects = {meeting_uid(problem.id, request.id): request.id for request in problem.requests}
    subjects |= {dialogue_uid(problem.id, dialogue.id): dialogue.id for dialogue in problem.dialogues}
    found = []
    for who, entries in agendas(problem, plan, words).items():
        for entry in entries:
            row = rows.pop((who, entry.uid), None)
            if kind := _kind(row, entry):
                found.append(Change(kind, people[who], entry.uid, subjects[entry.uid], row, _told_before(row), entry))
    left_over = (row for row in rows.values() if row.status is MeetingStatus.CONFIRMED)
    found += [Change(Kind.CANCELLED, row.registration, row.uid, row.subject, row, _told_before(row), None) for row in left_over]
    return found


def _told_before(row: PublishedMeeting | None) -> Entry | None:
    return entry_of(row) if row is not None and row.status is MeetingStatus.CONFIRMED else None


def _kind(row: PublishedMeeting | None, entry: Entry) -> Kind | None:
    if row is None or row.status is MeetingStatus.CANCELLED:
        return Kind.NEW
    if (row.start, row.end, row.place) != (entry.start, entry.end, entry.place):
        return Kind.MOVED
    return Kind.REWORDED if entry_of(row) != entry else None


def differences(found: Iterable[Change]) -> list[Difference]:
    """Put the lines of one meeting together that change alike, in the order of time; new words alone are left out."""
    grouped: dict[tuple[object, ...], list[Change]] = {}
    for change in found:
        if change.kind is not Kind.REWORDED:
            grouped.setdefault((change.kind, change.uid, _when_where(change.was), _when_where(change.entry)), []).append(change)
    rows = [
        Difference(
            kind=group[0].kind,
            what=_what(group),
            was=group[0].was,
            becomes=group[0].entry,
            told=tuple(sorted(change.registration.person.label for change in group if change.told)),
        )
        for group in grouped.values()
    ]
    return sorted(rows, key=lambda row: ((row.becomes or row.was or _never()).start, row.what))


def _when_where(entry: Entry | None) -> tuple[object, ...]:
    return (entry.start, entry.end, entry.place) if entry else ()


def _what(group: list[Change]) -> str:
    """Both people of a meeting, or the topic of a table."""
    told = group[0].entry or group[0].was or _never()
    if PAIR not in group[0].subject:
        return told.title.removeprefix("Dialogue: ").removesuffix(" (you moderate)")
    names = sorted(change.registration.person.label for change in group)
    return " – ".join(names if len(names) == 2 else [*names, *told.who])


def _never() -> Entry:
    raise AssertionError("a change is from something or to something")
