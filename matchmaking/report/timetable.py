"""Timetables, one a day: what each place holds, and what each participant does, slot by slot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise

from matchmaking.clock import day_in_words, offset_in_words
from matchmaking.programme import Appointment
from scheduler.problem import Participant, Place, Problem, Request, Slot

# Cells in all the days of one timetable: a page of a few megabytes opens everywhere, one of fifty does not.
CELLS = 12_000
PAUSE = timedelta(minutes=15)

BySlot = Mapping[tuple[str, str], Sequence[Appointment]]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in ``span`` slots in a row; of each line the second part is the small one.

    ``kind`` is ``meeting``, ``dialogue``, ``away``, ``wait`` or ``free``.
    """

    kind: str
    lines: tuple[tuple[str, str], ...] = ()
    span: int = 1
    after_pause: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A place or a participant; ``note`` says the zone or the organisation."""

    head: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, ``shown`` of ``total``."""

    title: str
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Column:
    """A slot of the day."""

    start: str
    end: str
    after_pause: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The timetable of one day."""

    name: str
    zone: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The timetables of all days: ``shown`` of ``total`` rows, as many as a page can hold."""

    days: tuple[Day, ...]
    shown: int
    total: int


def by_place(problem: Problem, programme: Iterable[Appointment], cells: int = CELLS) -> Timetable:
    """Lay out the places in use, in the problem's order.

    Parameters
    ----------
    cells
        How many the timetable may have in all.
    """
    items = list(programme)
    held = _held((item.place.id, slot, item) for item in items for slot in item.slots)
    used = {item.place.id for item in items}
    places = [place for place in problem.places if place.id in used]
    shown = places[: _most_rows(problem, cells)]
    people = {person.id: person for person in problem.participants}
    days = [
        _day(slots, [Group("", tuple(_place_row(place, people, held, slots, columns) for place in shown), len(places))], columns)
        for slots, columns in _days(problem)
        if shown
    ]
    return Timetable(tuple(days), len(shown), len(places))


def by_participant(problem: Problem, programme: Iterable[Appointment], cells: int = CELLS) -> Timetable:
    """Lay out what everybody does, by role; where there are too many, the first of each role.

    Parameters
    ----------
    cells
        How many the timetable may have in all.
    """
    held = _held((person.id, slot, item) for item in programme for slot in item.slots for person in item.people)
    roles: dict[str, list[Participant]] = {}
    for person in problem.participants:
        roles.setdefault(person.role, []).append(person)
    total = len(problem.participants)
    share = min(1.0, _most_rows(problem, cells) / total) if total else 1.0
    shown = {role: people[: max(1, int(share * len(people)))] for role, people in roles.items()}
    days = [
        _day(
            slots,
            [
                Group(role, tuple(_person_row(person, problem, held, slots, columns) for person in people), len(roles[role]))
                for role, people in shown.items()
            ],
            columns,
        )
        for slots, columns in _days(problem)
        if shown
    ]
    return Timetable(tuple(days), sum(map(len, shown.values())), total)


def _held(rows: Iterable[tuple[str, Slot, Appointment]]) -> BySlot:
    held: dict[tuple[str, str], list[Appointment]] = {}
    for row, slot, item in rows:
        held.setdefault((row, slot.id), []).append(item)
    return held


def _most_rows(problem: Problem, cells: int) -> int:
    return max(1, cells // max(1, len(problem.slots)))


def _days(problem: Problem) -> Iterable[tuple[list[Slot], tuple[Column, ...]]]:
    for _, run in groupby(problem.slots, key=lambda slot: slot.day):
        slots = list(run)
        yield slots, _columns(slots)


def _columns(slots: list[Slot]) -> tuple[Column, ...]:
    gaps = [later.start - earlier.end for earlier, later in pairwise(slots)]
    # A pause stands out from the minutes that people always get to walk.
    pauses = [False, *(gap >= PAUSE and gap > 2 * min(gaps) for gap in gaps)]
    return tuple(
        Column(f"{slot.start:%H:%M}", f"{slot.end.astimezone(slot.start.tzinfo):%H:%M}", pause)
        for slot, pause in zip(slots, pauses, strict=True)
    )


def _day(slots: list[Slot], groups: list[Group], columns: tuple[Column, ...]) -> Day:
    return Day(day_in_words(slots[0].start.date()), offset_in_words(slots[0].start), columns, tuple(groups))


def _place_row(place: Place, people: Mapping[str, Participant], held: BySlot, slots: list[Slot], columns: Sequence[Column]) -> Row:
    owner = people.get(place.owner or "")
    cells = [_place_cell(held.get((place.id, slot.id), ()), place) for slot in slots]
    return Row(place.id, ", ".join(text for text in (owner.label if owner else "", place.zone) if text), _joined(cells, columns))


def _place_cell(items: Sequence[Appointment], place: Place) -> Cell:
    return Cell(_kind(items), tuple(_at_place(item, place) for item in items))


def _at_place(item: Appointment, place: Place) -> tuple[str, str]:
    if not isinstance(item.about, Request):
        seats = len(item.participants)
        return item.about.topic or item.about.id, f"dialogue, {seats} {'seat' if seats == 1 else 'seats'}"
    visitors = [person.label for person in item.participants if person.id != place.owner]
    return (visitors[0], visitors[1] if len(visitors) > 1 else "")


def _person_row(person: Participant, problem: Problem, held: BySlot, slots: list[Slot], columns: Sequence[Column]) -> Row:
    items = [held.get((person.id, slot.id), ()) for slot in slots]
    busy = [k for k, here in enumerate(items) if here]
    waiting = range(busy[0], busy[-1]) if busy else range(0)
    across = problem.unavailable_counts_as_break
    cells = []
    for k, (slot, here) in enumerate(zip(slots, items, strict=True)):
        away = slot.id in person.unavailable
        if here:
            cells.append(Cell(_kind(here), tuple(_of_person(item, person) for item in here)))
        elif k in waiting and (across or not away):
            cells.append(Cell("wait"))
        else:
            cells.append(Cell("away" if away else "free"))
    return Row(person.label, person.organisation or "", _joined(cells, columns))


def _of_person(item: Appointment, person: Participant) -> tuple[str, str]:
    if isinstance(item.about, Request):
        return next(other.label for other in item.participants if other.id != person.id), item.place.id
    moderates = item.moderator is not None and item.moderator.id == person.id
    return item.about.topic or item.about.id, f"{'moderates' if moderates else 'dialogue'}, {item.place.id}"


def _kind(items: Sequence[Appointment]) -> str:
    if not items:
        return "free"
    return "meeting" if isinstance(items[0].about, Request) else "dialogue"


def _joined(cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[Cell, ...]:
    """Join the slots of a dialogue, and of an absence, into one wide cell."""
    joined: list[Cell] = []
    for cell, column in zip(cells, columns, strict=True):
        last = joined[-1] if joined else None
        if last and cell.kind in ("dialogue", "away") and (last.kind, last.lines) == (cell.kind, cell.lines):
            joined[-1] = Cell(last.kind, last.lines, last.span + 1, last.after_pause)
        else:
            joined.append(Cell(cell.kind, cell.lines, 1, column.after_pause))
    return tuple(joined)
