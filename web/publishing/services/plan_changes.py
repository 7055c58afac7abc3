"""What a plan would change in the agendas that are published, entry by entry; one entry is one meeting of one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matchmaking.agendas import Entry, Words, dialogue_uid, meeting_uid
from matchmaking.agendas.entries import topic_of
from matchmaking.changes import EntryChange, Kind, compare, planned_entries
from matchmaking.planning.pairs import SEPARATOR
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.models import MeetingStatus, PublishedEntry, Registration
from web.publishing.queries.published import entry_of


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that changes, with whose it is.

    Attributes
    ----------
    row
        As it is stored; None: never published.
    """

    entry_change: EntryChange
    registration: Registration
    subject: str
    row: PublishedEntry | None

    @property
    def kind(self) -> Kind:
        """What becomes of it."""
        return self.entry_change.kind

    @property
    def uid(self) -> str:
        """Its identity in calendars."""
        return self.entry_change.uid

    @property
    def was(self) -> Entry | None:
        """What the person knew before; None: nothing, or that it is cancelled."""
        return self.entry_change.was

    @property
    def entry(self) -> Entry | None:
        """What becomes of it; None: cancelled."""
        return self.entry_change.becomes

    @property
    def notified(self) -> bool:
        """Whether the person gets a mail: about what matters, and as long as they take part."""
        return self.kind is not Kind.REWORDED and self.registration.active


@dataclass(frozen=True, slots=True)
class Difference:
    """The same change for everybody whose entry it is: a row of the page that shows it."""

    kind: Kind
    what: str
    was: Entry | None
    becomes: Entry | None
    notified: tuple[str, ...]


def changes(
    problem: Problem, plan: Plan, words: Words, people: Mapping[str, Registration], published: Iterable[PublishedEntry]
) -> list[Change]:
    """Compare a plan with what is published.

    Parameters
    ----------
    people
        Participant id to registration, for everybody in the plan.
    published
        All entries of the event, cancelled ones too.
    """
    rows = {(row.registration.public_id, row.uid): row for row in published}
    subjects = {meeting_uid(problem.id, request.id): request.id for request in problem.requests}
    subjects |= {dialogue_uid(problem.id, dialogue.id): dialogue.id for dialogue in problem.dialogues}
    before = {key: entry_of(row) for key, row in rows.items() if row.status is MeetingStatus.CONFIRMED}
    found = []
    for change in compare(before, planned_entries(problem, plan, words)):
        row = rows.get((change.who, change.uid))
        registration = people[change.who] if row is None else row.registration
        found.append(Change(change, registration, subjects[change.uid] if row is None else row.subject, row))
    return found


def differences(found: Iterable[Change]) -> list[Difference]:
    """Put the entries of one meeting together that change alike, in the order of time; new words alone are left out."""
    grouped: dict[tuple[object, ...], list[Change]] = {}
    for change in found:
        if change.kind is not Kind.REWORDED:
            grouped.setdefault(change.entry_change.key, []).append(change)
    rows = [
        Difference(
            kind=group[0].kind,
            what=_what(group),
            was=group[0].was,
            becomes=group[0].entry,
            notified=tuple(sorted(change.registration.person.label for change in group if change.notified)),
        )
        for group in grouped.values()
    ]
    return sorted(rows, key=lambda row: ((row.becomes or row.was or _never()).start, row.what))


def _what(group: list[Change]) -> str:
    """Both people of a meeting, or the topic of a dialogue."""
    entry = group[0].entry or group[0].was or _never()
    if SEPARATOR not in group[0].subject:
        return topic_of(entry)
    names = sorted(change.registration.person.label for change in group)
    return " – ".join(names if len(names) == 2 else [*names, *entry.who])


def _never() -> Entry:
    raise AssertionError("a change is from something or to something")
