"""A plan laid out over the diaries of participants and over the places, slot by slot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from tests.support.judge.event import Event


class Meeting(NamedTuple):
    """A request held in a slot (by position) at a place."""

    request: str
    slot: int
    place: str


class HeldDialogue(NamedTuple):
    """A dialogue held from a slot (by position) on, at a place."""

    dialogue: str
    start: int
    place: str
    moderator: str | None
    seated: tuple[str, ...]


class Activity(NamedTuple):
    """What happens in one slot at one place: a meeting or a dialogue."""

    name: str
    place: str
    is_dialogue: bool


@dataclass(frozen=True)
class Timetable:
    """Who does what when and where.

    Attributes
    ----------
    strays
        A line for each name of the plan that the problem does not know. A meeting or a dialogue of which request, dialogue, slot or
        place is unknown is left out of everything below.
    diaries
        What each participant does in each slot in which it does anything.
    rooms
        What happens at a place in a slot.
    """

    event: Event
    strays: list[str] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    dialogues: list[HeldDialogue] = field(default_factory=list)
    diaries: dict[str, dict[int, list[Activity]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    rooms: dict[tuple[str, int], list[Activity]] = field(default_factory=lambda: defaultdict(list))

    def activities(self, participant: str, slot: int) -> list[Activity]:
        """What a participant does in a slot."""
        return self.diaries[participant].get(slot, []) if participant in self.diaries else []

    def slots_of(self, dialogue: HeldDialogue) -> range:
        """The slots that a held dialogue takes, as far as there are so many."""
        return range(dialogue.start, min(dialogue.start + self.event.dialogues[dialogue.dialogue].length, len(self.event.slots)))

    @cached_property
    def meetings_held(self) -> Counter[str]:
        """How many one-to-one meetings each participant holds."""
        return Counter(name for meeting in self.meetings for name in self.event.requests[meeting.request].pair)

    @cached_property
    def breaks(self) -> dict[str, list[int]]:
        """The length in slots of each break of each participant."""
        return {name: list(self._breaks_of(name)) for name in self.event.participants}

    def _breaks_of(self, name: str) -> Iterable[int]:
        available = self.event.participants[name].available
        busy = sorted(self.diaries[name]) if name in self.diaries else []
        for _, day in groupby(busy, key=self.event.days.__getitem__):
            slots = list(day)
            between = range(slots[0], slots[-1])
            waiting = [slot not in slots and (self.event.away_is_waiting or slot in available) for slot in between]
            yield from (len(list(run)) for waits, run in groupby(waiting) if waits)

    def enter(self, activity: Activity, participants: Iterable[str], slots: Iterable[int]) -> None:
        """Write an activity into the diaries of its participants and of its place."""
        people = [name for name in dict.fromkeys(participants) if name in self.event.participants]
        for slot in slots:
            self.rooms[activity.place, slot].append(activity)
            for name in people:
                self.diaries[name][slot].append(activity)


def lay_out(event: Event, plan: Mapping[str, Any]) -> Timetable:
    """Enter all that a plan holds into one timetable, the unknown names set apart."""
    timetable = Timetable(event)
    for entry in plan["meetings"]:
        _enter_meeting(timetable, entry)
    for entry in plan["dialogues"]:
        _enter_dialogue(timetable, entry)
    return timetable


def _enter_meeting(timetable: Timetable, entry: Mapping[str, Any]) -> None:
    event, (name, slot, place) = timetable.event, (entry["request"], entry["slot"], entry["place"])
    if _knows(timetable, f"meeting {name}", (name, event.requests), (slot, event.slots), (place, event.places)):
        meeting = Meeting(name, event.slots[slot], place)
        timetable.meetings.append(meeting)
        timetable.enter(Activity(name, place, is_dialogue=False), event.requests[name].pair, [meeting.slot])


def _enter_dialogue(timetable: Timetable, entry: Mapping[str, Any]) -> None:
    event, (name, start, place) = timetable.event, (entry["dialogue"], entry["start"], entry["place"])
    seated, moderator = tuple(entry["participants"]), entry["moderator"]
    people = (*seated, *([] if moderator is None else [moderator]))
    _knows(timetable, f"dialogue {name}", *((person, event.participants) for person in people))
    if _knows(timetable, f"dialogue {name}", (name, event.dialogues), (start, event.slots), (place, event.places)):
        held = HeldDialogue(name, event.slots[start], place, moderator, seated)
        timetable.dialogues.append(held)
        timetable.enter(Activity(name, place, is_dialogue=True), people, timetable.slots_of(held))


def _knows(timetable: Timetable, where: str, *named: tuple[str, Mapping[str, Any]]) -> bool:
    """Whether the problem has all these names; notes each that it does not have."""
    unknown = [name for name, known in named if name not in known]
    timetable.strays.extend(f"{where} names {name}, which the problem does not have" for name in unknown)
    return not unknown
