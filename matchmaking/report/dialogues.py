"""Dialogues with their seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaking.clock import day_in_words, hours
from matchmaking.programme import Appointment
from scheduler.problem import Dialogue, Participant, Problem

MOST_CARDS = 200


@dataclass(frozen=True, slots=True)
class DialogueCard:
    """One dialogue: when and where it is, who sits there, and who asked and does not; ``when`` is empty where it is not held."""

    topic: str
    when: str
    place: str
    moderator: Participant | None
    seated: tuple[Participant, ...]
    most: int | None
    left: tuple[Participant, ...]

    @property
    def seats(self) -> str:
        """How full it is, in words."""
        taken = f"{len(self.seated)} of {self.most}" if self.most is not None else f"{len(self.seated)}"
        return f"{taken} {'seat' if taken == '1' else 'seats'} taken"


def dialogue_cards(problem: Problem, programme: Iterable[Appointment]) -> tuple[DialogueCard, ...]:
    """List the dialogues: those held in time order, then those that are not."""
    held = {item.about.id: item for item in programme if isinstance(item.about, Dialogue)}
    people = {person.id: person for person in problem.participants}
    dialogues = {dialogue.id: dialogue for dialogue in problem.dialogues}
    order = [dialogues[name] for name in held] + [dialogue for dialogue in problem.dialogues if dialogue.id not in held]
    return tuple(_card(dialogue, held.get(dialogue.id), people) for dialogue in order)


def _card(dialogue: Dialogue, item: Appointment | None, people: dict[str, Participant]) -> DialogueCard:
    seated = item.participants if item else ()
    taken = {person.id for person in seated}
    return DialogueCard(
        topic=dialogue.topic or dialogue.id,
        when=f"{day_in_words(item.start.date())}, {hours(item.start, item.end)}" if item else "",
        place=", ".join(text for text in (item.place.id, item.place.zone) if text) if item else "",
        moderator=item.moderator if item else None,
        seated=seated,
        most=dialogue.seats[1],
        left=tuple(people[wish.participant] for wish in dialogue.wanted if wish.participant not in taken),
    )
