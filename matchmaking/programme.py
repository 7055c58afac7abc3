"""A plan with everything that it names looked up in its problem: what agendas and reports are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from scheduler.errors import Fault, UnusableInput
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Slot

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting or a dialogue as it is held; ``slots`` in time order, ``participants`` without the moderator."""

    about: Request | Dialogue
    slots: tuple[Slot, ...]
    place: Place
    participants: tuple[Participant, ...]
    moderator: Participant | None = None

    @property
    def start(self) -> datetime:
        """When its first slot starts."""
        return self.slots[0].start

    @property
    def end(self) -> datetime:
        """When its last slot ends."""
        return self.slots[-1].end

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everybody whose diary it is in."""
        return (*self.participants, self.moderator) if self.moderator else self.participants


def programme(problem: Problem, plan: Plan) -> tuple[Appointment, ...]:
    """Look up what a plan holds, in time order, and in the plan's order within a slot.

    Raises
    ------
    UnusableInput
        Where the plan names what the problem does not know; all such places at once.
    """
    book = _Book(problem)
    appointments = [book.meeting(f"$.meetings[{k}]", meeting) for k, meeting in enumerate(plan.meetings)]
    appointments += [book.dialogue(f"$.dialogues[{k}]", held) for k, held in enumerate(plan.dialogues)]
    if book.faults:
        raise UnusableInput("plan", book.faults)
    return tuple(sorted((item for item in appointments if item), key=lambda item: item.start))


class _Book:
    """The problem's things by id; collects what is asked for and not there."""

    def __init__(self, problem: Problem) -> None:
        self.slots = problem.slots
        self.position = {slot.id: k for k, slot in enumerate(problem.slots)}
        self.places = {place.id: place for place in problem.places}
        self.people = {person.id: person for person in problem.participants}
        self.requests = {request.id: request for request in problem.requests}
        self.dialogues = {dialogue.id: dialogue for dialogue in problem.dialogues}
        self.faults: list[Fault] = []

    def meeting(self, path: str, meeting: Meeting) -> Appointment | None:
        request = self._known(self.requests, "request", f"{path}.request", meeting.request)
        at = self._known(self.position, "slot", f"{path}.slot", meeting.slot)
        place = self._known(self.places, "place", f"{path}.place", meeting.place)
        if request is None or at is None or place is None:
            return None
        first, second = request.participants
        return Appointment(request, (self.slots[at],), place, (self.people[first], self.people[second]))

    def dialogue(self, path: str, held: HeldDialogue) -> Appointment | None:
        dialogue = self._known(self.dialogues, "dialogue", f"{path}.dialogue", held.dialogue)
        at = self._known(self.position, "slot", f"{path}.start", held.start)
        place = self._known(self.places, "place", f"{path}.place", held.place)
        seated = [self._known(self.people, "participant", f"{path}.participants[{k}]", who) for k, who in enumerate(held.participants)]
        moderator = self._known(self.people, "participant", f"{path}.moderator", held.moderator) if held.moderator is not None else None
        if dialogue is None or at is None or place is None:
            return None
        slots = self.slots[at : at + dialogue.length]
        if len(slots) < dialogue.length:
            self.faults.append(Fault(f"{path}.start", f"{held.start!r} leaves {len(slots)} of the {dialogue.length} slots that it takes"))
            return None
        return Appointment(dialogue, slots, place, tuple(person for person in seated if person), moderator)

    def _known(self, things: Mapping[str, Thing], kind: str, path: str, name: str) -> Thing | None:
        if name not in things:
            self.faults.append(Fault(path, f"the problem has no {kind} {name!r}"))
            return None
        return things[name]
