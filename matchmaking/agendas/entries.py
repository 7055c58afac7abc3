"""One person's agenda as data, the same for a calendar file, a feed, a mail and a page."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matchmaking.programme import Appointment, programme
from scheduler.plan import Plan
from scheduler.problem import Dialogue, Participant, Place, Problem, Request

# Ours alone, and never to change: every UID that a calendar has once seen comes from it.
_NAMESPACE = uuid.UUID("6d1c9a52-3f0e-5a7b-9c44-b1d2a7e8f053")
_DIALOGUE, _MODERATES = "Dialogue: ", " (you moderate)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an agenda.

    Attributes
    ----------
    uid
        The same in every calendar and for good, whatever slot or place it moves to.
    who
        The others, one each, by name and organisation.
    why
        What it is there for, in one sentence.
    questions
        What the dialogue will be about; empty for a meeting.
    """

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str
    who: tuple[str, ...]
    why: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What the problem format does not carry and an agenda can tell.

    Attributes
    ----------
    questions
        Dialogue id to its questions.
    why
        Request id to a sentence that says what connects the two; without one the agenda says who decided on it.
    """

    questions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)


NO_WORDS = Words()


def meeting_uid(event: str, request: str) -> str:
    """Give the UID of a meeting, from the event's id and the request's id alone."""
    return _uid("meeting", event, request)


def dialogue_uid(event: str, dialogue: str) -> str:
    """Give the UID of a dialogue, from the event's id and the dialogue's id alone."""
    return _uid("dialogue", event, dialogue)


def _uid(*parts: str) -> str:
    # As JSON, so that no two lists of parts read the same: ("a", "b c") is not ("a b", "c").
    return str(uuid.uuid5(_NAMESPACE, json.dumps(parts)))


def agenda(problem: Problem, plan: Plan, participant: str, words: Words = NO_WORDS) -> tuple[Entry, ...]:
    """List what one participant does, in time order.

    Somebody who holds two meetings at once gets both.

    Parameters
    ----------
    participant
        Its id.

    Raises
    ------
    KeyError
        Where the problem has no such participant.
    UnusableInput
        Where the plan is not one of this problem.
    """
    return agendas(problem, plan, words)[participant]


def agendas(problem: Problem, plan: Plan, words: Words = NO_WORDS) -> dict[str, tuple[Entry, ...]]:
    """List what everybody does, by participant id in the problem's order; empty for who does nothing.

    Raises
    ------
    UnusableInput
        Where the plan is not one of this problem.
    """
    writer = _Writer(problem, words)
    found: dict[str, list[Entry]] = {person.id: [] for person in problem.participants}
    for appointment in programme(problem, plan):
        for person in appointment.people:
            found[person.id].append(writer.entry(appointment, person))
    return {who: tuple(entries) for who, entries in found.items()}


def called(person: Participant) -> str:
    """Say who somebody is to the others: name and organisation, and never an e-mail address."""
    own = person.name or ("" if _is_address(person.id) else person.id)
    return ", ".join(_tidy(text) for text in (own, person.organisation) if text) or f"a {person.role}"


def _tidy(text: str) -> str:
    # On one line: a name with a line break in it must not pass for the next entry of the agenda.
    return " ".join(text.split())


def _is_address(text: str) -> bool:
    return re.search(r"\S@\S+\.\S", text) is not None


class _Writer:
    """Puts an appointment in words for each of those who keep it."""

    def __init__(self, problem: Problem, words: Words) -> None:
        self.event = problem.id
        self.fixed = {fixed.request for fixed in problem.fixed}
        self.words = words

    def entry(self, held: Appointment, reader: Participant) -> Entry:
        if isinstance(held.about, Request):
            return self._meeting(held, held.about, reader)
        return self._dialogue(held, held.about, reader)

    def _meeting(self, held: Appointment, request: Request, reader: Participant) -> Entry:
        others = tuple(called(person) for person in held.participants if person.id != reader.id)
        return Entry(
            uid=meeting_uid(self.event, request.id),
            start=held.start,
            end=held.end,
            title=f"Meeting: {others[0]}",
            place=where(held.place),
            who=others,
            why=self.words.why.get(request.id) or self._who_decided(request),
        )

    def _who_decided(self, request: Request) -> str:
        if request.id in self.fixed:
            return "The organiser set this meeting."
        return "The organiser wants the two of you to meet." if request.must else "One of you asked to meet the other."

    def _dialogue(self, held: Appointment, dialogue: Dialogue, reader: Participant) -> Entry:
        moderates = held.moderator is not None and held.moderator.id == reader.id
        topic = _tidy(dialogue.topic or dialogue.id)
        return Entry(
            uid=dialogue_uid(self.event, dialogue.id),
            start=held.start,
            end=held.end,
            title=f"{_DIALOGUE}{topic}{_MODERATES}" if moderates else f"{_DIALOGUE}{topic}",
            place=where(held.place),
            who=_others_at(held, reader),
            why="You moderate this table." if moderates else "You asked for a seat at this table.",
            questions=tuple(self.words.questions.get(dialogue.id, ())),
        )


def topic_of(entry: Entry) -> str:
    """The topic that the title of a dialogue's entry tells."""
    return entry.title.removeprefix(_DIALOGUE).removesuffix(_MODERATES)


def where(place: Place) -> str:
    """Say a place with its zone."""
    return ", ".join(_tidy(text) for text in (place.id, place.zone) if text)


def _others_at(held: Appointment, reader: Participant) -> tuple[str, ...]:
    """Everybody at the dialogue but the reader: the moderator first, then the seats with their roles."""
    led = [f"{called(held.moderator)} (moderator)"] if held.moderator and held.moderator.id != reader.id else []
    return (*led, *(f"{called(person)} ({person.role})" for person in held.participants if person.id != reader.id))


def leave_dialogue(around: Sequence[str], names: Container[str], instead: str = "") -> list[str]:
    """Take somebody out of a dialogue, as `Entry.who` tells of it; of two who are called the same only one.

    Parameters
    ----------
    names
        What the others call them (`called`), now and before.
    instead
        Whom to tell of in their place; empty: nobody.
    """
    for k, text in enumerate(around):
        name, _, role = text.rpartition(" (")
        if name in names:
            return [*around[:k], *([f"{instead} ({role}"] if instead else []), *around[k + 1 :]]
    return list(around)
