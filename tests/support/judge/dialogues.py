"""The hard rules about dialogues: when and where they are, who sits there and who moderates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.support.judge.event import Dialogue
from tests.support.judge.timetable import HeldDialogue, Timetable


def _held(timetable: Timetable) -> Iterator[tuple[HeldDialogue, Dialogue]]:
    """Each dialogue as it is held, with what the problem says of it."""
    return ((held, timetable.event.dialogues[held.dialogue]) for held in timetable.dialogues)


def dialogue_at_most_once(timetable: Timetable) -> Iterator[str]:
    """A dialogue is held at most once, like a request."""
    for name, times in Counter(held.dialogue for held in timetable.dialogues).items():
        if times > 1:
            yield f"{name} is held {times} times"


def dialogue_that_must(timetable: Timetable) -> Iterator[str]:
    """What says ``must``, or says nothing of it, is held."""
    names = {held.dialogue for held in timetable.dialogues}
    for name, dialogue in timetable.event.dialogues.items():
        if dialogue.must and name not in names:
            yield f"{name} has to be held"


def dialogue_at_its_starts(timetable: Timetable) -> Iterator[str]:
    """A dialogue begins in a slot that it allows."""
    for held, dialogue in _held(timetable):
        if held.start not in dialogue.starts:
            yield f"{held.dialogue} does not begin in slot {held.start + 1}"


def dialogue_on_one_day(timetable: Timetable) -> Iterator[str]:
    """A dialogue takes its slots in a row, on one day."""
    days = timetable.event.days
    for held, dialogue in _held(timetable):
        slots = timetable.slots_of(held)
        if len(slots) < dialogue.length or len({days[slot] for slot in slots}) > 1:
            yield f"{held.dialogue} of {dialogue.length} slots does not fit its day from slot {held.start + 1} on"


def dialogue_at_its_places(timetable: Timetable) -> Iterator[str]:
    """A dialogue is at a place that it allows, owned or shared."""
    for held, dialogue in _held(timetable):
        if held.place not in dialogue.places:
            yield f"{held.dialogue} does not allow place {held.place}"


def seats(timetable: Timetable) -> Iterator[str]:
    """As many are seated as ``seats`` says."""
    for held, dialogue in _held(timetable):
        count = len(held.seated)
        if count < dialogue.least or (dialogue.most is not None and count > dialogue.most):
            yield f"{held.dialogue} seats {count}: {dialogue.least} to {dialogue.most} are allowed"


def seated_once(timetable: Timetable) -> Iterator[str]:
    """Nobody has two seats."""
    for held in timetable.dialogues:
        if len(set(held.seated)) < len(held.seated):
            yield f"{held.dialogue} seats somebody twice"


def seats_for_who_asked(timetable: Timetable) -> Iterator[str]:
    """Nobody is seated who did not ask."""
    for held, dialogue in _held(timetable):
        for name in sorted({*held.seated}.intersection(timetable.event.participants).difference(dialogue.values)):
            yield f"{held.dialogue} seats {name}, who did not ask"


def role_minimum(timetable: Timetable) -> Iterator[str]:
    """Enough of each role are seated."""
    people = timetable.event.participants
    for held, dialogue in _held(timetable):
        roles = Counter(people[name].role for name in {*held.seated} if name in people)
        for role, least in dialogue.minimum.items():
            if roles[role] < least:
                yield f"{held.dialogue} seats {roles[role]} of role {role}: {least} are needed"


def moderator(timetable: Timetable) -> Iterator[str]:
    """One of its moderators is there, or nobody where it needs none."""
    for held, dialogue in _held(timetable):
        allowed = {None} if dialogue.moderators is None else dialogue.moderators
        if held.moderator not in allowed:
            yield f"{held.dialogue} cannot be moderated by {held.moderator or 'nobody'}"


def moderator_without_seat(timetable: Timetable) -> Iterator[str]:
    """The moderator has no seat."""
    for held in timetable.dialogues:
        if held.moderator in held.seated:
            yield f"{held.dialogue} seats its moderator {held.moderator}"


DIALOGUE_RULES = (
    dialogue_at_most_once,
    dialogue_that_must,
    dialogue_at_its_starts,
    dialogue_on_one_day,
    dialogue_at_its_places,
    seats,
    seated_once,
    seats_for_who_asked,
    role_minimum,
    moderator,
    moderator_without_seat,
)
