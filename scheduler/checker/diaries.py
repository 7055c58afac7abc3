"""The hard rules of each participant's diary and of each place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.checker.goals import breaks_of
from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Rule, Violation


def available(timetable: Timetable) -> Iterator[Violation]:
    """Nobody does anything while unavailable."""
    for name, participant in timetable.people.items():
        if not participant.unavailable:
            continue
        for t in timetable.busy_slots(name):
            if t not in timetable.available_slots(name):
                yield _at(timetable, Rule.AVAILABLE, name, t, 0)


def parallel(timetable: Timetable) -> Iterator[Violation]:
    """Nobody holds more meetings at once than it can."""
    for name, diary in timetable.meetings_of.items():
        most = timetable.people[name].parallel
        for t, meetings in diary.items():
            if len(meetings) > most:
                yield replace(_at(timetable, Rule.PARALLEL, name, t, most), found=len(meetings))


def one_place(timetable: Timetable) -> Iterator[Violation]:
    """All meetings of a participant in a slot are at one place."""
    for name, diary in timetable.meetings_of.items():
        for t, meetings in diary.items():
            if len(meetings) > 1:
                places = tuple(sorted({meeting.place for meeting in meetings}))
                if len(places) > 1:
                    yield replace(_at(timetable, Rule.ONE_PLACE, name, t, 1), places=places, found=len(places))


def dialogue_alone(timetable: Timetable) -> Iterator[Violation]:
    """Whoever is at a dialogue does nothing else meanwhile."""
    for name, diary in timetable.dialogues_of.items():
        for t, dialogues in diary.items():
            if len(dialogues) > 1 or timetable.meetings_of.get(name, {}).get(t):
                yield _at(timetable, Rule.DIALOGUE_ALONE, name, t, 1)


def max_meetings(timetable: Timetable) -> Iterator[Violation]:
    """Nobody holds more meetings in all than it wants."""
    for name, participant in timetable.people.items():
        if participant.max_meetings is not None:
            held = timetable.meetings_held(name)
            if held > participant.max_meetings:
                yield Violation(Rule.MAX_MEETINGS, (name,), found=held, allowed=participant.max_meetings)


def capacity(timetable: Timetable) -> Iterator[Violation]:
    """No place takes more meetings at once than it can; a dialogue takes a place as a whole."""
    for name, place in timetable.places.items():
        meetings_in, dialogues_in = timetable.meetings_in.get(name, {}), timetable.dialogues_in.get(name, {})
        for t in sorted({*meetings_in, *dialogues_in}):
            meetings, dialogues = meetings_in.get(t, ()), dialogues_in.get(t, ())
            most, found = 1 if dialogues else place.capacity, len(meetings) + len(dialogues)
            if found > most:
                yield Violation(
                    Rule.CAPACITY,
                    requests=tuple(meeting.request for meeting in meetings),
                    dialogues=tuple(held.dialogue for held in dialogues),
                    slots=(timetable.slot(t),),
                    places=(name,),
                    found=found,
                    allowed=most,
                )


def break_difference(timetable: Timetable) -> Iterator[Violation]:
    """No two participants differ by more breaks than the problem allows."""
    limit = timetable.problem.max_break_difference
    if limit is None or not timetable.people:
        return
    breaks = {name: len(breaks_of(timetable, name)) for name in timetable.people}
    most, least = max(breaks, key=breaks.__getitem__), min(breaks, key=breaks.__getitem__)
    if breaks[most] - breaks[least] > limit:
        yield Violation(Rule.BREAK_DIFFERENCE, (most, least), found=breaks[most] - breaks[least], allowed=limit)


def _at(timetable: Timetable, rule: Rule, name: str, t: int, allowed: int) -> Violation:
    """A violation in a participant's slot, with all that it does then."""
    meetings, dialogues = timetable.meetings_of.get(name, {}).get(t, ()), timetable.dialogues_of.get(name, {}).get(t, ())
    return Violation(
        rule,
        (name,),
        requests=tuple(meeting.request for meeting in meetings),
        dialogues=tuple(held.dialogue for held in dialogues),
        slots=(timetable.slot(t),),
        found=len(meetings) + len(dialogues),
        allowed=allowed,
    )
