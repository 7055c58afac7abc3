"""The hard rules of each dialogue by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Rule, Violation
from scheduler.plan import HeldDialogue


def _at(rule: Rule, held: HeldDialogue, people: tuple[str, ...] = (), found: int | None = None, allowed: int | None = None) -> Violation:
    """A violation of a dialogue in its first slot."""
    return Violation(rule, people, dialogues=(held.dialogue,), slots=(held.start,), found=found, allowed=allowed)


def dialogue_names_known(timetable: Timetable) -> Iterator[Violation]:
    """The dialogue, start, place and people of each dialogue held are the problem's."""
    for held in timetable.plan.dialogues:
        if held.dialogue not in timetable.dialogues:
            yield Violation(Rule.UNKNOWN_DIALOGUE, dialogues=(held.dialogue,))
            continue
        if held.start not in timetable.slots:
            yield _at(Rule.UNKNOWN_START, held)
        if held.place not in timetable.places:
            yield replace(_at(Rule.UNKNOWN_DIALOGUE_PLACE, held), places=(held.place,))
        if held.moderator is not None and held.moderator not in timetable.people:
            yield _at(Rule.UNKNOWN_MODERATOR, held, (held.moderator,))
        for name in dict.fromkeys(held.participants):
            if name not in timetable.people:
                yield _at(Rule.UNKNOWN_SEATED, held, (name,))


def dialogue_held_once(timetable: Timetable) -> Iterator[Violation]:
    """No dialogue is held more than once."""
    for dialogue, times in Counter(held.dialogue for held in timetable.plan.dialogues).items():
        if times > 1 and dialogue in timetable.dialogues:
            starts = tuple(held.start for held in timetable.plan.dialogues if held.dialogue == dialogue)
            yield Violation(Rule.DIALOGUE_HELD_ONCE, dialogues=(dialogue,), slots=starts, found=times, allowed=1)


def dialogue_must(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that must be held is held."""
    listed = {held.dialogue for held in timetable.plan.dialogues}
    for dialogue in timetable.problem.dialogues:
        if dialogue.must and dialogue.id not in listed:
            yield Violation(Rule.DIALOGUE_MUST, dialogues=(dialogue.id,))


def own_start(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that names starts begins in one of them."""
    for held in timetable.held_dialogues.values():
        starts = timetable.dialogues[held.dialogue].starts
        if starts is not None and held.start not in starts:
            yield _at(Rule.OWN_START, held)


def own_place(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that names places is at one of them."""
    for held in timetable.held_dialogues.values():
        places = timetable.dialogues[held.dialogue].places
        if places is not None and held.place not in places and held.place in timetable.places:
            yield replace(_at(Rule.OWN_PLACE, held), places=(held.place,))


def within_a_day(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue ends on the day on which it starts."""
    for held in timetable.held_dialogues.values():
        length, left = timetable.dialogues[held.dialogue].length, len(timetable.span(held))
        if left < length:
            yield _at(Rule.WITHIN_A_DAY, held, found=length, allowed=left)


def seats(timetable: Timetable) -> Iterator[Violation]:
    """As many are seated as a dialogue allows."""
    for held in timetable.held_dialogues.values():
        least, most = timetable.dialogues[held.dialogue].seats
        seated = len(set(held.participants))
        if seated < least:
            yield _at(Rule.SEATS_LEAST, held, found=seated, allowed=least)
        if most is not None and seated > most:
            yield _at(Rule.SEATS_MOST, held, found=seated, allowed=most)


def seated_once(timetable: Timetable) -> Iterator[Violation]:
    """Nobody has two seats at one dialogue."""
    for held in timetable.held_dialogues.values():
        for name, times in Counter(held.participants).items():
            if times > 1:
                yield _at(Rule.SEATED_ONCE, held, (name,), times, 1)


def seat_wanted(timetable: Timetable) -> Iterator[Violation]:
    """Only who asked is seated."""
    for held in timetable.held_dialogues.values():
        wanted = {seat.participant for seat in timetable.dialogues[held.dialogue].wanted}
        for name in dict.fromkeys(held.participants):
            if name not in wanted and name in timetable.people:
                yield _at(Rule.SEAT_WANTED, held, (name,))


def role_minimum(timetable: Timetable) -> Iterator[Violation]:
    """Enough of each role are seated."""
    for held in timetable.held_dialogues.values():
        roles = Counter(timetable.people[name].role for name in set(held.participants) if name in timetable.people)
        for role, least in timetable.dialogues[held.dialogue].minimum.items():
            if roles[role] < least:
                yield replace(_at(Rule.ROLE_MINIMUM, held, found=roles[role], allowed=least), role=role)


def moderator(timetable: Timetable) -> Iterator[Violation]:
    """A dialogue that needs a moderator has one of its own; the others have none."""
    for held in timetable.held_dialogues.values():
        own, leads = timetable.dialogues[held.dialogue].moderators, held.moderator
        if own is None and leads is not None:
            yield _at(Rule.MODERATOR_NOT_NEEDED, held, (leads,))
        elif own is not None and leads is None:
            yield _at(Rule.MODERATOR_MISSING, held)
        elif own is not None and leads is not None and leads not in own and leads in timetable.people:
            yield _at(Rule.MODERATOR_OTHER, held, (leads,))


def moderator_unseated(timetable: Timetable) -> Iterator[Violation]:
    """A moderator has no seat at its own dialogue."""
    for held in timetable.held_dialogues.values():
        if held.moderator is not None and held.moderator in held.participants:
            yield _at(Rule.MODERATOR_UNSEATED, held, (held.moderator,))
