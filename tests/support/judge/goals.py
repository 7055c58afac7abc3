"""The goals, counted from the timetable of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from tests.support.judge.timetable import HeldDialogue, Timetable

LARGE_IS_GOOD = ("value", "lowest")


def count_goals(timetable: Timetable, kept: Mapping[str, Any] | None) -> dict[str, int]:
    """Every goal of a plan."""
    return {
        "changes": 0 if kept is None else changes(timetable, kept),
        "floor": floor(timetable),
        "value": value(timetable),
        "breaks": sum(len(breaks) for breaks in timetable.breaks.values()),
        "idle": sum(sum(breaks) for breaks in timetable.breaks.values()),
        "moves": moves(timetable),
        "lowest": lowest(timetable),
        "mix": mix(timetable),
    }


def floor(timetable: Timetable) -> int:
    """Meetings that participants are short of their ``floor``."""
    return sum(max(0, person.floor - timetable.meetings_held[name]) for name, person in timetable.event.participants.items())


def value(timetable: Timetable) -> int:
    """The values of the meetings held and of the seats given."""
    requests, dialogues = timetable.event.requests, timetable.event.dialogues
    of_meetings = sum(requests[name].value for name in {meeting.request for meeting in timetable.meetings})
    return of_meetings + sum(dialogues[held.dialogue].values.get(name, 0) for held in timetable.dialogues for name in {*held.seated})


def moves(timetable: Timetable) -> int:
    """Pairs of adjacent slots in which somebody is busy in two different zones."""
    days, places, count = timetable.event.days, timetable.event.places, 0
    for diary in timetable.diaries.values():
        zones = {slot: {places[activity.place].zone for activity in activities} for slot, activities in diary.items()}
        count += sum(slot + 1 in zones and days[slot] == days[slot + 1] and zones[slot] != zones[slot + 1] for slot in zones)
    return count


def lowest(timetable: Timetable) -> int:
    """The lowest satisfaction, in whole percent rounded down, of anybody with a request that can have a meeting."""
    asked = Counter(name for request in timetable.event.requests.values() for name in request.pair)
    percent = [100]
    for name, count in asked.items():
        person = timetable.event.participants[name]
        possible = min(count, len(person.available) * person.at_once, count if person.limit is None else person.limit)
        if possible:
            percent.append(timetable.meetings_held[name] * 100 // possible)
    return min(percent)


def mix(timetable: Timetable) -> int:
    """Pairs of people of one organisation who are seated at the same dialogue."""
    people = timetable.event.participants
    firms = ([people[name].organisation for name in {*held.seated} if name in people] for held in timetable.dialogues)
    return sum(one == other != "" for seated in firms for one, other in combinations(seated, 2))


def changes(timetable: Timetable, kept: Mapping[str, Any]) -> int:
    """What the people of an earlier plan have to be told: of each of its meetings, seats and moderators that does not stay as it was.

    A slot or place that the problem no longer has counts, as nothing can stay there; a request, dialogue or person does not.
    """
    slots = list(timetable.event.slots)
    meetings = {(meeting.request, slots[meeting.slot], meeting.place) for meeting in timetable.meetings}
    held = {(now.dialogue, slots[now.start], now.place): now for now in timetable.dialogues}
    told = 0
    for old in kept["meetings"]:
        told += old["request"] in timetable.event.requests and (old["request"], old["slot"], old["place"]) not in meetings
    for old in kept["dialogues"]:
        if old["dialogue"] in timetable.event.dialogues:
            told += _told_at(timetable, old, held.get((old["dialogue"], old["start"], old["place"])))
    return told


def _told_at(timetable: Timetable, old: Mapping[str, Any], now: HeldDialogue | None) -> int:
    """How many of an earlier dialogue are told something; ``now`` is the one that still has its start and place."""
    seated, moderator = ((), None) if now is None else (now.seated, now.moderator)
    known = timetable.event.participants
    return sum(name in known and name not in seated for name in old["participants"]) + (
        old["moderator"] in known and old["moderator"] != moderator
    )
