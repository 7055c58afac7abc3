"""A plan as the organisers look at it: by place, by participant, what is not held, and one meeting by itself.

All of it is made from the plan and its problem, with no statement to the database however large they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matchmaking.programme import Appointment, programme
from scheduler.plan import Plan
from scheduler.problem import Dialogue, Participant, Problem, Slot


@dataclass(frozen=True, slots=True)
class AppointmentInSlot:
    """Something in a cell: ``subject`` is the id of the request or dialogue, ``first`` whether it begins in this slot."""

    subject: str
    title: str
    place: str
    locked: bool
    dialogue: bool
    first: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A place or participant with a cell a slot: what is held then, or whether nothing can be (``away``)."""

    id: str
    name: str
    detail: str
    cells: tuple[tuple[AppointmentInSlot, ...], ...]
    away: tuple[bool, ...]

    @property
    def held(self) -> int:
        """How many things it holds."""
        return sum(item.first for cell in self.cells for item in cell)


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting or dialogue by itself; ``at`` None: it is not held."""

    subject: str
    dialogue: bool
    title: str
    people: tuple[Participant, ...]
    at: Appointment | None
    locked: bool


class PlanView:
    """A plan laid out once for all the ways to look at it."""

    def __init__(self, problem: Problem, plan: Plan, locked_dialogues: frozenset[str] = frozenset()) -> None:
        self.problem, self.plan = problem, plan
        self.appointments = programme(problem, plan)
        self.locked = {fixed.request for fixed in problem.fixed} | locked_dialogues
        self._position = {slot.id: k for k, slot in enumerate(problem.slots)}

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the event, ISO 8601, in order."""
        return tuple(dict.fromkeys(slot.day for slot in self.problem.slots))

    def slots(self, day: str) -> tuple[Slot, ...]:
        """The slots of a day."""
        return tuple(slot for slot in self.problem.slots if slot.day == day)

    def by_place(self, day: str, zone: str = "") -> tuple[Row, ...]:
        """What runs at each place, with one row a place that can be used."""
        cells: dict[str, dict[int, list[AppointmentInSlot]]] = defaultdict(lambda: defaultdict(list))
        for item in self.appointments:
            self._enter(cells[item.place.id], item, _who(item.participants))
        return tuple(
            self._row(day, cells[place.id], place.id, place.id, place.zone or "", frozenset())
            for place in self.problem.places
            if zone in ("", place.zone)
        )

    def by_participant(self, day: str, name: str = "", role: str = "") -> tuple[Row, ...]:
        """What each participant does, in the order of their names; those whose name or organisation has ``name`` in it."""
        cells: dict[str, dict[int, list[AppointmentInSlot]]] = defaultdict(lambda: defaultdict(list))
        for item in self.appointments:
            for person in item.people:
                self._enter(cells[person.id], item, _who(other for other in item.people if other.id != person.id))
        wanted = [person for person in self.problem.participants if role in ("", person.role) and _is_called(person, name)]
        return tuple(
            self._row(day, cells[person.id], person.id, person.label, person.organisation or "", person.unavailable)
            for person in sorted(wanted, key=lambda person: person.label.casefold())
        )

    def find(self, subject: str) -> Found | None:
        """Look a request or dialogue up by its id."""
        at = next((item for item in self.appointments if item.about.id == subject), None)
        people = {person.id: person for person in self.problem.participants}
        for request in self.problem.requests:
            if request.id == subject:
                pair = tuple(people[who] for who in request.participants)
                return Found(subject, False, _who(pair), pair, at, subject in self.locked)
        for dialogue in self.problem.dialogues:
            if dialogue.id == subject:
                return Found(subject, True, dialogue.topic or dialogue.id, at.people if at else (), at, subject in self.locked)
        return None

    def _enter(self, cells: dict[int, list[AppointmentInSlot]], item: Appointment, who: str) -> None:
        for number, slot in enumerate(item.slots):
            title = (item.about.topic or item.about.id) if isinstance(item.about, Dialogue) else who
            locked = item.about.id in self.locked
            held = AppointmentInSlot(item.about.id, title, item.place.id, locked, isinstance(item.about, Dialogue), number == 0)
            cells[self._position[slot.id]].append(held)

    def _row(self, day: str, cells: dict[int, list[AppointmentInSlot]], id_: str, name: str, detail: str, away: frozenset[str]) -> Row:
        slots = self.slots(day)
        return Row(
            id_,
            name,
            detail,
            tuple(tuple(cells.get(self._position[slot.id], ())) for slot in slots),
            tuple(slot.id in away for slot in slots),
        )


def _who(people: Iterable[Participant]) -> str:
    return " – ".join(_short(person) for person in people)


def _short(person: Participant) -> str:
    return person.organisation or person.label


def _is_called(person: Participant, text: str) -> bool:
    return text.casefold() in f"{person.label} {person.organisation or ''}".casefold()
