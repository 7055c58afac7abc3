"""The hard rules of each dialogue's table by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.checker.timetable import Timetable
from scheduler.plan import Table


def _at(timetable: Timetable, table: Table) -> str:
    """Name a table in a message."""
    return f"{timetable.which(table.dialogue)} in {timetable.when(timetable.slots[table.start])}"


def table_names_known(timetable: Timetable) -> Iterator[str]:
    """The dialogue, start, place and people of each table are the problem's."""
    for table in timetable.plan.dialogues:
        if table.dialogue not in timetable.dialogues:
            yield f"a table of {table.dialogue}: there is no such dialogue"
            continue
        where = timetable.which(table.dialogue)
        if table.start not in timetable.slots:
            yield f"{where} starts in {table.start}: there is no such slot"
        if table.place not in timetable.places:
            yield f"{where} in {table.start} is at {table.place}: there is no such place"
        if table.moderator is not None and table.moderator not in timetable.people:
            yield f"{where} in {table.start} is moderated by {table.moderator}: there is no such participant"
        for name in dict.fromkeys(table.participants):
            if name not in timetable.people:
                yield f"{where} in {table.start} seats {name}: there is no such participant"


def dialogue_held_once(timetable: Timetable) -> Iterator[str]:
    """No dialogue is held more than once."""
    for dialogue, times in Counter(table.dialogue for table in timetable.plan.dialogues).items():
        if times > 1 and dialogue in timetable.dialogues:
            starts = ", ".join(table.start for table in timetable.plan.dialogues if table.dialogue == dialogue)
            yield f"{timetable.which(dialogue)} is held {times} times: {starts}"


def dialogue_must(timetable: Timetable) -> Iterator[str]:
    """A dialogue that must be held is held."""
    listed = {table.dialogue for table in timetable.plan.dialogues}
    for dialogue in timetable.problem.dialogues:
        if dialogue.must and dialogue.id not in listed:
            yield f"{timetable.which(dialogue.id)} must be held and is not"


def own_start(timetable: Timetable) -> Iterator[str]:
    """A dialogue that names starts begins in one of them."""
    for table in timetable.tables.values():
        starts = timetable.dialogues[table.dialogue].starts
        if starts is not None and table.start not in starts:
            yield f"{_at(timetable, table)}: that is not among its starts"


def own_place(timetable: Timetable) -> Iterator[str]:
    """A dialogue that names places is at one of them."""
    for table in timetable.tables.values():
        places = timetable.dialogues[table.dialogue].places
        if places is not None and table.place not in places and table.place in timetable.places:
            yield f"{_at(timetable, table)} is at {table.place}, which is not among its places"


def within_a_day(timetable: Timetable) -> Iterator[str]:
    """A dialogue ends on the day on which it starts."""
    for table in timetable.tables.values():
        length = timetable.dialogues[table.dialogue].length
        if len(timetable.span(table)) < length:
            yield f"{_at(timetable, table)} takes {length} slots and would run past the end of its day"


def seats(timetable: Timetable) -> Iterator[str]:
    """As many are seated as a dialogue allows."""
    for table in timetable.tables.values():
        least, most = timetable.dialogues[table.dialogue].seats
        seated = len(set(table.participants))
        if seated < least:
            yield f"{_at(timetable, table)} seats {seated}, at least {least} needed"
        if most is not None and seated > most:
            yield f"{_at(timetable, table)} seats {seated}, at most {most} allowed"


def seated_once(timetable: Timetable) -> Iterator[str]:
    """Nobody has two seats at one table."""
    for table in timetable.tables.values():
        for name, times in Counter(table.participants).items():
            if times > 1:
                yield f"{_at(timetable, table)} seats {timetable.who(name)} {times} times"


def seat_wanted(timetable: Timetable) -> Iterator[str]:
    """Only who asked is seated."""
    for table in timetable.tables.values():
        wanted = {seat.participant for seat in timetable.dialogues[table.dialogue].wanted}
        for name in dict.fromkeys(table.participants):
            if name not in wanted and name in timetable.people:
                yield f"{_at(timetable, table)} seats {timetable.who(name)}, who did not ask for it"


def role_minimum(timetable: Timetable) -> Iterator[str]:
    """Enough of each role are seated."""
    for table in timetable.tables.values():
        roles = Counter(timetable.people[name].role for name in set(table.participants) if name in timetable.people)
        for role, least in timetable.dialogues[table.dialogue].minimum.items():
            if roles[role] < least:
                yield f"{_at(timetable, table)} seats {roles[role]} of the role {role}, at least {least} needed"


def moderator(timetable: Timetable) -> Iterator[str]:
    """A dialogue that needs a moderator has one of its own; the others have none."""
    for table in timetable.tables.values():
        own = timetable.dialogues[table.dialogue].moderators
        if own is None and table.moderator is not None:
            yield f"{_at(timetable, table)} needs no moderator and has {timetable.who(table.moderator)}"
        elif own is not None and table.moderator is None:
            yield f"{_at(timetable, table)} has no moderator"
        elif own is not None and table.moderator not in own and table.moderator in timetable.people:
            yield f"{_at(timetable, table)} is moderated by {timetable.who(table.moderator)}, who is not one of its moderators"


def moderator_unseated(timetable: Timetable) -> Iterator[str]:
    """A moderator has no seat at its own table."""
    for table in timetable.tables.values():
        if table.moderator is not None and table.moderator in table.participants:
            yield f"{_at(timetable, table)}: its moderator {timetable.who(table.moderator)} has a seat too"
