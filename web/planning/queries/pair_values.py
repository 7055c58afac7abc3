"""What the meetings of an event are worth, as its organisers see it."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaking.planning import EventData, Value, values_of
from matchmaking.planning.pairs import SEPARATOR
from web.core.event_data import read_event, read_pair, weights_of
from web.models import Event


@dataclass(frozen=True, slots=True)
class PairValue:
    """A pair that may meet, and what their meeting is worth; ``subject`` is the id of its request in problems and plans."""

    subject: str
    one: str
    other: str
    value: Value


def pair_values(event: Event) -> tuple[PairValue, ...]:
    """List the pairs that may meet, the most valuable first, in a constant number of statements."""
    data = read_event(event).data
    found = []
    for subject, value in values_of(data, weights_of(event)).items():
        one, other = (_called(data, who) for who in subject.split(SEPARATOR))
        found.append(PairValue(subject, one, other, value))
    return tuple(sorted(found, key=lambda row: (-row.value.total, row.one.casefold(), row.other.casefold())))


def pair_value(event: Event, subject: str) -> Value | None:
    """Say what one meeting is worth; None where nobody may plan it."""
    return values_of(read_pair(event, subject), weights_of(event)).get(subject)


def _called(data: EventData, who: str) -> str:
    person = data.participant[who]
    organisation = data.organisation[person.organisation].name
    return person.name if organisation == person.name else f"{organisation} ({person.name})"
