"""What participants, meetings, dialogues and slots are called in a sentence: with their ids for files, without them for people.

Each is looked up by its id. What the problem does not have is called by its id.
"""

from __future__ import annotations

from typing import Protocol

from babel.dates import format_date

from matchmaking.wording.language import Language
from scheduler.problem import Problem


class Names(Protocol):
    """Calls things by their names."""

    def participant(self, name: str) -> str:
        """Call a participant."""

    def request(self, name: str) -> str:
        """Call the meeting of a request with its two people."""

    def meeting(self, name: str) -> str:
        """Call the meeting of a request in a list of several."""

    def dialogue(self, name: str) -> str:
        """Call a dialogue."""

    def slot(self, name: str) -> str:
        """Call a slot."""

    def at(self, name: str) -> str:
        """Say that something is in a slot."""


class _Known:
    """What a problem knows of each id."""

    def __init__(self, problem: Problem, language: Language) -> None:
        self._language = language
        self._people = {person.id: person.label for person in problem.participants}
        self._pairs = {request.id: request.participants for request in problem.requests}
        self._topics = {dialogue.id: dialogue.topic for dialogue in problem.dialogues}
        self._starts = {slot.id: slot.start for slot in problem.slots}
        self._one_day = len({slot.day for slot in problem.slots}) < 2


class FileNames(_Known):
    """With the ids of the problem file: ``Anna (a)``, ``S3 (2026-11-24 11:00)``."""

    def participant(self, name: str) -> str:
        """Call a participant by name and id."""
        label = self._people.get(name, name)
        return name if label == name else f"{label} ({name})"

    def request(self, name: str) -> str:
        """Call a request by its id and its two people."""
        if name not in self._pairs:
            return name
        first, second = map(self.participant, self._pairs[name])
        return f"{name} ({self._language.pair.format(first=first, second=second)})"

    def meeting(self, name: str) -> str:
        """Call a request by its id."""
        return name

    def dialogue(self, name: str) -> str:
        """Call a dialogue by id and topic."""
        if name not in self._topics:
            return name
        topic = self._topics[name]
        return self._language.dialogue_id.format(name=name if topic is None else f"{name} ({topic})")

    def slot(self, name: str) -> str:
        """Call a slot by its id and local time."""
        return f"{name} ({self._starts[name]:%Y-%m-%d %H:%M})" if name in self._starts else name

    def at(self, name: str) -> str:
        """Say that something is in a slot, with its local time."""
        return self._language.in_slot.format(slot=self.slot(name))


class PeoplesNames(_Known):
    """As people call things: ``Anna``, ``11:00``; with the day where the event has several."""

    def participant(self, name: str) -> str:
        """Call a participant by name."""
        return self._people.get(name, name)

    def request(self, name: str) -> str:
        """Call a meeting by its two people."""
        return " – ".join(map(self.participant, self._pairs[name])) if name in self._pairs else name

    def meeting(self, name: str) -> str:
        """Call a meeting by its two people."""
        return self.request(name)

    def dialogue(self, name: str) -> str:
        """Call a dialogue by its topic."""
        return self._language.dialogue_topic.format(topic=self._topics[name] or name) if name in self._topics else name

    def slot(self, name: str) -> str:
        """Call a slot by its local time."""
        if name not in self._starts:
            return name
        time = f"{self._starts[name]:%H:%M}"
        return time if self._one_day else f"{self._day(name)}, {time}"

    def at(self, name: str) -> str:
        """Say that something is in a slot."""
        if name not in self._starts:
            return self._language.in_slot.format(slot=name)
        time = f"{self._starts[name]:%H:%M}"
        if self._one_day:
            return self._language.at_time.format(time=time)
        return self._language.at_time_on_day.format(time=time, day=self._day(name))

    def _day(self, name: str) -> str:
        return format_date(self._starts[name].date(), "d MMMM", locale=self._language.code)
