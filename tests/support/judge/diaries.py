"""The hard rules about the diaries of participants and of places."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.judge.event import Participant
from tests.support.judge.timetable import Activity, Timetable


def _busy_slots(timetable: Timetable) -> Iterator[tuple[str, Participant, int, list[Activity]]]:
    """Each slot in which a participant does anything, with what it does."""
    for name, diary in timetable.diaries.items():
        for slot, activities in diary.items():
            yield name, timetable.event.participants[name], slot, activities


def available(timetable: Timetable) -> Iterator[str]:
    """Nobody does anything in a slot in which it is unavailable."""
    for name, participant, slot, _ in _busy_slots(timetable):
        if slot not in participant.available:
            yield f"{name} is unavailable in slot {slot + 1}"


def meetings_at_once(timetable: Timetable) -> Iterator[str]:
    """A participant holds at most ``parallel`` meetings in a slot."""
    for name, participant, slot, activities in _busy_slots(timetable):
        count = sum(not activity.is_dialogue for activity in activities)
        if count > participant.at_once:
            yield f"{name} holds {count} meetings in slot {slot + 1}: {participant.at_once} are allowed"


def one_place_at_once(timetable: Timetable) -> Iterator[str]:
    """The meetings of a participant in a slot are all at one place."""
    for name, _, slot, activities in _busy_slots(timetable):
        places = {activity.place for activity in activities if not activity.is_dialogue}
        if len(places) > 1:
            yield f"{name} meets at {', '.join(sorted(places))} in slot {slot + 1}"


def dialogue_and_nothing_else(timetable: Timetable) -> Iterator[str]:
    """Who sits at a dialogue or moderates it does nothing else."""
    for name, _, slot, activities in _busy_slots(timetable):
        if len(activities) > 1 and any(activity.is_dialogue for activity in activities):
            yield f"{name} has more than a dialogue in slot {slot + 1}"


def limit_of_meetings(timetable: Timetable) -> Iterator[str]:
    """A participant holds at most ``max_meetings``."""
    for name, count in timetable.meetings_held.items():
        limit = timetable.event.participants[name].limit
        if limit is not None and count > limit:
            yield f"{name} holds {count} meetings: {limit} are allowed"


def capacity(timetable: Timetable) -> Iterator[str]:
    """A place runs at most ``capacity`` meetings at once, or one dialogue alone."""
    for (place, slot), activities in timetable.rooms.items():
        has_dialogue = any(activity.is_dialogue for activity in activities)
        if len(activities) > (1 if has_dialogue else timetable.event.places[place].capacity):
            yield f"{place} has {len(activities)} meetings and dialogues in slot {slot + 1}"


def difference_of_breaks(timetable: Timetable) -> Iterator[str]:
    """No two participants differ by more than ``max_break_difference`` breaks; who does nothing has none."""
    most, counts = timetable.event.most_difference, [len(breaks) for breaks in timetable.breaks.values()]
    if most is not None and counts and max(counts) - min(counts) > most:
        yield f"somebody has {max(counts)} breaks and somebody {min(counts)}: they may differ by {most}"


DIARY_RULES = (
    available,
    meetings_at_once,
    one_place_at_once,
    dialogue_and_nothing_else,
    limit_of_meetings,
    capacity,
    difference_of_breaks,
)
