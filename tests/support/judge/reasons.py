"""Whether the reasons why a request is not held are true, as far as the plan shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.judge.timetable import Timetable

CODES = ("no_common_slot", "participant_full", "no_slot_left", "no_place_left", "outweighed", "not_proven")


def faults_of(timetable: Timetable, entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with an entry of ``unscheduled``."""
    codes = [reason["code"] for reason in entry["reasons"]]
    if not codes:
        yield "it has no reason"
    if "not_proven" in codes and len(codes) > 1:
        yield "not_proven stands beside another reason"
    view = View(timetable, entry["request"])
    for reason in entry["reasons"]:
        if not view.is_well_formed(reason):
            yield f"{reason} is not a reason"
        elif not view.is_true(reason):
            yield f"{reason['code']} is not true"
    yield from _wrong_details(view, entry, codes)


def _wrong_details(view: View, entry: Mapping[str, Any], codes: list[str]) -> Iterator[str]:
    """What is wrong with ``busy`` and ``taken`` where they are given; who is busy in no slot need not stand there."""
    if "busy" in entry:
        told = dict.fromkeys(view.people, ()) | {name: tuple(view.slots[slot] for slot in slots) for name, slots in entry["busy"].items()}
        if told != view.busy or "no_slot_left" not in codes or "participant_full" in codes:
            yield f"busy says {entry['busy']}"
    if "taken" in entry:
        told_taken = [view.slots[slot] for slot in entry["taken"]]
        if told_taken != view.free or "no_place_left" not in codes:
            yield f"taken says {entry['taken']}"


class View:
    """What a plan shows of one request.

    Attributes
    ----------
    common
        The slots that the request allows and in which both are available; none where it allows no place.
    busy
        For each of the two those of them in which it is busy, in order.
    free
        Those of them in which none is, in order.
    """

    def __init__(self, timetable: Timetable, request: str) -> None:
        self.timetable, self.slots = timetable, timetable.event.slots
        self.request = timetable.event.requests[request]
        self.people = {name: timetable.event.participants[name] for name in self.request.pair}
        first, second = (person.available for person in self.people.values())
        self.common = sorted(self.request.slots & first & second) if self.request.places else []
        self.busy = {name: tuple(slot for slot in self.common if self._is_busy(name, slot)) for name in self.request.pair}
        self.free = [slot for slot in self.common if not any(slot in slots for slots in self.busy.values())]

    def is_well_formed(self, reason: Mapping[str, str]) -> bool:
        """Whether a reason has a known code and names one of the two where it has to name somebody."""
        named = reason.get("participant")
        return reason["code"] in CODES and (named in self.people if reason["code"] == "participant_full" else named is None)

    def is_true(self, reason: Mapping[str, str]) -> bool:
        """Whether the plan leaves a reason possible."""
        match reason["code"]:
            case "no_common_slot":
                return not self.common
            case "participant_full":
                return self._is_full(reason["participant"])
            case "no_slot_left":
                return bool(self.common) and not self.free
            case "no_place_left":
                return bool(self.free) and not any(self._has_place(slot) for slot in self.free)
            case "outweighed":
                return bool(self.common) and all(person.limit != 0 for person in self.people.values())
        return True

    def _is_busy(self, name: str, slot: int) -> bool:
        """Whether somebody is in a dialogue, or in as many meetings as it can hold at once."""
        activities = self.timetable.activities(name, slot)
        return any(activity.is_dialogue for activity in activities) or len(activities) >= self.people[name].at_once

    def _is_full(self, name: str) -> bool:
        person = self.people[name]
        if person.limit is not None and self.timetable.meetings_held[name] >= person.limit:
            return True
        return bool(person.available) and all(self._is_busy(name, slot) for slot in person.available)

    def _has_place(self, slot: int) -> bool:
        """Whether an allowed place has room; who is in a meeting already can only stay where it is."""
        already = {activity.place for name in self.people for activity in self.timetable.activities(name, slot)}
        return any(already <= {place} and self._has_room(place, slot) for place in self.request.places)

    def _has_room(self, place: str, slot: int) -> bool:
        activities = self.timetable.rooms.get((place, slot), [])
        return len(activities) < self.timetable.event.places[place].capacity and not any(activity.is_dialogue for activity in activities)
