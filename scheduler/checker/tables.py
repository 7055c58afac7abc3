"""The hard rules of each dialogue's table by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Rule, Violation
from scheduler.plan import Table


def _at(rule: Rule, table: Table, people: tuple[str, ...] = (), found: int | None = None, allowed: int | None = None) -> Violation:
    """A violation of a table in its first slot."""
    return Violation(rule, people, dialogues=(table.dialogue,), slots=(table.start,), found=found, allowed=allowed)


def table_names_known(timetable: Timetable) -> Iterator[Violation]:
    """The dialogue, start, place and people of each table are the problem's."""
    for table in timetable.plan.dialogues:
        if table.dialogue not in timetable.dialogues:
            yield Violation(Rule.UNKNOWN_DIALOGUE, dialogues=(table.dialogue,))
            continue
        if table.start not in timetable.slots:
            yield _at(Rule.UNKNOWN_START, table)
        if table.place not in timetable.places:
            yield replace(_at(Rule.UNKNOWN_DIALOGUE_PLACE, table), places=(table.place,))
        if table.moderator is not None and table.moderator not in timetable.people:
            yield _at(Rule.UNKNOWN_MODERATOR, table, (table.moderator,))
        for name in dict.fromkeys(table.participants):
            if name not in timetable.people:
                yield _at(Rule.UNKNOWN_SEATED, table, (name,))


def dialogue_held_once(timetable: Timetable) -> Iterator[Violation]:
    """No dialogue is held more than once."""
    for dialogue, times in Counter(table.dialogue for table in timetable.plan.dialogues).items():
        if times > 1 and dialogue in timetable.dialogues:
            starts = tuple(table.start for table in timetable.plan.dialogues if table.dialogue == dialogue)
            yield Violation(Rule.DIALOGUE_HELD_ONCE, dialogues=(dialogue,), slots=starts, found=times, allowed=1)


def dialogue_must(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that must be held is held."""
    listed = {table.dialogue for table in timetable.plan.dialogues}
    for dialogue in timetable.problem.dialogues:
        if dialogue.must and dialogue.id not in listed:
            yield Violation(Rule.DIALOGUE_MUST, dialogues=(dialogue.id,))


def own_start(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that names starts begins in one of them."""
    for table in timetable.tables.values():
        starts = timetable.dialogues[table.dialogue].starts
        if starts is not None and table.start not in starts:
            yield _at(Rule.OWN_START, table)


def own_place(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that names places is at one of them."""
    for table in timetable.tables.values():
        places = timetable.dialogues[table.dialogue].places
        if places is not None and table.place not in places and table.place in timetable.places:
            yield replace(_at(Rule.OWN_PLACE, table), places=(table.place,))


def within_a_day(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue ends on the day on which it starts."""
    for table in timetable.tables.values():
        length, left = timetable.dialogues[table.dialogue].length, len(timetable.span(table))
        if left < length:
            yield _at(Rule.WITHIN_A_DAY, table, found=length, allowed=left)


def seats(timetable: Timetable) -> Iterator[Violation]:
    """As many are seated as a dialogue allows."""
    for table in timetable.tables.values():
        least, most = timetable.dialogues[table.dialogue].seats
        seated = len(set(table.participants))
        if seated < least:
            yield _at(Rule.SEATS_LEAST, table, found=seated, allowed=least)
        if most is not None and seated > most:
            yield _at(Rule.SEATS_MOST, table, found=seated, allowed=most)


def seated_once(timetable: Timetable) -> Iterator[Violation]:
    """Nobody has two seats at one table."""
    for table in timetable.tables.values():
        for name, times in Counter(table.participants).items():
            if times > 1:
                yield _at(Rule.SEATED_ONCE, table, (name,), times, 1)


def seat_wanted(timetable: Timetable) -> Iterator[Violation]:
    """Only who asked is seated."""
    for table in timetable.tables.values():
        wanted = {seat.participant for seat in timetable.dialogues[table.dialogue].wanted}
        for name in dict.fromkeys(table.participants):
            if name not in wanted and name in timetable.people:
                yield _at(Rule.SEAT_WANTED, table, (name,))


def role_minimum(timetable: Timetable) -> Iterator[Violation]:
    """Enough of each role are seated."""
    for table in timetable.tables.values():
        roles = Counter(timetable.people[name].role for name in set(table.participants) if name in timetable.people)
        for role, least in timetable.dialogues[table.dialogue].minimum.items():
            if roles[role] < least:
                yield replace(_at(Rule.ROLE_MINIMUM, table, found=roles[role], allowed=least), role=role)


def moderator(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that needs a moderator has one of its own; the others have none."""
    for table in timetable.tables.values():
        own, leads = timetable.dialogues[table.dialogue].moderators, table.moderator
        if own is None and leads is not None:
            yield _at(Rule.MODERATOR_NOT_NEEDED, table, (leads,))
        elif own is not None and leads is None:
            yield _at(Rule.MODERATOR_MISSING, table)
        elif own is not None and leads is not None and leads not in own and leads in timetable.people:
            yield _at(Rule.MODERATOR_OTHER, table, (leads,))


def moderator_unseated(timetable: Timetable) -> Iterator[Violation]:
    """A moderator has no seat at its own table."""
    for table in timetable.tables.values():
        if table.moderator is not None and table.moderator in table.participants:
            yield _at(Rule.MODERATOR_UNSEATED, table, (table.moderator,))
