"""The hard rules of each participant's diary and of each place."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.checker.goals import breaks_of
from scheduler.checker.timetable import Timetable


def available(timetable: Timetable) -> Iterator[str]:
    """Nobody does anything while unavailable."""
    for name, participant in timetable.people.items():
        if not participant.unavailable:
            continue
        for t in timetable.busy_slots(name):
            if t not in timetable.available_slots(name):
                yield f"{timetable.who(name)} is unavailable in {timetable.when(t)} and has {_doing(timetable, name, t)}"


def _doing(timetable: Timetable, name: str, t: int) -> str:
    """What a participant does in a slot."""
    meetings = [meeting.request for meeting in timetable.meetings_of.get(name, {}).get(t, ())]
    tables = [timetable.which(table.dialogue) for table in timetable.tables_of.get(name, {}).get(t, ())]
    return " and ".join(meetings + tables)


def parallel(timetable: Timetable) -> Iterator[str]:
    """Nobody holds more meetings at once than it can."""
    for name, diary in timetable.meetings_of.items():
        most = timetable.people[name].parallel
        for t, meetings in diary.items():
            if len(meetings) > most:
                what = _doing(timetable, name, t)
                yield f"{timetable.who(name)} holds {len(meetings)} meetings at once in {timetable.when(t)}, at most {most}: {what}"


def one_place(timetable: Timetable) -> Iterator[str]:
    """All meetings of a participant in a slot are at one place."""
    for name, diary in timetable.meetings_of.items():
        for t, meetings in diary.items():
            if len(meetings) > 1:
                places = sorted({meeting.place for meeting in meetings})
                if len(places) > 1:
                    yield f"{timetable.who(name)} is at {len(places)} places at once in {timetable.when(t)}: {', '.join(places)}"


def dialogue_alone(timetable: Timetable) -> Iterator[str]:
    """Whoever is at a dialogue's table does nothing else meanwhile."""
    for name, diary in timetable.tables_of.items():
        for t, tables in diary.items():
            if len(tables) > 1 or timetable.meetings_of.get(name, {}).get(t):
                yield f"{timetable.who(name)} is in a dialogue and in something else in {timetable.when(t)}: {_doing(timetable, name, t)}"


def max_meetings(timetable: Timetable) -> Iterator[str]:
    """Nobody holds more meetings in all than it wants."""
    for name, participant in timetable.people.items():
        if participant.max_meetings is not None:
            held = timetable.meetings_held(name)
            if held > participant.max_meetings:
                yield f"{timetable.who(name)} holds {held} meetings, at most {participant.max_meetings}"


def capacity(timetable: Timetable) -> Iterator[str]:
    """No place takes more meetings at once than it can; a dialogue takes a place as a whole."""
    for name, place in timetable.places.items():
        meetings, tables = timetable.meetings_in.get(name, {}), timetable.tables_in.get(name, {})
        for t in sorted({*meetings, *tables}):
            ours = [meeting.request for meeting in meetings.get(t, ())]
            theirs = [timetable.which(table.dialogue) for table in tables.get(t, ())]
            if len(ours) > place.capacity or len(theirs) > 1 or (ours and theirs):
                what = ", ".join(ours + theirs)
                yield f"{name} is over its capacity of {place.capacity} in {timetable.when(t)}: {what}"


def break_difference(timetable: Timetable) -> Iterator[str]:
    """No two participants differ by more breaks than the problem allows."""
    limit = timetable.problem.max_break_difference
    if limit is None or not timetable.people:
        return
    breaks = {name: len(breaks_of(timetable, name)) for name in timetable.people}
    most, least = max(breaks, key=breaks.__getitem__), min(breaks, key=breaks.__getitem__)
    if breaks[most] - breaks[least] > limit:
        difference = f"{timetable.who(most)} has {breaks[most]} breaks and {timetable.who(least)} {breaks[least]}"
        yield f"{difference}: they may differ by at most {limit}"
