"""An event as it is stored, read once in a constant number of statements and handed to whoever needs it; or a part of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from matchmaking.planning import EventData, Weights, to_problem
from matchmaking.planning import event as data
from matchmaking.planning.pairs import SEPARATOR
from matchmaking.taxonomy import Taxonomy, load_taxonomy, parse_taxonomy
from scheduler.files.writing import problem_to_json
from scheduler.problem import Problem
from web.core.event_rows import (
    organisations_of,
    participant_of,
    participants,
    read_absences,
    read_dialogues,
    read_facts,
    read_locks,
    read_needs,
    read_offers,
    read_places,
    read_requests,
)
from web.models import Event, Registration


@dataclass(frozen=True, slots=True)
class Document:
    """A problem as it is stored: what stands in it, that as text, and the SHA-256 of the text, hexadecimal."""

    content: dict[str, Any]
    text: str
    sha256: str


def document_of(problem: Problem) -> Document:
    """Write a problem."""
    content = problem_to_json(problem)
    text = json.dumps(content, ensure_ascii=False)
    return Document(content, text, hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True)
class Snapshot:
    """All of an event as it was when it was read.

    Attributes
    ----------
    people
        The registrations of those who take part, by their id in ``data``.
    """

    event: Event
    people: Mapping[str, Registration]
    data: EventData

    @cached_property
    def problem(self) -> Problem:
        """What is to be planned."""
        return to_problem(self.data, weights_of(self.event))

    @cached_property
    def document(self) -> Document:
        """The problem as text; its hash is the version of the event's data: the same while nothing that counts has changed."""
        return document_of(self.problem)

    def with_new_requests(self) -> Snapshot:
        """The event after a meeting was changed: requests and locks read again, all else as it was."""
        return replace(self, data=replace(self.data, requests=read_requests(self.event), locks=read_locks(self.event)))

    def with_new_dialogues(self) -> Snapshot:
        """The event after a dialogue was changed: dialogues read again, all else as it was."""
        taking_part = {registration.id: id_ for id_, registration in self.people.items()}
        return replace(self, data=replace(self.data, dialogues=read_dialogues(self.event, taking_part)))


def read_event(event: Event) -> Snapshot:
    """Read an event."""
    people = participants(event)
    taking_part = {registration.id: registration.public_id for registration in people}
    found = EventData(
        event=read_facts(event),
        taxonomy=taxonomy_of(event),
        places=read_places(event, taking_part),
        organisations=organisations_of(people),
        participants=tuple(participant_of(registration) for registration in people),
        absences=read_absences(event),
        offers=read_offers(event),
        needs=read_needs(event),
        dialogues=read_dialogues(event, taking_part),
        requests=read_requests(event),
        locks=read_locks(event),
    )
    return Snapshot(event, {registration.public_id: registration for registration in people}, found)


def read_pair(event: Event, subject: str) -> EventData:
    """Read only what tells what the meeting of two is worth.

    Parameters
    ----------
    subject
        The id of their request (`matchmaking.planning.pair_id`); of anything else nothing is found.
    """
    pair = subject.split(SEPARATOR)
    return replace(
        _bare(event),
        offers=read_offers(event, pair),
        needs=read_needs(event, pair),
        requests=read_requests(event, pair),
        locks=read_locks(event, pair),
    )


def offers_and_needs(event: Event) -> EventData:
    """Read only what tells who fits whom: the vocabulary, and the offers and needs of those who take part."""
    return replace(_bare(event), offers=read_offers(event), needs=read_needs(event))


def weights_of(event: Event) -> Weights:
    """What makes a meeting of this event worth holding."""
    return Weights(**event.weights)


def taxonomy_of(event: Event) -> Taxonomy:
    """The event's vocabulary, its own or the default one."""
    return load_taxonomy() if event.vocabulary is None else parse_taxonomy(event.vocabulary, "vocabulary")


def _bare(event: Event) -> EventData:
    return EventData(event=data.Event(event.public_id, event.name, event.venue, event.timezone, slots=()), taxonomy=taxonomy_of(event))
